"""What a query's matches look like in a text: the words to highlight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from model.query import (
    All,
    AnyOf,
    Boost,
    ClaimMatch,
    Fuzzy,
    Has,
    Keyword,
    Part,
    Phrase,
    Prefix,
    Query,
    Scope,
    Term,
    Wildcard,
    Words,
)
from query import analysis
from search.claims import alternatives

Rule = Callable[[str], bool]


@dataclass(slots=True)
class Needles:
    """The positive conditions of a query. ``pairs`` are neighbours of a sloppy phrase with their slop."""

    terms: set[str] = field(default_factory=set)
    sequences: set[tuple[str, ...]] = field(default_factory=set)
    pairs: set[tuple[str, str, int]] = field(default_factory=set)
    rules: list[Rule] = field(default_factory=list)
    entities: set[str] = field(default_factory=set)
    claims: list[list[frozenset[str]]] = field(default_factory=list)

    def words(self) -> bool:
        """Whether any condition is on words."""
        return bool(self.terms or self.sequences or self.pairs or self.rules)


def needles(query: Query) -> tuple[Needles, Needles]:
    """The conditions on the title, and those on the text."""
    title, text = Needles(), Needles()
    for leaf in _positive(query):
        _add(leaf, title)
        if getattr(leaf, "scope", Scope.ANY) is Scope.ANY:
            _add(leaf, text)
    return title, text


def _positive(query: Query) -> Iterator[Query]:
    """The leaves that a hit may owe its place to: none of those under NOT."""
    if isinstance(query, (All, AnyOf)):
        for part in query.parts:
            yield from _positive(part)
    elif isinstance(query, Boost):
        yield from _positive(query.part)
    else:
        yield query


def _add(leaf: Query, to: Needles) -> None:
    match leaf:
        case Words(text):
            for group in analysis.run(text):
                _add_sequence(group, to)
        case Phrase(text, slop):
            terms = analysis.phrase_terms(text)
            if slop and len(terms) > 1:
                to.pairs |= {(a, b, slop) for a, b in pairwise(terms)}
            else:
                _add_sequence(terms, to)
        case Prefix(text):
            to.rules.append(_prefix(analysis.prefix_term(text)))
        case Wildcard(pattern):
            regex = analysis.wildcard(pattern).regex()
            to.rules.append(lambda term: regex.fullmatch(term) is not None)
        case Fuzzy(text, distance):
            to.rules.append(_fuzzy(analysis.fuzzy_term(text), distance))
        case Term(Keyword.ENTITY, value):
            to.entities.add(value)
        case ClaimMatch():
            to.claims.append(alternatives(leaf))
        case Has(Part.CLAIMS):
            to.claims.append([frozenset()])
        case _:
            pass


def _add_sequence(terms: tuple[str, ...], to: Needles) -> None:
    if len(terms) == 1:
        to.terms.add(terms[0])
    elif terms:
        to.sequences.add(terms)


def _prefix(beginning: str) -> Rule:
    return lambda term: term.startswith(beginning)


def _fuzzy(wanted: str, distance: int) -> Rule:
    return lambda term: abs(len(term) - len(wanted)) <= distance and edits(wanted, term) <= distance


def edits(one: str, other: str) -> int:
    """Edits from one word to another, neighbours exchanged counting once (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, with_char in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != with_char))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == with_char:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
