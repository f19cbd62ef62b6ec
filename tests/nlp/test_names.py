"""Names beside those of the lists: what the English model gets wrong, and Persian names by rule."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest
from nlp_lists import understanding

from model.annotation import Label, Mention
from model.article import TextDocument


def mentions(text: str, title: str = "") -> tuple[Mention, ...]:
    document = TextDocument(id="x", title=title, text=text, published=datetime(2026, 5, 1, tzinfo=UTC))
    return next(understanding().annotate([document])).mentions


def words(text: str, label: Label) -> list[str]:
    return [m.text for m in mentions(text) if m.label is label]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("The club's president, Effie MacTavish, spoke. MacTavish laughed.", "MacTavish"),
        ("Officers came to Golbahar Zandieh's home. Reza Zandieh was out.", "Reza Zandieh"),
        ("Insp. Garth Holloran of the Toronto police said so.", "Garth Holloran"),
        ("Dear Roya: the form is long.", "Roya"),
    ],
)
def test_english_persons(text: str, person: str) -> None:
    assert person in words(text, Label.PERSON)


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("Ottawa police opened a file on Monday.", "Ottawa police"),
        ("A report by the digital-rights lab Lanternfish named him.", "Lanternfish"),
        ("She runs the watchdog Ledgerhouse in Toronto.", "Ledgerhouse"),
        ("Zarrin Exchange Inc. was fined. Zarrin will appeal.", "Zarrin"),
        ("The University of Toronto said no.", "University of Toronto"),
    ],
)
def test_english_organisations(text: str, organisation: str) -> None:
    assert organisation in words(text, Label.ORG)


def test_a_place_within_a_longer_name_is_not_meant() -> None:
    found = mentions("The University of Toronto said no.")
    assert all(m.id != "toronto" for m in found)


def test_hansard_names_and_ridings() -> None:
    text = "Mrs. Odile Marchand (Lac-aux-Loups): Mr. Speaker, I rise."
    assert words(text, Label.PERSON) == ["Odile Marchand"]
    assert words(text, Label.LOC) == ["Lac-aux-Loups"]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("بهادر کامکار، وکیل او، در دادگاه حاضر شد.", "بهادر کامکار"),
        ("خانم پلیمتون گفت آمده است.", "پلیمتون"),
        ("قاضی النور ویتکامب رأی داد.", "النور ویتکامب"),
        ("شهردار شهر، برنت کاردینالو، گفت باران می‌بارد.", "برنت کاردینالو"),
        ("نسرین بهادرانی خواستار فهرست شد. بهادرانی پژوهشگر است.", "بهادرانی"),
        ("دوروتی پلیمتون ۸۱ ساله به ده رفت.", "دوروتی پلیمتون"),
        ("قباد نیک زاد اخراج شد.", "قباد نیک زاد"),
        ("به گفتهٔ دخترش، مهسا، دفتری مانده است.", "مهسا"),
    ],
)
def test_persian_persons(text: str, person: str) -> None:
    assert person in words(text, Label.PERSON)


@pytest.mark.parametrize(
    "text",
    [
        "هواپیما سرنگون شد و مسافران جان باختند.",
        "شاید این حرف‌ها افسانه باشد.",
        "نام متهم به دستور قاضی منتشر نشده است.",
        "ده‌ها سرهنگ بازنشسته بی‌صدا رفتند.",
        "وکیلان شرکت گفتند شکایت می‌کنند.",
    ],
)
def test_persian_words_that_name_nobody(text: str) -> None:
    assert words(text, Label.PERSON) == []


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("یک مأمور پلیس اتاوا گفت نه.", "پلیس اتاوا"),
        ("دادگاه آلبرتا او را آزاد کرد.", "دادگاه آلبرتا"),
        ("وزارت کشور سوریه خبر داد.", "وزارت کشور سوریه"),
        ("صرافی «زرین‌گیت» جریمه شد. زرین‌گیت شکایت می‌کند.", "زرین‌گیت"),
        ("ناشر آثارش به «پیک شمال» گفت آمده است.", "پیک شمال"),
    ],
)
def test_persian_organisations(text: str, organisation: str) -> None:
    assert organisation in words(text, Label.ORG)


def test_dates_and_money() -> None:
    found = {(m.label, m.text) for m in mentions("روز ۲۳ مهر ۱۴۰۵ صرافی ۶۴۰ هزار دلار جریمه شد.")}
    assert (Label.MONEY, "۶۴۰ هزار دلار") in found
    assert any(label is Label.DATE and "۲۳ مهر ۱۴۰۵" in text for label, text in found)


def test_spans_are_exact_and_never_overlap() -> None:
    title, text = "كانادا و سپـاه", "نيروي قدس سپاه در تورنتو؛ بهنام رستمي‌پور، مدير صرافي «پارس‌نت» گفت."
    document = TextDocument(id="x", title=title, text=text)
    found = next(understanding().annotate([document])).mentions
    assert all(document.whole[m.start : m.end] == m.text for m in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
