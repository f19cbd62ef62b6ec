import gzip
import socket
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path

import pytest
from crawling import crawl, kill_crawl, source_at
from loopback import Answer, Newsroom, article, newsroom, rss
from sqlalchemy import select

from crawler.extract.stage import extract_step
from model.source import Assertions, Feed, FeedKind, Owner, RunStatus
from store import Record, articles, open_record, runs
from store.captures import to_capture
from store.evidence import read_body
from store.tables import captures, entries
from store.verification import verify

DATE = "Mon, 01 Jun 2026 10:00:00 GMT"
TEXT = ["The council met on Monday and spoke for three hours about the new bridge over the river."] * 4


def with_articles(room: Newsroom, count: int = 3, **feed_headers: str) -> None:
    room.pages["/feed.xml"] = Answer(
        rss([(room.url(f"/a{n}"), f"Headline {n}", DATE) for n in range(count)]),
        headers=feed_headers,
        content_type="application/rss+xml",
    )
    for n in range(count):
        room.pages[f"/a{n}"] = Answer(article(f"Headline {n}", [f"Report number {n}.", *TEXT]))


def rows(home: Path, table: object = captures) -> list[object]:
    record = open_record(f"sqlite:///{home / 'rasad.db'}")
    with record.read() as connection:
        found = connection.execute(select(table).order_by(table.c.id)).all()  # type: ignore[attr-defined]
    record.close()
    return list(found)


def opened(home: Path) -> Record:
    return open_record(f"sqlite:///{home / 'rasad.db'}")


def test_from_a_feed_to_articles_and_then_nothing_new(tmp_path: Path) -> None:
    with newsroom() as room:
        with_articles(room, ETag='"v1"')
        source = source_at(room)
        first = crawl(tmp_path, source, room)
        assert (first.status, first.entries, first.new_entries, first.pages) == (RunStatus.OK, 3, 3, 3)
        assert first.problems == ()
        record = opened(tmp_path)
        report = extract_step(record, tmp_path, {source.id: source}, 10)
        assert (report.done, report.failed, report.more) == (3, 0, False)
        found = articles.by_url(record, room.url("/a1"))
        assert found is not None
        assert found.title == "Headline 1"
        assert found.text.startswith("Report number 1.\n\nThe council")
        assert found.published is not None
        assert found.published.at.isoformat() == "2026-06-01T10:00:00+00:00"
        assert verify(record, tmp_path) == []

        second = crawl(tmp_path, source, room)
        assert (second.status, second.entries, second.pages) == (RunStatus.UNCHANGED, 0, 0)
        assert extract_step(record, tmp_path, {source.id: source}, 10).done == 0
        assert articles.count(record) == 3
        record.close()
        # The second time nothing was asked but the list, and that on a condition; robots.txt is good for a day.
        assert room.paths[5:] == ["/feed.xml"]
        assert room.asked[-1][1]["if-none-match"] == '"v1"'


def test_what_a_request_says_and_what_it_does_not(tmp_path: Path) -> None:
    with newsroom() as room:
        with_articles(room, 2, **{"Set-Cookie": "id=1"})
        crawl(tmp_path, source_at(room), room)
        for path, headers in room.asked:
            assert headers["user-agent"] == "Rasad/0.1 (+https://example.org/about)", path
            assert not {"referer", "cookie", "from", "x-forwarded-for"} & set(headers), path


def test_every_answer_is_kept_with_the_decision_of_robots(tmp_path: Path) -> None:
    with newsroom() as room:
        with_articles(room, 1)
        room.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /private", content_type="text/plain")
        crawl(tmp_path, source_at(room), room)
        kept = rows(tmp_path)
        assert [(row.kind, row.status, row.robots) for row in kept] == [
            ("robots", 200, "exempt"),
            ("list", 200, "allowed"),
            ("page", 200, "allowed"),
        ]
        assert read_body(tmp_path, to_capture(kept[2])) == room.pages["/a0"].body


