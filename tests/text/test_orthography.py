"""One form for each way of typing, and a map that always leads back."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from text.orthography import canonical, fold

Z = "\u200c"
PIECES = [
    *"كيىةهیکاأؤئآۀ ـ\u064e\u0654\u0653\u0651\u200c\u200b\u200f\u200d\u00ad\u00ac\u00a0\ufeffﻻﷲﷺﺱ٣۳٪٫ .aé\n",
    "می",
    "نمی",
    "ها",
    "های",
    "تر",
    "ترین",
    "ای",
    "اند",
    "خانه",
    " می ",
    " ها ",
    "ماه ",
]
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.text(max_size=40))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("كتاب علي", "کتاب علی"),
        ("موسى", "موسی"),
        ("دائرة", "دائره"),
        ("تأکید مؤسسه إسلام", "تاکید موسسه اسلام"),
        ("رئیس آئین", "رییس آیین"),
        ("مسئول", "مسئول"),
        ("آن ان", "آن ان"),
        ("ســپـاه", "سپاه"),
        ("سِپاهِ پاسدارانِ", "سپاه پاسداران"),
        ("\u200fسپاه\u200e", "سپاه"),
        ("ﺳﭙﺎﻩ ﻻزم", "سپاه لازم"),
        ("٢٣ ۲۳ 23", "23 23 23"),
        ("۲٫۵٪", "2.5%"),
        (f"خانۀ خانهٔ خانه{Z}ی", f"خانه{Z}ی خانه{Z}ی خانه{Z}ی"),
        ("خانه ی ما", f"خانه{Z}ی ما"),
        (f"کتاب{Z}{Z}ها{Z} را", f"کتاب{Z}ها را"),
        ("کتاب\u200bها", f"کتاب{Z}ها"),
        ("کتاب\u200fهای خانه\u200eها \u200fسپاه\u200f", f"کتاب{Z}های خانه{Z}ها سپاه"),
        ("کتاب¬ها", f"کتاب{Z}ها"),
        (f"پی{Z}اس{Z}۷۵۲", f"پی{Z}اس752"),
        ("می شود نمی\u00a0شود", f"می{Z}شود نمی{Z}شود"),
        ("کتاب های بزرگ تر", f"کتاب{Z}های بزرگ{Z}تر"),
        ("بزرگ ترین ها", f"بزرگ{Z}ترین{Z}ها"),
        ("خامنه ای رفته اند", f"خامنه{Z}ای رفته{Z}اند"),
        ("۸ می در تهران", "8 می در تهران"),
        ("ماه می گذشته", "ماه می گذشته"),
        ("تهران ـ قم", "تهران - قم"),
        ("آ", "آ"),
        ("ئ", "ئ"),
    ],
)
def test_forms(typed: str, expected: str) -> None:
    assert fold(typed) == expected
    assert fold(unicodedata.normalize("NFD", typed)) == expected


@pytest.mark.parametrize("text", ["PS752", "I.R.G.C. \t a-b\r\n 'x' 752", "Québec’s “élan” – où?", "Тегеран", ""])
def test_what_is_not_persian_is_left_alone(text: str) -> None:
    form = canonical(text)
    assert form.text == text
    assert form.starts is None


def test_spans_lead_to_what_was_published() -> None:
    text = "ديروز ســپاهِ پاسداران\u200f ، خانۀ ﻻله"
    form = canonical(text)
    word = form.text.index("سپاه")
    assert text[slice(*form.to_original(word, word + 4))] == "ســپاهِ"
    word = form.text.index("پاسداران")
    assert text[slice(*form.to_original(word, word + 8))] == "پاسداران"
    word = form.text.index("خانه")
    assert text[slice(*form.to_original(word, word + 6))] == "خانۀ"
    word = form.text.index("لاله")
    assert text[slice(*form.to_original(word, word + 1))] == "ﻻ"
    assert form.from_original(text.index("پاسداران")) == form.text.index("پاسداران")


def test_positions_outside_are_refused() -> None:
    with pytest.raises(ValueError, match="no span"):
        canonical("سپاه").to_original(2, 9)
    with pytest.raises(ValueError, match="no position"):
        canonical("سپاه").from_original(5)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_every_span_round_trips(text: str) -> None:
    form = canonical(text)
    starts = [form.to_original(i, i)[0] for i in range(len(form.text) + 1)]
    assert starts == sorted(starts)
    assert starts[-1] == len(text)
    for start in range(len(form.text)):
        for end in range(start + 1, min(start + 6, len(form.text)) + 1):
            first, last = form.to_original(start, end)
            assert 0 <= first < last <= len(text)
            assert form.from_original(first) <= start
            assert (
                form.from_original(last) >= end or form.text[end - 1] == form.text[end] or last == starts[end - 1] + 1
            )


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_ascii_is_left_alone(text: str) -> None:
    assert canonical(text).text is text


@settings(max_examples=200, deadline=None)
@given(texts)
def test_ascii_letters_stand_where_they_stood(text: str) -> None:
    form = canonical(text)
    kept = [(c, form.to_original(i, i + 1)[0]) for i, c in enumerate(form.text) if c.isascii() and c.isalpha()]
    assert kept == [(c, i) for i, c in enumerate(text) if c.isascii() and c.isalpha()]


@pytest.mark.parametrize(
    "piece", ["کتاب هاي علي را می خواند. ", "ـ", "\u200c", "ه\u0654", "می ", "ئ", "ﷺ", "ه ی", "plain words "]
)
def test_time_grows_with_length_only(piece: str) -> None:
    text = piece * (1_000_000 // max(len(piece), len(fold(piece))))
    began = time.process_time()
    form = canonical(text)
    form.to_original(0, len(form.text))
    assert time.process_time() - began < 4
