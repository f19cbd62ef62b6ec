"""The engines under contract, each filled with documents: one list, so that every suite runs over all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

from servers_elastic import elastic

from model.search import IndexDocument, SearchEngine
from search.elastic import open_engine as open_elastic_engine
from search.elastic import open_writer as open_elastic_writer
from search.embedded import open_batch, open_engine, open_writer

Filled = Callable[[Sequence[IndexDocument], Path, Callable[[], datetime]], AbstractContextManager[SearchEngine]]


@contextmanager
def on_disk(documents: Sequence[IndexDocument], folder: Path, now: Callable[[], datetime]) -> Iterator[SearchEngine]:
    """The embedded engine over a folder, filled in several commits so that there are several segments."""
    with open_writer(folder) as writer:
        for start in range(0, len(documents), 10):
            writer.put(documents[start : start + 10])
    yield open_engine(folder, now)


@contextmanager
def in_memory(documents: Sequence[IndexDocument], folder: Path, now: Callable[[], datetime]) -> Iterator[SearchEngine]:
    """The engine of alerts."""
    with open_batch(documents, now) as engine:
        yield engine


@contextmanager
def on_a_cluster(
    documents: Sequence[IndexDocument], folder: Path, now: Callable[[], datetime]
) -> Iterator[SearchEngine]:
    """Elasticsearch, a real server."""
    with elastic() as cluster, open_elastic_writer(cluster) as writer:
        writer.put(documents)
        yield open_elastic_engine(cluster, now)


ENGINES: dict[str, Filled] = {"embedded": on_disk, "batch": in_memory, "elastic": on_a_cluster}
