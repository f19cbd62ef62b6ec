"""What is one term and what is not."""

from __future__ import annotations

import time

import pytest
from golden.spelling import lines
from hypothesis import given, settings
from hypothesis import strategies as st

from text.terms import tokens


def terms(text: str) -> list[str]:
    return [token.term for token in tokens(text)]


@pytest.mark.parametrize(("kind", "variants"), [line for line in lines() if line[0] != "distinct"])
def test_variants_of_one_form_have_one_analysis(kind: str, variants: list[str]) -> None:
    assert [variant for variant in variants if terms(variant) != terms(variants[0])] == []


@pytest.mark.parametrize("words", [variants for kind, variants in lines() if kind == "distinct"])
def test_different_words_stay_different(words: list[str]) -> None:
    assert len({tuple(terms(word)) for word in words}) == len(words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سپاه‌پاسداران", ["سپاه", "پاسداران"]),
        ("#سپاه_پاسداران", ["سپاه", "پاسداران"]),
        ("نمی‌شود", ["نمیشود"]),
        ("پی‌اس۷۵۲", ["پی", "اس", "752"]),
        ("کتاب‌هایشان را", ["کتاب", "را"]),
        ("I.R.G.C. and IRGC's", ["irgc", "and", "irgc"]),
        ("PS752", ["ps752"]),
        ("Sepāh Québec Łódź Øre", ["sepah", "quebec", "lodz", "ore"]),
        ("Se\u0301pah", ["sepah"]),
        ("Iran’s O'Brien don't Shiʿa", ["iran", "obrien", "dont", "shia"]),
        ("l’Iran d'un qu'il", ["l", "iran", "d", "un", "qu", "il"]),
        ("U.S.-led x.y end.In", ["us", "led", "x", "y", "end", "in"]),
        ("Bill C-70", ["bill", "c", "70"]),
        ("1,000,000 2.6 18:30 1,2 3.14.15", ["1000000", "2.6", "18", "30", "1", "2", "3", "14", "15"]),
        ("۲٫۶درصد", ["2.6", "درصد"]),
        ("The Guards of the guard", ["the", "guards", "of", "the", "guard"]),
        ("Müller ГРУ 東京", ["muller", "гру", "東京"]),
        ("", []),
        (" \u200c ـ — «»", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_spans_are_those_of_the_original() -> None:
    text = "گفت: سپاهِ‌پاسداران و كتاب های Iran’s"
    spans = {token.term: text[token.start : token.end] for token in tokens(text)}
    assert spans["سپاه"] == "سپاهِ"
    assert spans["پاسداران"] == "پاسداران"
    assert spans["کتاب"] == "كتاب های"
    assert spans["iran"] == "Iran’s"


def test_parts_of_a_compound_share_its_span() -> None:
    assert [(t.term, t.start, t.end) for t in tokens("حزبالله")] == [("حزب", 0, 7), ("الله", 0, 7)]


words = st.text(alphabet="کتابهایسپمشن \u200c\u0654ئآ۷5a.B'’,é_-", max_size=30)


@settings(max_examples=300, deadline=None)
@given(st.one_of(words, st.text(max_size=30)))
def test_tokens_are_ordered_spans_without_space(text: str) -> None:
    found = tokens(text)
    assert [(t.start, t.end) for t in found] == sorted((t.start, t.end) for t in found)
    for token in found:
        assert 0 <= token.start < token.end <= len(text)
        assert token.term
        assert not any(char.isspace() for char in token.term)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=40))
def test_case_does_not_matter(text: str) -> None:
    assert terms(text.upper()) == terms(text.lower())


@pytest.mark.parametrize("piece", ["کتاب‌هاي علي را می خواند. ", "The Guards' word ", "a.", "1,000", "آ", "x'", "۱."])
def test_time_grows_with_length_only(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    began = time.process_time()
    tokens(text)
    assert time.process_time() - began < 4
