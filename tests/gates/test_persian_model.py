"""Floors of the Persian pipeline: names on PEYMA and ParsTwiNER, parts of speech and lemmas on PerDT's test file."""

from __future__ import annotations

import sys
from functools import cache

import pytest
from corpora import ROOT, corpus

sys.path.insert(0, str(ROOT))
FLOORS = {
    "names, peyma": 0.76,
    "names, parstwiner": 0.69,
    "parts of speech, perdt test": 0.93,
    "lemmas, perdt test": 0.95,
}


@cache
def measured() -> dict[str, float]:
    corpus("corpora", "fa_ner")
    corpus("corpora", "fa_ud")
    from bench.train_fa_tags import figures

    return figures()


@pytest.mark.parametrize("measure", FLOORS)
def test_floor(measure: str) -> None:
    assert measured()[measure] >= FLOORS[measure]
