"""Where a site keeps its lists: what its page declares, links to, or usually has. Reads a page, fetches nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from crawler.encoding import decode
from crawler.plain import one_line
from crawler.urls import fetchable, host_of, same_site
from model.errors import InputError
from model.source import Feed, FeedKind

MAX_CANDIDATES = 20
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
FEED_ADDRESS = re.compile(
    r"/(?:feeds?|rss|atom|rdf)(?:[/._-]|$)|\.(?:rss|atom|rdf)$|[?&](?:format|f|feed)=(?:rss|atom)", re.I
)
SITEMAP_ADDRESS = re.compile(r"sitemap[^/]*\.xml(?:\.gz)?$|news-?sitemap", re.I)
SITEMAP_LINE = re.compile(rb"^\s*sitemap\s*:\s*(\S+)", re.I | re.M)
COMMENTS = re.compile(r"comments?(?:[/._-]|$)", re.I)
USUAL = (
    ("/feed/", FeedKind.FEED),
    ("/rss", FeedKind.FEED),
    ("/rss.xml", FeedKind.FEED),
    ("/feed.xml", FeedKind.FEED),
    ("/atom.xml", FeedKind.FEED),
    ("/news-sitemap.xml", FeedKind.SITEMAP),
    ("/sitemap-news.xml", FeedKind.SITEMAP),
)
"""Where sites have their lists most often."""


def candidates(body: bytes, content_type: str | None, url: str, robots: bytes = b"") -> tuple[Feed, ...]:
    """The lists that a site may have, the likeliest first: what its page declares, then what it links to, then news
    sitemaps that its robots.txt names, then the usual places. Lists of comments and those of other sites are left out.

    ``url`` is the address the page was answered from. A channel of Telegram has its one web view.
    """
    if (view := telegram_view(url)) is not None:
        return (view,)
    page = Selector(text=decode(body, content_type).replace("\x00", ""), type="html")
    found: dict[str, Feed] = {}
    for address, kind in (*_declared(page), *_linked(page, url), *_named(robots), *_usual(url)):
        try:
            whole = fetchable(urljoin(url, address))
        except InputError:
            continue
        if not COMMENTS.search(urlsplit(whole).path) and same_site(whole, url):
            found.setdefault(whole, Feed(url=whole, kind=kind))
    return tuple(found.values())[:MAX_CANDIDATES]


def telegram_view(url: str) -> Feed | None:
    """The public web view of a channel, for any address of it."""
    if host_of(url) not in ("t.me", "telegram.me"):
        return None
    steps = [step for step in urlsplit(url).path.split("/") if step]
    name = steps[1] if steps[:1] == ["s"] and len(steps) > 1 else steps[0] if steps else ""
    return Feed(url=f"https://t.me/s/{name}", kind=FeedKind.TELEGRAM) if re.fullmatch(r"\w{4,32}", name) else None


def _declared(page: Selector) -> Iterator[tuple[str, FeedKind]]:
    for link in page.css("link[rel~='alternate'][href], link[rel~='feed'][href]"):
        if link.attrib.get("type", "").split(";")[0].strip().lower() in FEED_TYPES:
            yield link.attrib["href"], FeedKind.FEED
    for href in page.css("link[rel~='sitemap'][href]::attr(href)").getall():
        yield href, FeedKind.SITEMAP


def _linked(page: Selector, url: str) -> Iterator[tuple[str, FeedKind]]:
    for anchor in page.css("a[href]"):
        address = urljoin(url, anchor.attrib["href"].strip())
        if SITEMAP_ADDRESS.search(address):
            yield address, FeedKind.SITEMAP
        elif FEED_ADDRESS.search(address) or _text(anchor) in ("rss", "atom"):
            yield address, FeedKind.FEED


def _text(anchor: Selector) -> str:
    return one_line(" ".join(anchor.css("::text").getall())).lower()


def _named(robots: bytes) -> Iterator[tuple[str, FeedKind]]:
    """Sitemaps in robots.txt, those of news first: the others list years."""
    named = [line.decode("latin-1") for line in SITEMAP_LINE.findall(robots)]
    for address in sorted(named, key=lambda one: "news" not in one.lower().rpartition("/")[2])[:5]:
        yield address, FeedKind.SITEMAP


def _usual(url: str) -> Iterator[tuple[str, FeedKind]]:
    folder = urlsplit(url).path.rstrip("/").rpartition("/")[0] if "." in url.rpartition("/")[2] else urlsplit(url).path
    if folder.strip("/"):
        # A section or an edition may have a feed of its own.
        yield f"{folder.rstrip('/')}/feed/", FeedKind.FEED
    yield from USUAL
