"""The engines under contract, each filled with documents: one list, so that every suite runs over all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

from model.search import IndexDocument, SearchEngine
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


ENGINES: dict[str, Filled] = {"embedded": on_disk, "batch": in_memory}
