"""Prints a query back: what is printed parses to the same tree."""

from __future__ import annotations

from datetime import datetime
from functools import singledispatch

from model.query import (
    All,
    AnyOf,
    Boost,
    ClaimConstraint,
    ClaimMatch,
    Everything,
    Fuzzy,
    Has,
    Instant,
    Not,
    Part,
    Phrase,
    Prefix,
    Query,
    Relative,
    RelevanceRange,
    Scope,
    Term,
    TermPattern,
    TimeRange,
    Wildcard,
    Words,
)
from query.analysis import split_pattern
from query.scanner import BRACKETS, QUOTES, is_space
from query.times import FIRST, LAST, from_ms

_SPECIAL = BRACKETS | set(QUOTES) | set('\\»^~*?؟:&|"')


@singledispatch
def show(query: Query) -> str:
    """The query as text."""
    raise TypeError(f"{type(query).__name__} is no node of a query")


@show.register
def _(_query: Everything) -> str:
    return "*"


@show.register
def _(query: All) -> str:
    return " AND ".join(_grouped(part, (AnyOf, All)) for part in query.parts)


@show.register
def _(query: AnyOf) -> str:
    return " OR ".join(_grouped(part, (AnyOf,)) for part in query.parts)


@show.register
def _(query: Not) -> str:
    several = isinstance(query.part, Words) and " " in query.part.text
    return f"NOT ({show(query.part)})" if several else f"NOT {_grouped(query.part, (AnyOf, All, Boost))}"


@show.register
def _(query: Boost) -> str:
    loose = isinstance(query.part, Words) and (" " in query.part.text or query.part.scope is Scope.TITLE)
    inner = f"({show(query.part)})" if loose else _grouped(query.part, (AnyOf, All, Not, Boost, Term, TermPattern))
    return f"{inner}^{query.factor:.17g}"


@show.register
def _(query: Words) -> str:
    words = " ".join(_escaped(word) for word in query.text.split(" "))
    return _scoped(f"({words})" if query.scope is Scope.TITLE and " " in query.text else words, query.scope)


@show.register
def _(query: Phrase) -> str:
    slop = f"~{query.slop}" if query.slop else ""
    return _scoped(_quoted(query.text) + slop, query.scope)


@show.register
def _(query: Prefix) -> str:
    return _scoped(_escaped(query.text) + "*", query.scope)


@show.register
def _(query: Wildcard) -> str:
    shown = (text if wild else _escaped(text) for text, wild in split_pattern(query.pattern))
    return _scoped("".join(shown), query.scope)


@show.register
def _(query: Fuzzy) -> str:
    return _scoped(f"{_escaped(query.text)}~{query.distance}", query.scope)


@show.register
def _(query: Term) -> str:
    return f"{query.field}:{_quoted(query.value)}" if not query.value.isalnum() else f"{query.field}:{query.value}"


@show.register
def _(query: TermPattern) -> str:
    return f"{query.field}:{query.pattern}"


@show.register
def _(query: Has) -> str:
    return f"{query.part}:*" if query.part is Part.PUBLISHED else f"has:{query.part}"


@show.register
def _(query: TimeRange) -> str:
    since, before = query.since, query.before
    opening = "{" if isinstance(since, Relative) and since.after else "["
    closing = "]" if before is None or (isinstance(before, Relative) and before.after) else "}"
    return f"{query.field}:{opening}{_moment(since)} TO {_moment(before)}{closing}"


@show.register
def _(query: RelevanceRange) -> str:
    low, high = ("*" if figure is None else f"{figure:.17g}" for figure in (query.low, query.high))
    return f"relevance:{'[' if query.with_low else '{'}{low} TO {high}{']' if query.with_high else '}'}"


@show.register
def _(query: ClaimMatch) -> str:
    return f"claim:({' '.join(_constraint(constraint) for constraint in query.constraints)})"


def _constraint(constraint: ClaimConstraint) -> str:
    values = [value if value.isalnum() else _quoted(value) for value in constraint.values]
    shown = values[0] if len(values) == 1 else f"({' OR '.join(values)})"
    return f"{constraint.attribute}:{shown}"


def _moment(moment: Instant | Relative | None) -> str:
    if moment is None:
        return "*"
    if isinstance(moment, Instant):
        at: datetime = from_ms(max(FIRST, min(LAST, moment.ms)))
        midnight = at.isoformat().startswith(f"{at.date().isoformat()}T00:00:00+")
        return at.date().isoformat() if midnight else at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    shifts = "".join(f"{amount:+d}{unit}" for amount, unit in moment.shifts)
    return f"now{shifts}{f'/{moment.unit}' if moment.unit else ''}"


def _grouped(part: Query, kinds: tuple[type[Query], ...]) -> str:
    return f"({show(part)})" if isinstance(part, kinds) else show(part)


def _scoped(text: str, scope: Scope) -> str:
    return f"title:{text}" if scope is Scope.TITLE else text


def _quoted(text: str) -> str:
    special = "\\" + QUOTES['"']
    return '"' + "".join(f"\\{char}" if char in special else char for char in text) + '"'


def _escaped(word: str) -> str:
    """A bare word that is read as itself: operators, signs and special letters get a backslash."""
    if word in ("AND", "OR", "NOT") or word.startswith(("-", "+", "!", "/", ">", "<", "http://", "https://")):
        return "\\" + word[0] + _escaped_letters(word[1:])
    return _escaped_letters(word)


def _escaped_letters(word: str) -> str:
    return "".join(f"\\{char}" if char in _SPECIAL or is_space(char) else char for char in word)
