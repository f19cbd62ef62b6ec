"""Relevance to the subject: a probability, with reasons that a person can read.

A subject (``config/lexicons/subject.yml`` and ``subjects/``) names actors, victims, Canada's measures, and what
ties a text to Canada. The probability is a logistic function of a few signs (``nlp.relevance_signs``), each a line of
the explanation. The weights stand in ``relevance.yml``; ``bench/relevance.py`` fits them on labelled documents and
measures how well calibrated they are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from model.errors import ConfigError
from nlp import lexicon
from nlp.linking import Hit
from nlp.relevance_signs import Sign, Subject, signs
from nlp.terms import Term, TermFinder

THRESHOLD = 0.5
_GROUPS = ("nexus", "acts", "foreign", "traps")
_FIELDS = ("actors", "near_actors", "victims", "measures", "nexus")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A probability, what follows from it, and why. ``subjects`` are the ids of all subjects that the text is of."""

    score: float
    relevant: bool
    reasons: tuple[str, ...]
    subjects: tuple[str, ...] = ()


class RelevanceRules:
    """The subjects and the words that bear on them, ready to judge texts."""

    def __init__(self, folder: Path) -> None:
        self.subjects = _subjects(folder)
        self.weights = _weights(folder / "relevance.yml")
        groups: dict[str, list[str]] = {name: [] for name in _GROUPS}
        for lang in lexicon.LANGUAGES:
            path = folder / lang / "relevance.yml"
            data = lexicon.read(path)
            for name in _GROUPS:
                groups[name] += lexicon.words(path, data, name)
        self._finder = TermFinder(groups)

    def judge(self, text: str, hits: Sequence[Hit], title_end: int) -> Judgement:
        """Judge a canonical text with the names found in it (offsets of ``text``) by the first subject.

        The other subjects are judged by the same weights; those that the text is of are named in ``subjects``.
        """
        terms = self._finder.find(text)
        judged = [(s.id, *self._judge(s, text, hits, terms, title_end)) for s in self.subjects]
        _, score, reasons = judged[0]
        of = tuple(name for name, probability, _ in judged if probability >= THRESHOLD)
        return Judgement(score, score >= THRESHOLD, reasons, of)

    def signs(self, text: str, hits: Sequence[Hit], title_end: int) -> tuple[Sign, ...]:
        """The signs of a text for the first subject, as the weights see them."""
        return signs(self.subjects[0], text, hits, self._finder.find(text), title_end)

    def _judge(
        self, subject: Subject, text: str, hits: Sequence[Hit], terms: Sequence[Term], title_end: int
    ) -> tuple[float, tuple[str, ...]]:
        found = signs(subject, text, hits, terms, title_end)
        if not any(sign.name in {"actor", "near_actor", "victims"} for sign in found):
            return 0.0, ("names nobody of the subject",)
        total = self.weights["bias"] + sum(self.weights[sign.name] * sign.value for sign in found)
        strongest = sorted(found, key=lambda s: -abs(self.weights[s.name] * s.value))
        return round(1 / (1 + math.exp(-total)), 4), tuple(sign.reason for sign in strongest if sign.reason)


def _subjects(folder: Path) -> tuple[Subject, ...]:
    """The first subject, and those of the folder ``subjects`` in the order of their names."""
    paths = [folder / "subject.yml", *sorted((folder / "subjects").glob("*.yml"))]
    return tuple(_subject(path, lexicon.read(path)) for path in paths)


def _subject(path: Path, data: dict[str, object]) -> Subject:
    name, title = str(data.get("id") or path.stem), str(data.get("title") or path.stem)
    return Subject(name, title, *(frozenset(lexicon.words(path, data, field)) for field in _FIELDS))


def _weights(path: Path) -> Mapping[str, float]:
    try:
        return {name: float(value) for name, value in lexicon.read(path).items()}
    except (TypeError, ValueError) as error:
        raise ConfigError(f"{path}: a weight is no number: {error}", "run bench/relevance.py --write") from error
