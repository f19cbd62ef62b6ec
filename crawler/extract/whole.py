"""Articles that their page serves in several boxes of one kind, of which trafilatura takes the first."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.extract.naming import bare
from crawler.plain import one_line

Box = tuple[str, str, HtmlElement | None]
MIN_PARAGRAPH = 80
MIN_SHARE = 0.5
"""Missing text below this share of what was found is left out: a caption, an author's note."""

MIN_KNOWN = 3
"""Paragraphs of a box that must have been taken before its like are believed to be the article too."""


def with_other_boxes(text: str, tree: HtmlElement) -> str:
    """The text with the long paragraphs of boxes that are marked like the box it was found in."""
    taken = {bare(line): place for place, line in enumerate(text.split("\n\n"))}
    boxes: dict[Box, list[tuple[str, str]]] = {}
    for box, line in _paragraphs(tree):
        boxes.setdefault(box, []).append((bare(line), line))
    lines = text.split("\n\n")
    for found in boxes.values():
        known = [key for key, _ in found if key in taken]
        missing = [line for key, line in found if key not in taken and len(line) >= MIN_PARAGRAPH]
        if len(known) >= MIN_KNOWN and sum(map(len, missing)) >= MIN_SHARE * len(text):
            lines = _merged(lines, found)
    return "\n\n".join(lines)


def _paragraphs(tree: HtmlElement) -> Iterator[tuple[Box, str]]:
    """Each paragraph with the mark of the box it stands in: its element, its class, and the article around it."""
    for element in tree.iter("p"):
        parent = element.getparent()
        mark = " ".join((parent.get("class") or "").split()) if parent is not None else ""
        if mark and (line := one_line(element.text_content(), 20_000)):
            article = next(element.iterancestors("article"), None)
            yield (parent.tag, mark, article), line


def _merged(lines: list[str], found: list[tuple[str, str]]) -> list[str]:
    """Both in the order of the page: before a line that is known in the box, what stands before it there."""
    place = {key: number for number, (key, _) in enumerate(found)}
    merged: list[str] = []
    done = 0
    seen = {bare(line) for line in lines}
    for line in lines:
        here = place.get(bare(line))
        if here is not None and here >= done:
            merged += [text for key, text in found[done:here] if key not in seen and len(text) >= MIN_PARAGRAPH]
            done = here + 1
        merged.append(line)
    merged += [text for key, text in found[done:] if key not in seen and len(text) >= MIN_PARAGRAPH]
    return merged
