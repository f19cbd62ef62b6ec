"""Generations of the index: each an index of its own behind the aliases, with its watermark in the state index.

A rebuild fills a new generation and moves both aliases at once. Older generations are removed by the writer when it has
followed, so that nothing is written to an index that is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import elasticsearch

from model.errors import SearchIndexError
from search.elastic.client import Cluster
from search.elastic.guard import REBUILD
from search.elastic.mapping import mapping, template
from search.projection import fingerprint

_STATE: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {"uuid": {"type": "keyword"}, "watermark": {"type": "long"}},
}


@dataclass(frozen=True, slots=True)
class Generation:
    """An index. ``uuid`` tells it from one of the same name that was restored or made later."""

    name: str
    uuid: str


def writing(cluster: Cluster) -> Generation | None:
    """The generation that the worker fills; None where there is none. An error for one of another shape."""
    try:
        found = cluster.client.indices.get(index=cluster.writing)
    except elasticsearch.NotFoundError:
        return None
    ((name, made),) = found.items()
    if made["mappings"].get("_meta", {}).get("shape") != fingerprint():
        raise SearchIndexError(f"the search index {name} was made by another version of Rasad", REBUILD)
    return Generation(name, made["settings"]["index"]["uuid"])


def create(cluster: Cluster, *, filling: bool = False) -> Generation:
    """Make an empty generation from the template. One that is being ``filling`` shows nothing until it is ready."""
    indices = cluster.client.indices
    made = template(cluster.settings, cluster.generations)
    indices.put_index_template(
        name=cluster.template,
        index_patterns=made["index_patterns"],
        priority=made["priority"],
        template=made["template"],
        allow_auto_create=made["allow_auto_create"],
        meta=made["_meta"],
    )
    if not indices.exists(index=cluster.state):
        try:
            indices.create(index=cluster.state, settings={"auto_expand_replicas": "0-1"}, mappings=_STATE)
        except elasticsearch.BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
    name = cluster.generation(max([0, *map(cluster.number, names(cluster))]) + 1)
    indices.create(index=name, settings={"refresh_interval": "-1"} if filling else None)
    return Generation(name, indices.get_settings(index=name)[name]["settings"]["index"]["uuid"])


def switch(cluster: Cluster, generation: Generation) -> None:
    """Let a generation serve and be written from now on: both aliases move in one step."""
    indices = cluster.client.indices
    indices.put_settings(index=generation.name, settings={"refresh_interval": None})
    indices.refresh(index=generation.name)
    add: list[dict[str, Any]] = [
        {"add": {"index": generation.name, "alias": cluster.serving}},
        {"add": {"index": generation.name, "alias": cluster.writing, "is_write_index": True}},
    ]
    remove = [
        {"remove": {"index": name, "alias": alias}}
        for name, here in aliases(cluster).items()
        for alias in (cluster.serving, cluster.writing)
        if name != generation.name and alias in here["aliases"]
    ]
    indices.update_aliases(actions=[*remove, *add])


def aliases(cluster: Cluster) -> dict[str, Any]:
    """All generations, each with its aliases."""
    found: dict[str, Any] = dict(cluster.client.indices.get_alias(index=cluster.generations))
    return found


def names(cluster: Cluster) -> list[str]:
    """All generations there are, in order."""
    return sorted(name for name in aliases(cluster) if cluster.number(name))


def remove(cluster: Cluster, doomed: list[str]) -> None:
    """Remove generations and what is noted of them."""
    for name in doomed:
        cluster.client.options(ignore_status=404).indices.delete(index=name)
        cluster.client.options(ignore_status=404).delete(index=cluster.state, id=name)


def watermark(cluster: Cluster, generation: Generation) -> int:
    """The change up to which a generation holds everything; 0 for one of which nothing is noted."""
    try:
        noted = cluster.client.get(index=cluster.state, id=generation.name)["_source"]
    except elasticsearch.NotFoundError:
        return 0
    return int(noted["watermark"]) if noted["uuid"] == generation.uuid else 0


def note(cluster: Cluster, generation: Generation, reached: int) -> None:
    """Note how far a generation has come. It is written durably before this returns."""
    cluster.client.index(
        index=cluster.state, id=generation.name, document={"uuid": generation.uuid, "watermark": reached}
    )


def differs(cluster: Cluster, generation: Generation) -> str | None:
    """The first field that the index has otherwise than this version makes it, or None."""
    made = cluster.client.indices.get_mapping(index=generation.name)[generation.name]["mappings"]
    return _difference(mapping(), made)


def _difference(wanted: dict[str, Any], made: dict[str, Any], place: str = "") -> str | None:
    ours, theirs = wanted.get("properties", {}), made.get("properties", {})
    for field in sorted({*ours, *theirs}):
        if field not in ours or field not in theirs:
            return f"{place}{field}"
        if ours[field].get("type", "object") != theirs[field].get("type", "object"):
            return f"{place}{field}"
        if inner := _difference(ours[field], theirs[field], f"{place}{field}."):
            return inner
    return None
