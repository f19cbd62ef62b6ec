"""All hits of a query counted by facet and by day, in one request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from model.search import Bucket, Day, Facet, Overview
from query.times import from_ms
from search.elastic.mapping import PUBLISHED, facet_field

SHARD_VALUES = 20_000
"""Values that each shard sends, so that counts over several shards are exact."""


def aggregations(facets: Sequence[Facet], most: int) -> dict[str, Any]:
    """What to count: most frequent values first, equal ones in order; days in UTC."""
    order = [{"_count": "desc"}, {"_key": "asc"}]
    return {
        **{
            facet.value: {
                "terms": {
                    "field": facet_field(facet),
                    "size": max(1, most),
                    "shard_size": max(SHARD_VALUES, most),
                    "order": order,
                }
            }
            for facet in facets
        },
        "days": {"date_histogram": {"field": PUBLISHED, "calendar_interval": "day", "min_doc_count": 1}},
        "undated": {"missing": {"field": PUBLISHED}},
    }


def overview(answer: Mapping[str, Any], facets: Sequence[Facet]) -> Overview:
    """The counts of an answer."""
    given = answer["aggregations"]
    return Overview(
        total=answer["hits"]["total"]["value"],
        facets={
            facet: tuple(
                Bucket(value=bucket["key"], count=bucket["doc_count"]) for bucket in given[facet.value]["buckets"]
            )
            for facet in facets
        },
        timeline=tuple(
            Day(day=from_ms(int(bucket["key"])).date(), count=bucket["doc_count"])
            for bucket in given["days"]["buckets"]
        ),
        undated=given["undated"]["doc_count"],
    )
