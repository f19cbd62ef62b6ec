"""What goes into a column comes out of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.documents import order_key
from store.types import clean, from_ms, to_ms


@given(st.integers(-6 * 10**13, 25 * 10**13))
def test_milliseconds_go_round(ms: int) -> None:
    assert to_ms(from_ms(ms)) == ms


def test_times_before_1970_and_of_other_zones() -> None:
    tehran = timezone(timedelta(hours=3, minutes=30))
    assert to_ms(datetime(1970, 1, 1, 3, 29, 59, 999_999, tehran)) == -1
    assert from_ms(-1) == datetime(1969, 12, 31, 23, 59, 59, 999_000, UTC)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        to_ms(datetime(2026, 1, 1))


@given(st.text(st.characters(codec=None)))
def test_cleaned_text_keeps_its_length_and_can_be_written(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert "\x00" not in cleaned
    cleaned.encode()
    assert clean(cleaned) == cleaned


def test_order_keys_of_impossible_years_still_fit() -> None:
    for year in (1, 1600, 2249, 9999):
        for number in (1, 2**20 - 1):
            assert -(2**63) <= order_key(datetime(year, 12, 31, tzinfo=UTC), number) < 2**63


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)), st.integers(1, 2**20 - 1))
def test_order_keys_fit_and_follow_time(at: datetime, number: int) -> None:
    key = order_key(at.replace(tzinfo=UTC), number)
    assert -(2**63) <= key < 2**63
    assert key < order_key(at.replace(tzinfo=UTC) + timedelta(milliseconds=1), 1)
    assert key < order_key(at.replace(tzinfo=UTC), number + 1) or number == 2**20 - 1
