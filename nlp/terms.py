"""Word lists found in a text: which groups of words it holds, where, and how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.matcher import Trie
from nlp.squeeze import squeeze
from text.orthography import fold


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a group, found at an offset of the text that was searched."""

    group: str
    word: str
    start: int
    end: int


class TermFinder:
    """Finds the words of named groups. A word that ends with ``*`` is the beginning of one."""

    def __init__(self, groups: Mapping[str, Sequence[str]]) -> None:
        self._trie: Trie[tuple[str, str]] = Trie()
        for group, listed in groups.items():
            for word in listed:
                self._trie.add(fold(word), (group, word))

    def find(self, text: str) -> list[Term]:
        """All words of all groups in a canonical text, in reading order; a longer word hides those in it."""
        found = [Term(*one.payload, one.start, one.end) for one in self._trie.find(text, squeeze(text))]
        reach: dict[str, int] = {}
        kept = []
        for term in sorted(found, key=lambda t: (t.start, -t.end)):
            if term.end > reach.get(term.group, 0):
                kept.append(term)
                reach[term.group] = term.end
        return kept
