"""Dates of publication in the forms that feeds and pages print."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.article import DatePrecision
from text.dates import parse_published


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Wed, 02 Oct 2002 08:00:00 EDT", "2002-10-02T12:00:00"),
        ("Wed, 02 Oct 2002 08:00:00 -0000", "2002-10-02T08:00:00"),
        ("Wed, 02 Oct 2002 08:00:00 +0330", "2002-10-02T04:30:00"),
        ("Wed, 02 Oct 2002 08:00 GMT", "2002-10-02T08:00:00"),
        ("02 Oct 02 08:00:00 MEST", "2002-10-02T06:00:00"),
        ("Wed Oct  2 08:00:00 EST 2002", "2002-10-02T13:00:00"),
        ("Wed, 02 Oct 2002 08:00:00", "2002-10-02T12:00:00"),
        ("Wed, 02 Oct 2002 08:00:00 XYZ", "2002-10-02T12:00:00"),
        ("Sat, 21 Nov 2026 24:00:00 GMT", "2026-11-22T00:00:00"),
        ("Wed, 02 Oct 2002 08:00:00 GMT-5", "2002-10-02T13:00:00"),
        ("Wed, 02 Oct 2002 08:00:00 Asia/Tehran", "2002-10-02T04:30:00"),
        ("Wed, 02 Oct 2002 08:00:00 Nowhere/Land", "2002-10-02T12:00:00"),
        ("July 2, 2026 8:30 PM PT", "2026-07-03T03:30:00"),
        ("January 2, 2026 8:30 PM NT", "2026-01-03T00:00:00"),
        ("2024-06-19T10:00:00.000Z", "2024-06-19T10:00:00"),
        ("2024-06-19T10:00:00+03:30", "2024-06-19T06:30:00"),
        ("2024-06-19T10:00:00-05:00[America/Toronto]", "2024-06-19T15:00:00"),
        ("2024-06-19 10:00:30", "2024-06-19T14:00:30"),
        ("20240619T101500Z", "2024-06-19T10:15:00"),
        ("1718791200", "2024-06-19T10:00:00"),
        ("1718791200000", "2024-06-19T10:00:00"),
        ("June 19, 2024 at 3:04 p.m. EDT", "2024-06-19T19:04:00"),
        ("Published Jun 19, 2024 3:04 PM | Updated", "2024-06-19T19:04:00"),
        ("Nov. 21, 2026, 10 a.m. ET", "2026-11-21T15:00:00"),
        ("۱۴۰۵/۰۸/۳۰ ۱۲:۳۰", "2026-11-21T17:30:00"),
        ("1405-08-30T10:00:00+03:30", "2026-11-21T06:30:00"),
        ("شنبه ۳۰ آبان ۱۴۰۵ - ۱۴:۳۰", "2026-11-21T19:30:00"),
        ("٣٠ آبان‌ماه ١٤٠٥، ساعت ٩:٠٥", "2026-11-21T14:05:00"),
        ("۸ ژانویهٔ ۲۰۲۰، ۱۰:۲۰ ب.ظ", "2020-01-09T03:20:00"),
    ],
)
def test_moments(printed: str, expected: str) -> None:
    found = parse_published(printed, "America/Toronto")
    assert found is not None
    assert found.at.isoformat() == expected + "+00:00"
    assert found.precision is DatePrecision.INSTANT


@pytest.mark.parametrize(
    "printed", ["2024-06-19", "19 June 2024", "۳۰ خرداد ۱۴۰۳", "19/06/2024", "19.06.2024", "۱۴۰۳/۰۳/۳۰"]
)
def test_days_begin_in_the_outlets_zone(printed: str) -> None:
    found = parse_published(printed, "Asia/Tehran")
    assert found is not None
    assert found.at.isoformat() == "2024-06-18T20:30:00+00:00"
    assert found.precision is DatePrecision.DAY


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "yesterday",
        "03/04/2024",
        "1447/05/30",
        "1404/12/30",
        "Thu, 32 Jan 2026",
        "0001-01-01",
        "2024-13-01",
        "2026-11-21 25:10",
    ],
)
def test_what_cannot_be_known_is_not_invented(printed: str) -> None:
    assert parse_published(printed, "UTC") is None


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=40), st.text(alphabet="0123456789-/: TZ+.۱۴۰۵آبانmarchJun,", max_size=40)))
def test_any_text_gives_a_moment_or_none(printed: str) -> None:
    found = parse_published(printed, "Asia/Tehran")
    assert found is None or 1899 <= found.at.year <= 2286
