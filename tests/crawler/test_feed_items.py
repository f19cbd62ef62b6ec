"""What feeds get wrong and the reader must bear; what they say of their own rhythm."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.feeds import Origin, read_feed_fully
from crawler.feeds.feed import feed_items
from crawler.feeds.items import mended

ORIGIN = Origin(url="https://news.example/feed", source_id="outlet", zone="Asia/Tehran")
HEAD = '<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>Outlet</title>'


def feed(inner: str, before: str = "") -> bytes:
    return f'<?xml version="1.0"?>{before}{HEAD}{inner}</channel></rss>'.encode()


def item(title: str, more: str = "") -> str:
    return f"<item><title>{title}</title><link>https://news.example/{abs(hash(title + more))}</link>{more}</item>"


@pytest.mark.parametrize(
    ("before", "title", "read"),
    [
        (r'<!DOCTYPE rss [<!ENTITY x "\\u0041">]>', "a", "a"),
        (r"<!DOCTYPE rss SYSTEM 'a\\b.dtd'>", "a", "a"),
        ("", "a&#99999999999;b", "a\ufffdb"),
        ("", "a&#x110000;b", "a\ufffdb"),
        ("", "a&#xD800;b", "a\ufffdb"),
        ("", "a & b", "a & b"),
        ("", "a&nbsp;b&hellip;", "a b…"),
        ("", "a\x0bb", "ab"),
        ("", "&amp;#1587;&#1662;ا&amp;#1607;", "سپاه"),
    ],
)
def test_what_parsers_stumble_over_is_read(before: str, title: str, read: str) -> None:
    entries = read_feed_fully(feed(item(title), before), "application/rss+xml", ORIGIN).entries
    assert [entry.title for entry in entries] == [read]


def test_a_mended_feed_has_no_document_type_and_only_characters_that_exist() -> None:
    text = '<?xml version="1.0" encoding="x"?><!DOCTYPE a [<!ENTITY b "c">]><a>&#0;&#9;&#xFFFF;&#128512;\x01</a>'
    assert mended(text).decode() == "<a>\ufffd&#9;\ufffd&#128512;</a>"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Tue, 02 Jun 2026 08:30:00 EDT", datetime(2026, 6, 2, 12, 30, tzinfo=UTC)),
        ("Tue, 02 Jun 2026 08:30:00 MEST", datetime(2026, 6, 2, 6, 30, tzinfo=UTC)),
        ("Tue, 02 Jun 2026 08:30:00 -0000", datetime(2026, 6, 2, 8, 30, tzinfo=UTC)),
        ("Tue, 02 Jun 2026 08:30:00", datetime(2026, 6, 2, 5, 0, tzinfo=UTC)),
        ("۱۴۰۵/۰۳/۱۲ ۰۸:۳۰", datetime(2026, 6, 2, 5, 0, tzinfo=UTC)),
        ("0000-00-00 00:00:00", None),
        ("1970-01-01T00:00:00Z", None),
    ],
)
def test_dates_in_any_form(written: str, expected: datetime | None) -> None:
    [one] = feed_items(feed(item("t", f"<pubDate>{written}</pubDate>")), None, ORIGIN).items
    assert one.published == expected


def test_a_date_that_cannot_be_read_gives_way_to_one_that_can() -> None:
    more = (
        '<pubDate>yesterday</pubDate><a:updated xmlns:a="http://www.w3.org/2005/Atom">2026-06-02T08:30:00Z</a:updated>'
    )
    [one] = feed_items(feed(item("t", more)), None, ORIGIN).items
    assert one.published == datetime(2026, 6, 2, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("inner", "address"),
    [
        ("<link>https://feedproxy.google.com/~r/x/~3/1</link><guid>https://news.example/a</guid>", "https://news.example/a"),
        ("<link>https://t.co/x</link><guid isPermaLink='false'>17</guid>", "https://t.co/x"),
        ("<link>https://www.google.com/url?url=https%3A%2F%2Fnews.example%2Fb</link>", "https://news.example/b"),
        ("<link>https://news.example/c</link><guid isPermaLink='true'>https://news.example/?p=3</guid>", "https://news.example/c"),
        ("<guid isPermaLink='true'>/d</guid>", "https://news.example/d"),
    ],
)  # fmt: skip
def test_the_address_behind_redirectors_and_identifiers(inner: str, address: str) -> None:
    entries = read_feed_fully(feed(f"<item><title>t</title>{inner}</item>"), None, ORIGIN).entries
    assert [entry.url for entry in entries] == [address]


def test_what_a_feed_says_of_its_rhythm() -> None:
    inner = (
        "<ttl>60</ttl><skipHours><hour>1</hour><hour>24</hour><hour>x</hour></skipHours>"
        "<skipDays><day>Friday</day><day>Freitag</day></skipDays>"
    )
    hints = read_feed_fully(feed(inner + item("t")), None, ORIGIN).hints
    assert (hints.minutes, hints.skip_hours, hints.skip_days) == (60.0, {1, 0}, {4})
    inner = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    assert read_feed_fully(feed(inner + item("t")), None, ORIGIN).hints.minutes == 360
    assert read_feed_fully(feed("<ttl>soon</ttl>" + item("t")), None, ORIGIN).hints.minutes is None
