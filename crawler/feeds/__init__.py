"""Lists of articles: RSS, RDF, Atom, JSON Feed, news sitemaps and front pages, read from bytes already fetched."""

from __future__ import annotations

from crawler.feeds.feed import read_feed, read_feed_fully
from crawler.feeds.front import read_front
from crawler.feeds.reading import ListReading, Origin
from crawler.feeds.sitemap import read_sitemap
from model.source import Feed, FeedKind

__all__ = ["ListReading", "Origin", "read_feed", "read_feed_fully", "read_front", "read_list", "read_sitemap"]


def read_list(feed: Feed, body: bytes, content_type: str | None, origin: Origin) -> ListReading:
    """Read a list as its source's file says what it is; ``InputError`` for what it is not."""
    if feed.kind is FeedKind.SITEMAP:
        return read_sitemap(body, content_type, origin)
    if feed.kind is FeedKind.FRONT:
        return read_front(body, content_type, origin, feed.links or "a[href]")
    return read_feed_fully(body, content_type, origin)
