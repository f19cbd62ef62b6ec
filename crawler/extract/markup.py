"""From a publisher's bytes to a tree, within limits."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from crawler.encoding import charset_of
from model.errors import InputError

MAX_BYTES = 3_000_000
"""What is left of a page after scripts and images; no article is longer."""

HEAVY = re.compile(rb"<(style|svg|script)\b")
LONGEST_SCRIPT_TAG = 500
DATA_ADDRESS = re.compile(rb"""(["'(])data:[a-z0-9.+/-]{1,60};base64,[a-z0-9+/=\s]+""", re.IGNORECASE)
LONGEST_TAG = 20_000
LONG_TAG = re.compile(rb"<([a-z][a-z0-9]*)\s[^<>]{20000,}>", re.IGNORECASE)
"""The parser compares each attribute of an element with all others: a hostile one costs it minutes."""

MAX_TAGS = 60_000
"""Several times what the heaviest real pages have; what follows is cut off."""

MARKUP = re.compile(rb"<(?:!doctype|html|head|body|article|main|div|p|h1|title|meta)\b", re.IGNORECASE)
UNKNOWN = "\ufffd".encode()


def page_bytes(html: bytes | str, content_type: str | None, url: str) -> bytes:
    """The page in UTF-8, without what is neither text nor said about it; ``InputError`` where it is no page."""
    body = html.encode("utf-8", "replace") if isinstance(html, str) else in_utf8(html, content_type)
    if not body.strip():
        raise InputError(f"{url}: the page is empty", "look at the kept response")
    if not MARKUP.search(body[:300_000]):
        kind = (content_type or "").split(";")[0] or "unknown content"
        raise InputError(f"{url}: not an HTML page ({kind})", "only HTML pages are read")
    lean = _without_heavy(body[: 5 * MAX_BYTES])
    if b";base64," in lean:
        lean = DATA_ADDRESS.sub(rb"\1", lean)
    lean = lean.replace(b"\x00", UNKNOWN)
    calm = LONG_TAG.sub(rb"<\1>", lean[:MAX_BYTES])
    if calm.count(b"<") <= MAX_TAGS:
        return calm
    beyond = next(islice(re.finditer(b"<", calm), MAX_TAGS, None))
    return calm[: beyond.start()]


def in_utf8(body: bytes, content_type: str | None) -> bytes:
    """The bytes of a page, whatever they stand for, as UTF-8; what cannot be read becomes U+FFFD."""
    text = body.decode(charset_of(body, content_type), "replace").removeprefix("\ufeff")
    return text.encode("utf-8", "replace")


def _without_heavy(body: bytes) -> bytes:
    """The page without styles, drawings and scripts, JSON-LD kept.

    In one pass and without backtracking: a hostile page opens thousands of elements and closes none.
    """
    small = body.lower()
    kept: list[bytes] = []
    place = 0
    unclosed: set[bytes] = set()
    for found in HEAVY.finditer(small):
        name = found[1]
        if found.start() < place or name in unclosed:
            continue
        if name == b"script" and b"ld+json" in small[found.start() : found.start() + LONGEST_SCRIPT_TAG].split(b">")[0]:
            continue
        end = small.find(b"</" + name, found.end())
        if end < 0:
            unclosed.add(name)
            continue
        kept.append(body[place : found.start()])
        place = end + len(name) + 2
        close = body.find(b">", place, place + 100)
        place = close + 1 if close >= 0 else place
    kept.append(body[place:])
    return b" ".join(kept)


def page_tree(page: bytes, url: str) -> HtmlElement:
    """The page as a tree."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(page, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{url}: not a readable page ({error})", "look at the kept response") from error
    return tree
