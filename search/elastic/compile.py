"""Translates a query tree to Elasticsearch's own queries. Its query string syntax is never used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Any

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
from search.elastic.mapping import BODY, CLAIMS, PARTS, RELEVANCE, TITLE, WORDS

Native = dict[str, Any]

TITLE_BOOST = 2.0
NOTHING: Native = {"match_none": {}}
_FILTERS = (Term, TermPattern, Has, TimeRange, RelevanceRange, ClaimMatch)


class Compiler:
    """Translates for one moment. ``check`` is told of each group of queries whose words must be counted beforehand."""

    def __init__(self, now: datetime, check: Callable[[str, list[Native]], None]) -> None:
        self.now = now
        self.check = check

    def native(self, query: Query) -> Native:
        """The native query of a tree."""
        match query:
            case Everything():
                return {"match_all": {}}
            case All(parts):
                return self._all(parts)
            case AnyOf(parts):
                return either([self.native(part) for part in parts])
            case Not():
                return self._all((query,))
            case Boost(part, factor):
                return self._boosted(part, factor)
            case Words(text, scope):
                return both([_sequence(group, 0, scope) for group in analysis.run(text)])
            case Phrase(text, slop, scope):
                return _sequence(analysis.phrase_terms(text), slop, scope)
            case Prefix() | Wildcard() | Fuzzy():
                return _constant(self._resembling(query), 1.0)
            case _:
                return _constant(self._filter(query), 0.0)

    def _all(self, parts: tuple[Query, ...]) -> Native:
        wanted = [part for part in parts if not isinstance(part, Not)]
        clauses: dict[str, list[Native]] = {
            "must": [self.native(part) for part in wanted if not isinstance(part, _FILTERS)],
            "filter": [self._filter(part) for part in wanted if isinstance(part, _FILTERS)],
            "must_not": [self.native(part.part) for part in parts if isinstance(part, Not)],
        }
        return {"bool": {name: queries for name, queries in clauses.items() if queries}}

    def _boosted(self, part: Query, factor: float) -> Native:
        """A boost on a filter gives the filter that score: without one it has none."""
        if isinstance(part, _FILTERS):
            return _constant(self._filter(part), factor)
        native = self.native(part)
        inner = native.get("bool")
        if inner is None:
            return {"bool": {"must": [native], "boost": factor}}
        # No level more than needed: the server takes thirty.
        return {"bool": {**inner, "boost": inner.get("boost", 1.0) * factor}}

    def _filter(self, query: Query) -> Native:
        match query:
            case Term(field, value):
                return {"term": {field.value: value}}
            case TermPattern(field, pattern):
                return {"wildcard": {field.value: {"value": "*".join(map(escape, pattern.split("*")))}}}
            case Has(part):
                return {"term": {PARTS: part.value}}
            case TimeRange(field):
                since, before = bounds(query, self.now)
                if since is not None and before is not None and since >= before:
                    return NOTHING
                return _range(field.value, gte=since, lt=before)
            case RelevanceRange(low, high, with_low, with_high):
                return _range(RELEVANCE, **{"gte" if with_low else "gt": low, "lte" if with_high else "lt": high})
            case ClaimMatch():
                claims = [_same_claim(sorted(words)) for words in alternatives(query)]
                return {"nested": {"path": CLAIMS, "query": either(claims), "score_mode": "none"}}
        raise TypeError(f"{type(query).__name__} is no node of a query")

    def _resembling(self, query: Prefix | Wildcard | Fuzzy) -> Native:
        """Words that resemble: the server finds them, all of them; how many prefixes and patterns mean is checked."""
        if isinstance(query, Fuzzy):
            asked = {"value": analysis.fuzzy_term(query.text), "fuzziness": query.distance, "prefix_length": 0}
            return either([{"fuzzy": {field: {**asked, "rewrite": "constant_score"}}} for field in _fields(query)])
        if isinstance(query, Prefix):
            kind, value, shown = "prefix", analysis.prefix_term(query.text), f"{query.text}*"
        else:
            pieces = analysis.wildcard(query.pattern).pieces
            value = "".join(text if wild else escape(text) for text, wild in pieces)
            kind, shown = "wildcard", query.pattern
        queries: list[Native] = [{kind: {field: {"value": value}}} for field in _fields(query)]
        self.check(shown, queries)
        return either(queries)


def both(queries: list[Native]) -> Native:
    """All of the queries; nothing for none."""
    if len(queries) < 2:
        return queries[0] if queries else NOTHING
    return {"bool": {"must": queries}}


def either(queries: list[Native]) -> Native:
    """Any of the queries; nothing for none."""
    if len(queries) < 2:
        return queries[0] if queries else NOTHING
    return {"bool": {"should": queries, "minimum_should_match": 1}}


def escape(text: str) -> str:
    """A literal in a wildcard pattern."""
    return "".join(f"\\{char}" if char in "*?\\" else char for char in text)


def narrowed(native: Native, field: str, **limits: int) -> Native:
    """The query within a range of a number."""
    return {"bool": {"must": [native], "filter": [_range(field, **limits)]}}


def _range(field: str, **limits: float | None) -> Native:
    return {"range": {field: {name: limit for name, limit in limits.items() if limit is not None}}}


def _constant(query: Native, score: float) -> Native:
    return {"constant_score": {"filter": query, "boost": score}}


def _fields(query: Prefix | Wildcard | Fuzzy) -> tuple[str, ...]:
    return _scoped(query.scope)


def _scoped(scope: Scope) -> tuple[str, ...]:
    return (TITLE,) if scope is Scope.TITLE else (TITLE, BODY)


def _sequence(terms: tuple[str, ...], slop: int, scope: Scope) -> Native:
    return either([_phrase(field, terms, slop, TITLE_BOOST if field == TITLE else 1.0) for field in _scoped(scope)])


def _phrase(field: str, terms: tuple[str, ...], slop: int, boost: float) -> Native:
    """A sequence in one field; slop over more than two words is pair by pair, as in the other engine."""
    if not terms:
        return NOTHING
    if len(terms) == 1:
        return {"term": {field: {"value": terms[0], "boost": boost}}}
    if slop and len(terms) > 2:
        return both([_phrase(field, pair, slop, boost) for pair in pairwise(terms)])
    return {"match_phrase": {field: {"query": " ".join(terms), "slop": slop, "boost": boost}}}


def _same_claim(words: list[str]) -> Native:
    """Attributes that one claim must have, all of them."""
    conditions: list[Native] = [{"term": {WORDS: word}} for word in words]
    return conditions[0] if len(conditions) == 1 else {"bool": {"filter": conditions}}
