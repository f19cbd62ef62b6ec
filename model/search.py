"""What goes into an index, what comes out, and what an engine must be able to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from model.annotation import Annotation
from model.article import Article
from model.query import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDocument:
    """An article's newest version with all that is known of it. ``doc_seq`` is its external version,
    ``order_key`` the unique int64 by which pages go (newest first is descending)."""

    article: Article
    annotation: Annotation | None
    story_id: str | None
    owner: str
    source_name: str
    doc_seq: int
    order_key: int


class Sort(StrEnum):
    """Orders of a hit list."""

    RELEVANCE = "relevance"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """A passage of the original text with the matched words. ``field`` is ``title`` or ``text``; ``start`` is the
    passage's offset in that field, ``spans`` are offsets within ``passage`` (code points)."""

    field: str
    start: int
    passage: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One found article. ``published`` is None where no date is known."""

    id: str
    version: int
    url: str
    title: str
    published: datetime | None
    lang: str
    source: str
    owner: str
    story_id: str | None
    relevance: float
    score: float
    order_key: int
    highlights: tuple[Highlight, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HitPage:
    """A page of hits. ``cursor`` continues the list, None at its end; ``total`` counts all hits."""

    hits: tuple[Hit, ...]
    total: int
    cursor: str | None


class Facet(StrEnum):
    """What an overview counts hits by. ``PLACE`` is a watched entity that is a place, ``ENTITY`` any other one;
    ``MODALITY`` is that of a claim in the article."""

    LANG = "lang"
    SOURCE = "source"
    KIND = "kind"
    TOPIC = "topic"
    ENTITY = "entity"
    PLACE = "place"
    MODALITY = "modality"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """A value of a facet and the number of hits that have it. An article counts once for each of its values."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Hits published on a day (UTC)."""

    day: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All hits of a query at a glance. Buckets come most frequent first, equal ones by value; ``timeline`` holds the
    days with hits, oldest first; ``undated`` counts hits without a publication date."""

    total: int
    facets: Mapping[Facet, tuple[Bucket, ...]]
    timeline: tuple[Day, ...]
    undated: int


class SearchEngine(Protocol):
    """An engine that answers queries. All engines pass one contract suite."""

    def search(
        self,
        query: Query,
        *,
        limit: int,
        cursor: str | None = None,
        sort: Sort = Sort.RELEVANCE,
        after_seq: int = 0,
    ) -> HitPage:
        """Answer a query; ``limit`` 0 gives only the total. ``after_seq`` leaves out documents whose last change
        (``doc_seq``) is not later: a sweep over new documents asks so."""
        ...

    def overview(self, query: Query, *, facets: Sequence[Facet] = tuple(Facet), most: int = 10) -> Overview:
        """Count all hits of a query by facet, at most ``most`` buckets each, and by day, in one round trip."""
        ...


Refused = Callable[[IndexDocument, str], None]
"""Told of a document that no index can take, and why."""


class IndexWriter(Protocol):
    """The one writer of an index."""

    def put(self, documents: Sequence[IndexDocument], refused: Refused | None = None) -> int:
        """Write documents, replacing older versions (lower ``doc_seq``) by id, and commit; returns how many.

        ``refused`` is told of each document that cannot be indexed, while the others are; without it that is an error.
        """
        ...

    def watermark(self) -> int:
        """The highest ``doc_seq`` that is durably in the index; 0 for an empty one."""
        ...


OpenBatch = Callable[[Sequence[IndexDocument]], AbstractContextManager[SearchEngine]]
"""Opens a temporary engine in memory over a batch: how rules are matched at once."""
