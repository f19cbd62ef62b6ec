"""Publication dates as lists write them."""

from __future__ import annotations

import calendar
import time
from datetime import UTC, datetime

from text.dates import parse_published

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def published(text: str, zone: str, parsed: time.struct_time | None = None) -> datetime | None:
    """The moment a list gives: read in the outlet's zone where it names none, else as feedparser read it.

    ``parsed`` is feedparser's own reading, in UTC. A date from before the web is a filler, not a date.
    """
    known = parse_published(text, zone) if text.strip() else None
    moment = known.at if known else _from_struct(parsed)
    return moment if moment is not None and moment >= EARLIEST else None


def _from_struct(parsed: time.struct_time | None) -> datetime | None:
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None
