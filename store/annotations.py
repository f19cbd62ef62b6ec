"""Annotations: what a pipeline understood of an article version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Select, String, cast, exists, func, or_, select, update

from model.annotation import Annotation
from model.article import Article
from store import quarantine as held
from store.articles import newest_version, to_article
from store.record import Record
from store.sql import insert_new, lock_documents, next_doc_seq
from store.tables import annotation_rows, articles, quarantine, versions
from store.taking import taken

_ADAPTER = TypeAdapter(Annotation)


def pending(record: Record, pipeline: str, limit: int) -> list[Article]:
    """Newest versions which this pipeline has not annotated and which are not in quarantine, oldest change first."""
    with record.read() as connection:
        return [to_article(row) for row in connection.execute(_pending(pipeline, limit))]


@contextmanager
def take(record: Record, pipeline: str, limit: int) -> Iterator[list[Article]]:
    """``pending`` that no other worker has in hand, for as long as the block runs."""
    with taken(record, _pending(pipeline, limit), versions) as rows:
        yield [to_article(row) for row in rows]


def _pending(pipeline: str, limit: int) -> Select[Any]:
    """Newest versions without an annotation of this pipeline."""
    done = exists().where(
        annotation_rows.c.article_id == articles.c.id,
        annotation_rows.c.version == articles.c.version,
        annotation_rows.c.pipeline == pipeline,
    )
    return (
        select(versions)
        .join(articles, newest_version())
        .where(~done, ~_quarantined())
        .order_by(articles.c.doc_seq)
        .limit(limit)
    )


def save(record: Record, pipeline: str, article_id: str, version: int, annotation: Annotation) -> bool:
    """Keep an annotation; False where this pipeline's is there already. The document changes with it."""
    row = {
        "article_id": article_id,
        "version": version,
        "pipeline": pipeline,
        "lang": annotation.lang,
        "relevant": annotation.relevant,
        "relevance": annotation.relevance,
        "payload": _ADAPTER.dump_json(annotation).decode(),
    }
    with record.write() as connection:
        lock_documents(connection)
        if not insert_new(connection, annotation_rows, [row]):
            return False
        newest = (articles.c.id == article_id) & (articles.c.version == version)
        if connection.execute(select(articles.c.number).where(newest)).first() is not None:
            connection.execute(update(articles).where(newest).values(doc_seq=next_doc_seq(connection)))
        return True


def failed(record: Record, article_id: str, version: int, reason: str, detail: str = "") -> None:
    """Put a version that cannot be annotated in quarantine; a later version is tried again."""
    held.put(record, held.ANNOTATE, f"{article_id}:{version}", reason, detail, datetime.now(UTC))


def get(record: Record, article_id: str, version: int) -> Annotation | None:
    """The newest annotation of a version, whichever pipeline made it."""
    here = (annotation_rows.c.article_id == article_id) & (annotation_rows.c.version == version)
    statement = select(annotation_rows.c.payload).where(here).order_by(annotation_rows.c.id.desc()).limit(1)
    with record.read() as connection:
        payload = connection.execute(statement).scalar()
    return to_annotation(payload)


def to_annotation(payload: str | None) -> Annotation | None:
    """A kept payload as a noun."""
    return None if payload is None else _ADAPTER.validate_json(payload)


def newest_annotation() -> Any:
    """The condition that joins ``articles`` to the newest annotation of their newest version."""
    other = annotation_rows.alias()
    newest = (
        select(func.max(other.c.id))
        .where(other.c.article_id == articles.c.id, other.c.version == articles.c.version)
        .correlate(articles)
        .scalar_subquery()
    )
    return annotation_rows.c.id == newest


def pending_count(connection: Connection, pipeline: str | None = None) -> int:
    """How many newest versions have no annotation (of this pipeline, or of any)."""
    conditions = [annotation_rows.c.article_id == articles.c.id, annotation_rows.c.version == articles.c.version]
    if pipeline is not None:
        conditions.append(annotation_rows.c.pipeline == pipeline)
    statement = select(func.count()).select_from(articles).where(~exists().where(*conditions), ~_quarantined())
    return int(connection.execute(statement).scalar_one())


def _quarantined() -> Any:
    """The condition that an article, or its newest version, is in quarantine."""
    version_key = articles.c.id + ":" + cast(articles.c.version, String)
    return exists().where(
        quarantine.c.stage == held.ANNOTATE,
        or_(quarantine.c.key == articles.c.id, quarantine.c.key == version_key),
    )
