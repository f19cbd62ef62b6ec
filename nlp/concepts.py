"""Concepts: what a report tells of, in words of no language (``config/lexicons/concepts.yml``)."""

from __future__ import annotations

from pathlib import Path

from nlp import lexicon
from nlp.terms import TermFinder


class Concepts:
    """The bilingual list, ready to be looked up."""

    def __init__(self, folder: Path) -> None:
        path = folder / "concepts.yml"
        data = lexicon.read(path)
        self._finder = TermFinder({name: lexicon.words(path, data, name) for name in data})

    def of(self, text: str) -> tuple[str, ...]:
        """The concepts of a canonical text in the order in which they first appear."""
        return tuple(dict.fromkeys(term.group for term in self._finder.find(text)))
