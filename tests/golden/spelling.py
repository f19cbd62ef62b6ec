"""The suite of Persian spelling variants, for every room that must treat them alike."""

from __future__ import annotations

from pathlib import Path

SUITE = Path(__file__).with_name("spelling.tsv")


def lines() -> list[tuple[str, list[str]]]:
    """(kind, variants) of each line."""
    rows = [line.split("\t") for line in SUITE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(row[0], row[1:]) for row in rows]
