"""Lemmas by the end of a word: what was done with most words of the same part of speech that end alike.

Learned from a treebank (bench/train_fa.py). Forms whose lemma the ends do not tell, as those of irregular verbs, are
ends of their own: the whole word.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_LONGEST = 7
_WHOLE = "^"


class Lemmas:
    """Edits by part of speech and end of word, read from a file of ``learned``."""

    def __init__(self, path: Path) -> None:
        self._edits: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        self.of = lru_cache(maxsize=50_000)(self._of)

    def _of(self, word: str, pos: str) -> str:
        return next(
            (applied(word, self._edits[end]) for end in _ends(word, pos) if end in self._edits),
            word,
        )


def learned(words: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Edits for each end from (word, part of speech, lemma); ends that say what a shorter one says are left out."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word, pos, lemma in words:
        for end in _ends(word, pos):
            counts[end][edit(word, lemma)] += 1
    best = {end: max(sorted(c), key=c.__getitem__) for end, c in counts.items()}
    kept: dict[str, str] = {}
    for end in sorted(best, key=len):
        pos, _, suffix = end.partition("|")
        shorter = (f"{pos}|{suffix.removeprefix(_WHOLE)[k:]}" for k in range(0 if _WHOLE in suffix else 1, len(suffix)))
        if best[end] != next((kept[s] for s in shorter if s in kept), None):
            kept[end] = best[end]
    return kept


def _ends(word: str, pos: str) -> list[str]:
    """The whole word and its ends, longest first, each with the part of speech."""
    sizes = range(min(_LONGEST, len(word) - 1), -1, -1)
    return [f"{pos}|{_WHOLE}{word}", *(f"{pos}|{word[len(word) - size :]}" for size in sizes)]


def edit(word: str, lemma: str) -> str:
    """How a lemma comes from a word: letters off its front, letters off its end, a slash, and what is put there."""
    front = 0
    while front < 2 and word[front:] and lemma[:2] != word[front : front + 2]:
        front += 1
    if lemma[:2] != word[front : front + 2]:
        front = 0
    rest, same = word[front:], 0
    while same < min(len(rest), len(lemma)) and rest[same] == lemma[same]:
        same += 1
    return f"{front},{len(rest) - same}/{lemma[same:]}"


def applied(word: str, change: str) -> str:
    """The lemma that an edit makes of a word."""
    sizes, _, put = change.partition("/")
    front, off = (int(size) for size in sizes.split(","))
    return word[front : max(len(word) - off, front)] + put
