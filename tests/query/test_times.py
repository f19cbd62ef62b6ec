"""Relative times are resolved when a query is answered, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from model.query import TimeRange
from query import parse
from query.times import FIRST, LAST, bounds, from_ms, read_span, to_ms

NOW = datetime(2026, 3, 31, 13, 45, 30, 250_000, tzinfo=UTC)  # A Tuesday.


@pytest.mark.parametrize(
    ("bound", "moment"),
    [
        ("now", "2026-03-31T13:45:30.250"),
        ("now-90s", "2026-03-31T13:44:00.250"),
        ("now-1h/h", "2026-03-31T12:00:00"),
        ("now/d", "2026-03-31T00:00:00"),
        ("now-1M", "2026-02-28T13:45:30.250"),
        ("now-1M/M", "2026-02-01T00:00:00"),
        ("now+1M-1d", "2026-04-29T13:45:30.250"),
        ("now-2y/y", "2024-01-01T00:00:00"),
        ("now/w", "2026-03-30T00:00:00"),
        ("now-25M", "2024-02-29T13:45:30.250"),
    ],
)
def test_since_a_relative_time(bound: str, moment: str) -> None:
    query = parse(f"published:[{bound} TO *]")
    assert isinstance(query, TimeRange)
    since, before = bounds(query, NOW)
    assert since is not None
    assert (from_ms(since), before) == (datetime.fromisoformat(moment).replace(tzinfo=UTC), None)


@pytest.mark.parametrize(
    ("query", "first", "after"),
    [
        ("[now/d TO now/d]", "2026-03-31", "2026-04-01"),
        ("{now/d TO *}", "2026-04-01", None),
        ("[* TO now/M}", None, "2026-03-01"),
        ("[* TO now/M]", None, "2026-04-01"),
        ("now-1w/w", "2026-03-23", "2026-03-30"),
        ("now/y", "2026-01-01", "2027-01-01"),
    ],
)
def test_rounded_bounds_with_and_without_their_end(query: str, first: str | None, after: str | None) -> None:
    tree = parse(f"seen:{query}")
    assert isinstance(tree, TimeRange)
    expected = tuple(to_ms(datetime.fromisoformat(day).replace(tzinfo=UTC)) if day else None for day in (first, after))
    assert bounds(tree, NOW) == expected


@pytest.mark.parametrize("bound", ["now-999999y", "now+999999y", "now-999999M/y", "now+999999w/w", "now-999999d/M"])
def test_absurd_distances_end_at_the_calendar(bound: str) -> None:
    tree = parse(f"seen:>{bound}")
    assert isinstance(tree, TimeRange)
    since, _ = bounds(tree, NOW)
    assert since is not None
    assert FIRST - 7 * 86_400_000 <= since <= LAST + 366 * 86_400_000


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2026", "2026-01-01", "2027-01-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2024-02-29", "2024-02-29", "2024-03-01"),
        ("1405", "2026-03-21", "2027-03-21"),
        ("1405-12", "2027-02-20", "2027-03-21"),
        ("1403/12/30", "2025-03-20", "2025-03-21"),
        ("١٤٠٥/٠١/٠١", "2026-03-21", "2026-03-22"),
        ("2026-11-21T10:30+03:30", "2026-11-21T07:00", "2026-11-21T07:01"),
    ],
)
def test_the_stretch_a_date_names(text: str, first: str, after: str) -> None:
    assert read_span(text) == tuple(to_ms(datetime.fromisoformat(day).replace(tzinfo=UTC)) for day in (first, after))


@pytest.mark.parametrize(
    "text", ["", "26-11-21", "2026-02-30", "1405-13-01", "20261121", "2026-11-21T1", "0000", "9999"]
)
def test_what_is_no_date(text: str) -> None:
    assert read_span(text) is None
