"""Times in queries: days, months and years in both calendars, instants, and times relative to now."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from persiantools.jdatetime import JalaliDate

from model.query import Instant, Relative, TimeRange

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST, LAST = -62135596800000, 253402300799999  # Years 1 to 9999, what datetime holds.
DAY_MS = 86_400_000
_FIXED_MS = {"s": 1000, "m": 60_000, "h": 3_600_000, "d": DAY_MS, "w": 7 * DAY_MS}
_UNITS = "smhdwMy"
_DATE = re.compile(
    r"(?P<y>\d{4})(?:[-/](?P<m>\d{1,2})(?:[-/](?P<d>\d{1,2})"
    r"(?:[T ](?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:\.(?P<f>\d{1,3})\d*)?)?(?P<z>Z|[+-]\d{2}:?\d{2})?)?)?)?"
)
_RELATIVE = re.compile(rf"now((?:[+-]\d{{1,6}}[{_UNITS}])*)(?:/([{_UNITS}]))?")
_SHIFT = re.compile(rf"([+-]\d{{1,6}})([{_UNITS}])")
EXPECTED = "a day (2026-11-21, or Jalali 1405-08-30), a month, a year, an instant (2026-11-21T10:30Z) or now-7d"

Span = tuple[int, int]
"""First millisecond, and the first one after the last."""


def read_span(text: str) -> Span | None:
    """The stretch of time a date names (a day, a month, a minute); None where it is not one."""
    match = _DATE.fullmatch(_ascii_digits(text.strip()))
    if not match:
        return None
    try:
        return _span(match)
    except (ValueError, OverflowError):
        return None


def read_relative(text: str) -> Relative | None:
    """A time relative to now: ``now``, ``now-7d``, ``now-1M/d``; None where it is not one."""
    match = _RELATIVE.fullmatch(_ascii_digits(text.strip()))
    if not match:
        return None
    shifts = tuple((int(amount), unit) for amount, unit in _SHIFT.findall(match[1]))
    return Relative(shifts, match[2])


def bounds(query: TimeRange, now: datetime) -> tuple[int | None, int | None]:
    """The range in milliseconds: at or after the first, before the second."""
    return _moment(query.since, now), _moment(query.before, now)


def _moment(bound: Instant | Relative | None, now: datetime) -> int | None:
    if bound is None or isinstance(bound, Instant):
        return bound.ms if bound else None
    at = to_ms(now)
    for amount, unit in bound.shifts:
        at = _shift(at, amount, unit)
    if bound.unit is None:
        return at + 1 if bound.after else at
    floor = _floor(at, bound.unit)
    return _shift(floor, 1, bound.unit) if bound.after else floor


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970, exact."""
    return (moment - EPOCH) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    """The moment of milliseconds since 1970."""
    return EPOCH + timedelta(milliseconds=ms)


def _ascii_digits(text: str) -> str:
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)


def _span(match: re.Match[str]) -> Span:
    year, month, day = (int(match[name]) if match[name] else None for name in "ymd")
    assert year is not None
    first = _day(year, month or 1, day or 1)
    if match["H"] is None:
        after = first + timedelta(days=1) if day else _day(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
        return to_ms(_midnight(first)), to_ms(_midnight(after))
    zone = match["z"] or "Z"
    offset = timedelta()
    if zone != "Z":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
    clock = timedelta(hours=int(match["H"]), minutes=int(match["M"]), seconds=int(match["S"] or 0))
    if int(match["H"]) > 23 or int(match["M"]) > 59 or int(match["S"] or 0) > 59:
        raise ValueError("no such time of day")
    begin = to_ms(_midnight(first) + clock - offset) + int((match["f"] or "").ljust(3, "0"))
    return begin, begin + (1 if match["f"] else 1000 if match["S"] else 60_000)


def _day(year: int, month: int, day: int) -> date:
    """A day of the Jalali calendar for its years of our time, else of the Gregorian."""
    if not 1300 <= year < 1500:
        return date(year, month, day)
    gregorian: date = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
    return gregorian


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _shift(at: int, amount: int, unit: str) -> int:
    if unit in _FIXED_MS:
        return max(FIRST, min(LAST, at + amount * _FIXED_MS[unit]))
    moment = from_ms(max(FIRST, min(LAST, at)))
    months = moment.year * 12 + moment.month - 1 + amount * (12 if unit == "y" else 1)
    if not 12 <= months < 120_000:
        return FIRST if amount < 0 else LAST
    year, month = months // 12, months % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1) if months < 119_999 else date(9999, 12, 31)
    last_day = (following - timedelta(days=1)).day if months < 119_999 else 31
    return to_ms(moment.replace(year=year, month=month, day=min(moment.day, last_day)))


def _floor(at: int, unit: str) -> int:
    """The first millisecond of the unit around a moment; weeks begin on Monday."""
    if unit == "w":
        monday = 4 * DAY_MS  # 1970-01-01 was a Thursday.
        return (at - monday) // (7 * DAY_MS) * 7 * DAY_MS + monday
    if unit in _FIXED_MS:
        return at // _FIXED_MS[unit] * _FIXED_MS[unit]
    moment = from_ms(at)
    return to_ms(datetime(moment.year, moment.month if unit == "M" else 1, 1, tzinfo=UTC))
