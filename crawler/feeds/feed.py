"""RSS, RDF and Atom by feedparser, JSON Feed by a reader of its own. Reads bytes, fetches nothing."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import feedparser
from feedparser.util import FeedParserDict

from crawler.encoding import charset_of
from crawler.feeds.reading import Gathering, ListReading, Origin, unpacked, what_it_is
from crawler.feeds.when import published
from model.capture import Entry
from model.errors import InputError

MEDIA_TYPE = re.compile(r"^[\w.+-]+/[\w.+-]+")
HTML_START = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>])", re.I | re.S)
REMEDY = "open the address in a browser, then correct the feed's address in the source's file"


def read_feed(body: bytes, content_type: str | None, url: str, zone: str, source_id: str) -> list[Entry]:
    """The entries of a feed, in its order, one for each address.

    ``url`` is the address the feed was answered from. Raises ``InputError`` for what is not a feed.
    """
    return list(read_feed_fully(body, content_type, Origin(url=url, source_id=source_id, zone=zone)).entries)


def read_feed_fully(body: bytes, content_type: str | None, origin: Origin) -> ListReading:
    """``read_feed`` with a line for what was left out."""
    body = unpacked(body, origin.url)
    if not body.strip():
        raise InputError(f"{origin.url}: not a feed: the answer is empty", REMEDY)
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return _json_feed(body, content_type, origin)
    if HTML_START.match(body[:4096]):
        raise InputError(f"{origin.url}: not a feed: {what_it_is(body)}", REMEDY)
    return _xml_feed(body, content_type, origin)


def _xml_feed(body: bytes, content_type: str | None, origin: Origin) -> ListReading:
    feed = _parse(body, content_type, origin)
    if not feed.get("version") and not any(item.get("link") or item.get("title") for item in feed["entries"]):
        raise InputError(f"{origin.url}: not a feed: {what_it_is(body)}", REMEDY)
    gathering = Gathering(origin)
    for item in feed["entries"]:
        gathering.add(_entry(item, origin), _link(item))
    return gathering.reading()


def _parse(body: bytes, content_type: str | None, origin: Origin) -> FeedParserDict:
    """feedparser on bytes: never on a string or a path, which it would open."""
    media = MEDIA_TYPE.match(content_type or "")
    headers = {
        "content-type": f"{media[0] if media else 'application/xml'}; charset={charset_of(body, content_type)}",
        "content-location": origin.base or origin.url,
    }
    try:
        return feedparser.parse(io.BytesIO(body), response_headers=headers)
    except Exception as error:
        raise InputError(f"{origin.url}: not a readable feed ({type(error).__name__}: {error})", REMEDY) from error


def _link(item: FeedParserDict) -> str:
    """The article's address: the original behind a redirector, the link, or an identifier that is an address."""
    for name in ("feedburner_origlink", "link"):
        if link := str(item.get(name) or ""):
            return link
    identifier = str(item.get("id") or "")
    return identifier if identifier.startswith(("http://", "https://")) else ""


def _entry(item: FeedParserDict, origin: Origin) -> Entry:
    text, parsed = "", None
    for name in ("published", "created", "updated"):
        if item.get(name):
            text, parsed = str(item[name]), item.get(f"{name}_parsed")
            break
    return Entry(
        url="",
        source_id=origin.source_id,
        title=str(item.get("title") or ""),
        summary=str(item.get("summary") or ""),
        published=published(text, origin.zone, parsed),
        published_text=text,
    )


def _json_feed(body: bytes, content_type: str | None, origin: Origin) -> ListReading:
    try:
        feed = json.loads(body.decode(charset_of(body, content_type), "replace").lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{origin.url}: not a feed: broken JSON ({error})", REMEDY) from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(feed.get("version", "")):
        raise InputError(f"{origin.url}: not a feed: {what_it_is(body)}", REMEDY)
    gathering = Gathering(origin)
    for item in items:
        if isinstance(item, dict):
            gathering.add(_json_entry(item, origin), _json_link(item))
        else:
            gathering.add(None, "", "that are no objects")
    return gathering.reading()


def _json_link(item: dict[str, Any]) -> str:
    link = item.get("url") or item.get("external_url") or item.get("id")
    text = link if isinstance(link, str) else ""
    # An identifier stands for the address only where it is one.
    return text if item.get("url") or item.get("external_url") or text.startswith(("http://", "https://")) else ""


def _json_entry(item: dict[str, Any], origin: Origin) -> Entry:
    def words(*names: str) -> str:
        return next((item[name] for name in names if isinstance(item.get(name), str) and item[name]), "")

    when = words("date_published", "date_modified")
    return Entry(
        url="",
        source_id=origin.source_id,
        title=words("title"),
        summary=words("summary", "content_text", "content_html"),
        published=published(when, origin.zone),
        published_text=when,
    )
