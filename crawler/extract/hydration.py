"""Articles that a page brings as data for its scripts, and shows only when these have run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from crawler.extract.metadata import without_markup
from crawler.extract.wording import ends_sentence
from crawler.plain import paragraphs

GIVEN = re.compile(r"[\w$\])\"']\s*(?:=|\.push\()\s*(?=[\[{])")
"""What comes before a value that a script assigns or pushes."""

PUSHED = re.compile(r"__next_f\.push\(\s*\[\s*1\s*,\s*(?=\")")
ROW = re.compile(r"(?:^|\n)[0-9a-f]+:(?=[\[{])")
DECODER = json.JSONDecoder(strict=False)
MAX_CHARS = 6_000_000
MAX_SCRIPTS = 200
MAX_TRIES = 300
MAX_VALUES = 200_000
MIN_LETTERS = 300
SENTENCE = 40
"""Letters from which a string that ends like a sentence counts as a paragraph."""


def text_in_scripts(page: str) -> str:
    """The longest run of sentences that stand under one name in the page's data, as paragraphs; empty where there is
    none worth calling an article."""
    found: dict[str, list[str]] = {}
    left = MAX_VALUES
    for value in _values(page[:MAX_CHARS]):
        for path, text in _strings(value):
            left -= 1
            if left < 0:
                break
            lines = [line for line in paragraphs(without_markup(text)).split("\n\n") if line]
            if any(len(line) >= SENTENCE and ends_sentence(line) for line in lines):
                kept = found.setdefault(path, [])
                kept += [line for line in lines if line not in kept[-200:]]
    best = max(found.values(), key=lambda lines: sum(map(len, lines)), default=[])
    text = "\n\n".join(best)
    return text if len(text) >= MIN_LETTERS else ""


def _values(page: str) -> Iterator[Any]:
    """The JSON in the page's scripts: whole, assigned to a name, or pushed, also in pieces."""
    pushed: list[str] = []
    for attributes, code in _scripts(page):
        if "json" in attributes and "ld+json" not in attributes:
            yield _read(code, 0)[0]
            continue
        place = 0 if "__next_f" not in code else len(code)
        for _ in range(MAX_TRIES):
            if (match := GIVEN.search(code, place)) is None:
                break
            value, place = _read(code, match.end())
            yield value
        for match in PUSHED.finditer(code):
            value, _ = _read(code, match.end())
            if isinstance(value, str):
                pushed.append(value)
    rows = "".join(pushed)
    for match in ROW.finditer(rows):
        yield _read(rows, match.end())[0]


def _scripts(page: str) -> Iterator[tuple[str, str]]:
    """Attributes and code of each script. In one pass: a hostile page opens thousands and closes none."""
    place = 0
    for _ in range(MAX_SCRIPTS):
        start = page.find("<script", place)
        opened = page.find(">", start)
        end = page.find("</script", opened)
        if min(start, opened, end) < 0:
            return
        yield page[start:opened].lower(), page[opened + 1 : end].strip()
        place = end


def _read(text: str, start: int) -> tuple[Any, int]:
    """The JSON value that begins here and the place after it; None and this place where there is none."""
    try:
        return DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, start


def _strings(value: Any) -> Iterator[tuple[str, str]]:
    """Each longer string with the names that lead to it, places in lists aside."""
    pending: list[tuple[str, Any]] = [("", value)]
    while pending:
        path, one = pending.pop()
        if isinstance(one, dict):
            pending += [(f"{path}/{name}"[-200:], part) for name, part in reversed(one.items())]
        elif isinstance(one, list):
            pending += [(path, part) for part in reversed(one)]
        elif isinstance(one, str) and len(one) >= SENTENCE:
            yield path, one
