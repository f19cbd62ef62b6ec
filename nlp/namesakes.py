"""People under watch, met under their names in another script, or without a sign that they are meant.

A person's names are compared as written (``nlp.linking``) and here by their consonants, which both scripts keep: a
report in Persian is linked to a list that is printed in Latin letters. One look-up a mention, however long the list is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from model.annotation import Label, Mention
from model.watch import Watchlist
from nlp.linking import Linker
from nlp.skeleton import skeleton

_SHORTEST = 5
"""Consonants below which two names are too easily alike."""


class People:
    """The persons of the watchlists by the consonants of their names."""

    def __init__(self, watchlists: Iterable[Watchlist], linker: Linker) -> None:
        self._linker = linker
        self._known: dict[tuple[str, ...], tuple[str, frozenset[str]]] = {}
        for watchlist in watchlists:
            for entity in (e for e in watchlist.entities if e.label is Label.PERSON):
                for name in (n for names in entity.names.values() for n in names):
                    key = _bones(name.text)
                    if key is not None:
                        self._known.setdefault(key, (entity.id, frozenset(name.requires)))

    def meant(self, text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """The mentions, persons under watch among them linked where a second sign stands in the text, else noted as
        possible namesakes."""
        if not self._known:
            return tuple(mentions)
        present = {m.id for m in mentions if m.id is not None}
        return tuple(self._judged(text, m, present) for m in mentions)

    def _judged(self, text: str, mention: Mention, present: set[str]) -> Mention:
        if mention.label is not Label.PERSON or mention.id is not None:
            return mention
        key = _bones(mention.text)
        slug, signs = self._known.get(key, (None, frozenset())) if key is not None else (None, frozenset())
        if slug is None:
            return mention
        if signs & present or self._linker.holds(text, signs - present):
            return replace(mention, id=slug)
        return replace(mention, namesake=slug)


def _bones(name: str) -> tuple[str, ...] | None:
    """The consonants of each word of a name; None for one that says too little."""
    words = tuple(bones for word in name.replace("-", " ").split() if (bones := skeleton(word)))
    return words if len(words) > 1 and sum(map(len, words)) >= _SHORTEST else None
