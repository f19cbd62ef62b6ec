"""When an article was published, and how that is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from htmldate import find_date
from lxml.html import HtmlElement

from crawler.extract.blocks import Page
from crawler.extract.dateline import dateline, day_in_address
from crawler.extract.markup import LONG_TAG
from crawler.extract.metadata import Said
from crawler.feeds.when import EARLIEST
from crawler.urls import host_of
from model.article import DatePrecision, DateSource, Published
from model.capture import Entry
from text.clocks import clock_of
from text.dates import parse_published

UNIVERSAL = re.compile(r"\d(?:\.\d+)?\s*(?:Z|GMT|UTC)$")
OFFSET = re.compile(r"\d([+-])(\d\d):?(\d\d)$")
MINUTES_A_DAY = 24 * 60

_PRINTED = "self::time or self::abbr or contains(@class, 'time') or contains(@class, 'date')"
_EPOCH = " or ".join(f"name()='data-{name}'" for name in ("time", "timestamp", "utime", "epoch", "time-ms"))
EPOCHS = f"//*[{_PRINTED}]/@*[{_EPOCH}]"
"""Seconds since 1970 that a script would print as a date."""

CLOCKS_OF_THE_WORLD = (-8, 12)
"""Hours from universal time to the clocks furthest west and east by which news is printed."""

DAY_IN_SCRIPT = re.compile(
    rb"(?<!\d)(?:20\d\d[-/.](?:0\d|1[0-2])[-/.][0-3]\d|[0-3]\d[-/.](?:0\d|1[0-2])[-/.]20\d\d)(?!\d)"
)
MAX_RAW = 1_000_000
MAX_RAW_TAGS = 20_000
FURTHEST_ZONE = timedelta(hours=14)
AHEAD = timedelta(days=2)
"""A date further in the future is none."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A publication date and the words it was read from; none for what the text showed."""

    published: Published
    written: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a page without a date in its data may show one: its blocks, its tree, and the bytes it came in."""

    page: Page
    titles: frozenset[str]
    tree: HtmlElement
    raw: bytes | str


def published_of(said: Said, shown: Shown, url: str, zone: str, entry: Entry | None) -> Dated | None:
    """The moment the page gives, else the list's; a day only where neither knows better; last what the page shows."""
    candidates = [_read(text, zone, DateSource.METADATA) for text in said.dates]
    if entry is not None and entry.published is not None:
        listed = _read(entry.published_text, zone, DateSource.FEED)
        candidates.append(listed or Dated(Published(at=entry.published, known_from=DateSource.FEED)))
    latest = datetime.now(UTC) + AHEAD
    known = [one for one in candidates if one is not None and EARLIEST <= one.published.at <= latest]
    if not known:
        return _shown(shown, url, zone, latest)
    instants = [one for one in known if one.published.precision is DatePrecision.INSTANT]
    if not instants:
        return known[0]
    # A moment that names its zone is worth more than the same without one.
    near = (one for one in instants if abs(one.published.at - instants[0].published.at) <= FURTHEST_ZONE)
    return instants[0] if _has_zone(instants[0]) else next(filter(_has_zone, near), instants[0])


def as_written(dated: Dated | None, url: str = "") -> str | None:
    """ISO 8601: a day where only the day is known, else the moment, on the clock that the page wrote it by.

    A moment written in universal time is given by the clock of the host's country, which is what its readers saw.
    """
    if dated is None:
        return None
    if dated.published.precision is DatePrecision.DAY:
        return dated.published.at.date().isoformat()
    at = dated.published.at
    offset = OFFSET.search(dated.written)
    minutes = (60 * int(offset[2]) + int(offset[3])) * (-1 if offset[1] == "-" else 1) if offset else 0
    if minutes == 0:
        return _by_own_clock(dated.published.at, url) if offset or UNIVERSAL.search(dated.written) else at.isoformat()
    if abs(minutes) >= MINUTES_A_DAY:
        return at.isoformat()
    return at.astimezone(timezone(timedelta(minutes=minutes))).isoformat()


def _by_own_clock(at: datetime, url: str) -> str:
    """A moment on the clock of the host's country; without one, the day in its address where that is the day beside."""
    if clock := clock_of(host_of(url)):
        return at.astimezone(ZoneInfo(clock)).isoformat()
    day = day_in_address(url)
    reached = {(at + timedelta(hours=hours)).date().isoformat() for hours in CLOCKS_OF_THE_WORLD} if day else set()
    return day if day in reached and day != at.date().isoformat() else at.isoformat()


def _has_zone(dated: Dated) -> bool:
    return bool(OFFSET.search(dated.written) or UNIVERSAL.search(dated.written))


def _read(text: str, zone: str, known_from: DateSource) -> Dated | None:
    found = parse_published(text, zone) if text else None
    if found is None:
        return None
    return Dated(Published(at=found.at, known_from=known_from, precision=found.precision), text)


def _shown(shown: Shown, url: str, zone: str, latest: datetime) -> Dated | None:
    """The date beside the headline, else the one in the address, else htmldate's finding."""
    for written in (dateline(shown.page, shown.titles, zone), day_in_address(url)):
        found = _read(written, zone, DateSource.TEXT)
        if found is not None and EARLIEST <= found.published.at <= latest:
            return found
    for written in shown.tree.xpath(EPOCHS)[:1]:
        found = _read(str(written), zone, DateSource.TEXT)
        if found is not None and EARLIEST <= found.published.at <= latest:
            return found
    return _by_htmldate(shown.tree, url, zone) or _in_scripts(shown.raw, url, zone)


def _in_scripts(raw: bytes | str, url: str, zone: str) -> Dated | None:
    """What htmldate finds in the page as it came, scripts included, where these are of a common size."""
    page = raw.encode("utf-8", "replace") if isinstance(raw, str) else raw
    if len(page) > MAX_RAW or page.count(b"<") > MAX_RAW_TAGS or not DAY_IN_SCRIPT.search(page):
        return None
    return _by_htmldate(LONG_TAG.sub(rb"<\1>", page).replace(b"\x00", b" "), url, zone)


def _by_htmldate(page: HtmlElement | bytes | str, url: str, zone: str) -> Dated | None:
    """htmldate's finding, which is a day: midnight in the outlet's zone. Its first of January is a year without a
    day (a copyright line), and no date."""
    found = find_date(page, url=url, original_date=True, outputformat="%Y-%m-%d", extensive_search=True)
    if not found or found.endswith("-01-01"):
        return None
    day = datetime.fromisoformat(found).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return Dated(Published(at=day, known_from=DateSource.TEXT, precision=DatePrecision.DAY))
