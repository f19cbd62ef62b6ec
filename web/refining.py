"""Refinements of a query: a facet or a stretch of time is a part of the query itself, visible and removable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from model.query import (
    All,
    ClaimAttribute,
    ClaimConstraint,
    ClaimMatch,
    Everything,
    Instant,
    Keyword,
    Query,
    Term,
    TimeField,
    TimeRange,
)
from model.search import Bucket, Facet
from query import show

EVERYTHING = "*"

_KEYWORDS = {
    Facet.LANG: Keyword.LANG,
    Facet.SOURCE: Keyword.SOURCE,
    Facet.KIND: Keyword.KIND,
    Facet.TOPIC: Keyword.TOPIC,
    Facet.ENTITY: Keyword.ENTITY,
    Facet.PLACE: Keyword.ENTITY,
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query, and the query without it ("" for everything)."""

    text: str
    without: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet. ``query`` has it as a part, or, where the query already has it, has it no more."""

    value: str
    count: int
    query: str
    chosen: bool


def parts(tree: Query) -> tuple[Query, ...]:
    """What a query joins by AND."""
    if isinstance(tree, Everything):
        return ()
    return tree.parts if isinstance(tree, All) else (tree,)


def join(chosen: tuple[Query, ...]) -> Query:
    """Parts joined by AND."""
    if not chosen:
        return Everything()
    return chosen[0] if len(chosen) == 1 else All(chosen)


def written(tree: Query) -> str:
    """A query as it is put in an address: nothing for everything."""
    return "" if isinstance(tree, Everything) else show(tree)


def shown_parts(tree: Query) -> list[Part]:
    """The parts of a query, each with the query that remains without it."""
    own = parts(tree)
    return [Part(show(part), written(join(own[:at] + own[at + 1 :]))) for at, part in enumerate(own)]


def of_facet(facet: Facet, value: str) -> Query:
    """The query for a value of a facet."""
    if facet is Facet.MODALITY:
        return ClaimMatch((ClaimConstraint(ClaimAttribute.MODALITY, (value,)),))
    return Term(_KEYWORDS[facet], value)


def choices(tree: Query, facets: Mapping[Facet, tuple[Bucket, ...]]) -> dict[Facet, list[Choice]]:
    """The values of the facets as links. A facet that tells nothing apart (one value, not chosen) is kept, too."""
    own = parts(tree)
    found: dict[Facet, list[Choice]] = {}
    for facet, buckets in facets.items():
        found[facet] = []
        for bucket in buckets:
            part = of_facet(facet, bucket.value)
            chosen = part in own
            after = tuple(p for p in own if p != part) if chosen else (*own, part)
            found[facet].append(Choice(bucket.value, bucket.count, written(join(after)), chosen))
    return found


def within(tree: Query, since: date, before: date) -> str:
    """The query within these days (UTC); it replaces a stretch of publication that the query already has."""
    own = tuple(p for p in parts(tree) if not (isinstance(p, TimeRange) and p.field is TimeField.PUBLISHED))
    stretch = TimeRange(TimeField.PUBLISHED, _midnight(since), _midnight(before))
    return written(join((*own, stretch)))


def _midnight(day: date) -> Instant:
    return Instant(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000))
