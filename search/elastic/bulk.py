"""Documents sent in bulk: a few requests at a time in flight, each item tried again where the server is busy."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from elasticsearch.helpers import streaming_bulk

from model.search import IndexDocument
from search.elastic.client import Cluster
from search.elastic.guard import refused
from search.elastic.mapping import document
from search.projection import project

CHUNK = 200
"""Documents of one request."""
CHUNK_BYTES = 10_000_000
IN_FLIGHT = 2
"""Requests that may wait for an answer before more documents are analysed: the server sets the pace."""
RETRIES, FIRST_PAUSE, LONGEST_PAUSE = 5, 0.25, 10.0
"""How often an item is sent again that the server was too busy for, and the pauses before that, in seconds."""
_BAD, _CONFLICT, _BUSY = 400, 409, 429

Action = dict[str, Any]
Answer = list[tuple[bool, dict[str, Any]]]


@dataclass(slots=True)
class Sent:
    """What became of the documents: how many were written, and by id why others cannot be indexed. What the index
    holds as new or newer (a version conflict) is neither."""

    written: int = 0
    wrong: dict[str, str] = field(default_factory=dict)


def send(cluster: Cluster, index: str, documents: Sequence[IndexDocument]) -> Sent:
    """Index documents. While the server works on one chunk, the next is analysed here. Other failures are raised."""
    sent = Sent()
    flying: deque[Future[Answer]] = deque()
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        for start in range(0, len(documents), CHUNK):
            actions = [_action(given) for given in documents[start : start + CHUNK]]
            if len(flying) == IN_FLIGHT:
                _count(cluster, flying.popleft().result(), sent)
            flying.append(pool.submit(_request, cluster, index, actions))
        while flying:
            _count(cluster, flying.popleft().result(), sent)
    return sent


def _action(given: IndexDocument) -> Action:
    """A document and how it is to be indexed: only where its change is newer than what the index has of it."""
    how = {"_id": given.article.id, "version": given.doc_seq, "version_type": "external"}
    return {"how": {"index": how}, "document": document(project(given))}


def _expanded(action: Any) -> tuple[dict[str, Any], bytes]:
    return action["how"], action["document"]


def _request(cluster: Cluster, index: str, actions: Sequence[Action]) -> Answer:
    return list(
        streaming_bulk(
            cluster.client,
            actions,
            index=index,
            expand_action_callback=_expanded,
            chunk_size=len(actions),
            max_chunk_bytes=CHUNK_BYTES,
            raise_on_error=False,
            max_retries=RETRIES,
            initial_backoff=FIRST_PAUSE,
            max_backoff=LONGEST_PAUSE,
            retry_on_status=_BUSY,
        )
    )


def _count(cluster: Cluster, answer: Answer, sent: Sent) -> None:
    for done, item in answer:
        found = item["index"]
        if done:
            sent.written += 1
        elif found["status"] == _BAD:
            sent.wrong[found["_id"]] = _error(found)[1]
        elif found["status"] != _CONFLICT:
            raise refused(cluster, "the search index cannot be written", found["status"], *_error(found))


def _error(answer: dict[str, Any]) -> tuple[str, str]:
    """The type of an item's error, and its reason with what caused it."""
    error = answer["error"]
    reasons = [str(error.get("reason", ""))]
    while isinstance(error.get("caused_by"), dict):
        error = error["caused_by"]
        reasons.append(str(error.get("reason", "")))
    return str(answer["error"].get("type", "")), ": ".join(dict.fromkeys(reasons))
