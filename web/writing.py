"""Original texts on a page: direction, and segments in which mentions and claims are marked."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


def direction(text: str) -> str:
    """``rtl`` or ``ltr`` by the majority of strong characters: a Persian text may begin with a Latin word."""
    right = left = 0
    for char in text[:2000]:
        kind = unicodedata.bidirectional(char)
        right += kind in ("R", "AL")
        left += kind == "L"
    return "rtl" if right > left else "ltr"


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to be marked. ``kind`` is a CSS class, ``note`` is what a person reads on it, ``number`` names a mark
    that is told of beside the text (0: it is not)."""

    start: int
    end: int
    kind: str
    note: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text under the same marks; the numbered marks that begin with it and those that end with it."""

    text: str
    kinds: str
    note: str
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def segments(text: str, offset: int, marks: Sequence[Mark]) -> list[Segment]:
    """Cut ``text``, which stands at ``offset`` in the document, wherever a mark begins or ends.

    Marks may overlap, lie within each other or reach beyond the text. The pieces, put together, are the text.
    """
    inside = [m for m in marks if m.start < offset + len(text) and m.end > offset and m.start < m.end]
    cuts = {0, len(text)}
    for mark in inside:
        cuts |= {max(mark.start - offset, 0), min(mark.end - offset, len(text))}
    places = sorted(cuts)
    found = []
    for start, end in itertools.pairwise(places):
        over = [m for m in inside if m.start <= start + offset and m.end >= end + offset]
        kinds = " ".join(dict.fromkeys(m.kind for m in over))
        found.append(
            Segment(
                text[start:end],
                kinds,
                " · ".join(dict.fromkeys(m.note for m in over)),
                tuple(m.number for m in over if m.number and m.start == start + offset),
                tuple(m.number for m in over if m.number and m.end == end + offset),
            )
        )
    return found


def paragraphs(text: str, offset: int) -> list[tuple[int, str]]:
    """The paragraphs of a text, parted by blank lines, each with its offset in the document."""
    found, at = [], 0
    for part in text.split("\n\n"):
        if part.strip():
            found.append((offset + at, part))
        at += len(part) + 2
    return found
