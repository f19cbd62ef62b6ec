"""Words of a Persian text with what stands between them, for rules that read from word to word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[\u0621-\u063a\u0641-\u064a\u067e-\u06d3\u200c]+")
_PLURAL = ("‌ها", "‌های", "‌هایی", "‌ای", "‌اش", "‌شان", "‌ام", "‌مان", "‌ترین", "‌تر")
_VERBAL = ("می‌", "نمی‌")


@dataclass(frozen=True, slots=True)
class Word:
    """A word; ``gap`` is what stands before it since the last one, ``free`` whether no listed name holds it."""

    text: str
    start: int
    end: int
    gap: str
    free: bool

    @property
    def adjoins(self) -> bool:
        """True if only a space parts it from the word before."""
        return self.gap == " "


def split(text: str, taken: Sequence[tuple[int, int]]) -> list[Word]:
    """The Persian words of canonical text; ``taken`` are the spans of listed names."""
    words: list[Word] = []
    last = 0
    names = iter(sorted(taken))
    name = next(names, None)
    for match in _WORD.finditer(text):
        start, end = match.span()
        while name is not None and name[1] <= start:
            name = next(names, None)
        free = name is None or end <= name[0]
        words.append(Word(match.group(), start, end, text[last:start], free))
        last = end
    return words


def inflected(word: str) -> bool:
    """True for plurals, verbs and words with a pronoun: no part of a name of a person."""
    return word.endswith(_PLURAL) or word.startswith(_VERBAL)


def bare(word: str) -> str:
    """A word without the ezafe that canonical writing shows after ه."""
    return word.removesuffix("‌ی") if word.endswith("ه‌ی") else word
