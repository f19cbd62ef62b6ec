"""Feeds become entries: RSS, RDF, Atom and CDF by feedparser, JSON Feed by a reader of its own. Fetches nothing."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import Any

from crawler.encoding import charset_of
from crawler.feeds.items import REMEDY, ROOT, FeedContent, Item, xml_items
from crawler.feeds.reading import Gathering, ListReading, Origin, unpacked, what_it_is
from crawler.feeds.when import published
from model.capture import Entry
from model.errors import InputError

ITEM_START = re.compile(rb"<(?:[a-z0-9]{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
MAX_ITEMS = 5_000
HTML_START = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>])", re.I | re.S)


def read_feed(body: bytes, content_type: str | None, url: str, zone: str, source_id: str) -> list[Entry]:
    """The entries of a feed, in its order, one for each address.

    ``url`` is the address the feed was answered from. Raises ``InputError`` for what is not a feed.
    """
    return list(read_feed_fully(body, content_type, Origin(url=url, source_id=source_id, zone=zone)).entries)


def read_feed_fully(body: bytes, content_type: str | None, origin: Origin) -> ListReading:
    """``read_feed`` with a line for what was left out, and with what the feed says of its rhythm."""
    feed = feed_items(body, content_type, origin)
    gathering = Gathering(origin)
    for item in feed.items:
        entry = Entry(
            url="",
            source_id=origin.source_id,
            title=item.title,
            summary=item.summary,
            published=item.published,
            published_text=item.published_text,
        )
        gathering.add(entry, item.link)
    for _ in range(feed.not_objects):
        gathering.skip("that are no objects")
    return gathering.reading(hints=feed.hints)


def feed_items(body: bytes, content_type: str | None, origin: Origin) -> FeedContent:
    """What a feed holds, item by item, also those without an address. Raises ``InputError`` for what is not a feed."""
    body = unpacked(body, origin.url)
    if not body.strip():
        raise InputError(f"{origin.url}: not a feed: the answer is empty", REMEDY)
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return _json_feed(body, content_type, origin)
    if HTML_START.match(body[:4096]) and not ROOT.search(body[:4096]):
        raise InputError(f"{origin.url}: not a feed: {what_it_is(body)}", REMEDY)
    return xml_items(_bounded(body), content_type, origin)


def _bounded(body: bytes) -> bytes:
    """The feed up to its 5,001st item: parsing takes a minute for the million that a hostile one holds."""
    beyond = next(islice(ITEM_START.finditer(body), MAX_ITEMS, None), None)
    return body if beyond is None else body[: beyond.start()]


def _json_feed(body: bytes, content_type: str | None, origin: Origin) -> FeedContent:
    try:
        feed = json.loads(body.decode(charset_of(body, content_type), "replace").lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{origin.url}: not a feed: broken JSON ({error})", REMEDY) from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not _is_json_feed(feed):
        raise InputError(f"{origin.url}: not a feed: {what_it_is(body)}", REMEDY)
    objects = [item for item in items if isinstance(item, dict)]
    return FeedContent(
        items=tuple(_json_item(item, origin) for item in objects),
        title=_words(feed, "title"),
        not_objects=len(items) - len(objects),
    )


def _is_json_feed(feed: dict[str, Any]) -> bool:
    """Its version is an address at jsonfeed.org; some write the bare number, and then its items must look like it."""
    version = str(feed.get("version", ""))
    if "jsonfeed.org" in version:
        return True
    known = {"id", "url", "title", "content_text", "content_html", "summary"}
    return version in ("1", "1.0", "1.1") and all(
        isinstance(item, dict) and not known.isdisjoint(item) for item in feed["items"]
    )


def _words(item: dict[str, Any], *names: str) -> str:
    return next((item[name] for name in names if isinstance(item.get(name), str) and item[name]), "")


def _json_link(item: dict[str, Any]) -> str:
    """The address; an identifier stands for it only where it is one."""
    identifier = _words(item, "id")
    named = identifier if identifier.startswith(("http://", "https://")) else ""
    return _words(item, "url", "external_url") or named


def _json_item(item: dict[str, Any], origin: Origin) -> Item:
    first, later = _words(item, "date_published"), _words(item, "date_modified")
    updated = published(later, origin.zone)
    moment = published(first, origin.zone)
    return Item(
        title=_words(item, "title"),
        link=_json_link(item),
        guid=str(item.get("id") or ""),
        summary=_words(item, "summary", "content_text", "content_html"),
        published=moment or updated,
        published_text=first if moment or not updated else later,
        updated=updated,
    )
