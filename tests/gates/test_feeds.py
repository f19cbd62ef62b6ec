"""The feed corpora: what each set states of entry counts, titles, links and dates, held against the reader.

A case is a feed of which its set states one of these; it agrees where everything stated does. Titles are compared as
the record keeps them (without markup, one line), links resolved, moments to the second. What a set states of other
things (authors, content, the feed itself) is not asked. ``bench/RESULTS.md`` lists what does not agree, with reasons.
"""

from __future__ import annotations

import pytest
from feed_truth import SETS, Case, encodings, feed_titles, plain

from crawler.encoding import decode
from crawler.feeds import Origin, read_feed_fully
from crawler.feeds.feed import feed_items
from model.errors import InputError

TOTAL = 0.98
FLOORS = {
    # set: (cases that state something, share that agrees at least)
    "feedparser_tests": (175, 1.0),
    "gofeed_testdata": (539, 0.998),
    "feed_rs_fixtures": (64, 0.968),
    "miniflux_testdata": (6, 1.0),
    "node_feedparser": (8, 0.875),
    "w3c_feedvalidator": (11, 1.0),
}


def disagreements(case: Case) -> list[str]:
    origin = Origin(url=case.url, source_id="outlet")
    try:
        return case.broken(feed_items(case.body, case.content_type, origin).items)
    except InputError as refused:
        return [*case.broken([]), refused.thing]


def measured(name: str) -> tuple[int, dict[str, list[str]]]:
    """How many cases of a set state something, and the lines of those that do not agree."""
    cases = [case for case in SETS[name]() if case.facts]
    return len(cases), {case.name: lines for case in cases if (lines := disagreements(case))}


@pytest.fixture(scope="module")
def results() -> dict[str, tuple[int, dict[str, list[str]]]]:
    return {name: measured(name) for name in SETS}


@pytest.mark.parametrize("name", FLOORS)
def test_a_set_agrees(name: str, results: dict[str, tuple[int, dict[str, list[str]]]]) -> None:
    stating, wrong = results[name]
    least, floor = FLOORS[name]
    assert stating >= least
    assert 1 - len(wrong) / stating >= floor, wrong


def test_all_sets_together_agree(results: dict[str, tuple[int, dict[str, list[str]]]]) -> None:
    stating = sum(count for count, _ in results.values())
    wrong = sum(len(lines) for _, lines in results.values())
    assert 1 - wrong / stating >= TOTAL, results


def test_entities_and_markup_in_feed_titles_agree() -> None:
    wrong = {}
    cases = list(feed_titles())
    for case, stated in cases:
        content = feed_items(case.body, case.content_type, Origin(url=case.url, source_id="outlet"))
        if plain(content.title) != plain(stated):
            wrong[case.name] = (content.title, stated)
    assert len(cases) >= 320
    assert not wrong


def test_letters_agree_whatever_the_charset_is_called() -> None:
    """The text that our charset gives is the one that the stated charset gives. What disagrees is eight feeds that declare
    nothing at all in Japanese, Chinese, Korean, Thai, Hebrew and Cyrillic charsets: undeclared bytes are Persian here."""
    cases = list(encodings())
    wrong = [
        case.name
        for case, stated in cases
        if decode(case.body, case.content_type) != case.body.decode(stated, "replace").removeprefix("\ufeff")
    ]
    assert len(cases) >= 70
    assert len(wrong) <= 8, wrong
    assert all("chardet" in name for name in wrong), wrong


@pytest.mark.parametrize("name", ["feedparser_tests"])
def test_every_feed_is_read_or_refused_by_name(name: str) -> None:
    """No exception of a library, whatever the feed; those that state nothing included."""
    for case in SETS[name]():
        origin = Origin(url=case.url, source_id="outlet")
        try:
            read_feed_fully(case.body, case.content_type, origin)
        except InputError as refused:
            assert refused.thing.startswith(case.url), case.name
