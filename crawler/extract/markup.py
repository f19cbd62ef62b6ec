"""From a publisher's bytes to a tree, within limits."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from crawler.encoding import decode
from model.errors import InputError

MAX_CHARS = 2_000_000
"""What is left of a page after scripts and images; no article is longer."""

HEAVY = re.compile(r"<(style|svg|script)\b", re.IGNORECASE)
LONGEST_SCRIPT_TAG = 500
DATA_ADDRESS = re.compile(r"""(["'(])data:[a-z0-9.+/-]{1,60};base64,[a-z0-9+/=\s]+""", re.IGNORECASE)
LONG_TAG = re.compile(r"<([a-z][a-z0-9]*)\s[^<>]{20000,}>", re.IGNORECASE)
"""The parser compares each attribute of an element with all others: a hostile one costs it minutes."""

BREAKS = re.compile(r"(?:<br\s*/?>\s*){3,}", re.IGNORECASE)
MAX_TAGS = 60_000
"""Several times what the heaviest real pages have; what follows is cut off."""

MARKUP = re.compile(r"<(?:!doctype|html|head|body|article|main|div|p|h1|title|meta)\b", re.IGNORECASE)
NUL = str.maketrans({"\x00": "\ufffd"})


def page_text(html: bytes | str, content_type: str | None, url: str) -> str:
    """The page as text, without what is neither text nor said about it; ``InputError`` where it is no page."""
    text = html if isinstance(html, str) else decode(html, content_type)
    if not text.strip():
        raise InputError(f"{url}: the page is empty", "look at the kept response")
    if not MARKUP.search(text[:200_000]):
        kind = (content_type or "").split(";")[0] or "unknown content"
        raise InputError(f"{url}: not an HTML page ({kind})", "only HTML pages are read")
    lean = DATA_ADDRESS.sub(r"\1", _without_heavy(text[: 5 * MAX_CHARS])).translate(NUL)
    calm = BREAKS.sub("<br><br>", LONG_TAG.sub(r"<\1>", lean[:MAX_CHARS]))
    beyond = next(islice(re.finditer("<", calm), MAX_TAGS, None), None)
    return calm if beyond is None else calm[: beyond.start()]


def _without_heavy(text: str) -> str:
    """The page without styles, drawings and scripts, JSON-LD kept.

    In one pass and without backtracking: a hostile page opens thousands of elements and closes none.
    """
    small = text.lower() if len(text.lower()) == len(text) else text
    kept: list[str] = []
    place = 0
    unclosed: set[str] = set()
    for found in HEAVY.finditer(text):
        name = found[1].lower()
        if found.start() < place or name in unclosed:
            continue
        if name == "script" and "ld+json" in small[found.start() : found.start() + LONGEST_SCRIPT_TAG].split(">")[0]:
            continue
        end = small.find(f"</{name}", found.end())
        if end < 0:
            unclosed.add(name)
            continue
        kept.append(text[place : found.start()])
        place = end + len(name) + 2
        close = text.find(">", place, place + 100)
        place = close + 1 if close >= 0 else place
    kept.append(text[place:])
    return " ".join(kept)


def page_tree(text: str, url: str) -> HtmlElement:
    """The page as a tree."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{url}: not a readable page ({error})", "look at the kept response") from error
    return tree
