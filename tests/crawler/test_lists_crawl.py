"""Lists as their publishers serve them, over HTTP: canada.ca's API, sitemaps of many editions, archives by selector."""

from __future__ import annotations

import gzip
from pathlib import Path

from crawling import crawl, source_at
from loopback import Answer, article, newsroom

from model.source import Assertions, Feed, FeedKind, RunStatus
from store import open_record
from store.tables import entries

TEXT = ["The council met on Monday and spoke for three hours about the new bridge over the river."] * 4
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Canada News Centre</title>{}</feed>'


def release(number: int) -> str:
    return (
        f'<entry><title>Statement {number} by the Minister of Bridges</title><link href="/en/bridges/news/{number}.html"/>'
        f"<id>{number}</id><updated>2026-11-2{number}T15:04:05Z</updated><summary>About a bridge.</summary></entry>"
    )


def known(home: Path) -> list[str]:
    record = open_record(f"sqlite:///{home / 'rasad.db'}")
    with record.read() as connection:
        urls = [row.url for row in connection.execute(entries.select().order_by(entries.c.url))]
    record.close()
    return urls


def test_the_governments_news_has_relative_links_and_unknown_departments_are_empty(tmp_path: Path) -> None:
    with newsroom() as site, newsroom() as api:
        api.pages["/v2?dept=bridges&format=atom"] = Answer(ATOM.format(release(1) + release(2)).encode())
        api.pages["/v2?dept=nobody&format=atom"] = Answer(ATOM.format("").encode())
        for number in (1, 2):
            site.pages[f"/en/bridges/news/{number}.html"] = Answer(article("Statement", TEXT))
        base = site.url("/")
        feeds = (Feed(url=api.url("/v2?dept=bridges&format=atom"), base=base),)
        report = crawl(tmp_path, source_at(api, feeds=feeds), api, site)
        assert (report.status, report.pages) == (RunStatus.OK, 2)
        assert known(tmp_path) == [site.url(f"/en/bridges/news/{number}.html") for number in (1, 2)]
        feeds = (*feeds, Feed(url=api.url("/v2?dept=nobody&format=atom"), base=base))
        report = crawl(tmp_path, source_at(api, feeds=feeds), api, site)
        assert report.status is RunStatus.EMPTY, "an unknown department gives no error, and must not look well"


def test_a_sitemap_index_of_many_editions(tmp_path: Path) -> None:
    page = (
        '<url><loc>{site}/en/{n}</loc><x:link rel="alternate" hreflang="fa" href="{site}/fa/{n}"/>'
        '<x:link rel="alternate" hreflang="en" href="{site}/en/{n}"/><n:news><n:publication_date>2026-11-2{n}T10:00:00Z'
        "</n:publication_date><n:title>سد و پل و رود</n:title></n:news></url>"
    )
    with newsroom() as room:
        site = room.url("").rstrip("/")
        pages = "".join(page.format(site=site, n=number) for number in (1, 2, 3))
        body = f'<urlset xmlns:x="http://www.w3.org/1999/xhtml" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{pages}</urlset>'
        room.pages["/index.xml"] = Answer(
            f"<sitemapindex><sitemap><loc>{site}/news.xml.gz</loc></sitemap></sitemapindex>".encode()
        )
        room.pages["/news.xml.gz"] = Answer(gzip.compress(body.encode()), content_type="application/x-gzip")
        for number in (1, 2, 3):
            room.pages[f"/fa/{number}"] = Answer(article("سد و پل", TEXT, lang="fa"))
        feeds = (Feed(url=room.url("/index.xml"), kind=FeedKind.SITEMAP),)
        report = crawl(tmp_path, source_at(room, feeds=feeds, lang="fa"), room)
        assert (report.status, report.pages, report.dated) == (RunStatus.OK, 3, 3)
        assert known(tmp_path) == [f"{site}/fa/{number}" for number in (1, 2, 3)]


def test_an_archive_by_selector_and_one_that_changed(tmp_path: Path) -> None:
    rows = "".join(
        f"<li class='story'><a href='/archive/{number}'>The bridge, part number {number}</a></li>"
        for number in range(4)
    )
    with newsroom() as room:
        room.pages["/archive"] = Answer(f"<ul>{rows}<li><a href='/about'>About</a></li></ul>".encode())
        for number in range(4):
            room.pages[f"/archive/{number}"] = Answer(article("The bridge", TEXT))
        feeds = (Feed(url=room.url("/archive"), kind=FeedKind.FRONT, links="li.story a"),)
        source = source_at(room, feeds=feeds, assertions=Assertions(min_items=3))
        assert crawl(tmp_path, source, room).pages == 4
        room.pages["/archive"] = Answer(b"<ul><li class='teaser'><a href='/archive/9'>The bridge again</a></li></ul>")
        report = crawl(tmp_path, source, room)
        assert report.status is RunStatus.WRONG_CONTENT
        assert "finds no article: the page may have changed" in report.problems[0]


def test_a_list_that_moved_for_good_is_read_and_told(tmp_path: Path) -> None:
    with newsroom() as room:
        room.pages["/new.xml"] = Answer(ATOM.format(release(1)).encode())
        room.pages["/en/bridges/news/1.html"] = Answer(article("Statement", TEXT))
        for status, told in ((301, True), (302, False), (308, True)):
            room.pages["/old.xml"] = Answer(status=status, headers={"Location": "/new.xml"})
            report = crawl(tmp_path, source_at(room, "/old.xml"), room)
            assert report.status is RunStatus.OK
            assert any("moved for good to" in line for line in report.problems) == told, status
