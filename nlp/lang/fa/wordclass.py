"""What is known of a Persian word out of its context: how frequent it is, its parts of speech, whether it names.

The table (``model/words.npz``, written by bench/train_fa.py) holds a 32-bit checksum of each word or name of up to
three words and the number of its class; a class is a tuple of features. A word that is not there may be met by
chance once in some ten thousand times, which the taggers, fitted with the same table, bear.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np

_ENDINGS = ("\u200cهای", "\u200cها", "های", "ها", "\u200cی", "ی", "ان", "ات")
_LONGEST = 3


class WordClasses:
    """Features of words by themselves and of the names of places that a sentence spells out."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as data:
            self._table: dict[int, int] = dict(zip(data["keys"].tolist(), data["classes"].tolist(), strict=True))
            names = json.loads(bytes(data["features"]).decode())
        self._features: list[tuple[str, ...]] = [tuple(entry) for entry in names]
        self.of_word = lru_cache(maxsize=50_000)(self._of_word)

    def of_sentence(self, words: Sequence[str]) -> list[list[str]]:
        """The features of each word, with the places of two and three words."""
        found = [list(self.of_word(word)) for word in words]
        for start, features in enumerate(found):
            if "multi" in features:
                self._mark(words, start, found)
        return found

    def _mark(self, words: Sequence[str], start: int, found: list[list[str]]) -> None:
        for size in range(min(_LONGEST, len(words) - start), 1, -1):
            number = self._table.get(key(" ".join(words[start : start + size])))
            if number is not None and "place" in self._features[number]:
                for k in range(size):
                    found[start + k].append("PI" if k else "PB")
                return

    def _of_word(self, word: str) -> tuple[str, ...]:
        number = self._table.get(key(word))
        if number is not None:
            return self._features[number]
        for ending in _ENDINGS:
            base = self._table.get(key(word[: -len(ending)])) if word.endswith(ending) else None
            if base is not None:
                parts = [f for f in self._features[base] if f.startswith("DP=")]
                return (f"D~{ending}", *parts) if parts else ("OOV",)
        return ("OOV",)


def key(words: str) -> int:
    """The key of a word in the table."""
    return crc32(words.encode())
