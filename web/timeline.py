"""A timeline as bars: days, or weeks, months and years where they are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from model.query import Query
from model.search import Day
from web.refining import within

MOST_BARS = 60
LEAST_BARS = 12
STRAYS = 50
"""One hit in so many may lie outside the picture, at either end."""
HEIGHT = 64
WIDTH = 720
_LEAST = 2.0
_EARLIEST = date(2, 1, 1)
_UNITS = (("day", 1), ("week", 7), ("month", 30), ("year", 365))


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch ``since`` to before ``before``, and where its bar stands in a picture of WIDTH by HEIGHT."""

    since: date
    before: date
    count: int
    query: str
    x: float
    width: float
    y: float
    height: float

    @property
    def last(self) -> date:
        """The last day of the stretch."""
        return self.before - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bars with their unit (``day``, ``week``, ``month``, ``year``), the highest count, and how many hits lie
    outside the picture."""

    unit: str
    bars: tuple[Bar, ...]
    most: int
    left_out: int
    width: int = WIDTH
    height: int = HEIGHT


def timeline(tree: Query, days: Sequence[Day]) -> Timeline | None:
    """The timeline of a query's hits; None where none has a date."""
    if not days:
        return None
    core = _core(days)
    unit = _unit(core)
    counts: dict[date, int] = {}
    for day in core:
        start = _start(day.day, unit)
        counts[start] = counts.get(start, 0) + day.count
    starts = _stretches(min(counts), max(counts), unit)
    most = max(counts.get(start, 0) for start in starts)
    step = WIDTH / len(starts)
    bars = tuple(
        _bar(tree, start, unit, counts.get(start, 0), most, at * step, step) for at, start in enumerate(starts)
    )
    return Timeline(unit, bars, most, left_out=sum(day.count for day in days) - sum(bar.count for bar in bars))


def _core(days: Sequence[Day]) -> Sequence[Day]:
    """The days without far strays: a feed that claims the year 1 must not squeeze the others to nothing."""
    strays = sum(day.count for day in days) // STRAYS
    first, last = 0, len(days)
    dropped = days[first].count
    while dropped <= strays:
        first += 1
        dropped += days[first].count
    dropped = days[last - 1].count
    while dropped <= strays:
        last -= 1
        dropped += days[last - 1].count
    core = days[first:last]
    return core if _length(core) * 2 < _length(days) else days


def _length(days: Sequence[Day]) -> int:
    return (days[-1].day - days[0].day).days + 1


def _bar(tree: Query, start: date, unit: str, count: int, most: int, x: float, step: float) -> Bar:
    before = _next(start, unit)
    height = max(_LEAST, HEIGHT * count / most) if count else 0.0
    return Bar(
        since=start,
        before=before,
        count=count,
        query=within(tree, start, before) if count else "",
        x=round(x + step * 0.1, 2),
        width=round(step * 0.8, 2),
        y=round(HEIGHT - height, 2),
        height=round(height, 2),
    )


def _unit(days: Sequence[Day]) -> str:
    """The smallest unit of which few enough are needed."""
    length = _length(days)
    return next((unit for unit, size in _UNITS if length <= size * MOST_BARS), "year")


def _start(day: date, unit: str) -> date:
    match unit:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case _:
            return day.replace(month=1, day=1)


def _next(start: date, unit: str) -> date:
    try:
        match unit:
            case "day":
                return start + timedelta(days=1)
            case "week":
                return start + timedelta(days=7)
            case "month":
                return date(start.year + start.month // 12, start.month % 12 + 1, 1)
            case _:
                return date(start.year + 1, 1, 1)
    except (OverflowError, ValueError):
        return date.max


def _stretches(first: date, last: date, unit: str) -> list[date]:
    """The beginnings of all stretches up to the last, empty ones too: never fewer than LEAST_BARS, nor too many."""
    found = [last]
    while (found[-1] > first or len(found) < LEAST_BARS) and len(found) < MOST_BARS + 2 and found[-1] > _EARLIEST:
        found.append(_start(found[-1] - timedelta(days=1), unit))
    return found[::-1]