def test_a_page_that_moved_keeps_both_addresses(tmp_path: Path) -> None:
    with newsroom() as room:
        with_articles(room, 1)
        room.pages["/new"] = room.pages["/a0"]
        room.pages["/a0"] = Answer(status=301, headers={"Location": "/new"})
        assert crawl(tmp_path, source_at(room), room).pages == 1
        [page] = [row for row in rows(tmp_path) if row.kind == "page"]
        assert (page.url, page.final_url) == (room.url("/a0"), room.url("/new"))


def test_robots_forbid_the_list(tmp_path: Path) -> None:
    with newsroom() as room:
        with_articles(room)
        room.pages["/robots.txt"] = Answer(b"User-agent: rasad\nDisallow: /", content_type="text/plain")
        report = crawl(tmp_path, source_at(room), room)
        assert report.status is RunStatus.ROBOTS
        assert report.problems == (f"{room.url('/feed.xml')}: robots.txt does not allow it",)
        assert room.paths == ["/robots.txt"]


def test_robots_forbid_some_pages(tmp_path: Path) -> None:
    with newsroom() as room:
        with_articles(room)
        room.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /a1", content_type="text/plain")
        report = crawl(tmp_path, source_at(room), room)
        assert (report.status, report.pages, report.failed) == (RunStatus.OK, 2, 1)
        assert "/a1" not in room.paths
        assert "robots.txt does not allow it" in report.problems[0]


@pytest.mark.parametrize(("status", "outcome"), [(404, RunStatus.OK), (403, RunStatus.OK), (503, RunStatus.ROBOTS)])
def test_robots_that_cannot_be_had(tmp_path: Path, status: int, outcome: RunStatus) -> None:
    with newsroom() as room:
        with_articles(room, 1)
        room.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /", status)
        report = crawl(tmp_path, source_at(room), room)
        assert report.status is outcome
        assert [row.robots for row in rows(tmp_path)][1:] == (["unavailable"] * 2 if outcome is RunStatus.OK else [])


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [
        (Answer(b"<!doctype html><title>Just a moment...</title>"), RunStatus.CHALLENGED, "block page"),
        (Answer(b"<!doctype html><title>Access denied</title>"), RunStatus.BLOCKED, "block page"),
        (Answer(b"<html><p>This service is not available in your country.</p></html>"), RunStatus.GEO_BLOCKED, "HTML"),
        (Answer(article("Front page", TEXT)), RunStatus.WRONG_CONTENT, "an HTML page"),
        (Answer(b"", 451), RunStatus.GEO_BLOCKED, "the answer is 451"),
        (Answer(b"", 403, headers={"cf-mitigated": "challenge"}), RunStatus.CHALLENGED, "the answer is 403"),
        (Answer(b"", content_type="text/xml"), RunStatus.WRONG_CONTENT, "the answer is empty"),
        (Answer(b"no", 403), RunStatus.BLOCKED, "the answer is 403"),
        (Answer(b"no", 404), RunStatus.DEAD, "the answer is 404"),
        (Answer(b"no", 500), RunStatus.DEAD, "the answer is 500"),
        (Answer(status=302, headers={"Location": "/feed.xml"}), RunStatus.DEAD, "too many redirects"),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), RunStatus.DEAD, "the answer is 302"),
        (Answer(rss([])), RunStatus.EMPTY, ""),
        (Answer(b"x" * 300_000), RunStatus.DEAD, "larger than fetch.max_bytes"),
        (Answer(gzip.compress(b"x" * 3_000_000), headers={"Content-Encoding": "gzip"}), RunStatus.DEAD, "unpacks to"),
    ],
)  # fmt: skip
def test_lists_that_are_none(tmp_path: Path, answer: Answer, status: RunStatus, says: str) -> None:
    with newsroom({"/feed.xml": answer}) as room:
        report = crawl(tmp_path, source_at(room), room, max_bytes=200_000)
        assert report.status is status
        assert report.feeds == 1
        assert any(says in line and room.url("/feed.xml") in line for line in report.problems) or not says


