"""What a query may name: the entities of the watchlists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from model.watch import Watchlist


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Known ids. None for ``entities`` or ``sources`` accepts every id (there is nothing to check against).

    ``names`` maps names of entities, lower case, to ids: only for suggestions in errors.
    """

    entities: frozenset[str] | None = None
    sources: frozenset[str] | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, watchlists: Iterable[Watchlist]) -> Vocabulary:
        """The vocabulary of these watchlists."""
        ids: set[str] = set()
        names: dict[str, str] = {}
        for entity in (entity for watchlist in watchlists for entity in watchlist.entities):
            ids.add(entity.id)
            names[entity.name.casefold()] = entity.id
            for name in (name for group in entity.names.values() for name in group):
                names.setdefault(name.text.casefold(), entity.id)
        return cls(entities=frozenset(ids), names=names)

    def near_entities(self, value: str) -> list[str]:
        """Ids that may have been meant, best first, three at most."""
        named = [self.names[name] for name in get_close_matches(value.casefold(), list(self.names), n=3, cutoff=0.75)]
        return list(dict.fromkeys([*named, *near(value, self.entities or ())]))[:3]


def near(value: str, known: Iterable[str]) -> list[str]:
    """Known values that look like a value: its letters, or a part of it."""
    options = sorted(known)
    similar = get_close_matches(value.casefold(), options, n=3, cutoff=0.6)
    inside = [option for option in options if len(value) >= 3 and value.casefold() in option]
    return list(dict.fromkeys([*similar, *inside]))[:3]


def did_you_mean(value: str, known: Iterable[str]) -> str:
    """The remedy for an unknown value: near ones, or all where they are few."""
    options = sorted(known)
    close = near(value, options)
    if close:
        return f"did you mean {' or '.join(close)}?"
    return f"one of: {', '.join(options)}" if options else "none is known here"
