"""Marks on original texts, and their direction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from web.writing import Mark, direction, paragraphs, segments

TEXTS = st.text(alphabet="ab cسپاه\u200c<&\n", max_size=40)
MARKS = st.lists(
    st.tuples(st.integers(-5, 50), st.integers(0, 20), st.sampled_from(["claim", "entity"])).map(
        lambda m: Mark(m[0], m[0] + m[1], m[2], m[2])
    ),
    max_size=6,
)


@given(text=TEXTS, offset=st.integers(0, 20), marks=MARKS)
def test_the_segments_put_together_are_the_text(text: str, offset: int, marks: list[Mark]) -> None:
    assert "".join(s.text for s in segments(text, offset, marks)) == text


@given(text=TEXTS, marks=MARKS)
def test_a_character_is_marked_exactly_where_a_mark_covers_it(text: str, marks: list[Mark]) -> None:
    at = 0
    for segment in segments(text, 0, marks):
        for position in range(at, at + len(segment.text)):
            expected = {m.kind for m in marks if m.start <= position < m.end}
            assert set(segment.kinds.split()) == expected
        at += len(segment.text)


def test_paragraphs_keep_their_offsets() -> None:
    text = "one\n\nدو\n\n\n\nthree"
    assert [(start, part) for start, part in paragraphs(text, 7)] == [(7, "one"), (12, "دو"), (18, "three")]
    whole = "title!!" + text
    assert all(whole[start : start + len(part)] == part for start, part in paragraphs(text, 7))


def test_direction_goes_by_the_majority() -> None:
    assert direction("IRGC: سپاه پاسداران در تورنتو") == "rtl"
    assert direction("The word سپاه is Persian") == "ltr"
    assert direction("123") == "ltr"
