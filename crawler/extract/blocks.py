"""A page as the blocks of text that a reader sees, each with the boxes it stands in."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.extract.marks import MARK, marks_of
from crawler.plain import UNSEEN

_UNREAD = """
script style noscript template svg iframe object embed canvas audio video select option textarea button nav head map
math input datalist dialog
"""
UNREAD = frozenset(_UNREAD.split())
"""Elements whose text is no prose."""

_INLINE = """
a span b strong i em u font small sub sup abbr q cite time mark code ins del s strike big tt kbd label bdi bdo var
samp dfn acronym wbr ruby rb rt rp rtc data nobr center-inline tg-spoiler img picture source meta link
"""
INLINE = frozenset(_INLINE.split())
"""Elements that stand within a line; every other one begins a block."""

MAX_DEPTH = 220
MAX_BLOCKS = 6_000
"""Several times what the longest real page has; what follows is left out."""

SENTENCE_ENDS = ".!?…。؟۔:;؛»”\"'’)"


@dataclass(slots=True)
class Box:
    """An element that is a block: its place in the tree, and what its attributes say of it."""

    up: int
    tag: str
    depth: int
    marks: int
    within: int
    key: str
    tags: frozenset[str]
    element: HtmlElement


@dataclass(slots=True)
class Block:
    """A run of text in one box."""

    text: str
    box: int
    linked: int
    marks: int
    bold: int
    words: int


@dataclass(slots=True)
class Page:
    """The boxes and blocks of a page, in its order."""

    boxes: list[Box] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


def read_blocks(tree: HtmlElement) -> Page:
    """The blocks of a page's body."""
    body = tree.find("body")
    return _Reader().read(tree if body is None else body)


class _Reader:
    """One walk over a tree."""

    def __init__(self) -> None:
        self.page = Page()
        self._parts: list[str] = []
        self._linked = 0
        self._bold = 0
        self._marks = 0
        self._broken = False

    def read(self, root: HtmlElement) -> Page:
        """The blocks under ``root``."""
        self.page.boxes.append(Box(-1, str(root.tag), 0, 0, 0, "", frozenset(), root))
        self._visit(root, 0, False, False, 0)
        self._flush(0)
        return self.page

    def _visit(self, element: HtmlElement, box: int, linked: bool, bold: bool, depth: int) -> None:
        if element.text:
            self._take(element.text, linked, bold)
        if depth > MAX_DEPTH or len(self.page.blocks) > MAX_BLOCKS:
            return
        for child in element:
            tag = child.tag
            if tag == "br":
                self._break(box)
            elif tag in INLINE:
                marks = 0
                if tag != "a" and tag != "b" and not self._parts and (named := child.get("class")):
                    marks = marks_of(named)
                    self._marks |= marks
                self._visit(child, box, linked or tag == "a", bold or tag == "strong" or tag == "b", depth + 1)
            elif tag not in UNREAD and isinstance(tag, str):
                self._flush(box)
                inner = self._open(child, tag, box)
                self._visit(child, inner, linked, False, depth + 1)
                self._flush(inner)
            if child.tail:
                self._take(child.tail, linked, bold)

    def _open(self, element: HtmlElement, tag: str, up: int) -> int:
        boxes = self.page.boxes
        above = boxes[up]
        get = element.attrib.get
        key = f"{get('class', '')} {get('id', '')}"
        marks = marks_of(
            f"{key} {get('itemprop', '')} {get('role', '')} {get('data-component', '')} {get('data-testid', '')}"
        )
        style = get("style")
        if (
            (style and "none" in style and "display" in style)
            or get("hidden") is not None
            or get("aria-hidden") == "true"
        ):
            marks |= MARK["hidden"]
        tags = above.tags if tag in above.tags else above.tags | {tag}
        boxes.append(Box(up, tag, above.depth + 1, marks, above.within | above.marks, f"{tag} {key}", tags, element))
        return len(boxes) - 1

    def _take(self, text: str, linked: bool, bold: bool) -> None:
        if self._broken and not text.isspace():
            self._broken = False
        self._parts.append(text)
        if linked:
            self._linked += len(text)
        if bold:
            self._bold += len(text)

    def _break(self, box: int) -> None:
        """Two line breaks, or one after the end of a sentence, part paragraphs."""
        if self._broken:
            self._flush(box)
            return
        said = "".join(self._parts).rstrip()
        if said and said[-1] in SENTENCE_ENDS:
            self._flush(box)
        else:
            self._parts.append(" ")
        self._broken = True

    def _flush(self, box: int) -> None:
        if self._parts:
            text = " ".join(UNSEEN.sub("", "".join(self._parts)).split())
            if text:
                size = len(text)
                self.page.blocks.append(
                    Block(text, box, min(self._linked, size), self._marks, min(self._bold, size), text.count(" ") + 1)
                )
            self._parts = []
        self._linked = self._bold = self._marks = 0
        self._broken = False
