"""Answers queries from an embedded index: in a folder, followed as it changes, or in memory."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import tantivy
from tantivy import FieldType, Occur
from tantivy import Query as Native

from model.errors import SearchIndexError
from model.query import Query
from model.search import Facet, Hit, HitPage, IndexDocument, Overview, Sort
from search import hits
from search.embedded import generations
from search.embedded.compile import Compiler
from search.embedded.guard import REBUILD, explained
from search.embedded.overview import overview
from search.embedded.schema import ORDER, PAYLOAD, SCHEMA, SEQ, document, register
from search.embedded.writer import LEAST_HEAP
from search.needles import needles
from search.projection import project, unpack


class EmbeddedEngine:
    """An engine over whatever state of an index ``searcher`` gives."""

    def __init__(self, searcher: Callable[[], tantivy.Searcher], now: Callable[[], datetime] | None = None) -> None:
        self._searcher = searcher
        self._now = now or (lambda: datetime.now(UTC))

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
        searcher = self._searcher()
        with explained("the search index cannot be searched"):
            native = Compiler(searcher, self._now()).native(query)
            if after_seq > 0:
                native = _narrowed(native, SEQ, after_seq + 1, None)
            found, total = _page(searcher, native, limit, place, sort)
            wanted = needles(query)
            shown = tuple(
                hits.hit(unpack(searcher.doc(address)[PAYLOAD][0]), score, wanted) for score, address in found
            )
        return HitPage(hits=shown, total=total, cursor=_next(shown, limit, place, sort, total))

    def overview(self, query: Query, *, facets: Sequence[Facet] = tuple(Facet), most: int = 10) -> Overview:
        """Count all hits of a query by facet and by day."""
        searcher = self._searcher()
        with explained("the search index cannot be searched"):
            return overview(searcher, Compiler(searcher, self._now()).native(query), facets, most)


def open_engine(index_dir: Path, now: Callable[[], datetime] | None = None) -> EmbeddedEngine:
    """The engine of an index folder. It sees commits, and switches to another generation, at its next search."""
    follower = _Follower(index_dir)
    follower.searcher()
    return EmbeddedEngine(follower.searcher, now)


@contextmanager
def open_batch(
    documents: Sequence[IndexDocument], now: Callable[[], datetime] | None = None
) -> Iterator[EmbeddedEngine]:
    """An engine in memory over a few documents, for as long as the block lasts."""
    with explained("a batch cannot be indexed in memory", "report it with the documents"):
        index = register(tantivy.Index(SCHEMA))
        writer = index.writer(LEAST_HEAP, 1)
        for given in documents:
            writer.add_document(document(project(given)))
        writer.commit()
        index.reload()
        searcher = index.searcher()
    yield EmbeddedEngine(lambda: searcher, now)


class _Follower:
    """Keeps the index of the serving generation open, and sees when it changes by looking at two small files."""

    def __init__(self, index_dir: Path) -> None:
        self.index_dir = index_dir
        self._mutex = threading.Lock()
        self._name: str | None = None
        self._seen: tuple[int, ...] = ()
        self._index: tantivy.Index | None = None
        self._let_go: Callable[[], object] | None = None

    def searcher(self) -> tantivy.Searcher:
        """The newest state of the index."""
        with self._mutex:
            name = generations.current(self.index_dir)
            if name is None:
                raise SearchIndexError(f"there is no search index in {self.index_dir}", REBUILD)
            try:
                return self._state(name)
            except (SearchIndexError, FileNotFoundError):
                # Switched and swept between two looks: only then is there another name to follow.
                following = generations.current(self.index_dir)
                if following is None or following == name:
                    raise
                return self._state(following)

    def _state(self, name: str) -> tantivy.Searcher:
        folder = self.index_dir / name
        with explained(f"the search index in {folder} cannot be read"):
            index = self._index if name == self._name and self._index else self._open(folder)
            stat = (folder / "meta.json").stat()
            seen = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
            if seen != self._seen:
                index.reload()
                self._seen = seen
            return index.searcher()

    def _open(self, folder: Path) -> tantivy.Index:
        held = generations.use(folder)
        try:
            index = generations.open_index(folder)
        except BaseException:
            held.close()
            raise
        if self._let_go:
            self._let_go()
        # The generation is let go when it is left behind, or when nobody asks this engine any more.
        self._let_go = weakref.finalize(self, held.close)
        self._index, self._name = index, folder.name
        return index


def _page(
    searcher: tantivy.Searcher, native: Native, limit: int, place: int | None, sort: Sort
) -> tuple[list[tuple[float, tantivy.DocAddress]], int]:
    """The hits of a page, and how many there are in all."""
    limit = min(limit, searcher.num_docs)
    if limit <= 0:  # Tantivy panics at a limit of 0.
        return [], _count(searcher.search(native, 1))
    if sort is Sort.RELEVANCE:
        result = searcher.search(native, limit, offset=place or 0)
        return result.hits, _count(result)
    result = searcher.search(native, limit, order_by_field=ORDER)
    total = _count(result)
    if place is not None:
        result = searcher.search(_narrowed(native, ORDER, None, place - 1), limit, count=False, order_by_field=ORDER)
    return [(0.0, address) for _, address in result.hits], total


def _count(result: tantivy.SearchResult) -> int:
    count: int = result.count  # type: ignore[attr-defined]  # It is there, only the stubs lack it.
    return count


def _narrowed(native: Native, field: str, low: int | None, high: int | None) -> Native:
    within = Native.const_score_query(Native.range_query(SCHEMA, field, FieldType.Integer, low, high), 0.0)
    return Native.boolean_query([(Occur.Must, native), (Occur.Must, within)])


def _next(shown: tuple[Hit, ...], limit: int, place: int | None, sort: Sort, total: int) -> str | None:
    """The cursor of the next page; None where this one was not full."""
    if len(shown) < limit or not shown:
        return None
    if sort is Sort.NEWEST:
        return hits.write_cursor(sort, shown[-1].order_key)
    reached = (place or 0) + len(shown)
    return hits.write_cursor(sort, reached) if reached < total else None
