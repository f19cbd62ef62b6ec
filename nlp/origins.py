"""Where the reports of a story come from: copies and the outlets of one state count as one origin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from model.article import TextDocument
from model.dossier import Origins
from model.source import Owner
from nlp.features import shingles

NEAR_COPY = 0.30
"""Overlap of word shingles above which one text is a copy of another."""
CONTAINED = 0.60
"""The share of the shorter text's shingles in the longer one above which it is a cut copy."""
_STATE = frozenset({Owner.STATE_AFFILIATED, Owner.IRGC_AFFILIATED})


@dataclass(frozen=True, slots=True)
class Published:
    """A report of a story, with who owns its outlet and the country of the outlet, as far as they are known."""

    document: TextDocument
    owner: Owner | None = None
    country: str = ""


def origins(reports: Sequence[Published]) -> Origins:
    """The origins of a story's reports, earliest first. The outlets of one state count once, whatever they print."""
    ordered = sorted(reports, key=lambda r: (str(r.document.published or ""), r.document.id))
    marks = [shingles(r.document.whole) for r in ordered]
    group = list(range(len(ordered)))
    for i, one in enumerate(ordered):
        for j in range(i):
            other = ordered[j]
            state = one.owner in _STATE and other.owner in _STATE and one.country == other.country
            if state or _copied(marks[i], marks[j]):
                old, new = max(group[i], group[j]), min(group[i], group[j])
                group = [new if g == old else g for g in group]
    found: dict[int, list[str]] = {}
    for number, report in zip(group, ordered, strict=True):
        found.setdefault(number, []).append(report.document.id)
    return Origins(groups=tuple(tuple(ids) for ids in found.values()))


def _copied(a: frozenset[int], b: frozenset[int]) -> bool:
    if not a or not b:
        return False
    shared = len(a & b)
    return shared / len(a | b) >= NEAR_COPY or shared / min(len(a), len(b)) >= CONTAINED
