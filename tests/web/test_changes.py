"""What changed between two texts, and the bars of a timeline."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from model.query import Everything
from model.search import Day
from query import parse
from web.changes import MOST_WORDS, Change, changes
from web.timeline import LEAST_BARS, MOST_BARS, timeline

PARAGRAPHS = st.lists(st.text(alphabet="ab سپاه.", min_size=1, max_size=12), max_size=6)


def side(found: list[Change], kind: str) -> list[str]:
    """One version, as far as it changed."""
    texts = ["".join(r.text for r in change.runs if r.kind in ("same", kind)) for change in found]
    return [text for text in texts if text]


@given(old=PARAGRAPHS, new=PARAGRAPHS)
def test_both_versions_can_be_read_from_their_differences(old: list[str], new: list[str]) -> None:
    found = changes(old, new)
    kept = sum(change.unchanged for change in found)
    assert len(side(found, "del")) + kept == len(old)
    assert len(side(found, "ins")) + kept == len(new)
    assert set(side(found, "del")) <= set(old)
    assert set(side(found, "ins")) <= set(new)


def test_an_edited_paragraph_stands_beside_its_edit_though_one_was_put_before_it() -> None:
    found = changes(
        ["The police said nothing on Monday."], ["A new beginning!", "The police said something on Monday."]
    )
    assert [run.kind for run in found[0].runs] == ["ins"]
    assert [(run.kind, run.text) for run in found[1].runs][1:3] == [("del", "nothing"), ("ins", "something")]


def test_very_long_paragraphs_are_not_compared_word_by_word() -> None:
    long = "word " * MOST_WORDS
    assert [[run.kind for run in change.runs] for change in changes([long], [long + "end"])] == [["del"], ["ins"]]


@given(
    counts=st.dictionaries(st.dates(date(1, 1, 1), date(9999, 12, 31)), st.integers(1, 500), min_size=1, max_size=30)
)
def test_a_timeline_shows_every_hit_once_or_says_that_it_lies_outside(counts: dict[date, int]) -> None:
    line = timeline(Everything(), [Day(day=day, count=counts[day]) for day in sorted(counts)])
    assert line is not None
    assert sum(bar.count for bar in line.bars) + line.left_out == sum(counts.values())
    assert 1 <= len(line.bars) <= MOST_BARS + 2
    assert all(a.before == b.since for a, b in zip(line.bars, line.bars[1:], strict=False))
    for bar in line.bars:
        if bar.count and date(1000, 1, 1) < bar.since < date(9990, 1, 1):
            assert parse(bar.query)


def test_days_are_grouped_where_they_are_many() -> None:
    def unit(days: int) -> str:
        first = date(2026, 1, 1)
        line = timeline(Everything(), [Day(day=first + timedelta(days=n), count=1) for n in range(days)])
        assert line is not None
        assert len(line.bars) >= LEAST_BARS
        return line.unit

    assert [unit(days) for days in (1, 60, 61, 420, 421, 2000, 40_000)] == [
        "day", "day", "week", "week", "month", "year", "year",
    ]  # fmt: skip


def test_one_stray_date_does_not_squeeze_the_others() -> None:
    days = [Day(day=date(1, 1, 1), count=1), *(Day(day=date(2026, 11, n), count=20) for n in range(1, 20))]
    line = timeline(Everything(), days)
    assert line is not None
    assert (line.unit, line.left_out) == ("day", 1)
