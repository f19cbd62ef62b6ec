"""All hits of a query counted by facet and by day, in one pass of Tantivy's aggregations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tantivy

from model.search import Bucket, Day, Facet, Overview
from query.times import DAY_MS, from_ms
from search.embedded.schema import PUBLISHED, facet_field

ALL_VALUES = 65_000
"""Buckets asked for: all, so that counts are exact and equal ones have an order (Tantivy breaks ties by chance)."""


def overview(searcher: tantivy.Searcher, native: tantivy.Query, facets: Sequence[Facet], most: int) -> Overview:
    """Count the hits of a query in one state of the index."""
    asked: dict[str, Any] = {
        facet.value: {"terms": {"field": facet_field(facet), "size": ALL_VALUES, "segment_size": ALL_VALUES}}
        for facet in facets
    }
    asked["days"] = {"histogram": {"field": PUBLISHED, "interval": DAY_MS, "min_doc_count": 1}}
    asked["dated"] = {"value_count": {"field": PUBLISHED}}
    total: int = searcher.search(native, 1).count  # type: ignore[attr-defined]  # It is there, only the stubs lack it.
    given = searcher.aggregate(native, asked)
    return Overview(
        total=total,
        facets={facet: _buckets(given[facet.value]["buckets"], most) for facet in facets},
        timeline=tuple(
            Day(day=from_ms(int(bucket["key"])).date(), count=int(bucket["doc_count"]))
            for bucket in sorted(given["days"]["buckets"], key=lambda bucket: bucket["key"])
        ),
        undated=total - int(given["dated"]["value"]),
    )


def _buckets(found: Sequence[dict[str, Any]], most: int) -> tuple[Bucket, ...]:
    order = sorted(found, key=lambda bucket: (-bucket["doc_count"], bucket["key"]))
    return tuple(Bucket(value=bucket["key"], count=bucket["doc_count"]) for bucket in order[:most])
