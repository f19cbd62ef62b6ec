"""What identifies the event of a report, written the same from both languages."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from model.annotation import Annotation, Label, Mention
from model.article import TextDocument
from nlp.numerals import numbers
from nlp.skeleton import skeleton
from text.dates import find_dates
from text.orthography import fold
from text.terms import tokens

_SHINGLE = 4
_SHINGLED = 20_000
_SKETCH = 24
"""The least hashes of a text: a copy of it shares some of them."""
_NAMES = (Label.PERSON, Label.ORG, Label.FAC, Label.EVENT, Label.GPE, Label.LOC)
_COMMON = {
    "canada": 0.15,
    "iran": 0.15,
    "irgc": 0.2,
    "tehran": 0.3,
    "ottawa": 0.3,
    "toronto": 0.4,
    "iran-government": 0.3,
}
"""Watched entities that stand in most texts of the subject and say little of the event."""


@dataclass(frozen=True, slots=True)
class Features:
    """``names`` are skeletons of names with their weight; ``weights`` everything else, by kind and value."""

    names: dict[str, float]
    weights: dict[str, float]
    shingles: frozenset[int]
    persons: frozenset[str] = frozenset()
    """Skeletons of full names of persons: reports of one event mostly share somebody."""

    def handles(self) -> set[str]:
        """By what reports of the same event are found: without one in common two are not compared."""
        hard = {f for f in self.weights if not f.startswith(("concept:", "topic:", "few:")) and f[3:] not in _COMMON}
        names = {f"name:{bones[:2]}" for bones in self.names}
        return hard | names | {f"shingle:{s}" for s in sorted(self.shingles)[:_SKETCH]}


def features(document: TextDocument, annotation: Annotation, at: datetime) -> Features:
    """The features of one report published (or seen) at a time."""
    whole = document.whole
    title_end = len(document.title)
    names: dict[str, float] = {}
    weights: dict[str, float] = {}
    for mention in annotation.mentions:
        factor = 1.4 if mention.start < title_end else 1.0
        if mention.id is not None:
            weight = _COMMON.get(mention.id, 1.0) * factor
            weights[f"id:{mention.id}"] = max(weights.get(f"id:{mention.id}", 0.0), weight)
        elif mention.label in _NAMES:
            _note_name(names, mention, factor)
    for value in set(numbers(fold(_without_names(whole, annotation.mentions)))):
        if value > 10 and not 1900 <= value <= 2100 and not 1300 <= value <= 1450:
            weights[f"number:{value}"] = 0.6 if value < 100 else 1.2
        elif 2 < value <= 10:
            weights[f"few:{value}"] = 0.2
    for day in find_dates(whole, document.published or at, annotation.lang):
        if day.day is not None:
            weights[f"day:{day.day.isoformat()}"] = 0.7
    for concept in annotation.concepts:
        weights[f"concept:{concept}"] = 0.6
    for topic in annotation.topics:
        weights[f"topic:{topic.value}"] = 0.4
    persons = {skeleton(m.text) for m in annotation.mentions if m.label is Label.PERSON and " " in m.text}
    return Features(names, weights, shingles(whole), frozenset(p for p in persons if len(p) > 2))


def _without_names(text: str, mentions: Sequence[Mention]) -> str:
    """A text without its dates and the names that hold numbers (Flight 752): they count nothing."""
    parts, last = [], 0
    for mention in sorted(mentions, key=lambda m: m.start):
        if mention.start >= last and (mention.label is Label.DATE or mention.id is not None):
            parts += [text[last : mention.start], " | "]
            last = mention.end
    return "".join([*parts, text[last:]])


def _note_name(names: dict[str, float], mention: Mention, factor: float) -> None:
    """A name as the skeleton of the whole; the longer the rarer."""
    bones = skeleton(mention.text)
    if len(bones) < 3:
        return
    weight = min(len(bones), 7) / 3.0 * factor
    if mention.label not in (Label.PERSON, Label.ORG):
        weight *= 0.6
    names[bones] = max(names.get(bones, 0.0), weight)


def shingles(text: str) -> frozenset[int]:
    """The runs of four words of a text, as numbers."""
    words = [token.term for token in tokens(text[:_SHINGLED])]
    return frozenset(
        zlib.crc32(" ".join(words[i : i + _SHINGLE]).encode()) for i in range(max(0, len(words) - _SHINGLE + 1))
    )


def utc(document: TextDocument) -> datetime:
    """When a document was published; without a date, now."""
    return (document.published or datetime.now(UTC)).astimezone(UTC)


def within(a: datetime, b: datetime, window: timedelta) -> bool:
    """True if two times are no further apart than the window."""
    return abs(a - b) <= window
