"""When an article was published, and how that is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from htmldate import find_date

from crawler.extract.metadata import Said
from crawler.feeds.when import EARLIEST
from model.article import DatePrecision, DateSource, Published
from model.capture import Entry
from text.dates import parse_published

AHEAD = timedelta(days=2)
"""A date further in the future is none."""


def published_of(said: Said, page: str, url: str, zone: str, entry: Entry | None) -> Published | None:
    """The moment the page gives, else the list's; a day only where neither knows better; last what the text shows."""
    candidates = [_read(text, zone, DateSource.METADATA) for text in said.dates]
    if entry is not None and entry.published is not None:
        listed = _read(entry.published_text, zone, DateSource.FEED)
        candidates.append(listed or Published(at=entry.published, known_from=DateSource.FEED))
    known = [one for one in candidates if one is not None and EARLIEST <= one.at <= datetime.now(UTC) + AHEAD]
    if not known:
        return _in_text(page, url, zone)
    return next((one for one in known if one.precision is DatePrecision.INSTANT), known[0])


def _read(text: str, zone: str, known_from: DateSource) -> Published | None:
    found = parse_published(text, zone) if text else None
    if found is None:
        return None
    return Published(at=found.at, known_from=known_from, precision=found.precision)


def _in_text(page: str, url: str, zone: str) -> Published | None:
    """htmldate's finding, which is a day: midnight in the outlet's zone."""
    found = find_date(page, url=url, original_date=True, outputformat="%Y-%m-%d", extensive_search=True)
    if not found:
        return None
    day = datetime.fromisoformat(found).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return Published(at=day, known_from=DateSource.TEXT, precision=DatePrecision.DAY)
