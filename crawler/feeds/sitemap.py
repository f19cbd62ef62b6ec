"""Sitemaps: news sitemaps, plain ones and indices of either."""

from __future__ import annotations

from collections.abc import Iterator
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


def _children(root: Any, name: str) -> Iterator[dict[str, str]]:
    """For each child of this name, the texts below it by local name, the first of each."""
    for child in root:
        if _local(child) == name:
            found: dict[str, str] = {}
            for below in child.iter(etree.Element):
                if below.text and below.text.strip():
                    found.setdefault(_local(below), below.text.strip())
            yield found


def _index(root: Any, origin: Origin) -> ListReading:
    newest = sorted(_children(root, "sitemap"), key=lambda one: one.get("lastmod", ""), reverse=True)
    gathering = Gathering(origin)
    for one in newest:
        gathering.add(Entry(url="", source_id=origin.source_id), one.get("loc", ""))
    reading = gathering.reading()
    lists = tuple(entry.url for entry in reading.entries)
    left = len(lists) - MAX_LISTS
    more = (f"{origin.url}: the newest {MAX_LISTS} of {len(lists)} sitemaps are read",) if left > 0 else ()
    return ListReading(entries=(), problems=(*reading.problems, *more), lists=lists[:MAX_LISTS])


def _urls(root: Any, origin: Origin, now: datetime) -> ListReading:
    gathering = Gathering(origin)
    for texts in _children(root, "url"):
        news = "publication_date" in texts or "title" in texts
        written = texts.get("publication_date") or texts.get("lastmod", "")
        at = published(written, origin.zone)
        if not news and (at is None or at < now - MAX_AGE):
            gathering.skip("of a plain sitemap are undated or old")
            continue
        entry = Entry(
            url="",
            source_id=origin.source_id,
            title=texts.get("title", ""),
            # A plain sitemap knows when a page changed, not when it was published.
            published=at if news else None,
            published_text=written if news else "",
        )
        gathering.add(entry, texts.get("loc", ""))
    return gathering.reading()