def test_a_block_page_that_is_unchanged_is_still_a_block_page(tmp_path: Path) -> None:
    page = Answer(b"<html><title>Access denied</title></html>", headers={"ETag": '"same"'})
    with newsroom({"/feed.xml": page}) as room:
        for _ in range(2):
            assert crawl(tmp_path, source_at(room), room).status is RunStatus.BLOCKED


def test_a_feed_that_died_does_not_look_well_for_being_unchanged(tmp_path: Path) -> None:
    with newsroom() as room:
        with_articles(room, 2, ETag='"1"')
        assert crawl(tmp_path, source_at(room), room).status is RunStatus.OK
        report = crawl(tmp_path, source_at(room, assertions=Assertions(max_age_days=3)), room)
        assert report.status is RunStatus.WRONG_CONTENT
        assert report.problems == ("room: the newest item is of 2026-06-01, promised is one of 3 days",)


def test_a_list_that_is_unchanged_does_not_make_the_others_look_short(tmp_path: Path) -> None:
    with newsroom() as room:
        with_articles(room, 6, ETag='"1"')
        for path in ("/b.xml", "/c.xml"):
            room.pages[path] = Answer(rss([(room.url("/a0"), "Headline 0", DATE)]))
        source = source_at(room, "/feed.xml", "/b.xml", assertions=Assertions(min_items=5), max_pages=1)
        assert crawl(tmp_path, source, room).status is RunStatus.OK
        assert crawl(tmp_path, source, room).problems == ()
        short = source_at(room, "/b.xml", "/c.xml", assertions=Assertions(min_items=5), max_pages=1)
        assert crawl(tmp_path, short, room).status is RunStatus.WRONG_CONTENT


def test_what_was_seen_and_when_to_come_again_stand_in_the_record(tmp_path: Path) -> None:
    with newsroom() as room:
        with_articles(room, 3, **{"Cache-Control": "public, max-age=7200"})
        source = source_at(room, cadence_minutes=30)
        report = crawl(tmp_path, source, room)
        assert (report.dated, report.in_words()) == (3, "3 items, 100% dated, newest 2026-06-01 10:00Z")
        record = opened(tmp_path)
        [state] = runs.health(record, [source.id])
        assert state.report == report
        assert report.due_why == "Cache-Control"
        assert state.next_due is not None
        assert state.last_ok is not None
        assert state.next_due - state.last_ok == timedelta(hours=2)
        room.pages["/feed.xml"] = Answer(b"no", 503)
        for failures in (1, 2, 3):
            crawl(tmp_path, source, room)
            [state] = runs.health(record, [source.id])
            assert state.next_due is not None
            wait = state.next_due - datetime.now(UTC)
            assert wait / timedelta(minutes=30) == pytest.approx(2**failures, abs=0.2)
            [dark] = runs.unseen(record, [source])
            assert (dark.status, dark.expected, dark.seen) == (RunStatus.DEAD, "1+ items", "nothing")
            assert "the answer is 503" in dark.reason
        record.close()


def test_redirects_and_links_into_the_private_network_are_not_followed(tmp_path: Path) -> None:
    with newsroom() as secret, newsroom() as room:
        secret.pages["/"] = Answer(article("Secret", TEXT))
        room.pages["/moved"] = Answer(status=302, headers={"Location": secret.url("/")})
        links = [
            room.url("/moved"),
            secret.url("/"),
            f"http://2130706433:{secret.port}/",
            f"http://localhost:{secret.port}/",
            f"http://[::ffff:127.0.0.1]:{secret.port}/",
        ]
        room.pages["/feed.xml"] = Answer(rss([(link, "t", DATE) for link in links]))
        report = crawl(tmp_path, source_at(room), room)
        assert (report.pages, report.failed) == (0, 3)
        assert secret.paths == []
        assert all("no public address" in line or "left for the next run" in line for line in report.problems)


