"""How many words a prefix or a pattern stands for in an index: more than a bound is an error in both engines."""

from __future__ import annotations

from typing import Any

from model.errors import QueryError
from search.elastic.client import Cluster

EXPANSIONS = 1024
_ONE_MORE = f"top_terms_{EXPANSIONS + 1}"


def check(cluster: Cluster, shown: str, queries: list[dict[str, Any]]) -> None:
    """Raise QueryError where these queries, one for each field, stand together for more words than allowed.

    The server rewrites each to its words (at most one more than allowed) and the explanation of its validation lists
    them as ``field:word``, shard by shard; words hold no space.
    """
    asked = []
    fields = []
    for query in queries:
        ((kind, by_field),) = query.items()
        ((field, options),) = by_field.items()
        asked.append({kind: {field: {**options, "rewrite": _ONE_MORE}}})
        fields.append(f"{field}:")
    answer = cluster.client.indices.validate_query(
        index=cluster.serving, query={"bool": {"should": asked}}, rewrite=True, all_shards=True
    )
    words: set[str] = set()
    for shard in answer["explanations"]:
        if not shard["valid"]:
            raise QueryError(f"«{shown}» cannot be searched for: {shard.get('error', '')}", 0, "write it more simply")
        for part in shard["explanation"].replace("(", " ").replace(")", " ").split(" "):
            words.update(part[len(field) :] for field in fields if part.startswith(field))
    if len(words) > EXPANSIONS:
        raise QueryError(f"«{shown}» stands for more than {EXPANSIONS} words", 0, "write more letters of the word")
