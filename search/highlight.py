"""Highlights: the best passage of the original text, with the words that answer the query."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterator
from typing import Any

from model.search import Highlight
from query.analysis import LONGEST
from search.claims import satisfied
from search.needles import Needles
from text.terms import Token, tokens

PASSAGE = 240
"""Letters of a passage."""

Found = tuple[int, int, Hashable]
"""Start, end, and which condition it answers."""


def highlights(payload: dict[str, Any], title: Needles, text: Needles) -> tuple[Highlight, ...]:
    """The headline if words of it match, and the best passage of the text; its beginning where nothing can be shown."""
    headline, body = payload["title"], payload["text"]
    begin = len(headline) + 2  # Where the text stands in the whole document.
    in_title = [*_words(headline, title), *_marked(payload, title, 0, len(headline))]
    in_body = [*_words(body, text), *_marked(payload, text, begin, begin + len(body))]
    shown = [Highlight(field="title", start=0, passage=headline, spans=_merged(in_title))] if in_title else []
    if in_body or not shown:
        shown.append(_best(body, sorted(in_body, key=lambda found: found[:2])))
    return tuple(shown)


def _words(text: str, wanted: Needles) -> Iterator[Found]:
    if not wanted.words():
        return
    found = tokens(text)
    places: dict[str, list[int]] = defaultdict(list)
    for place, token in enumerate(found):
        places[token.term[:LONGEST]].append(place)
    for term in wanted.terms & places.keys():
        yield from _each(found, places[term], term)
    for rule in wanted.rules:
        for term in [term for term in places if rule(term)]:
            yield from _each(found, places[term], rule)
    for sequence in wanted.sequences:
        yield from _sequences(found, places, sequence)
    for first, second, slop in wanted.pairs:
        near = {
            place
            for a in places.get(first, ())
            for b in places.get(second, ())
            if abs(b - a - 1) <= slop
            for place in (a, b)
        }
        yield from _each(found, sorted(near), (first, second))


def _each(found: list[Token], places: list[int], condition: Hashable) -> Iterator[Found]:
    return ((found[place].start, found[place].end, condition) for place in places)


def _sequences(found: list[Token], places: dict[str, list[int]], sequence: tuple[str, ...]) -> Iterator[Found]:
    for place in places.get(sequence[0], ()):
        run = found[place : place + len(sequence)]
        if tuple(token.term[:LONGEST] for token in run) == sequence:
            yield run[0].start, max(token.end for token in run), sequence


def _marked(payload: dict[str, Any], wanted: Needles, begin: int, end: int) -> Iterator[Found]:
    """Mentions and claims within a stretch of the document, as offsets in it."""
    for start, stop, slug in payload["mentions"]:
        if slug in wanted.entities and begin <= start and stop <= end:
            yield start - begin, stop - begin, ("entity", slug)
    for start, stop, words in payload["claims"]:
        if begin <= start and stop <= end and any(satisfied(sets, frozenset(words)) for sets in wanted.claims):
            yield start - begin, stop - begin, "claim"


def _best(text: str, found: list[Found]) -> Highlight:
    """The passage that answers most conditions, then has most matches, then comes first."""
    if not found:
        end = _cut_after(text, min(len(text), PASSAGE), 0)
        return Highlight(field="text", start=0, passage=text[:end], spans=())
    starts = [start for start, _, _ in found]
    best, best_worth = 0, (0, 0)
    for place, (start, _, _) in enumerate(found):
        inside = found[place : bisect_left(starts, start + PASSAGE)]
        inside = [one for one in inside if one[1] <= start + PASSAGE] or inside[:1]
        worth = (len({condition for _, _, condition in inside}), len(inside))
        if worth > best_worth:
            best, best_worth = place, worth
    first = found[best][0]
    chosen = [one for one in found[best:] if one[1] <= first + PASSAGE] or [found[best]]
    last = max(min(end, first + PASSAGE) for _, end, _ in chosen)
    slack = PASSAGE - (last - first)
    begin = _cut_before(text, max(0, first - slack // 2), first)
    end = _cut_after(text, min(len(text), begin + PASSAGE), last)
    spans = [(max(start, begin) - begin, min(stop, end) - begin, 0) for start, stop, _ in found if start < end]
    return Highlight(
        field="text", start=begin, passage=text[begin:end], spans=_merged([span for span in spans if span[1] > span[0]])
    )


def _cut_before(text: str, place: int, first: int) -> int:
    """The beginning of a word (better: of a paragraph) at or after a place, not after the first match."""
    paragraph = text.rfind("\n\n", place, first)
    if paragraph >= 0:
        return paragraph + 2
    if place == 0 or text[place - 1].isspace():
        return place
    while place < first and not text[place].isspace():
        place += 1
    return min(place + 1, first)


def _cut_after(text: str, place: int, last: int) -> int:
    """The end of a word at or before a place, not before the last match."""
    if place == len(text):
        return place
    while place > last and not text[place].isspace():
        place -= 1
    while place > last and text[place - 1].isspace():
        place -= 1
    return place


def _merged(found: list[Found]) -> tuple[tuple[int, int], ...]:
    """Spans in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end, _ in sorted(found, key=lambda one: one[:2]):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
