"""Relevance to the subject: a score with reasons that a person can read.

The subject (``config/lexicons/subject.yml``) names actors, victims, Canada's measures, and what ties a text to Canada.
The score is a logistic function of a few signs, each a line of the explanation; near-by signs count more than distant
ones, for a text may name the Guards and Canada and be about neither together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp import lexicon
from nlp.linking import Hit
from nlp.terms import Term, TermFinder

THRESHOLD = 0.5
_SENTENCE = re.compile(r"(?<=[.!?؟])[\s»”\"]+|\n+")
_GROUPS = ("nexus", "acts", "foreign", "traps")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A probability-like score, what follows from it, and why."""

    score: float
    relevant: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Subject:
    actors: frozenset[str]
    near_actors: frozenset[str]
    victims: frozenset[str]
    measures: frozenset[str]
    nexus: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Sign:
    weight: float
    reason: str


class RelevanceRules:
    """The subject and the words that bear on it, ready to judge texts."""

    def __init__(self, folder: Path) -> None:
        path = folder / "subject.yml"
        data = lexicon.read(path)
        fields = ("actors", "near_actors", "victims", "measures", "nexus")
        self._subject = _Subject(*(frozenset(lexicon.words(path, data, name)) for name in fields))
        groups: dict[str, list[str]] = {name: [] for name in _GROUPS}
        for lang in lexicon.LANGUAGES:
            path = folder / lang / "relevance.yml"
            data = lexicon.read(path)
            for name in _GROUPS:
                groups[name] += lexicon.words(path, data, name)
        self._finder = TermFinder(groups)

    def judge(self, text: str, hits: Sequence[Hit], title_end: int) -> Judgement:
        """Judge a canonical text with the names found in it (offsets of ``text``)."""
        signs = list(self._signs(text, hits, self._finder.find(text), title_end))
        total = sum(sign.weight for sign in signs)
        score = 1 / (1 + math.exp(-total))
        reasons = tuple(sign.reason for sign in sorted(signs, key=lambda s: -abs(s.weight)) if sign.reason)
        return Judgement(round(score, 4), score >= THRESHOLD, reasons)

    def _signs(self, text: str, hits: Sequence[Hit], terms: Sequence[Term], title_end: int) -> list[_Sign]:
        subject = self._subject
        actors = [h for h in hits if h.id in subject.actors]
        near = [h for h in hits if h.id in subject.near_actors]
        victims = [h for h in hits if h.id in subject.victims]
        measures = [h for h in hits if h.id in subject.measures]
        spots = [h.start for h in hits if h.id in subject.nexus or h.canadian]
        spots += [t.start for t in terms if t.group == "nexus"]
        acts = [t for t in terms if t.group == "acts"]
        signs = [_Sign(-3.4, "")]
        if actors:
            signs.append(_Sign(1.5 + 0.25 * min(len(actors) - 1, 3), f"names {_said(text, actors)}"))
        elif near:
            signs.append(_Sign(0.8, f"names {_said(text, near)}"))
        if victims:
            weight = 2.6 + 0.3 * min(len(victims) - 1, 3)
            signs.append(_Sign(weight if len(victims) > 1 or actors or near else 2.0, f"names {_said(text, victims)}"))
        if spots:
            signs.append(_Sign(0.5 + 0.3 * min(len(spots), 5), f"{len(spots)} ties to Canada"))
        if measures and spots:
            signs.append(_Sign(0.5, f"a measure of Canada: {_said(text, measures)}"))
        if actors or near:
            signs += _together(text, actors or near, spots, acts, bool(actors))
        if any(h.start < title_end for h in (*actors, *victims)):
            signs.append(_Sign(0.5, "the subject stands in the title"))
        foreign = [t for t in terms if t.group == "foreign"]
        if foreign and len(foreign) >= len(spots) and not victims:
            weight = -1.5 if len(foreign) < 2 * len(spots) else -3.0
            signs.append(_Sign(weight, f"about another country's debate: {foreign[0].word}"))
        traps = {t.word for t in terms if t.group == "traps"}
        if traps:
            signs.append(_Sign(-0.6 * min(len(traps), 4), f"words of sport, kitchen, film or farewell: {min(traps)}"))
        return signs


def _together(text: str, actors: Sequence[Hit], spots: Sequence[int], acts: Sequence[Term], named: bool) -> list[_Sign]:
    """What stands beside the actors: Canada, and the acts that make news of the two."""
    signs = []
    sentences = _bounds(text, _SENTENCE)
    paragraphs = _bounds(text, re.compile(r"\n\n+"))
    scale = 1.0 if named else 0.6
    in_sentence = {_index(sentences, h.start) for h in actors}
    in_paragraph = {_index(paragraphs, h.start) for h in actors}
    if any(_index(sentences, spot) in in_sentence for spot in spots):
        signs.append(_Sign(1.3 * scale, "the actor and Canada in one sentence"))
    elif any(_index(paragraphs, spot) in in_paragraph for spot in spots):
        signs.append(_Sign(0.6 * scale, "the actor and Canada in one paragraph"))
    if spots and any(_index(sentences, t.start) in in_sentence for t in acts):
        word = next(t.word for t in acts if _index(sentences, t.start) in in_sentence)
        signs.append(_Sign(0.8 * scale, f"beside the actor: {word.rstrip('*')}"))
    return signs


def _bounds(text: str, at: re.Pattern[str]) -> list[int]:
    return [m.end() for m in at.finditer(text)]


def _index(bounds: Sequence[int], spot: int) -> int:
    return sum(bound <= spot for bound in bounds)


def _said(text: str, hits: Sequence[Hit]) -> str:
    """The first two different names as printed."""
    return ", ".join(list(dict.fromkeys(text[h.start : h.end] for h in hits))[:2])
