"""Passages: which one is shown, where it is cut, and what is marked in it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.search import Highlight
from query import parse
from search.highlight import PASSAGE, highlights
from search.needles import edits, needles

FILL = "Lorem ipsum dolor sit amet consetetur sadipscing elitr. " * 12


def lights(query: str, text: str, title: str = "Head", **more: Any) -> tuple[Highlight, ...]:
    payload = {"title": title, "text": text, "mentions": [], "claims": [], **more}
    return highlights(payload, *needles(parse(query)))


def marked(light: Highlight) -> list[str]:
    return [light.passage[start:end] for start, end in light.spans]


def test_the_passage_with_most_different_words_wins() -> None:
    text = f"zebra zebra zebra. {FILL}Here a zebra met a lion and an ape.{FILL}lion lion"
    (light,) = lights("zebra lion ape", text)
    assert marked(light) == ["zebra", "lion", "ape"]
    assert "met a" in light.passage


def test_a_passage_is_short_and_cut_between_words() -> None:
    text = f"{FILL}needle {FILL}"
    (light,) = lights("needle", text)
    assert len(light.passage) <= PASSAGE
    assert text[light.start - 1].isspace()
    assert text[light.start + len(light.passage)].isspace()
    assert light.passage == light.passage.strip()


def test_a_passage_begins_with_its_paragraph() -> None:
    (light,) = lights("needle", f"{FILL}\n\nA needle here. {FILL}")
    assert light.passage.startswith("A needle here.")


def test_the_title_is_marked_whole_and_alone_where_only_it_matches() -> None:
    (light,) = lights("title:head", "head in the text", title="The Head")
    assert (light.field, light.passage, marked(light)) == ("title", "The Head", ["Head"])


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("zebra -lion", "a lion and a zebra", ["zebra"]),
        ("NOT (lion OR zebra)", "a lion and a zebra", []),
        ('"zebra lion"', "zebra. lion zebra lion", ["zebra. lion", "zebra lion"]),
        ('"zebra lion"~3', "zebra one two lion far away from any other zebra here and there", ["zebra", "lion"]),
        ("سپاه", "سپاه و سپاهان و سپاه‌ها", ["سپاه", "سپاه‌ها"]),
        ("كتاب", "کتابـــها می‌خواند", ["کتابـــها"]),
        ("zeb*", "Zebra zebu ape", ["Zebra", "zebu"]),
        ("zebra~1", "zbera zebras zebrine", ["zbera", "zebras"]),
        ("(zebra^3 OR lang:fa)", "zebra", ["zebra"]),
    ],
)
def test_what_is_marked(query: str, text: str, words: list[str]) -> None:
    (light,) = lights(query, text)
    assert marked(light) == words


def test_mentions_and_claims_are_marked_where_they_stand() -> None:
    title, text = "On Sepah", "The Guards spoke. Nobody heard them."
    mentions = [[3, 8, "irgc"], [len(title) + 2 + 4, len(title) + 2 + 10, "irgc"], [0, 2, "other"]]
    head, body = lights("entity:irgc", text, title, mentions=mentions)
    assert (marked(head), marked(body)) == (["Sepah"], ["Guards"])
    at = len(title) + 2 + text.index("Nobody")
    claims = [[at, at + 18, ["modality=denied"]], [at - 18, at - 1, ["modality=asserted"]]]
    (light,) = lights("claim:(modality:denied)", text, title, claims=claims)
    assert marked(light) == ["Nobody heard them."]


def test_a_long_claim_is_clipped_to_its_passage() -> None:
    (light,) = lights("has:claims", FILL, claims=[[6, 6 + len(FILL), ["modality=denied"]]])
    assert light.spans
    assert light.spans[-1][1] <= len(light.passage) <= PASSAGE


def test_nothing_to_mark_shows_the_beginning() -> None:
    (light,) = lights("lang:fa", FILL)
    assert (light.start, light.spans) == (0, ())
    assert FILL.startswith(light.passage)
    assert len(light.passage) <= PASSAGE
    assert lights("lang:fa", "")[0].passage == ""


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["zebra", "lion", "سپاه", "می شود", "x" * 300, "\n\n", "،", "\u200f"]), max_size=60))
def test_spans_always_lie_in_the_passage_and_the_passage_in_the_text(words: list[str]) -> None:
    text = " ".join(words)
    for light in lights("zebra OR سپاه OR می‌شود OR xxx*", text):
        assert text[light.start :].startswith(light.passage)
        ends = [0, *(place for span in light.spans for place in span), len(light.passage)]
        assert ends == sorted(ends)
        assert all(start < end for start, end in light.spans)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("", "abc", 3),
        ("abc", "abc", 0),
        ("abc", "acb", 1),
        ("abcd", "badc", 2),
        ("kitten", "sitting", 3),
        ("ab", "", 2),
    ],
)
def test_edits(one: str, other: str, distance: int) -> None:
    assert edits(one, other) == distance