def test_a_list_in_the_private_network_is_not_asked(tmp_path: Path) -> None:
    with newsroom() as room:
        report = crawl(tmp_path, source_at(room))
        assert report.status is RunStatus.DEAD
        assert report.problems == (
            f"{room.url('/feed.xml')}: refused: 127.0.0.1 is 127.0.0.1, which is no public address"
            " (asking for robots.txt)",
        )
        assert room.paths == []


def test_a_slow_page_ends_the_request_not_the_run(tmp_path: Path) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.connection.settimeout(20)
        handler.connection.recv(1)  # Until the client hangs up.

    with newsroom() as room:
        with_articles(room, 2)
        room.pages["/a1"] = Answer(write=drip)
        report = crawl(tmp_path, source_at(room), room, timeout=1)
        assert (report.status, report.pages, report.failed) == (RunStatus.OK, 1, 1)
        assert report.problems == (f"{room.url('/a1')}: no answer in time",)


def test_a_dead_host_is_left_alone_after_three_failures(tmp_path: Path) -> None:
    with newsroom() as room:
        with_articles(room, 10)
        for n in range(10):
            room.pages[f"/a{n}"] = Answer(b"oops", 503)
        report = crawl(tmp_path, source_at(room), room)
        assert (report.status, report.pages, report.failed) == (RunStatus.DEAD, 0, 3)
        assert report.problems[-1] == "7 pages left for the next run after 3 failures"
        again = crawl(tmp_path, source_at(room), room)
        assert again.failed == 3
        pages = [path for path in room.paths if path.startswith("/a")]
        assert len(pages) == len(set(pages)) == 6


