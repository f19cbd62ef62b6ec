"""The lists that announce articles: RSS, Atom, JSON Feed, news sitemap. (A front page is a page: pages.py.)"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from rasad.newsroom.content import ListKind, Outlet
from rasad.newsroom.printing import EN_DAYS, EN_MONTHS, Printed

FILES = {
    ListKind.RSS: ("feed.xml", "application/rss+xml"),
    ListKind.ATOM: ("atom.xml", "application/atom+xml"),
    ListKind.JSON: ("feed.json", "application/feed+json"),
    ListKind.SITEMAP: ("news-sitemap.xml", "application/xml"),
    ListKind.FRONT: ("", "text/html"),
}
"""Under which name each kind lies in its outlet's folder, and its media type."""


def render_list(outlet: Outlet, articles: Sequence[Printed], home: str) -> str:
    """The outlet's list of these articles, in the order given. Not for front pages."""
    writers: dict[ListKind, Callable[[Outlet, Sequence[Printed], str], str]] = {
        ListKind.RSS: rss,
        ListKind.ATOM: atom,
        ListKind.JSON: json_feed,
        ListKind.SITEMAP: news_sitemap,
    }
    return writers[outlet.list](outlet, articles, home)


def summary(article: Printed) -> str:
    """What lists say of an article: its first paragraph."""
    return article.paragraphs[0]


def rfc822(at: datetime) -> str:
    """A date as RSS feeds print it: with the zone's letters (EST) where it has some, as Canadian feeds do.

    Not by ``strftime``, whose names follow the locale."""
    day = EN_DAYS[at.weekday()][:3]
    months = [month[:3] for month in EN_MONTHS]
    zone = at.tzname() or ""
    zone = zone if zone.isalpha() else at.strftime("%z")
    return f"{day}, {at.day:02} {months[at.month - 1]} {at.year} {at:%H:%M:%S} {zone}"


def rss(outlet: Outlet, articles: Sequence[Printed], home: str) -> str:
    """RSS 2.0."""
    items = "".join(
        f"<item><title>{escape(article.title)}</title><link>{escape(article.url)}</link>"
        f'<guid isPermaLink="true">{escape(article.url)}</guid>'
        f"<description>{escape(summary(article))}</description>"
        + "".join(f"<dc:creator>{escape(author)}</dc:creator>" for author in article.authors)
        + f"<pubDate>{rfc822(article.published)}</pubDate></item>\n"
        for article in articles
    )
    return (
        f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>\n'
        f"<title>{escape(outlet.name)}</title><link>{escape(home)}</link>"
        f"<description>{escape(outlet.tagline)}</description><language>{outlet.lang}</language>\n"
        f"{items}</channel></rss>\n"
    )


def atom(outlet: Outlet, articles: Sequence[Printed], home: str) -> str:
    """Atom (RFC 4287)."""
    entries = "".join(
        f"<entry><id>{escape(article.url)}</id><title>{escape(article.title)}</title>"
        f'<link rel="alternate" type="text/html" href={quoteattr(article.url)}/>'
        f"<published>{article.published.isoformat()}</published><updated>{article.modified.isoformat()}</updated>"
        + "".join(f"<author><name>{escape(author)}</name></author>" for author in article.authors)
        + f"<summary>{escape(summary(article))}</summary></entry>\n"
        for article in articles
    )
    newest = max((article.modified for article in articles), default=None)
    updated = newest.isoformat() if newest else "1970-01-01T00:00:00+00:00"
    return (
        f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.lang}"><id>{escape(home)}</id>'
        f"<title>{escape(outlet.name)}</title><subtitle>{escape(outlet.tagline)}</subtitle>"
        f"<link href={quoteattr(home)}/><author><name>{escape(outlet.name)}</name></author>"
        f"<updated>{updated}</updated>\n{entries}</feed>\n"
    )


def json_feed(outlet: Outlet, articles: Sequence[Printed], home: str) -> str:
    """JSON Feed 1.1."""
    items = [
        {
            "id": article.url,
            "url": article.url,
            "title": article.title,
            "summary": summary(article),
            "date_published": article.published.isoformat(),
            "date_modified": article.modified.isoformat(),
            "authors": [{"name": author} for author in article.authors],
        }
        for article in articles
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "description": outlet.tagline,
        "home_page_url": home,
        "feed_url": f"{home}{FILES[ListKind.JSON][0]}",
        "language": outlet.lang,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def news_sitemap(outlet: Outlet, articles: Sequence[Printed], home: str) -> str:
    """A news sitemap: addresses, titles and dates, no summaries."""
    urls = "".join(
        f"<url><loc>{escape(article.url)}</loc><lastmod>{article.modified.isoformat()}</lastmod><news:news>"
        f"<news:publication><news:name>{escape(outlet.name)}</news:name>"
        f"<news:language>{outlet.lang}</news:language></news:publication>"
        f"<news:publication_date>{article.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(article.title)}</news:title></news:news></url>\n"
        for article in articles
    )
    return (
        f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n'
        f"<!-- {escape(home)} -->\n"
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{urls}</urlset>\n'
    )
