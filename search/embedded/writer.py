"""The one writer of the embedded index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import tantivy

from model.errors import SearchIndexError
from model.search import IndexDocument, Refused
from search.embedded import generations
from search.embedded.guard import REBUILD, explained
from search.embedded.schema import ID, SCHEMA, SEQ, document, register
from search.locks import hold
from search.projection import project

LEAST_HEAP = 15_000_000
"""Tantivy refuses less for its one thread."""


class EmbeddedWriter:
    """Writes documents to the generation that serves, or to a named one.

    Each ``put`` is a commit: after a crash the index holds all of it or nothing, and ``watermark`` says how far it got.
    A rebuild that switches the generation is followed at the next call.
    """

    def __init__(self, index_dir: Path, heap_mb: int, name: str | None = None) -> None:
        self.index_dir = index_dir
        self.heap = max(LEAST_HEAP, heap_mb * 1_000_000)
        self.fixed = name
        self.name: str | None = None
        self._files: list[IO[bytes]] = []
        self._index: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None

    def __enter__(self) -> Self:
        with explained(f"the search index in {self.index_dir} cannot be opened", "check the folder's rights"):
            self.index_dir.mkdir(parents=True, exist_ok=True)
        lock = hold(self.index_dir / (f"{self.fixed}.lock" if self.fixed else "writer.lock"), True)
        try:
            if self.fixed is None and generations.current(self.index_dir) is None:
                generations.switch(self.index_dir, generations.new_generation(self.index_dir))
            self._follow()
        except BaseException:
            self._release(wait=False)
            lock.close()
            raise
        self._lock = lock
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._release(wait=kind is None)
        self._lock.close()
        if self.fixed:
            (self.index_dir / f"{self.fixed}.lock").unlink(missing_ok=True)

    def put(self, documents: Sequence[IndexDocument], refused: Refused | None = None) -> int:
        """Write documents in one commit, replacing older ones; those older than what is there are left out."""
        self._follow()
        newest: dict[str, IndexDocument] = {}
        for given in documents:
            if given.article.id not in newest or newest[given.article.id].doc_seq < given.doc_seq:
                newest[given.article.id] = given
        with explained(f"the search index in {self.index_dir} cannot be written"):
            fresh = self._fresh(list(newest.values()))
            return self._commit(fresh, refused) if fresh else 0

    def watermark(self) -> int:
        """The highest ``doc_seq`` in the last commit; 0 for an empty index."""
        self._follow()
        with explained(f"the search index in {self.index_dir} cannot be read"):
            found = self._searcher().search(tantivy.Query.all_query(), 1, count=False, order_by_field=SEQ).hits
        return int(found[0][0]) if found else 0

    def _commit(self, documents: list[IndexDocument], refused: Refused | None) -> int:
        assert self._index is not None
        if self._writer is None:
            self._writer = self._index.writer(self.heap, 1)
        try:
            written = 0
            for given in documents:
                try:
                    made = document(project(given))
                except (ValueError, OverflowError) as error:
                    if refused is None:
                        raise SearchIndexError(f"article {given.article.id} cannot be indexed: {error}") from error
                    refused(given, str(error))
                    continue
                self._writer.delete_documents_by_term(ID, given.article.id)
                self._writer.add_document(made)
                written += 1
            self._writer.commit()
            return written
        except BaseException:
            # A failed writer keeps what it was given; dropping it forgets that and frees its lock.
            self._writer = None
            raise

    def _fresh(self, documents: list[IndexDocument]) -> list[IndexDocument]:
        """Documents that are newer than what the index holds of them."""
        searcher = self._searcher()
        if searcher.num_docs == 0:
            return documents
        return [given for given in documents if not searcher.search(_at_least(given), 1).hits]

    def _searcher(self) -> tantivy.Searcher:
        assert self._index is not None
        self._index.reload()
        return self._index.searcher()

    def _follow(self) -> None:
        """Open the generation that is meant, if it is not the one that is open."""
        wanted = self.fixed or generations.current(self.index_dir)
        if wanted is None:
            raise SearchIndexError(f"there is no search index in {self.index_dir}", REBUILD)
        if wanted == self.name:
            return
        self._release(wait=False)
        folder = self.index_dir / wanted
        with explained(f"the search index in {folder} cannot be opened"):
            self._files.append(generations.use(folder))
            self._index = register(generations.open_index(folder))
            self._writer = self._index.writer(self.heap, 1)
        self.name = wanted
        if not self.fixed:
            generations.sweep(self.index_dir)

    def _release(self, wait: bool) -> None:
        if self._writer is not None and wait:
            with explained("the search index cannot be closed"):
                self._writer.wait_merging_threads()
        self._writer = self._index = self.name = None
        while self._files:
            self._files.pop().close()


def open_writer(index_dir: Path, heap_mb: int = 64) -> EmbeddedWriter:
    """The writer of an index, which is made where there is none; ``with`` raises LockBusy for a second one."""
    return EmbeddedWriter(index_dir, heap_mb)


def open_generation(index_dir: Path, name: str, heap_mb: int = 64) -> EmbeddedWriter:
    """The writer of a generation that does not serve yet."""
    return EmbeddedWriter(index_dir, heap_mb, name)


def _at_least(given: IndexDocument) -> tantivy.Query:
    """What the index holds of the document, if that is as new or newer."""
    same = tantivy.Query.term_query(SCHEMA, ID, given.article.id, "basic")
    newer = tantivy.Query.range_query(SCHEMA, SEQ, tantivy.FieldType.Integer, given.doc_seq, None)
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, same), (tantivy.Occur.Must, newer)])
