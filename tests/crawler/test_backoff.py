from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from crawling import crawl, source_at
from loopback import Answer, Newsroom, article, newsroom, rss

from crawler.fetch.backoff import asks_for_rest, pause_after, retry_after
from crawler.fetch.options import scrapy_settings
from model.capture import CaptureKind
from model.settings import FetchSettings
from model.source import RunStatus
from store import open_record, runs
from store.captures import newest

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(hours=24)
TEXT = ["The council met on Monday and spoke for three hours about the new bridge over the river."] * 4


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", timedelta(seconds=120)),
        (" 0 ", timedelta(0)),
        ("86401", DAY),
        ("9" * 12, DAY),
        ("Mon, 01 Jun 2026 12:05:00 GMT", timedelta(minutes=5)),
        ("Monday, 01-Jun-26 12:05:00 GMT", timedelta(minutes=5)),
        ("Mon Jun  1 12:05:00 2026", timedelta(minutes=5)),
        ("Mon, 01 Jun 2026 11:00:00 GMT", timedelta(0)),
        ("Fri, 01 Jan 2100 00:00:00 GMT", DAY),
        ("Fri, 01 Jan 99999 00:00:00 GMT", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٥", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after(header: str | None, wait: timedelta | None) -> None:
    assert retry_after(header, NOW) == wait


@pytest.mark.parametrize(
    ("status", "rest"), [(200, False), (304, False), (404, False), (403, False), (429, True), (500, True), (503, True)]
)
def test_which_answers_ask_for_rest(status: int, rest: bool) -> None:
    assert asks_for_rest(status) is rest


@pytest.mark.parametrize(
    ("delay", "asked", "pause"),
    [(2, None, 4), (40, None, 60), (2, 10, 10), (2, 0, 2), (2, 3_600, 60), (90, 10, 90), (0, None, 0), (0, 1, 1)],
)
def test_the_pause_after_an_answer_that_asks_for_rest(delay: float, asked: float | None, pause: float) -> None:
    assert pause_after(delay, None if asked is None else timedelta(seconds=asked), 60) == pause


def test_pauses_are_never_shorter_than_promised() -> None:
    room = Newsroom("news.example", 80, {}, [])
    settings = scrapy_settings(source_at(room), FetchSettings(contact="https://example.org", delay=2), 60)
    assert settings["DOWNLOAD_DELAY"] * (1 - settings["DOWNLOAD_DELAY_JITTER"]) == pytest.approx(2)
    assert settings["DOWNLOAD_DELAY_JITTER"] > 0
    assert settings["AUTOTHROTTLE_ENABLED"]
    assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] == settings["CONCURRENT_REQUESTS"] == 1
    assert not settings["RETRY_ENABLED"]


def filled(room: Newsroom, count: int) -> None:
    room.pages["/feed.xml"] = Answer(rss([(room.url(f"/a{n}"), f"Headline {n}", "") for n in range(count)]))
    for n in range(count):
        room.pages[f"/a{n}"] = Answer(article(f"Headline {n}", TEXT))


def test_a_short_wish_is_waited_for_within_the_run(tmp_path: Path) -> None:
    with newsroom() as room:
        filled(room, 3)
        room.pages["/a2"] = Answer(b"slow down", 429, {"Retry-After": "1"})
        report = crawl(tmp_path, source_at(room), room)
        assert (report.status, report.pages, report.failed) == (RunStatus.OK, 2, 1)
        assert [path for path in room.paths if path.startswith("/a")] == ["/a2", "/a1", "/a0"]
        gaps = [later - sooner for sooner, later in pairwise(room.times[2:])]
        assert min(gaps) > 0.6, "a second each, less what a busy machine took to note the one before"
        assert max(room.open_at_once) == 1


def test_a_long_wish_ends_the_run_and_puts_off_the_next(tmp_path: Path) -> None:
    with newsroom() as room:
        filled(room, 4)
        room.pages["/a3"] = Answer(b"overloaded", 503, {"Retry-After": "7200"})
        source = source_at(room)
        report = crawl(tmp_path, source, room)
        assert (report.pages, report.failed) == (0, 1)
        assert room.paths == ["/robots.txt", "/feed.xml", "/a3"]
        assert any("not before" in line for line in report.problems)
        assert "3 pages left for the next run" in report.problems
        record = open_record(f"sqlite:///{tmp_path / 'rasad.db'}")
        due = runs.health(record, [source.id])[0].next_due
        record.close()
        assert due is not None
        assert timedelta(minutes=118) < due - datetime.now(UTC) <= timedelta(minutes=120)


def test_a_list_that_asks_for_rest_puts_off_the_next_run(tmp_path: Path) -> None:
    with newsroom() as room:
        room.pages["/feed.xml"] = Answer(b"", 429, {"Retry-After": "7200"})
        report = crawl(tmp_path, source_at(room), room)
        assert report.status is RunStatus.BLOCKED
        record = open_record(f"sqlite:///{tmp_path / 'rasad.db'}")
        due = runs.health(record, ["room"])[0].next_due
        record.close()
        assert due is not None
        assert due - datetime.now(UTC) > timedelta(minutes=118)


def test_robots_are_good_for_a_day_unless_they_could_not_be_had(tmp_path: Path) -> None:
    with newsroom() as room:
        filled(room, 1)
        room.pages["/robots.txt"] = Answer(b"busy", 503)
        assert crawl(tmp_path, source_at(room), room).status is RunStatus.ROBOTS
        room.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /a0", content_type="text/plain")
        assert crawl(tmp_path, source_at(room), room).failed == 1
        room.pages["/robots.txt"] = Answer(b"", content_type="text/plain")
        crawl(tmp_path, source_at(room), room)
        assert room.paths == ["/robots.txt", "/robots.txt", "/feed.xml", "/feed.xml"]
        record = open_record(f"sqlite:///{tmp_path / 'rasad.db'}")
        url, now = room.url("/robots.txt"), datetime.now(UTC)
        kept = newest(record, CaptureKind.ROBOTS, url, now - DAY)
        assert kept is not None
        assert kept.status == 200
        assert newest(record, CaptureKind.ROBOTS, url, now + timedelta(seconds=1)) is None
        assert newest(record, CaptureKind.PAGE, url, now - DAY) is None
        record.close()


def test_robots_are_followed_over_five_redirects_and_no_more(tmp_path: Path) -> None:
    with newsroom() as room:
        filled(room, 1)
        for hop in range(5):
            here = "/robots.txt" if hop == 0 else f"/hop{hop}"
            room.pages[here] = Answer(status=301, headers={"Location": f"/hop{hop + 1}"})
        room.pages["/hop5"] = Answer(b"User-agent: *\nDisallow: /", content_type="text/plain")
        assert crawl(tmp_path, source_at(room), room).status is RunStatus.ROBOTS
        room.pages["/hop5"] = Answer(status=301, headers={"Location": "/hop6"})
        room.pages["/hop6"] = Answer(b"User-agent: *\nDisallow: /", content_type="text/plain")
        (tmp_path / "other").mkdir()
        assert crawl(tmp_path / "other", source_at(room), room).status is RunStatus.OK
        assert "/hop6" not in room.paths


def test_a_host_whose_robots_cannot_be_reached_is_asked_for_nothing(tmp_path: Path) -> None:
    with newsroom() as room:
        filled(room, 1)
        room.pages["/robots.txt"] = Answer(write=lambda handler: handler.connection.close())
        report = crawl(tmp_path, source_at(room), room)
        assert report.status is RunStatus.DEAD
        assert "asking for robots.txt" in report.problems[0]
        assert room.paths == ["/robots.txt"]
