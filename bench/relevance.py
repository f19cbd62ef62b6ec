"""Fit the weights of relevance and measure its calibration: ``python -m bench.relevance [--write]``.

Documents: the development gold set, the tuning documents and the other documents of tests/golden, a few generated events, and
real feed entries (headline and summary) of the rss_entries corpus, labelled here by hand. A logistic regression with a
penalty that pulls every weight to a prior; 10 folds, reports of one story in one fold. Reported over the folds: F1,
Brier score, expected calibration error (10 bins). The held-out documents of tests/golden are never fitted on.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

import catalog
from bench.gold import GOLD, ROOT, scorer
from nlp import gazetteer
from nlp.linking import Linker
from nlp.relevance import RelevanceRules
from text.orthography import canonical

sys.path[:0] = [str(ROOT / "tests" / "golden"), str(ROOT / "tests" / "generator")]
PRIOR = {
    "bias": -3.4, "actor": 1.5, "actor_again": 0.7, "near_actor": 0.8, "victims": 2.6, "victims_again": 0.9, "tie": 0.8,
    "ties": 1.5, "tie_in_lead": 0.5, "measure": 0.5, "one_sentence": 1.0, "one_paragraph": 0.5, "act_beside": 0.6, "acts": 0.8,
    "in_title": 0.5, "foreign": -2.5, "abroad": -1.0, "traps": -2.0,
}  # fmt: skip
PENALTY = 0.35
RELEVANT_ENTRIES = (
    "Flight PS752 Families", "Newly Sanctioned Iranians Include Toronto", "Urge Canada to List", "Canadian Iranian activist says",
    "Canada, Allies", "PS752",
)  # fmt: skip
DOUBTFUL_ENTRIES = ("Morality Police Officers", "call", "Judges of Iran", "denied entry to Canada", "Removing Iranian Officials",
                    "Sanctions Iranian Entities", "label Iranian army")  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One labelled document; ``group`` keeps reports of one story in one fold, ``weight`` is its say in the fit."""

    signs: dict[str, float]
    relevant: bool
    group: str
    weight: float


def texts() -> Iterator[tuple[str, str, bool, str, float]]:
    """Title, text, label, group, weight of everything that is fitted on."""
    import events
    import gold

    for one in scorer().read(GOLD / "dev.jsonl").values():
        yield one["title"], one["text"], one["relevant"], one["story"] or one["id"], 1.0
    for one in gold.documents("tuning_en.yml", "tuning_fa.yml"):
        yield one["title"], one["text"], one["relevant"], one["story"] or one["id"], 1.0
    for one in YAML(typ="safe").load((ROOT / "tests/golden/documents.yml").read_text(encoding="utf-8")):
        yield one["title"], one["text"], one["relevant"], one.get("story_of", one["id"]), 1.0
    for made in events.generate(7, 30):
        if made.copy_of is None:
            yield made.title, made.text, made.relevant, made.kind, 0.1
    yield from entries()


def entries() -> Iterator[tuple[str, str, bool, str, float]]:
    """Real feed entries that name the Guards, PS752 or both countries; the doubtful are left out."""
    import json

    seen: set[str] = set()
    folder = GOLD.parent / "corpora" / "rss_entries_2022_2023"
    for name in ("irgc_or_ps752", "iran_and_canada"):
        for line in (folder / f"{name}.dev.jsonl").read_text(encoding="utf-8").split("\n"):
            one: dict[str, Any] = json.loads(line) if line.strip() else {}
            title = one.get("title") or ""
            if title and title not in seen and not any(words in title for words in DOUBTFUL_ENTRIES):
                seen.add(title)
                relevant = any(words in title for words in RELEVANT_ENTRIES)
                yield title, one.get("description") or "", relevant, title, 0.5


def cases() -> list[Case]:
    """The labelled documents as signs."""
    config = catalog.load(ROOT / "config")
    linker, rules = Linker(config.watchlists, gazetteer.load(config.lexicons)), RelevanceRules(config.lexicons)
    return [
        Case({s.name: s.value for s in rules.signs(*_read(linker, title, text))}, relevant, group, weight)
        for title, text, relevant, group, weight in texts()
    ]


def _read(linker: Linker, title: str, text: str) -> tuple[str, Any, int]:
    form = canonical(f"{title}\n\n{text}")
    return form.text, linker.hits(form.text), form.from_original(len(title))


def fit(some: list[Case]) -> dict[str, float]:
    """Weights by Newton's method: the penalised likelihood is concave."""
    names = list(PRIOR)
    x = np.array([[1.0 if n == "bias" else c.signs.get(n, 0.0) for n in names] for c in some])
    y, w = np.array([float(c.relevant) for c in some]), np.array([c.weight for c in some])
    prior = np.array([PRIOR[n] for n in names])
    beta = prior.copy()
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (w * (y - p)) - PENALTY * (beta - prior)
        hessian = (x * (w * p * (1 - p))[:, None]).T @ x + PENALTY * np.eye(len(names))
        step = np.linalg.solve(hessian, gradient)
        beta += step
        if float(np.abs(step).max()) < 1e-6:
            break
    return {n: round(float(b), 3) for n, b in zip(names, beta, strict=True)}


def probability(weights: dict[str, float], case: Case) -> float:
    """What the weights say of a case: as ``nlp.relevance`` computes it."""
    if not {"actor", "near_actor", "victims"} & case.signs.keys():
        return 0.0
    total = weights["bias"] + sum(weights[n] * v for n, v in case.signs.items())
    return float(1 / (1 + np.exp(-total)))


def crossed(all_cases: list[Case], folds: int = 10) -> list[tuple[float, Case]]:
    """Each case judged by weights fitted without its fold."""
    judged: list[tuple[float, Case]] = []
    for fold in range(folds):
        inside = [zlib.crc32(c.group.encode()) % folds == fold for c in all_cases]
        weights = fit([c for c, held in zip(all_cases, inside, strict=True) if not held])
        judged += [(probability(weights, c), c) for c, held in zip(all_cases, inside, strict=True) if held]
    return judged


def measures(judged: list[tuple[float, Case]]) -> dict[str, float]:
    """F1, Brier score and expected calibration error of cases counted once each."""
    p, y = np.array([j[0] for j in judged]), np.array([float(j[1].relevant) for j in judged])
    hit = float(((p >= 0.5) & (y == 1)).sum())
    bins = np.minimum((p * 10).astype(int), 9)
    gaps = [abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in range(10) if (bins == b).any()]
    return {
        "n": len(y),
        "f1": 2 * hit / float((p >= 0.5).sum() + y.sum()),
        "brier": float(((p - y) ** 2).mean()),
        "ece": float(sum(gaps)),
    }


def main(arguments: list[str]) -> None:
    """Print the cross-validated measures and the weights; with ``--write`` put them into the lexicon."""
    found = cases()
    judged = crossed(found)
    for name, some in (("all", judged), ("whole documents", [j for j in judged if j[1].weight == 1.0])):
        print(name, {k: round(v, 4) for k, v in measures(some).items()})
    weights = fit(found)
    print(weights)
    if "--write" in arguments:
        path = Path(ROOT / "config/lexicons/relevance.yml")
        head = [line for line in path.read_text(encoding="utf-8").split("\n") if line.startswith("#")]
        path.write_text("\n".join([*head, *(f"{n}: {v}" for n, v in weights.items())]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
