"""Documents: what an index is told of an article, in the order in which documents changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from model.annotation import Annotation
from model.article import Article
from store.annotations import newest_annotation, to_annotation
from store.articles import newest_version, to_article
from store.record import Record
from store.sql import DOC_SEQ, counter
from store.tables import annotation_rows, articles, versions
from store.types import to_ms

_FURTHEST = 2**43 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """An article's newest version with all that the record knows of it. See ``model.search.IndexDocument``."""

    article: Article
    annotation: Annotation | None
    story_id: str | None
    doc_seq: int
    order_key: int


def changed_since(record: Record, doc_seq: int, limit: int) -> list[DocumentRow]:
    """Documents that changed after ``doc_seq``, each once, in the order of their last change."""
    statement = _documents().where(articles.c.doc_seq > doc_seq).order_by(articles.c.doc_seq).limit(limit)
    with record.read() as connection:
        return [_row(row) for row in connection.execute(statement)]


def get(record: Record, ids: Sequence[str]) -> list[DocumentRow]:
    """Documents by id, in the order asked for; unknown ids are left out."""
    with record.read() as connection:
        found = {row.article_id: _row(row) for row in connection.execute(_documents().where(articles.c.id.in_(ids)))}
    return [found[key] for key in ids if key in found]


def max_seq(record: Record) -> int:
    """The highest ``doc_seq`` given so far; 0 for an empty record."""
    with record.read() as connection:
        return counter(connection, DOC_SEQ)


def order_key(at: datetime, number: int) -> int:
    """A unique int64 in the order of time: milliseconds, then the article's number (20 bits of it).

    A feed may claim the year 9999; times that would not fit (beyond 1691 to 2248) count as the last that do.
    """
    return (max(-_FURTHEST, min(to_ms(at), _FURTHEST)) << 20) | (number & 0xFFFFF)


def _documents() -> Select[*tuple[Any, ...]]:
    """Newest versions with whatever else is known."""
    return (
        select(
            versions,
            annotation_rows.c.payload,
            articles.c.story_id,
            articles.c.doc_seq,
            articles.c.sort_at,
            articles.c.number,
        )
        .select_from(articles)
        .join(versions, newest_version())
        .outerjoin(annotation_rows, newest_annotation())
    )


def _row(row: Any) -> DocumentRow:
    """A joined row as a noun."""
    return DocumentRow(
        article=to_article(row),
        annotation=to_annotation(row.payload),
        story_id=row.story_id,
        doc_seq=row.doc_seq,
        order_key=order_key(row.sort_at, row.number),
    )
