"""Stories: which articles report one event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, update

from model.annotation import Annotation
from model.article import Article
from store.annotations import newest_annotation, to_annotation
from store.articles import newest_version, to_article
from store.record import Record
from store.sql import lock_documents, next_doc_seq
from store.tables import annotation_rows, articles, versions


def pending(record: Record, limit: int) -> list[tuple[Article, Annotation]]:
    """Annotated articles without a story, in the order in which they came."""
    statement = _annotated().where(articles.c.story_id.is_(None)).order_by(articles.c.number).limit(limit)
    with record.read() as connection:
        return [_pair(row) for row in connection.execute(statement)]


def recent(record: Record, since: datetime) -> list[tuple[Article, Annotation, str]]:
    """Articles of a story, published (or, undated, seen) since then, oldest first: what a grouper starts from."""
    in_story = articles.c.story_id.is_not(None) & (articles.c.sort_at >= since)
    statement = _annotated().where(in_story).order_by(articles.c.sort_at, articles.c.number)
    with record.read() as connection:
        return [(*_pair(row), row.story_id) for row in connection.execute(statement)]


def assign(record: Record, article_id: str, story_id: str) -> bool:
    """Put an article in a story; False where it is there already. The document changes with it."""
    with record.write() as connection:
        lock_documents(connection)
        current = select(articles.c.story_id).where(articles.c.id == article_id)
        row = connection.execute(current).first()
        if row is None or row.story_id == story_id:
            return False
        values = {"story_id": story_id, "doc_seq": next_doc_seq(connection)}
        connection.execute(update(articles).where(articles.c.id == article_id).values(values))
        return True


def members(record: Record, story_id: str) -> list[Article]:
    """The articles of a story, oldest first."""
    statement = (
        select(versions)
        .join(articles, newest_version())
        .where(articles.c.story_id == story_id)
        .order_by(articles.c.sort_at, articles.c.number)
    )
    with record.read() as connection:
        return [to_article(row) for row in connection.execute(statement)]


def sizes(record: Record, story_ids: Sequence[str]) -> dict[str, int]:
    """How many articles each of these stories has."""
    story = articles.c.story_id
    counted = select(story, func.count()).where(story.in_(story_ids)).group_by(story)
    with record.read() as connection:
        return {row[0]: int(row[1]) for row in connection.execute(counted)}


def _annotated() -> Select[*tuple[Any, ...]]:
    """Newest versions with their newest annotation."""
    return (
        select(versions, annotation_rows.c.payload, articles.c.story_id)
        .select_from(articles)
        .join(versions, newest_version())
        .join(annotation_rows, newest_annotation())
    )


def _pair(row: Any) -> tuple[Article, Annotation]:
    """A joined row as nouns."""
    annotation = to_annotation(row.payload)
    assert annotation is not None  # the join is an inner one
    return to_article(row), annotation
