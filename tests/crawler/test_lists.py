import gzip
from datetime import UTC, datetime, timedelta

import pytest
from corpora import corpus
from crawling import source_at
from loopback import Newsroom

from crawler.assertions import broken_promises, on_own_hosts
from crawler.feeds import Origin, read_front, read_list, read_sitemap
from model.capture import Entry
from model.errors import InputError
from model.source import Assertions, Feed, FeedKind

ORIGIN = Origin(url="https://news.example/list", source_id="outlet", zone="America/Toronto")
NOW = datetime(2026, 6, 2, 12, tzinfo=UTC)
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://news.example/a?utm_source=map</loc><lastmod>2026-06-02T09:00:00Z</lastmod><news:news>
<news:publication><news:name>Outlet</news:name><news:language>fa</news:language></news:publication>
<news:publication_date>2026-06-01T20:00:00</news:publication_date><news:title>پل &amp; رودخانه</news:title></news:news></url>
<url><loc>/b</loc><news:news><news:publication_date>2020-01-01</news:publication_date></news:news></url>
<url><news:news><news:title>without an address</news:title></news:news></url>
</urlset>"""


def test_a_news_sitemap() -> None:
    reading = read_sitemap(NEWS.encode(), "application/xml", ORIGIN, NOW)
    first, second = reading.entries
    assert (first.url, first.title) == ("https://news.example/a", "پل & رودخانه")
    assert first.published == datetime(2026, 6, 2, 0, 0, tzinfo=UTC)
    assert (second.url, second.title) == ("https://news.example/b", "")
    assert reading.problems == ("https://news.example/list: 1 items without an address",)


@pytest.mark.parametrize("packed", [False, True])
def test_sitemaps_may_be_packed_and_broken_at_their_end(packed: bool) -> None:
    body = NEWS[: NEWS.index("<url><news:news>")].encode()
    assert len(read_sitemap(gzip.compress(body) if packed else body, None, ORIGIN, NOW).entries) == 2


def test_of_a_plain_sitemap_only_what_is_new_is_taken() -> None:
    ages = {"new": NOW - timedelta(hours=5), "old": NOW - timedelta(days=9)}
    rows = "".join(f"<url><loc>/{name}</loc><lastmod>{at.isoformat()}</lastmod></url>" for name, at in ages.items())
    reading = read_sitemap(f"<urlset>{rows}<url><loc>/undated</loc></url></urlset>".encode(), None, ORIGIN, NOW)
    assert [(entry.url, entry.published) for entry in reading.entries] == [("https://news.example/new", None)]
    assert reading.problems == (f"{ORIGIN.url}: 2 items of a plain sitemap are undated or old",)


def test_an_index_points_to_its_newest_sitemaps() -> None:
    rows = "".join(
        f"<sitemap><loc>/map-{n:02}.xml</loc><lastmod>2026-05-{n:02}</lastmod></sitemap>" for n in range(1, 13)
    )
    reading = read_sitemap(f"<sitemapindex>{rows}</sitemapindex>".encode(), None, ORIGIN, NOW)
    assert reading.entries == ()
    assert reading.lists[0] == "https://news.example/map-12.xml"
    assert len(reading.lists) == 10
    assert reading.problems == (f"{ORIGIN.url}: the newest 10 of 12 sitemaps are read",)


def test_an_index_without_dates_gives_its_news_and_its_highest_numbers_first() -> None:
    names = ["map-1.xml", "map-2.xml", "map-10.xml", "pages.xml", "news.xml", "2026-05.xml"]
    rows = "".join(f"<sitemap><loc>/{name}</loc></sitemap>" for name in names)
    lists = read_sitemap(f"<sitemapindex>{rows}</sitemapindex>".encode(), None, ORIGIN, NOW).lists
    order = [url.rpartition("/")[2] for url in lists]
    assert order == ["news.xml", "2026-05.xml", "map-10.xml", "map-2.xml", "map-1.xml", "pages.xml"]


def edition(loc: str, editions: dict[str, str], language: str = "") -> str:
    links = "".join(f'<x:link rel="alternate" hreflang="{name}" href="{href}"/>' for name, href in editions.items())
    said = f"<n:publication><n:language>{language}</n:language></n:publication>" if language else ""
    news = f"<n:news>{said}<n:publication_date>2026-06-01</n:publication_date></n:news>"
    return f"<url><loc>{loc}</loc>{links}{news}</url>"


@pytest.mark.parametrize(
    ("pages", "taken"),
    [
        (
            [("/de/1", {"de": "/de/1", "fa-IR": "/fa/1"}, ""), ("/fa/1", {"de": "/de/1", "fa-IR": "/fa/1"}, "")],
            ["/fa/1"],
        ),
        ([("/de/1", {"de": "/de/1", "en": "/en/1"}, ""), ("/fa/2", {}, "")], ["/fa/2"]),
        ([("/1", {}, "fa"), ("/2", {}, "en"), ("/3", {}, "")], ["/1", "/3"]),
        ([("/1", {}, "en"), ("/2", {}, "en-US")], ["/1", "/2"]),
        ([("/1", {"x-default": "/1", "en": "/en/1"}, "")], ["/1"]),
        ([("/b", {"fa": "/a", "fa-af": "/b"}, "")], ["/b"]),
    ],
)
def test_of_several_editions_the_one_in_the_sources_language_is_taken(
    pages: list[tuple[str, dict[str, str], str]], taken: list[str]
) -> None:
    body = f"<urlset xmlns:x='x' xmlns:n='n'>{''.join(edition(*page) for page in pages)}</urlset>"
    origin = Origin(url=ORIGIN.url, source_id="outlet", lang="fa")
    entries = read_sitemap(body.encode(), None, origin, NOW).entries
    assert [one.url.removeprefix("https://news.example") for one in entries] == taken


def test_titles_of_pictures_and_dates_of_videos_make_no_news() -> None:
    page = (
        "<urlset xmlns:i='i' xmlns:v='v'><url><loc>/a</loc><i:image><i:title>A picture</i:title></i:image>"
        "<v:video><v:publication_date>2026-06-02</v:publication_date></v:video></url></urlset>"
    )
    reading = read_sitemap(page.encode(), None, ORIGIN, NOW)
    assert reading.entries == ()
    assert "undated or old" in reading.problems[0]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>hello</body></html>",
        b"<rss><channel/></rss>",
        b"plain",
        b"{}",
        b"\x1f\x8bbroken",
        b"\x00" * 50,
    ],
)
def test_what_is_no_sitemap_is_named(body: bytes) -> None:
    with pytest.raises(InputError, match=r"https://news\.example/list"):
        read_sitemap(body, None, ORIGIN, NOW)


def test_entities_of_sitemaps_do_nothing() -> None:
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 20}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY b0 "lol">{bomb}]>'
    body = f"{doctype}<urlset><url><loc>https://news.example/&x;&b11;</loc><title>&b11;</title></url></urlset>"
    try:
        entries = read_sitemap(body.encode(), None, ORIGIN, NOW).entries
    except InputError:
        return
    assert all(len(entry.url) < 100 for entry in entries)


def test_a_zip_bomb_is_refused() -> None:
    with pytest.raises(InputError, match="unpacks to more than"):
        read_sitemap(gzip.compress(b" " * 60_000_000, 9), None, ORIGIN, NOW)


def test_sitemaps_of_the_corpus_are_sitemaps() -> None:
    files = sorted(corpus("corpora", "trafilatura_feeds_sitemaps").glob("sitemap*"))
    readings = [read_sitemap(file.read_bytes(), None, ORIGIN, NOW) for file in files]
    assert len(readings) == 4
    assert [len(reading.lists) for reading in readings] == [0, 0, 0, 2]


FRONT = """<html lang="fa"><body><header><a href="/about">About us and more</a></header>
<main><article><h2><a href="/1?fbclid=x">نخستین خبر  امروز</a></h2></article>
<article><h2><a href="/2"><img alt=""></a></h2></article><article><h2>No link</h2></article>
<article><h2><a href="/1#comments">12 comments here</a></h2></article>
<article><h2><a href="mailto:a@b.example">write to us</a></h2></article></main></body></html>"""


def test_a_front_page() -> None:
    reading = read_front(FRONT.encode("utf-8"), "text/html", ORIGIN, "main h2")
    assert [(entry.url, entry.title) for entry in reading.entries] == [
        ("https://news.example/1", "نخستین خبر امروز"),
        ("https://news.example/2", ""),
    ]
    assert len(reading.problems) == 2


@pytest.mark.parametrize(
    ("body", "links", "says"),
    [
        (FRONT.encode(), "main h7 a", "finds no article: the page may have changed"),
        (b"<html><title>Attention Required!</title></html>", "h2 a", "block page"),
        (b"", "h2 a", "empty"),
        (FRONT.encode(), "main >>> [", "is no CSS selector"),
        (b"\x00\x01\x02", "a", "finds no article"),
    ],
)
def test_front_pages_that_give_nothing_are_named(body: bytes, links: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_front(body, None, ORIGIN, links)


def test_the_kind_of_a_list_chooses_its_reader() -> None:
    feed = Feed(url=ORIGIN.url, kind=FeedKind.SITEMAP)
    assert len(read_list(feed, NEWS.encode(), None, ORIGIN).entries) == 2
    front = Feed(url=ORIGIN.url, kind=FeedKind.FRONT, links="main h2")
    assert len(read_list(front, FRONT.encode(), None, ORIGIN).entries) == 2
    with pytest.raises(InputError, match="kind: sitemap"):
        read_list(Feed(url=ORIGIN.url), NEWS.encode(), None, ORIGIN)


def entry(url: str = "https://outlet.example/a", title: str = "A headline", at: datetime | None = NOW) -> Entry:
    return Entry(url=url, source_id="room", title=title, published=at)


SOURCE = source_at(Newsroom("127.0.0.1", 1, {}, []))
PERSIAN = source_at(Newsroom("127.0.0.1", 1, {}, []), lang="fa")


@pytest.mark.parametrize(
    ("promised", "entries", "broken"),
    [
        (Assertions(), [entry()], []),
        (Assertions(min_items=2), [entry()], ["1 items"]),
        (Assertions(min_items=0), [], []),
        (Assertions(min_dated_share=0.6), [entry(), entry(at=None)], ["1 of 2 items carry a date"]),
        (Assertions(min_dated_share=0.5), [entry(), entry(at=None)], []),
        (Assertions(max_age_days=2), [entry(at=NOW - timedelta(days=3))], ["the newest item is of 2026-05-30"]),
        (Assertions(max_age_days=2), [entry(at=NOW - timedelta(days=30)), entry()], []),
        (Assertions(max_age_days=2), [entry(at=None)], []),
    ],
)
def test_promises(promised: Assertions, entries: list[Entry], broken: list[str]) -> None:
    source = source_at(Newsroom("127.0.0.1", 1, {}, []), assertions=promised)
    lines = broken_promises(source, entries, NOW)
    assert len(lines) == len(broken)
    assert all(says in line for says, line in zip(broken, lines, strict=True))


def test_promises_of_a_run_that_was_not_whole() -> None:
    source = source_at(Newsroom("127.0.0.1", 1, {}, []), assertions=Assertions(min_items=3, max_age_days=2))
    old = [entry(at=NOW - timedelta(days=3))]
    assert broken_promises(source, old, NOW, whole=False, known=[NOW]) == []
    assert broken_promises(source, old, NOW, whole=False)[0].startswith("the newest item is of")
    assert broken_promises(source, old, NOW, known=[NOW]) == ["1 items, promised are at least 3"]


def test_titles_in_the_wrong_script_are_another_edition() -> None:
    english = [entry(title=f"Headline {n}") for n in range(4)]
    persian = [entry(title=f"خبر {n}") for n in range(4)]
    assert broken_promises(SOURCE, english, NOW) == broken_promises(PERSIAN, persian, NOW) == []
    assert broken_promises(SOURCE, persian, NOW) == ["4 of 4 titles are not in the script of 'en'"]
    assert broken_promises(PERSIAN, english, NOW) == ["4 of 4 titles are not in the script of 'fa'"]
    assert broken_promises(PERSIAN, persian + english[:3], NOW) == []


def test_entries_on_foreign_hosts() -> None:
    source = source_at(Newsroom("127.0.0.1", 1, {}, []), assertions=Assertions(hosts=("outlet.example",)))
    own, foreign = entry("https://www.outlet.example/a"), entry("https://elsewhere.example/a")
    assert on_own_hosts(source, [own, own]) == ([own, own], None)
    assert on_own_hosts(source, [own, own, foreign])[0] == [own, own]
    taken, line = on_own_hosts(source, [own, foreign, foreign])
    assert taken == []
    assert line == "2 of 3 items lie on other hosts (elsewhere.example): another outlet's list"
    assert on_own_hosts(SOURCE, [foreign]) == ([foreign], None)
