"""Translates a query tree to Tantivy's own queries, by constructors: Tantivy's parser is never used."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from tantivy import FieldType, Occur, Searcher
from tantivy import Query as Native

from model.errors import QueryError
from model.query import (
    All,
    AnyOf,
    Boost,
    ClaimMatch,
    Everything,
    Fuzzy,
    Has,
    Not,
    Phrase,
    Prefix,
    Query,
    RelevanceRange,
    Scope,
    Term,
    TermPattern,
    TimeRange,
    Wildcard,
    Words,
)
from query import analysis
from query.times import bounds
from search.claims import alternatives
from search.embedded.schema import BODY, CLAIMS, PARTS, RELEVANCE, SCHEMA, TITLE

EXPANSIONS = 1024
TITLE_BOOST = 2.0
_NO_SCORE = 0.0


class Compiler:
    """Translates for one state of the index (prefixes are looked up in it) and one moment."""

    def __init__(self, searcher: Searcher, now: datetime) -> None:
        self.searcher = searcher
        self.now = now

    def native(self, query: Query) -> Native:
        """The native query of a tree."""
        match query:
            case Everything():
                return Native.all_query()
            case All(parts):
                return self._all(parts)
            case AnyOf(parts):
                return either([self.native(part) for part in parts])
            case Not(part):
                return self._all((query,))
            case Boost(part, factor):
                return self._boosted(part, factor)
            case Words(text, scope):
                return both([self._sequence(group, 0, scope) for group in analysis.run(text)])
            case Phrase(text, slop, scope):
                return self._sequence(analysis.phrase_terms(text), slop, scope)
            case Prefix() | Wildcard() | Fuzzy():
                return Native.const_score_query(self._resembling(query), 1.0)
            case _:
                return Native.const_score_query(self._filter(query), _NO_SCORE)

    def _all(self, parts: tuple[Query, ...]) -> Native:
        wanted = [(Occur.Must, self.native(part)) for part in parts if not isinstance(part, Not)]
        unwanted = [(Occur.MustNot, self.native(part.part)) for part in parts if isinstance(part, Not)]
        # A boolean query of exclusions alone finds nothing in Tantivy; here it is "all but".
        return Native.boolean_query([*(wanted or [(Occur.Must, Native.all_query())]), *unwanted])

    def _boosted(self, part: Query, factor: float) -> Native:
        """A boost on a filter gives the filter that score: without one it has none."""
        if isinstance(part, (Term, TermPattern, Has, TimeRange, RelevanceRange, ClaimMatch)):
            return Native.const_score_query(self._filter(part), factor)
        return Native.boost_query(self.native(part), factor)

    def _sequence(self, terms: tuple[str, ...], slop: int, scope: Scope) -> Native:
        return either([_weighted(_phrase(field, terms, slop), field) for field in _fields(scope)])

    def _filter(self, query: Query) -> Native:
        match query:
            case Term(field, value):
                return Native.term_query(SCHEMA, field.value, value, "basic")
            case TermPattern(field, pattern):
                return Native.regex_query(SCHEMA, field.value, ".*".join(map(escape, pattern.split("*"))))
            case Has(part):
                return Native.term_query(SCHEMA, PARTS, part.value, "basic")
            case TimeRange(field):
                since, before = bounds(query, self.now)
                if since is not None and before is not None and since >= before:
                    return Native.empty_query()  # now-1d came before now-7d: Tantivy refuses such a range.
                last = None if before is None else before - 1
                return Native.range_query(SCHEMA, field.value, FieldType.Integer, since, last)
            case RelevanceRange(low, high, with_low, with_high):
                # Tantivy refuses an open side that is said to be left out.
                open_low, open_high = low is None, high is None
                return Native.range_query(
                    SCHEMA, RELEVANCE, FieldType.Float, low, high, with_low or open_low, with_high or open_high
                )
            case ClaimMatch():
                return either([_same_place(sorted(words)) for words in alternatives(query)])
        raise TypeError(f"{type(query).__name__} is no node of a query")

    def _resembling(self, query: Prefix | Wildcard | Fuzzy) -> Native:
        fields = _fields(query.scope)
        if isinstance(query, Fuzzy):
            term = analysis.fuzzy_term(query.text)
            return either([Native.fuzzy_term_query(SCHEMA, field, term, query.distance, True) for field in fields])
        found = {field: self._expansions(field, query) for field in fields}
        if len(set().union(*found.values())) > EXPANSIONS:
            shown = f"{query.text}*" if isinstance(query, Prefix) else query.pattern
            raise QueryError(f"«{shown}» stands for more than {EXPANSIONS} words", 0, "write more letters of the word")
        return either([Native.term_set_query(SCHEMA, field, terms) for field, terms in found.items() if terms])

    def _expansions(self, field: str, query: Prefix | Wildcard) -> list[str]:
        if isinstance(query, Prefix):
            beginning = analysis.prefix_term(query.text)
            return [term for term, _ in self.searcher.terms_with_prefix(field, beginning, limit=EXPANSIONS + 1)]
        pattern = analysis.wildcard(query.pattern)
        regex = pattern.regex()
        return [term for term, _ in self.searcher.terms_with_prefix(field, pattern.lead) if regex.fullmatch(term)]


def both(queries: list[Native]) -> Native:
    """All of the queries; nothing for none."""
    return queries[0] if len(queries) == 1 else Native.boolean_query([(Occur.Must, query) for query in queries])


def either(queries: list[Native]) -> Native:
    """Any of the queries; nothing for none."""
    return queries[0] if len(queries) == 1 else Native.boolean_query([(Occur.Should, query) for query in queries])


def escape(text: str) -> str:
    """A literal in Tantivy's regular expressions."""
    return "".join(f"\\{char}" if char in r"\.+*?()|[]{}^$#&-~" else char for char in text)


def _fields(scope: Scope) -> tuple[str, ...]:
    return (TITLE,) if scope is Scope.TITLE else (TITLE, BODY)


def _weighted(query: Native, field: str) -> Native:
    return Native.boost_query(query, TITLE_BOOST) if field == TITLE else query


def _phrase(field: str, terms: tuple[str, ...], slop: int) -> Native:
    """A sequence in one field. Tantivy panics at a phrase of one word; slop over more than two is pair by pair."""
    if not terms:
        return Native.empty_query()
    if len(terms) == 1:
        return Native.term_query(SCHEMA, field, terms[0], "freq")
    if slop and len(terms) > 2:
        return both([Native.phrase_query(SCHEMA, field, list(pair), slop) for pair in pairwise(terms)])
    return Native.phrase_query(SCHEMA, field, list(terms), slop)


def _same_place(words: list[str]) -> Native:
    """Attributes of one claim: they stand at one position."""
    if len(words) == 1:
        return Native.term_query(SCHEMA, CLAIMS, words[0], "basic")
    return Native.phrase_query(SCHEMA, CLAIMS, [(0, word) for word in words])