def test_a_host_that_refuses_connections(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        room = Newsroom("127.0.0.1", taken.getsockname()[1], {}, [])
        report = crawl(tmp_path, source_at(room), room)
        assert report.status is RunStatus.DEAD
        assert "refuses connections" in report.problems[0]


def test_promises_are_held_against_the_lists(tmp_path: Path) -> None:
    with newsroom() as room:
        with_articles(room, 2)
        for promised, says in (
            (Assertions(hosts=("127.0.0.1",), min_items=5), "2 items, promised are at least 5"),
            (Assertions(hosts=("other.example",)), "another outlet's list"),
            (Assertions(max_age_days=3), "the newest item is of 2026-06-01"),
        ):
            report = crawl(tmp_path, source_at(room, assertions=promised), room)
            assert report.status is RunStatus.WRONG_CONTENT, says
            assert any(says in line for line in report.problems), report.problems
    assert len(rows(tmp_path, entries)) == 2


def test_owners_under_watch_are_held(tmp_path: Path) -> None:
    with newsroom() as room:
        with_articles(room)
        source = source_at(room, owner=Owner.IRGC_AFFILIATED)
        report = crawl(tmp_path, source, room)
        assert report.status is RunStatus.HELD
        assert room.paths == []
        record = opened(tmp_path)
        assert runs.health(record, [source.id])[0].status is RunStatus.HELD
        record.close()


def test_owners_under_watch_are_asked_through_their_exit_by_nobody_in_particular(tmp_path: Path) -> None:
    with newsroom() as exit_:
        pages = {
            "/feed.xml": Answer(rss([("http://watched.example/a", "Headline", DATE)])),
            "/a": Answer(article("Headline", TEXT)),
        }
        # A proxy is asked for whole addresses; the names behind it are its own to look up.
        exit_.pages = {f"http://watched.example{path}": answer for path, answer in pages.items()}
        source = source_at(
            exit_,
            owner=Owner.STATE_AFFILIATED,
            feeds=(Feed(url="http://watched.example/feed.xml"),),
            via=f"http://user:word@127.0.0.1:{exit_.port}",
        )
        report = crawl(tmp_path, source)
        assert (report.status, report.pages) == (RunStatus.OK, 1)
        assert exit_.paths == [f"http://watched.example/{path}" for path in ("robots.txt", "feed.xml", "a")]
        for _, headers in exit_.asked:
            assert headers["user-agent"] == "Mozilla/5.0 (compatible)"
            assert headers["proxy-authorization"].startswith("Basic ")
        for row in rows(tmp_path):
            assert b"Basic " not in (tmp_path / "evidence" / row.warc_file).read_bytes()


def test_pages_beyond_the_limit_wait_for_the_next_run(tmp_path: Path) -> None:
    with newsroom() as room:
        with_articles(room, 5, ETag='"1"')
        source = source_at(room, max_pages=3)
        assert crawl(tmp_path, source, room).pages == 3
        second = crawl(tmp_path, source, room)
        assert (second.status, second.pages) == (RunStatus.OK, 2)


def test_the_crawl_delay_of_robots_is_kept(tmp_path: Path) -> None:
    with newsroom() as room:
        with_articles(room, 2)
        room.pages["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 0.4", content_type="text/plain")
        crawl(tmp_path, source_at(room), room)
        times = [row.fetched_at for row in rows(tmp_path)][1:]
        gaps = [(later - sooner).total_seconds() for sooner, later in pairwise(times)]
        assert len(gaps) == 2
        assert min(gaps) > 0.35


def test_other_kinds_of_lists(tmp_path: Path) -> None:
    with newsroom() as room:
        with_articles(room, 3)
        room.pages["/index.xml"] = Answer(
            f"<sitemapindex><sitemap><loc>{room.url('/news.xml.gz')}</loc></sitemap></sitemapindex>".encode()
        )
        news = (
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
            'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>/a0</loc><news:news>'
            "<news:publication_date>2026-06-01T10:00:00Z</news:publication_date><news:title>Headline 0</news:title>"
            "</news:news></url></urlset>"
        )
        room.pages["/news.xml.gz"] = Answer(gzip.compress(news.encode()), content_type="application/gzip")
        room.pages["/"] = Answer(b"<h2><a href='/a1'>Headline one</a></h2><a href='/about'>About</a>")
        feeds = (
            Feed(url=room.url("/index.xml"), kind=FeedKind.SITEMAP),
            Feed(url=room.url("/"), kind=FeedKind.FRONT, links="h2 a"),
        )
        report = crawl(tmp_path, source_at(room, feeds=feeds), room)
        assert (report.status, report.feeds, report.pages) == (RunStatus.OK, 3, 2)
        assert {row.url for row in rows(tmp_path, entries)} == {room.url("/a0"), room.url("/a1")}


@pytest.mark.parametrize("after", [1, 2, 3, 5, 7])
def test_a_crawl_that_is_killed_loses_and_doubles_nothing(tmp_path: Path, after: int) -> None:
    with newsroom() as room:
        with_articles(room, 6, ETag='"1"')
        source = source_at(room)
        kill_crawl(tmp_path, source, room, after)
        assert crawl(tmp_path, source, room).status is RunStatus.OK
        record = opened(tmp_path)
        extract_step(record, tmp_path, {source.id: source}, 100)
        assert articles.count(record) == 6
        assert {found.version for n in range(6) if (found := articles.by_url(record, room.url(f"/a{n}")))} == {1}
        assert verify(record, tmp_path) == []
        with record.read() as connection:
            fetched = connection.execute(select(entries.c.capture_id)).scalars().all()
        assert len(fetched) == len(set(fetched)) == 6
        record.close()


def test_a_full_disk_ends_the_run_and_loses_nothing(tmp_path: Path) -> None:
    with newsroom() as room:
        with_articles(room, 2)
        (tmp_path / "evidence").write_text("a file where the folder should be")
        with pytest.raises(AssertionError, match="StoreError"):
            crawl(tmp_path, source_at(room), room)
        (tmp_path / "evidence").unlink()
        assert crawl(tmp_path, source_at(room), room).pages == 2
