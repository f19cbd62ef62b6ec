"""Finding names: one trie for all names of all lists and both scripts.

The cost of a text is the number of its words times the length of the longest name that begins there; it does not
grow with the list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from nlp.squeeze import NON_JOINERS, Seam, Squeezed, fits, squeeze

Payload = TypeVar("Payload")

_AFTER_ZWNJ = frozenset(
    [
        "ها",
        "های",
        "هایی",
        "هایش",
        "هایشان",
        "هایمان",
        "ی",
        "ای",
        "اش",
        "ام",
        "ات",
        "ست",
        "اند",
        "شان",
        "مان",
        "تان",
        "را",
        "رو",
        "یی",
    ]
)
"""Endings of a Persian word that leave the name in it what it was."""
_AFTER_VOWEL = frozenset(["ی", "ست", "ش", "م"])
_AFTER_CONSONANT = frozenset(["و"])
"""Colloquial: سپاهو for سپاه را."""
_SHORT = 4


_Entry = tuple[tuple[Seam, ...], bool, bool, Payload]
"""The seams of a spelling, whether it ends in a dot, whether it is only a word's beginning, what it stands for."""


@dataclass(frozen=True, slots=True)
class Found(Generic[Payload]):
    """A name in a text: letters ``first`` to ``last`` (exclusive) of the squeezed text, offsets of the text."""

    first: int
    last: int
    start: int
    end: int
    payload: Payload


class Trie(Generic[Payload]):
    """Names and what they stand for. Fill it with ``add``, then ask ``find``."""

    def __init__(self) -> None:
        self._root: dict[str, object] = {}
        self.size = 0

    def add(self, name: str, payload: Payload) -> None:
        """Enter one spelling; with ``*`` at its end it is the beginning of a word. ValueError without letters."""
        squeezed = squeeze(name)
        if not squeezed.letters:
            raise ValueError(f"a name without letters: {name!r}")
        node = self._root
        for letter in squeezed.letters:
            below = node.setdefault(letter, {})
            assert isinstance(below, dict)
            node = below
        entries = node.setdefault("", [])
        assert isinstance(entries, list)
        entries.append((squeezed.seams, name.endswith("."), name.endswith("*"), payload))
        self.size += 1

    def find(self, text: str, squeezed: Squeezed) -> list[Found[Payload]]:
        """All names in ``text``, also those that overlap; ``squeezed`` is its squeezed form."""
        found: list[Found[Payload]] = []
        letters = squeezed.letters
        size = len(letters)
        for first in squeezed.word_starts():
            node: object = self._root
            i = first
            while i < size:
                node = node.get(letters[i]) if isinstance(node, dict) else None
                if node is None:
                    break
                i += 1
                entries = node.get("") if isinstance(node, dict) else None
                if entries is not None:
                    found.extend(_accept(text, squeezed, first, i, entries, _ends_word(squeezed, i)))
        return found


def _accept(
    text: str, squeezed: Squeezed, first: int, last: int, entries: Iterable[_Entry[Payload]], whole: bool
) -> Iterable[Found[Payload]]:
    for seams, dotted, beginning, payload in entries:
        if (whole or beginning) and all(
            fits(seams[k], squeezed.seams[first + k], squeezed.letters[first + k - 1]) for k in range(1, len(seams))
        ):
            end = squeezed.at[last - 1] + 1
            if dotted and text[end : end + 1] == ".":
                end += 1
            yield Found(first, last, squeezed.at[first], end, payload)


def _ends_word(squeezed: Squeezed, i: int) -> bool:
    """True if a name that ends before letter ``i`` ends a word, or leaves only an ending of Persian."""
    if i >= len(squeezed.letters):
        return True
    seam = squeezed.seams[i]
    joined = i in squeezed.zwnj
    if seam is not Seam.NONE and not joined:
        return True
    previous = squeezed.letters[i - 1]
    if not "\u0600" <= previous <= "\u06ff":
        return False
    j = i + 1
    while j < len(squeezed.letters) and (squeezed.seams[j] is Seam.NONE or j in squeezed.zwnj):
        j += 1
        if j - i > 8:
            return False
    rest = squeezed.letters[i:j]
    if joined:
        return rest in _AFTER_ZWNJ
    if previous in "او":
        return rest in _AFTER_VOWEL
    if previous in NON_JOINERS:
        return rest in _AFTER_CONSONANT
    return rest in _AFTER_CONSONANT and i >= _SHORT
