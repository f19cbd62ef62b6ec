"""Which day an expression means, beside a Saturday: 21 November 2026, 30 Aban 1405."""

from __future__ import annotations

import time
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from text.dates import find_dates, resolve

SATURDAY = datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("America/Toronto"))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("today", "2026-11-21"),
        ("yesterday", "2026-11-20"),
        ("last night", "2026-11-20"),
        ("Saturday", "2026-11-21"),
        ("Thursday", "2026-11-19"),
        ("Sunday night", "2026-11-15"),
        ("last Saturday", "2026-11-14"),
        ("last Friday", "2026-11-20"),
        ("next Friday", "2026-11-27"),
        ("Oct. 6", "2026-10-06"),
        ("on Tuesday, Oct. 6", "2026-10-06"),
        ("6 October", "2026-10-06"),
        ("the 6th of October", "2026-10-06"),
        ("Jan. 8", "2027-01-08"),
        ("Wednesday, Jan. 8, 2020", "2020-01-08"),
        ("June 19, 2024", "2024-06-19"),
        ("8 January 2020", "2020-01-08"),
        ("2024-06-19", "2024-06-19"),
        ("1405-08-30", "2026-11-21"),
        ("two days ago", "2026-11-19"),
        ("12 hours ago", "2026-11-20"),
        ("Feb. 30, 2024", None),
        ("June 2024", None),
        ("June", None),
        ("2024", None),
        ("the 1980s", None),
        ("the fall of 2022", None),
        ("last week", None),
        ("two weeks ago", None),
        ("Oct. 6-8", None),
        ("Oct. 6 to 8, 2026", None),
        ("every Monday", None),
        ("nothing of the kind", None),
    ],
)
def test_english(expression: str, expected: str | None) -> None:
    day = resolve(expression, SATURDAY, "en")
    assert (str(day) if day else None) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("امروز", "2026-11-21"),
        ("دیروز", "2026-11-20"),
        ("پریروز", "2026-11-19"),
        ("فردا شب", "2026-11-22"),
        ("پس فردا", "2026-11-23"),
        ("شنبه", "2026-11-21"),
        ("سه‌شنبه", "2026-11-17"),
        ("سه شنبه", "2026-11-17"),
        ("يكشنبه", "2026-11-15"),
        ("شامگاه پنج‌شنبه", "2026-11-19"),
        ("شنبهٔ گذشته", "2026-11-14"),
        ("شنبه‌ی گذشته", "2026-11-14"),
        ("جمعه آینده", "2026-11-27"),
        ("سه‌شنبهٔ هفتهٔ گذشته", "2026-11-17"),
        ("۱۴ مهر", "2026-10-06"),
        ("سه‌شنبه ۱۴ مهر", "2026-10-06"),
        ("١٤ مهرماه", "2026-10-06"),
        ("چهاردهم مهر ماه", "2026-10-06"),
        ("بیست و سوم مهر", "2026-10-15"),
        ("۳۰ خرداد ۱۴۰۳", "2024-06-19"),
        ("۳۰ خرداد سال ۱۴۰۳", "2024-06-19"),
        ("۸ ژانویهٔ ۲۰۲۰", "2020-01-08"),
        ("۸ ژانویه ۲۰۲۰ میلادی", "2020-01-08"),
        ("۱۸ دی ۱۳۹۸", "2020-01-08"),
        ("۱۴۰۵/۰۸/۳۰", "2026-11-21"),
        ("۳۰/۰۸/۱۴۰۵", "2026-11-21"),
        ("دو روز پیش", "2026-11-19"),
        ("۱۲ ساعت قبل", "2026-11-20"),
        ("۳۰ اسفند ۱۴۰۴", None),
        ("خرداد ۱۴۰۳", None),
        ("شهریور", None),
        ("سال ۱۴۰۱", None),
        ("هفتهٔ گذشته", None),
        ("سه روز گذشته", None),
        ("۵ تا ۸ مهر", None),
        ("پاییز ۱۴۰۱", None),
        ("مهر و محبت", None),
    ],
)
def test_persian(expression: str, expected: str | None) -> None:
    day = resolve(expression, SATURDAY, "fa")
    assert (str(day) if day else None) == expected


def test_a_verb_of_the_future_makes_a_weekday_the_next_one() -> None:
    text = "The vote will be held Friday. The minister, who will step down, said Friday that it was over."
    assert [span.day for span in find_dates(text, SATURDAY, "en")] == [date(2026, 11, 27), date(2026, 11, 20)]
    text = "رأی‌گیری جمعه برگزار خواهد شد. وزیر جمعه گفت که خواهد رفت."
    assert [span.day for span in find_dates(text, SATURDAY, "fa")] == [date(2026, 11, 27), date(2026, 11, 20)]


def test_relatives_are_read_in_the_zone_of_the_outlet() -> None:
    night = datetime(2026, 11, 21, 21, 30, tzinfo=ZoneInfo("UTC"))
    assert resolve("امروز", night, "fa") == date(2026, 11, 21)
    assert resolve("امروز", night.astimezone(ZoneInfo("Asia/Tehran")), "fa") == date(2026, 11, 22)


def test_spans_are_of_the_original_text() -> None:
    text = "به گفتهٔ او، ســه‌شنبه ١٤ مهـر و سپس در ۸ ژانويهٔ ۲۰۲۰ رخ داد."
    found = find_dates(text, SATURDAY, "fa")
    assert [span.text for span in found] == ["ســه‌شنبه ١٤ مهـر", "۸ ژانويهٔ ۲۰۲۰"]
    assert all(text[span.start : span.end] == span.text for span in found)


def test_numbers_and_names_are_no_dates() -> None:
    assert find_dates("۷۰ می‌شود و ۷۵۲ نفر، بانک مهر و تیر خورد", SATURDAY, "fa") == []
    assert find_dates("It may march on; April's 752 sat. Sunday's", SATURDAY, "en")[-1].text == "Sunday"


def test_other_languages_are_left_to_dateparser_within_bounds() -> None:
    assert resolve("8 janvier 2020", SATURDAY, "fr") == date(2020, 1, 8)
    assert resolve("janvier 2020", SATURDAY, "fr") is None
    assert resolve("8 janvier 1405", SATURDAY, "fr") is None
    assert resolve("8 janvier 2020", SATURDAY, "und") is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en", "fa", "de"]))
def test_any_text_gives_ordered_spans(text: str, lang: str) -> None:
    found = find_dates(text, SATURDAY, lang)
    assert all(text[span.start : span.end] == span.text for span in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("piece", "lang"), [("will ", "en"), ("Friday ", "en"), ("6 ", "en"), ("۶ ", "fa"), ("جمعه ", "fa")]
)
def test_time_grows_with_length_only(piece: str, lang: str) -> None:
    began = time.process_time()
    find_dates(piece * (60_000 // len(piece)), SATURDAY, lang)
    assert time.process_time() - began < 3
