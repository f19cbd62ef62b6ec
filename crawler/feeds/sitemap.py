"""Sitemaps: news sitemaps, plain ones and indices of either."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

from crawler.feeds.reading import Gathering, ListReading, Origin, unpacked, what_it_is
from crawler.feeds.when import published
from model.capture import Entry
from model.errors import InputError

MAX_LISTS = 10
"""Sitemaps taken from an index: the newest."""

MAX_AGE = timedelta(days=3)
"""Items of a plain sitemap (which lists years) are taken where they are dated and as new as this."""

NUMBERS = re.compile(r"\d{1,12}")
REMEDY = "open the address in a browser, then correct the list's address or kind in the source's file"


def read_sitemap(body: bytes, content_type: str | None, origin: Origin, now: datetime | None = None) -> ListReading:
    """The entries of a sitemap, or the sitemaps that an index points to; ``InputError`` for what is neither."""
    del content_type  # XML says its charset itself, and sitemaps are UTF-8 by their rules.
    root = _parse(unpacked(body, origin.url), origin.url)
    kind = _local(root)
    if kind == "sitemapindex":
        return _index(root, origin)
    if kind != "urlset":
        raise InputError(f"{origin.url}: not a sitemap: its root is <{kind}>", REMEDY)
    return _urls(root, origin, now or datetime.now(UTC))


def _parse(body: bytes, url: str) -> Any:
    """The root element; entities stay unresolved, nothing is loaded, what is broken is read as far as it goes."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{url}: not a sitemap: {what_it_is(body)} ({error})", REMEDY) from error
    if root is None:
        raise InputError(f"{url}: not a sitemap: {what_it_is(body)}", REMEDY)
    return root


def _local(element: Any) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _texts(element: Any) -> dict[str, str]:
    """The texts of an element's children by local name, the first of each."""
    found: dict[str, str] = {}
    for below in element:
        if isinstance(below.tag, str) and below.text and below.text.strip():
            found.setdefault(_local(below), below.text.strip())
    return found


def _index(root: Any, origin: Origin) -> ListReading:
    """The sitemaps of an index, newest first: by date, then those of news, then by the numbers in their names."""
    listed = [_texts(child) for child in root if _local(child) == "sitemap"]
    gathering = Gathering(origin)
    for one in sorted(listed, key=_newness, reverse=True):
        gathering.add(Entry(url="", source_id=origin.source_id), one.get("loc", ""))
    reading = gathering.reading()
    lists = tuple(entry.url for entry in reading.entries)
    left = len(lists) - MAX_LISTS
    more = (f"{origin.url}: the newest {MAX_LISTS} of {len(lists)} sitemaps are read",) if left > 0 else ()
    return ListReading(entries=(), problems=(*reading.problems, *more), lists=lists[:MAX_LISTS])


def _newness(texts: dict[str, str]) -> tuple[str, bool, list[int]]:
    name = texts.get("loc", "").rpartition("/")[2]
    return texts.get("lastmod", ""), "news" in name.lower(), [int(digits) for digits in NUMBERS.findall(name)]


def _urls(root: Any, origin: Origin, now: datetime) -> ListReading:
    pages = [child for child in root if _local(child) == "url"]
    # An outlet that gives every page a language of its own choosing has said nothing about them.
    fitting = [page for page in pages if _edition(page, origin) is not None] if origin.lang else []
    gathering = Gathering(origin)
    for page in fitting or pages:
        _add(gathering, page, origin, now)
    for _ in range(len(pages) - len(fitting) if fitting else 0):
        gathering.skip(f"in other languages than {origin.lang}")
    return gathering.reading()


def _add(gathering: Gathering, page: Any, origin: Origin, now: datetime) -> None:
    texts, news = _texts(page), _news(page)
    at = published(texts.get("lastmod", ""), origin.zone)
    if news is None and (at is None or at < now - MAX_AGE):
        gathering.skip("of a plain sitemap are undated or old")
        return
    written = (news or {}).get("publication_date", "")
    entry = Entry(
        url="",
        source_id=origin.source_id,
        title=(news or {}).get("title", ""),
        # A plain sitemap knows when a page changed, not when it was published.
        published=published(written, origin.zone),
        published_text=written,
    )
    gathering.add(entry, _edition(page, origin) or texts.get("loc", ""))


def _news(page: Any) -> dict[str, str] | None:
    """What a page says of itself as news; titles of its pictures and dates of its videos are none of that."""
    element = next((child for child in page if _local(child) == "news"), None)
    return None if element is None else _texts(element)


def _edition(page: Any, origin: Origin) -> str | None:
    """The address of a page in the source's language: its own, or that of the edition which it names; None for a page
    in another language without such an edition."""
    own = _texts(page).get("loc", "")
    if origin.lang is None:
        return own
    editions = {
        str(link.get("hreflang", "")).lower(): str(link.get("href", ""))
        for link in page
        if _local(link) == "link" and link.get("href")
    }
    for name, href in editions.items():
        if name.split("-")[0] == origin.lang:
            # Of several (en, en-ca, en-gb) the page's own where it is among them.
            same = [one for key, one in editions.items() if key.split("-")[0] == origin.lang]
            return own if own in same else href
    if own in editions.values() and "x-default" not in editions:
        return None
    spoken = next(((below.text or "").strip() for below in page.iter("{*}language")), "")
    return own if not spoken or spoken.lower().split("-")[0] == origin.lang else None
