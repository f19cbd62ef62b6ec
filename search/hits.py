"""Hits, pages and cursors: the same for every engine."""

from __future__ import annotations

import re
from typing import Any

from model.errors import QueryError
from model.query import All, AnyOf, Boost, Fuzzy, Phrase, Prefix, Query, Wildcard, Words
from model.search import Hit, Sort
from query.times import from_ms
from search.highlight import highlights
from search.needles import Needles

DEEPEST = 100_000
"""Hits by relevance that can be paged through; an engine must hold them all to find the next."""
_CURSOR = re.compile(r"([rn]):(-?\d{1,20})")
_KINDS = {Sort.RELEVANCE: "r", Sort.NEWEST: "n"}


def hit(payload: dict[str, Any], score: float, wanted: tuple[Needles, Needles]) -> Hit:
    """A hit from the stored payload of its document."""
    published = payload["published"]
    return Hit(
        id=payload["id"],
        version=payload["version"],
        url=payload["url"],
        title=payload["title"],
        published=None if published is None else from_ms(published),
        lang=payload["lang"],
        source=payload["source"],
        owner=payload["owner"],
        story_id=payload["story"],
        relevance=payload["relevance"],
        score=score,
        order_key=payload["order_key"],
        highlights=highlights(payload, *wanted),
    )


def ranked(query: Query) -> bool:
    """Whether a query says anything of how well a document answers it; without that, newest first is the order."""
    if isinstance(query, (All, AnyOf)):
        return any(ranked(part) for part in query.parts)
    return isinstance(query, (Words, Phrase, Prefix, Wildcard, Fuzzy, Boost))


def write_cursor(sort: Sort, place: int) -> str:
    """A cursor: where the next page of a list begins."""
    return f"{_KINDS[sort]}:{place}"


def read_cursor(cursor: str | None, sort: Sort) -> int | None:
    """The place of a cursor; an error for one of another list."""
    if cursor is None:
        return None
    match = _CURSOR.fullmatch(cursor)
    if not match or match[1] != _KINDS[sort]:
        raise QueryError(f"«{cursor}» is no cursor of a list sorted by {sort.value}", 0, "begin with the first page")
    place = int(match[2])
    if sort is Sort.RELEVANCE and not 0 <= place <= DEEPEST:
        raise QueryError(f"a list sorted by relevance ends after {DEEPEST} hits", 0, "sort by newest to see them all")
    return max(-(2**63) + 1, min(2**63 - 1, place))
