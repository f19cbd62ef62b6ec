"""Answers queries from a cluster."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from model.errors import SearchIndexError
from model.query import Query
from model.search import Facet, Hit, HitPage, Overview, Sort
from search import hits
from search.elastic import expansions
from search.elastic.client import Cluster
from search.elastic.compile import Compiler, narrowed
from search.elastic.guard import REBUILD, explained
from search.elastic.mapping import ORDER, PAYLOAD, SEQ, WINDOW, payload_of
from search.elastic.overview import aggregations, overview
from search.needles import needles
from search.projection import fingerprint

LOOK_SECONDS = 30.0
"""How often it is looked whether the serving index is of this version's shape."""
_WHAT = "the search index cannot be searched"


class ElasticEngine:
    """An engine over the serving alias of a cluster."""

    def __init__(self, cluster: Cluster, now: Callable[[], datetime] | None = None) -> None:
        self.cluster = cluster
        self._now = now or (lambda: datetime.now(UTC))
        self._looked = float("-inf")

    def search(
        self,
        query: Query,
        *,
        limit: int,
        cursor: str | None = None,
        sort: Sort = Sort.RELEVANCE,
        after_seq: int = 0,
    ) -> HitPage:
        """Answer a query; ``limit`` 0 gives only the total. ``after_seq`` leaves out documents up to that change."""
        sort = sort if hits.ranked(query) else Sort.NEWEST
        place = hits.read_cursor(cursor, sort)
        with explained(self.cluster, _WHAT):
            native = self._native(query)
            if after_seq > 0:
                native = narrowed(native, SEQ, gt=after_seq)
            answer = self._ask(query=native, **_page(limit, place, sort))
        total = answer["hits"]["total"]["value"]
        wanted = needles(query)
        shown = tuple(
            hits.hit(payload_of(found["_source"]), found.get("_score") or 0.0, wanted)
            for found in answer["hits"]["hits"]
        )
        return HitPage(hits=shown, total=total, cursor=_next(shown, limit, place, sort, total))

    def overview(self, query: Query, *, facets: Sequence[Facet] = tuple(Facet), most: int = 10) -> Overview:
        """Count all hits of a query by facet and by day."""
        with explained(self.cluster, _WHAT):
            native = self._native(query)
            return overview(self._ask(query=native, size=0, aggregations=aggregations(facets, most)), facets)

    def _native(self, query: Query) -> dict[str, Any]:
        self._same_shape()
        compiler = Compiler(self._now(), lambda shown, queries: expansions.check(self.cluster, shown, queries))
        return compiler.native(query)

    def _ask(self, **request: Any) -> Any:
        """Ask for complete answers: a shard that does not answer is an error, not a shorter list."""
        return self.cluster.client.search(
            index=self.cluster.serving, track_total_hits=True, allow_partial_search_results=False, **request
        )

    def _same_shape(self) -> None:
        """An index of another shape is an error, never half understood."""
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return
        for name, made in self.cluster.client.indices.get_mapping(index=self.cluster.serving).items():
            if made["mappings"].get("_meta", {}).get("shape") != fingerprint():
                raise SearchIndexError(f"the search index {name} was made by another version of Rasad", REBUILD)
        self._looked = time.monotonic()


def open_engine(cluster: Cluster, now: Callable[[], datetime] | None = None) -> ElasticEngine:
    """The engine of a cluster. It sees what the writer has put, and follows a rebuild, at its next search."""
    return ElasticEngine(cluster, now)


def _page(limit: int, place: int | None, sort: Sort) -> dict[str, Any]:
    """The part of a request that says which hits. What goes page by page is ordered by a key that no two share."""
    shown = {"size": max(0, min(limit, WINDOW - hits.DEEPEST)), "source": ["title", "body", PAYLOAD]}
    if sort is Sort.RELEVANCE:
        return {**shown, "from_": place or 0, "sort": ["_score", {ORDER: "desc"}]}
    return {**shown, "sort": [{ORDER: "desc"}], **({"search_after": [place]} if place is not None else {})}


def _next(shown: tuple[Hit, ...], limit: int, place: int | None, sort: Sort, total: int) -> str | None:
    """The cursor of the next page; None where this one was not full."""
    if len(shown) < min(limit, WINDOW - hits.DEEPEST) or not shown:
        return None
    if sort is Sort.NEWEST:
        return hits.write_cursor(sort, shown[-1].order_key)
    reached = (place or 0) + len(shown)
    return hits.write_cursor(sort, reached) if reached < total else None
