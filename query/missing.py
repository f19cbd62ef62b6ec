"""Which parts of a query one document does not answer: why a rule or a search does not find it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from model.query import All, AnyOf, Not, Query
from query.printer import show

Answers = Callable[[Query], bool]
"""Whether the document in question answers a query."""


def missing(query: Query, answers: Answers) -> Iterator[str]:
    """The smallest parts of a query that stand in the way, as the query language writes them; none where it matches."""
    if answers(query):
        return
    if isinstance(query, All):
        for part in query.parts:
            yield from missing(part, answers)
    elif isinstance(query, AnyOf):
        yield f"any of ({show(query)})"
    elif isinstance(query, Not):
        yield f"the absence of ({show(query.part)})"
    else:
        yield show(query)
