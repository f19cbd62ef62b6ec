"""Floors of the pipeline on the gold documents for development, a little below what was measured.

Measured November 2026 (bench/RESULTS.md): relevance 1.0, linking .996, names .988, topics .894, claims .976, stories
.875. The documents were read while the rules were written, so the figures flatter them; others of the kind are kept
apart. Lowering a floor needs a reason in the same commit: linking
stood at .996 before the watchlists held entities that the gold does not label (suburbs, state media, other police).
"""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

import pytest
from corpora import ROOT, corpus

sys.path.insert(0, str(ROOT))
FLOORS = {
    "all": {"relevance": 0.97, "topics": 0.87, "linking": 0.98, "ner": 0.965, "claims": 0.95, "stories": 0.84},
    "en": {"linking": 0.975, "ner": 0.97, "claims": 0.94, "topics": 0.85},
    "fa": {"linking": 0.98, "ner": 0.95, "claims": 0.95, "topics": 0.82},
}
ACCURACIES = {"claim_speaker": 0.95, "claim_modality": 0.89, "claim_topic": 0.86, "claim_direct": 0.99}


@cache
def report(gate: bool = False) -> dict[str, dict[str, Any]]:
    from bench.gold import scores

    return scores(corpus("gold", "dev.jsonl"), gate)


@pytest.mark.parametrize(("part", "measure"), [(part, m) for part, floors in FLOORS.items() for m in floors])
def test_floor(part: str, measure: str) -> None:
    assert report()[part][measure]["f1"] >= FLOORS[part][measure]


@pytest.mark.parametrize("measure", ACCURACIES)
def test_accuracy_over_matched_claims(measure: str) -> None:
    assert report()["all"][measure] >= ACCURACIES[measure]


def test_the_gate_drops_no_relevant_document() -> None:
    from bench.gold import annotated, scorer

    path = corpus("gold", "dev.jsonl")
    gated = annotated(path, gate=True)
    assert all(gated[i]["relevant"] for i, d in scorer(path.parent).read(path).items() if d["relevant"])
