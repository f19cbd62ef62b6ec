"""Fit the weights of topics: ``python -m bench.topics [--write]``.

On the relevant documents of the development gold set and the tuning documents of tests/golden: one logistic regression over the pairs
of document and topic ("any": is it one of the topics?), one choice among a document's topics ("main": the first that the gold
names). The penalty pulls to a prior; 10 folds, reports of one story in one fold. Reported over the folds: micro F1 of the
topics, accuracy of the main one. The held-out documents are never fitted on.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import catalog
from bench.gold import GOLD, ROOT, scorer
from nlp import gazetteer
from nlp.linking import Linker
from nlp.topics import SIGNS, TopicRules
from text.orthography import canonical

sys.path.insert(0, str(ROOT / "tests" / "golden"))
PRIOR = {"bias": -3.5, "share": 4.0, "strength": 1.0, "in_title": 1.0, "in_lead": 1.0, "ratio": 1.5, "best": 1.0}
PENALTY, PENALTY_TOPIC = 0.3, 1.2
TOPICS = (
    "threats",
    "financing",
    "listing-sanctions",
    "ps752",
    "influence",
    "cyber",
    "immigration",
    "protest",
    "courts",
)
NAMES = (*SIGNS, *TOPICS)


@dataclass(frozen=True)
class Case:
    """A document: a row of signs for each topic with a word in it, and the gold's topics."""

    rows: dict[str, dict[str, float]]
    gold: tuple[str, ...]
    group: str


def cases() -> list[Case]:
    """The relevant documents as signs."""
    import gold

    config = catalog.load(ROOT / "config")
    linker, rules = Linker(config.watchlists, gazetteer.load(config.lexicons)), TopicRules(config.lexicons)
    documents = [*scorer().read(GOLD / "dev.jsonl").values(), *gold.documents("tuning_en.yml", "tuning_fa.yml")]
    made = []
    for one in documents:
        if one["relevant"]:
            form = canonical(f"{one['title']}\n\n{one['text']}")
            found = rules.signs(form.text, linker.hits(form.text), form.from_original(len(one["title"])))
            rows = {topic.value: signs for topic, signs in found.items()}
            made.append(Case(rows, tuple(one["topics"]), one["story"] or one["id"]))
    return made


def _row(topic: str, signs: dict[str, float]) -> list[float]:
    return [signs[n] for n in SIGNS] + [float(t == topic) for t in TOPICS]


def fit(some: list[Case], kind: str) -> Any:
    """Weights in the order of NAMES, by gradient ascent on the penalised likelihood."""
    prior = np.array([PRIOR[n] for n in SIGNS] + [0.0] * len(TOPICS))
    strength = np.array([PENALTY] * len(SIGNS) + [PENALTY_TOPIC] * len(TOPICS))
    beta = prior.copy()
    for step in range(1500):
        gradient = -strength * (beta - prior)
        for x, y in _targets(some, kind):
            z = x @ beta
            p = 1 / (1 + np.exp(-z)) if kind == "any" else np.exp(z - z.max()) / np.exp(z - z.max()).sum()
            gradient += x.T @ (y - p)
        beta += 0.02 / (1 + step / 300) * gradient
    return beta


def _targets(some: list[Case], kind: str) -> Iterator[tuple[Any, Any]]:
    for case in some:
        topics = list(case.rows)
        x = np.array([_row(t, case.rows[t]) for t in topics])
        y = np.array([float(t in case.gold if kind == "any" else t == case.gold[0]) for t in topics])
        if kind == "any" or y.sum():
            yield x, y


def chosen(case: Case, any_: Any, main: Any) -> list[str]:
    """The topics as ``nlp.topics`` chooses them."""
    value = {t: float(np.array(_row(t, r)) @ main) for t, r in case.rows.items()}
    first = max(value, key=lambda t: (value[t], t))
    also = [
        t
        for t in sorted(value, key=lambda t: -value[t])
        if t != first and float(np.array(_row(t, case.rows[t])) @ any_) > 0
    ]
    return [first, *also[:2]]


def crossed(found: list[Case], folds: int = 10) -> tuple[float, float]:
    """Micro F1 of the topics and accuracy of the main one over the folds."""
    hit = guessed = true = first = 0
    for fold in range(folds):
        inside = [zlib.crc32(c.group.encode()) % folds == fold for c in found]
        rest = [c for c, held in zip(found, inside, strict=True) if not held]
        any_, main = fit(rest, "any"), fit(rest, "main")
        for case in (c for c, held in zip(found, inside, strict=True) if held):
            got = chosen(case, any_, main)
            hit, guessed, true = hit + len(set(got) & set(case.gold)), guessed + len(got), true + len(case.gold)
            first += got[0] == case.gold[0]
    return 2 * hit / (guessed + true), first / len(found)


def main(arguments: list[str]) -> None:
    """Print the cross-validated measures; with ``--write`` put the weights into the lexicon."""
    found = cases()
    f1, first = crossed(found)
    print(f"{len(found)} documents, 10 folds: topics F1 {f1:.3f}, main topic {first:.3f}")
    if "--write" in arguments:
        path = Path(ROOT / "config/lexicons/topics.yml")
        lines = ["# Weights of the signs of topics (nlp/topics.py). Fitted by `python -m bench.topics --write`."]
        for kind in ("any", "main"):
            lines += [f"{kind} {n}: {w:.3f}" for n, w in zip(NAMES, fit(found, kind), strict=True)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
