"""The items of a feed as its publisher wrote them, before addresses are judged: RSS, RDF, Atom, CDF and JSON Feed.

feedparser is the parser of everything in XML. What it cannot take is mended and tried once more; what it still
cannot take is an ``InputError``: no exception of a library goes further than this file.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import feedparser
from feedparser.util import FeedParserDict

from crawler.encoding import charset_of
from crawler.feeds.hints import NO_HINTS, Hints, hints_of
from crawler.feeds.reading import Origin, what_it_is
from crawler.feeds.when import published
from crawler.urls import is_redirector
from model.errors import InputError

MEDIA_TYPE = re.compile(r"^[\w.+-]+/[\w.+-]+")
REMEDY = "open the address in a browser, then correct the feed's address in the source's file"
ROOT = re.compile(rb"\A[^<]*(?:<[?!][^>]*>\s*)*<(?:\w+:)?(?:rss|feed|RDF|CHANNEL)[\s>]")
DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
CHARACTERS = (range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000))
PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item. ``link`` is what stands for the article's address, "" where nothing does; ``title`` and ``summary``
    may hold markup. ``published`` and ``updated`` are moments (UTC), None where none is given that can be read."""

    title: str = ""
    link: str = ""
    guid: str = ""
    summary: str = ""
    published: datetime | None = None
    published_text: str = ""
    updated: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedContent:
    """A feed: its items in their order, and what it says of when to come again."""

    items: tuple[Item, ...]
    title: str = ""
    hints: Hints = NO_HINTS
    not_objects: int = 0


def xml_items(body: bytes, content_type: str | None, origin: Origin) -> FeedContent:
    """The items of a feed in XML. Raises ``InputError`` for what is no feed."""
    feed = _parse(body, content_type, origin)
    known = feed.get("version") or ROOT.search(body[:4096])
    if not known and not any(item.get("link") or item.get("title") for item in feed["entries"]):
        raise InputError(f"{origin.url}: not a feed: {what_it_is(body)}", REMEDY)
    about = feed.get("feed") or {}
    return FeedContent(
        items=tuple(_item(item, origin) for item in feed["entries"]),
        title=str(about.get("title") or ""),
        hints=hints_of(about, body),
    )


def _parse(body: bytes, content_type: str | None, origin: Origin) -> FeedParserDict:
    """feedparser on bytes: never on a string or a path, which it would open."""
    charset = charset_of(body, content_type)
    media = MEDIA_TYPE.match(content_type or "")
    headers = {
        "content-type": f"{media[0] if media else 'application/xml'}; charset={charset}",
        "content-location": origin.base or origin.url,
    }
    try:
        return feedparser.parse(io.BytesIO(body), response_headers=headers)
    except Exception:  # noqa: BLE001 (whatever a hostile feed makes it raise; what is left is named below)
        headers["content-type"] = "application/xml; charset=utf-8"
    try:
        return feedparser.parse(io.BytesIO(mended(body.decode(charset, "replace"))), response_headers=headers)
    except Exception as error:
        raise InputError(f"{origin.url}: not a readable feed ({type(error).__name__}: {error})", REMEDY) from error


def mended(text: str) -> bytes:
    """A feed without what parsers stumble over: its document type, references to characters that do not exist
    (feedparser raises for both), control characters. In UTF-8."""
    text = PROLOG.sub("", text.lstrip("\ufeff"), count=1)
    text = CONTROLS.sub("", DOCTYPE.sub("", text, count=1))
    return REFERENCE.sub(_existing, text).encode("utf-8")


def _existing(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    number = int(digits, 16 if match[1] else 10) if len(digits) < 12 else 0
    valid = number in (9, 10, 13) or any(number in span for span in CHARACTERS)
    return match[0] if valid else "\ufffd"


def _item(item: FeedParserDict, origin: Origin) -> Item:
    first, text = _moment(item, origin, "published", "created")
    later, later_text = _moment(item, origin, "updated")
    return Item(
        title=str(item.get("title") or ""),
        link=_link(item),
        guid=str(item.get("id") or ""),
        summary=str(item.get("summary") or ""),
        published=first or later,
        published_text=text if first else later_text or text,
        updated=later,
    )


def _moment(item: FeedParserDict, origin: Origin, *names: str) -> tuple[datetime | None, str]:
    """The first of these dates that can be read, with its words; the words of the first where none can."""
    # Past feedparser's own ``get``, which gives another date in the place of a missing one, with a warning.
    dates = {name: dict.get(item, name) for name in names}
    written = [(str(text), dict.get(item, f"{name}_parsed")) for name, text in dates.items() if text]
    for text, parsed in written:
        if (at := published(text, origin.zone, parsed)) is not None:
            return at, text
    return None, written[0][0] if written else ""


def _link(item: FeedParserDict) -> str:
    """The article's address: the original behind a redirector, the link, or an identifier that is an address."""
    if original := str(item.get("feedburner_origlink") or ""):
        return original
    link, identifier = str(item.get("link") or ""), str(item.get("id") or "")
    named = identifier if identifier.startswith(("http://", "https://")) else ""
    if link and is_redirector(link) and named:
        return named
    return link or _alternate(item) or named


def _alternate(item: FeedParserDict) -> str:
    """The first link of an item that is no feed, picture or comment of it."""
    links: list[dict[str, Any]] = item.get("links") or []
    fitting = (str(one.get("href") or "") for one in links if one.get("rel", "alternate") == "alternate")
    return next((href for href in fitting if href), "")
