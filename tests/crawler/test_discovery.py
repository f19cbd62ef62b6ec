"""Where a site's lists are looked for, and what is proposed from those that were tried."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from catalog.sources import written_problems
from crawler.discovery import candidates, telegram_view
from crawler.proposal import Tried, as_file, chosen, measured, proposal
from model.capture import Entry
from model.source import Feed, FeedKind, Owner

NOW = datetime(2026, 6, 2, 12, tzinfo=UTC)
PAGE = b"""<html lang="fa-IR"><head><title>Azimuth</title>
<link rel="alternate" type="application/rss+xml; charset=utf-8" href="/main.xml">
<link rel="alternate" type="application/rss+xml" href="/comments/feed/">
<link rel="alternate" hreflang="en" href="/en"><link rel="stylesheet" href="/feed.css"></head>
<body><a href="/politics/rss/">politics</a><a href="/about">about</a><a href="https://elsewhere.example/rss">RSS</a>
<a href="https://www.news.example/x?feed=rss2">x</a><a href="/list"> RSS </a><a href="mailto:rss@news.example">RSS</a></body></html>"""
ROBOTS = b"User-agent: *\nSitemap: https://news.example/sitemap.xml\nsitemap: https://news.example/news-map.xml\n"


def test_lists_are_looked_for_where_a_page_says_so_first() -> None:
    found = candidates(PAGE, "text/html", "https://news.example/", ROBOTS)
    assert [feed.url.removeprefix("https://news.example") for feed in found] == [
        *("/main.xml", "/politics/rss/", "https://www.news.example/x?feed=rss2", "/list"),
        *("/news-map.xml", "/sitemap.xml"),
        *("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/news-sitemap.xml", "/sitemap-news.xml"),
    ]
    assert [feed.kind for feed in found[:6]] == [FeedKind.FEED] * 4 + [FeedKind.SITEMAP] * 2


def test_an_edition_may_have_a_feed_of_its_own() -> None:
    urls = [feed.url for feed in candidates(b"<html></html>", None, "https://news.example/fa/")]
    assert urls[0] == "https://news.example/fa/feed/"


@pytest.mark.parametrize(
    ("url", "view"),
    [
        ("https://t.me/darvazeh", "https://t.me/s/darvazeh"),
        ("https://t.me/s/darvazeh?before=4", "https://t.me/s/darvazeh"),
        ("https://t.me/darvazeh/41", "https://t.me/s/darvazeh"),
        ("https://t.me/", None),
        ("https://t.me/+secret", None),
        ("https://news.example/", None),
    ],
)
def test_a_channel_has_one_view(url: str, view: str | None) -> None:
    found = telegram_view(url)
    assert (found.url if found else None) == view


def entries(count: int, gap: timedelta, path: str = "a", dated: int | None = None) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            url=f"https://www.news.example/{path}/{number}",
            source_id="trial",
            title=f"The council of the town met again, number {number}",
            published=NOW - gap * number if dated is None or number < dated else None,
        )
        for number in range(count)
    )


def tried(url: str, listed: tuple[Entry, ...], kind: FeedKind = FeedKind.FEED) -> Tried:
    return Tried(Feed(url=url, kind=kind), listed)


def test_lists_that_add_nothing_are_left_out() -> None:
    hour = timedelta(hours=1)
    full, part, other = entries(20, hour), entries(9, hour), entries(5, hour, "b")
    lists = [
        tried("part", part),
        tried("map", full, FeedKind.SITEMAP),
        tried("full", full),
        tried("other", other),
        tried("none", ()),
    ]
    assert [one.feed.url for one in chosen(lists)] == ["full", "other"]


@pytest.mark.parametrize(
    ("listed", "min_items", "share", "days"),
    [
        (entries(30, timedelta(hours=1)), 15, 0.9, 3),
        (entries(10, timedelta(days=2)), 5, 0.9, 8),
        (entries(10, timedelta(days=40)), 5, 0.9, 60),
        (entries(10, timedelta(hours=1), dated=5), 5, 0.4, 3),
        (entries(4, timedelta(hours=1), dated=0), 2, 0.0, None),
    ],
)
def test_what_is_measured_leaves_room(
    listed: tuple[Entry, ...], min_items: int, share: float, days: float | None
) -> None:
    found = measured(listed, NOW)
    assert (found.min_items, found.min_dated_share, found.max_age_days) == (min_items, share, days)
    assert found.hosts == ("news.example",)


def test_the_file_that_is_proposed_is_valid_and_switched_off() -> None:
    lists = [tried("https://www.news.example/feed/", entries(30, timedelta(hours=1)))]
    source = proposal("https://www.news.example/", "Azimuth: “news”", None, lists, Owner.INDEPENDENT, NOW)
    assert (source.id, source.country, source.lang, source.enabled) == ("news", "zz", "en", False)
    text = as_file(source, ["Tried today:", "30 items"])
    assert text.startswith("# Tried today:\n# 30 items\nid: news\n")
    assert written_problems(Path("/sources/zz/news.yml"), text) == []
    assert written_problems(Path("/sources/ca/other.yml"), text)
    channel = [tried("https://t.me/s/darvazeh", entries(3, timedelta(hours=1)), FeedKind.TELEGRAM)]
    assert proposal("https://t.me/darvazeh", "دروازه", "fa", channel, Owner.SOCIAL, NOW).id == "darvazeh"
