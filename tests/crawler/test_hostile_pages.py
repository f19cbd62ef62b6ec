"""Hostile pages and lists, from the wire to the record."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from corpora import corpus
from crawling import PEAK, crawl, source_at
from hostile_pages import READ, SOMEHOW, TITLES, page, stated
from loopback import Answer, newsroom, rss
from sqlalchemy import select

from crawler.extract.page import extract_page
from crawler.extract.stage import extract_step
from model.source import Assertions, Feed, RunStatus
from store import articles, open_record, quarantine
from store.captures import to_capture
from store.evidence import read_body
from store.tables import captures, entries
from store.verification import verify

SECONDS_A_PAGE = 10
URL = "https://paper.example/a"


@pytest.mark.timeout(240)
def test_hostile_pages_are_read_or_set_aside_in_time(tmp_path: Path) -> None:
    pages = {**READ, **SOMEHOW}
    with newsroom({f"/{name}": Answer(body) for name, body in pages.items()}) as room:
        room.pages["/feed.xml"] = Answer(rss([(room.url(f"/{name}"), "", "") for name in pages]))
        source = source_at(room, max_pages=100)
        report = crawl(tmp_path, source, room)
        assert (report.pages, report.failed) == (len(pages), 0)
        record = open_record(f"sqlite:///{tmp_path / 'rasad.db'}")
        done, failed, slowest = 0, 0, 0.0
        for _ in pages:
            start = time.process_time()
            step = extract_step(record, tmp_path, {source.id: source}, 1)
            slowest = max(slowest, time.process_time() - start)
            done, failed = done + step.done, failed + step.failed
        assert done + failed == len(pages)
        assert slowest < SECONDS_A_PAGE
        for name in READ:
            found = articles.by_url(record, room.url(f"/{name}"))
            assert found is not None, name
            assert found.title == "A quiet headline", name
            assert found.text.startswith("The council met on Monday"), name
        held = quarantine.listing(record, quarantine.EXTRACT)
        assert len(held) == failed
        assert all("no article text" in item.reason or "not an HTML page" in item.reason for item in held), held
        record.close()


@pytest.mark.parametrize(("published", "shown"), list(TITLES.items()))
def test_headlines_are_shown_safely_and_kept_as_published(tmp_path: Path, published: str, shown: str) -> None:
    for body in (page(published), page(head=f'<meta property="og:title" content="{published}">')):
        assert extract_page(body, URL).title == shown


def test_surrogates_in_what_a_page_says_of_itself_reach_no_record() -> None:
    said = '{"@type":"NewsArticle","headline":"A \\ud800 headline","author":{"name":"\\udfff Tamsin Vole"}}'
    draft = extract_page(page(head=stated(said)), URL)
    assert draft.title == "A headline"
    assert draft.authors == ("Tamsin Vole",)


def test_the_kept_bytes_are_those_that_were_published(tmp_path: Path) -> None:
    body = page("A \u202edaeh\u202c line")
    with newsroom({"/a": Answer(body)}) as room:
        room.pages["/feed.xml"] = Answer(rss([(room.url("/a"), "A \u202edaeh\u202c line", "")]))
        assert crawl(tmp_path, source_at(room), room).pages == 1
        record = open_record(f"sqlite:///{tmp_path / 'rasad.db'}")
        with record.read() as connection:
            rows = connection.execute(select(captures).order_by(captures.c.id)).all()
            assert connection.execute(select(entries.c.title)).scalar_one() == "A daeh line"
        assert read_body(tmp_path, to_capture(rows[-1])) == body
        assert verify(record, tmp_path) == []
        record.close()


LISTS = {
    "endless-tags": b"<rss><channel>" + b"<item>" * 1_000_000,
    "deep": b"<rss><channel><item><title>" + b"<a>" * 100_000,
    "a-page": b"<!doctype html><html><body><a href='/a'>A</a></body></html>",
    "deep-json": b'{"version":"https://jsonfeed.org/version/1.1","items":' + b"[" * 100_000,
    "json-of-numbers": b'{"version":"https://jsonfeed.org/version/1.1","items":[1,null,{"url":5},{"url":{}}]}',
    "a-stylesheet": b'<?xml version="1.0"?><?xml-stylesheet href="/seen"?><rss/>',
    "one-long-title": b"<rss version='2.0'><channel><item><title>"
    + b"a" * 3_000_000
    + b"</title></item></channel></rss>",
    "nothing-but-zeros": bytes(1_000_000),
}


@pytest.mark.timeout(120)
def test_hostile_lists_end_in_a_line_of_the_report(tmp_path: Path) -> None:
    bombs = {file.name: file.read_bytes() for file in sorted(corpus("corpora", "defusedxml").glob("*.xml"))}
    assert len(bombs) >= 8
    outside = '<!DOCTYPE a [<!ENTITY b SYSTEM "http://127.0.0.1:{}/seen">]><rss><channel><item><title>&b;</title></item></channel></rss>'
    with newsroom(
        {f"/{name}": Answer(body, content_type="text/xml") for name, body in (bombs | LISTS).items()}
    ) as room:
        room.pages["/outside"] = Answer(outside.format(room.port).encode(), content_type="text/xml")
        room.pages["/good.xml"] = Answer(rss([(room.url("/a"), "A quiet headline", "")]))
        room.pages["/a"] = Answer(page())
        names = [*bombs, *LISTS, "outside", "good.xml"]
        source = source_at(room, feeds=tuple(Feed(url=room.url(f"/{name}")) for name in names))
        start = time.monotonic()
        report = crawl(tmp_path, source, room)
        assert time.monotonic() - start < 60
        assert int((tmp_path / PEAK).read_text()) < 400
        assert report.status is RunStatus.WRONG_CONTENT
        assert report.feeds == len(names)
        assert report.pages == 1
        assert "/seen" not in room.paths
        assert not any("/etc/passwd" in path for path in room.paths)
        record = open_record(f"sqlite:///{tmp_path / 'rasad.db'}")
        with record.read() as connection:
            told = [row.title + row.summary for row in connection.execute(select(entries))]
        record.close()
        assert all(len(text) < 10_000 and "root:" not in text for text in told)


LOOK_ALIKES = (
    "http://раper.example/a",
    "http://paper。example/a",
    "http://ｐaper.example.evil.example/a",
    "http://paper.example@evil.example/a",
)


def test_names_that_look_like_the_outlets_are_other_hosts(tmp_path: Path) -> None:
    with newsroom() as room:
        listed = [room.url("/a"), room.url("/b"), room.url("/c"), *LOOK_ALIKES[:1], *LOOK_ALIKES[2:]]
        room.pages["/feed.xml"] = Answer(rss([(url, "A quiet headline", "") for url in listed]))
        room.pages |= {f"/{name}": Answer(page()) for name in "abc"}
        report = crawl(tmp_path, source_at(room, assertions=Assertions(hosts=("127.0.0.1", "paper.example"))), room)
        assert (report.pages, report.failed) == (3, 0)
        assert any("3 of 6 items lie on other hosts (evil.example" in line for line in report.problems), report.problems
        # Shown by the name that resolvers are asked for, which no other name looks like.
        assert any("xn--" in line for line in report.problems), report.problems
