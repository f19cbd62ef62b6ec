"""Days of the Gregorian and the Jalali calendar, and the day a bare month, weekday or year-less date means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from persiantools.jdatetime import JalaliDate

_JalaliDate: Any = JalaliDate  # untyped

JALALI_YEARS = range(1300, 1431)
"""Years read as Jalali: 1921 to 2052. Later ones are the lunar calendar's, which is not read."""

GREGORIAN_YEARS = range(1900, 2101)

MakeDay = Callable[[int, int, int], date | None]


def gregorian(year: int, month: int, day: int) -> date | None:
    """A Gregorian day; None where there is none, or the year is not a year news speaks of."""
    if year not in GREGORIAN_YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def jalali(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Jalali one; None where there is none."""
    if year not in JALALI_YEARS:
        return None
    try:
        converted: date = _JalaliDate(year, month, day).to_gregorian()
    except ValueError:
        return None
    return converted


def by_year(year: int, month: int, day: int) -> date | None:
    """A day whose calendar its year tells: 1405 is Jalali, never the Middle Ages."""
    return jalali(year, month, day) if year in JALALI_YEARS else gregorian(year, month, day)


def jalali_year(day: date) -> int:
    """The Jalali year of a Gregorian day."""
    return int(_JalaliDate(day).year)


def full_year(year: int) -> int:
    """A year as printed with two digits or four: '24 is 2024, 98 is 1998."""
    if year >= 100:
        return year
    return year + (2000 if year < 70 else 1900)


def nearest(make: MakeDay, year: int, month: int, day: int, near: date, weekday: int | None = None) -> date | None:
    """The day without a year that is nearest to ``near`` (the past one of two); a weekday given must agree."""
    days = [found for y in (year - 1, year, year + 1) if (found := make(y, month, day))]
    if weekday is not None:
        days = [found for found in days if found.weekday() == weekday] or days
    return min(days, key=lambda found: (abs((found - near).days), found), default=None)


def weekday_before(near: date, weekday: int) -> date:
    """The last such weekday, today included."""
    return near - timedelta(days=(near.weekday() - weekday) % 7)


def weekday_after(near: date, weekday: int) -> date:
    """The next such weekday, today excluded."""
    return near + timedelta(days=(weekday - near.weekday() - 1) % 7 + 1)
