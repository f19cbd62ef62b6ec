"""When to come again: a table of cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.cadence import LONGEST, SHORTEST, Wishes, after_skipped, freshness, pause, rhythm, together
from crawler.feeds.hints import Hints

NOON = datetime(2026, 6, 2, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def every(gap: timedelta, count: int = 400) -> list[datetime]:
    return [NOON - gap * number for number in range(count)]


def office_hours(days: int = 21, a_day: int = 16) -> list[datetime]:
    """Items between 8 and 16 o'clock UTC only."""
    morning = NOON.replace(hour=8)
    return [morning - DAY * day + HOUR * 8 / a_day * number for day in range(days) for number in range(a_day)]


@pytest.mark.parametrize(
    ("published", "least", "most"),
    [
        (every(2 * MINUTE), 10, 10),
        (every(15 * MINUTE), 10, 20),
        (every(HOUR), 30, 50),
        (every(4 * HOUR + 7 * MINUTE), 90, 150),
        (every(DAY + HOUR, 27), 480, 900),
        (every(7 * DAY, 8), 1440, 1440),
    ],
)
def test_an_outlet_is_asked_as_often_as_it_publishes(published: list[datetime], least: int, most: int) -> None:
    if len([at for at in published if at >= NOON - 28 * DAY]) < 6:
        assert rhythm(published, "UTC", NOON) is None
        return
    wait = rhythm(published, "UTC", NOON)
    assert wait is not None
    assert least <= wait / MINUTE <= most


def test_nights_are_waited_out() -> None:
    day, night = NOON.replace(hour=9), NOON.replace(hour=20)
    by_day = rhythm([at for at in office_hours() if at <= day], "UTC", day)
    by_night = rhythm([at for at in office_hours() if at <= night], "UTC", night)
    assert by_day is not None
    assert by_night is not None
    assert by_day <= 30 * MINUTE
    assert by_night >= 90 * MINUTE
    elsewhere = rhythm([at for at in office_hours() if at <= night], "Asia/Tehran", night)
    assert elsewhere == by_night, "the hours are the outlet's own, and the moments the same"


def test_a_few_days_tell_the_mean_and_not_the_hours() -> None:
    burst = [NOON - 4 * MINUTE * number for number in range(1, 20)]
    assert rhythm(burst, "UTC", NOON) == SHORTEST
    assert rhythm(burst, "UTC", NOON.replace(hour=13)) == SHORTEST
    two_days = every(3 * HOUR, 16)
    assert rhythm(two_days, "UTC", NOON) == 90 * MINUTE


def test_too_few_items_have_no_rhythm() -> None:
    assert rhythm([], "UTC", NOON) is None
    assert rhythm(every(HOUR, 5), "UTC", NOON) is None
    assert rhythm([NOON + HOUR] * 50, "UTC", NOON) is None, "dates of the future are no publications"


def wait(**given: Any) -> tuple[float, str]:
    values = {"minutes": 60, "steady": False, "zone": "UTC", "published": (), "wishes": Wishes(), "failures": 0}
    found = pause(**{**values, **given}, now=NOON)
    return found.length / MINUTE, found.why


@pytest.mark.parametrize(
    ("given", "minutes", "why"),
    [
        ({}, 60, "cadence_minutes"),
        ({"minutes": 1}, 1, "cadence_minutes"),
        ({"minutes": 1, "published": every(DAY, 28)}, 1, "cadence_minutes"),
        ({"minutes": 1, "wishes": Wishes(fresh=HOUR)}, 1, "cadence_minutes"),
        ({"published": every(2 * MINUTE)}, 10, "the outlet's rhythm"),
        ({"published": every(2 * MINUTE), "steady": True}, 60, "cadence_minutes"),
        ({"minutes": 2880, "steady": True}, 2880, "cadence_minutes"),
        ({"wishes": Wishes(fresh=2 * HOUR)}, 120, "Cache-Control"),
        ({"wishes": Wishes(fresh=5 * MINUTE)}, 60, "cadence_minutes"),
        ({"wishes": Wishes(fresh=30 * DAY)}, 1440, "Cache-Control"),
        ({"wishes": Wishes(hints=Hints(minutes=240))}, 240, "the feed's own hint"),
        ({"wishes": Wishes(hints=Hints(minutes=10_080))}, 1440, "the feed's own hint"),
        ({"published": every(2 * MINUTE), "wishes": Wishes(hints=Hints(minutes=10_080))}, 60, "the feed's own hint"),
        ({"published": every(2 * MINUTE), "wishes": Wishes(hints=Hints(minutes=5))}, 10, "the outlet's rhythm"),
        ({"wishes": Wishes(hints=Hints(skip_hours=frozenset({13, 14})))}, 180, "hours that the feed skips"),
        ({"failures": 1}, 120, "1 failures in a row"),
        ({"failures": 3}, 480, "3 failures in a row"),
        ({"failures": 12}, 1440, "12 failures in a row"),
        ({"failures": 2, "minutes": 1}, 4, "2 failures in a row"),
        ({"failures": 2, "minutes": 2880, "steady": True}, 2880, "2 failures in a row"),
    ],
)
def test_pauses(given: dict[str, Any], minutes: float, why: str) -> None:
    assert wait(**given) == (minutes, why)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("max-age=600", 600),
        ("public, Max-Age = \"600\", must-revalidate", 600),
        ("s-maxage=30, max-age=600", 600),
        ("s-maxage=30", 30),
        ("max-age=600, no-cache", 0),
        ("private, no-store", 0),
        ("max-age=-1", 0),
        ("max-age=999999999999", 86400),
        ("max-age=99999999", 86400),
        ("x-max-age=5", 0),
    ],
)  # fmt: skip
def test_freshness(header: str | None, seconds: int) -> None:
    assert freshness(header) == timedelta(seconds=seconds)


def test_days_to_skip_end() -> None:
    monday = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)
    assert after_skipped(monday, Hints(skip_days=frozenset({0}))) == datetime(2026, 6, 2, tzinfo=UTC)
    assert after_skipped(monday, Hints(skip_days=frozenset(range(7)))) == monday + DAY, "never for ever"
    assert after_skipped(monday, Hints()) == monday


def test_several_lists_wish_together_what_the_most_eager_wishes() -> None:
    one = Wishes(fresh=HOUR, hints=Hints(minutes=60, skip_hours=frozenset({1, 2})))
    other = Wishes(fresh=2 * HOUR, hints=Hints(minutes=30, skip_hours=frozenset({2, 3})))
    assert together([one, other]) == Wishes(fresh=HOUR, hints=Hints(minutes=30, skip_hours=frozenset({2})))
    assert together([one, Wishes()]) == Wishes()
    assert together([]) == Wishes()


@given(
    st.lists(st.integers(0, 60 * 24 * 40), max_size=60),
    st.integers(10, 1440),
    st.integers(0, 20),
    st.integers(0, 10**6),
)
def test_a_pause_is_never_too_short_nor_too_long(ages: list[int], minutes: int, failures: int, fresh: int) -> None:
    published = [NOON - MINUTE * age for age in ages]
    wishes = Wishes(fresh=timedelta(seconds=fresh))
    length = wait(minutes=minutes, published=published, failures=failures, wishes=wishes)[0] * MINUTE
    assert SHORTEST <= length <= LONGEST
