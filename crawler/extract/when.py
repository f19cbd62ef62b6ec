"""When an article was published, and how that is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from htmldate import find_date
from lxml.html import HtmlElement

from crawler.extract.metadata import Said
from crawler.feeds.when import EARLIEST
from model.article import DatePrecision, DateSource, Published
from model.capture import Entry
from text.dates import parse_published

OFFSET = re.compile(r"\d([+-])(\d\d):?(\d\d)$")
MINUTES_A_DAY = 24 * 60

AHEAD = timedelta(days=2)
"""A date further in the future is none."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A publication date and the words it was read from; none for what the text showed."""

    published: Published
    written: str = ""


def published_of(said: Said, tree: HtmlElement, url: str, zone: str, entry: Entry | None) -> Dated | None:
    """The moment the page gives, else the list's; a day only where neither knows better; last what the text shows."""
    candidates = [_read(text, zone, DateSource.METADATA) for text in said.dates]
    if entry is not None and entry.published is not None:
        listed = _read(entry.published_text, zone, DateSource.FEED)
        candidates.append(listed or Dated(Published(at=entry.published, known_from=DateSource.FEED)))
    latest = datetime.now(UTC) + AHEAD
    known = [one for one in candidates if one is not None and EARLIEST <= one.published.at <= latest]
    if not known:
        return _in_text(tree, url, zone)
    return next((one for one in known if one.published.precision is DatePrecision.INSTANT), known[0])


def as_written(dated: Dated | None) -> str | None:
    """ISO 8601: a day where only the day is known, else the moment, on the clock that the page wrote it by."""
    if dated is None:
        return None
    if dated.published.precision is DatePrecision.DAY:
        return dated.published.at.date().isoformat()
    offset = OFFSET.search(dated.written)
    if offset is None:
        return dated.published.at.isoformat()
    minutes = (60 * int(offset[2]) + int(offset[3])) * (-1 if offset[1] == "-" else 1)
    if abs(minutes) >= MINUTES_A_DAY:
        return dated.published.at.isoformat()
    return dated.published.at.astimezone(timezone(timedelta(minutes=minutes))).isoformat()


def _read(text: str, zone: str, known_from: DateSource) -> Dated | None:
    found = parse_published(text, zone) if text else None
    if found is None:
        return None
    return Dated(Published(at=found.at, known_from=known_from, precision=found.precision), text)


def _in_text(tree: HtmlElement, url: str, zone: str) -> Dated | None:
    """htmldate's finding, which is a day: midnight in the outlet's zone. Its first of January is a year without a
    day (a copyright line), and no date."""
    found = find_date(tree, url=url, original_date=True, outputformat="%Y-%m-%d", extensive_search=True)
    if not found or found.endswith("-01-01"):
        return None
    day = datetime.fromisoformat(found).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return Dated(Published(at=day, known_from=DateSource.TEXT, precision=DatePrecision.DAY))
