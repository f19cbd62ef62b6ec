"""How much there is of everything, for ``rasad status`` and the desk."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from model.capture import CaptureKind
from model.notify import DeliveryState
from store.annotations import pending_count
from store.record import Record
from store.sql import DOC_SEQ, count, counter
from store.tables import (
    annotation_rows,
    articles,
    captures,
    deliveries,
    entries,
    extractions,
    matches,
    quarantine,
    versions,
)


def counts(record: Record) -> dict[str, int]:
    """Counts by name, in a fixed order. ``pending_*`` is what a stage still has to do."""
    page = (captures.c.kind == CaptureKind.PAGE, captures.c.status.between(200, 299), captures.c.removed_at.is_(None))
    read = exists().where(extractions.c.capture_id == captures.c.id)
    with record.read() as connection:
        by_state = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        states = {row[0]: row[1] for row in connection.execute(by_state)}
        annotated = select(func.count(func.distinct(annotation_rows.c.article_id)))
        stories = select(func.count(func.distinct(articles.c.story_id)))
        waiting = (entries.c.capture_id.is_(None), entries.c.given_up.is_(False))
        return {
            "captures": count(connection, captures),
            "articles": count(connection, articles),
            "versions": count(connection, versions),
            "annotated": int(connection.execute(annotated).scalar_one()),
            "stories": int(connection.execute(stories).scalar_one()),
            "matches": count(connection, matches),
            **{f"deliveries_{state}": int(states.get(state, 0)) for state in DeliveryState},
            "quarantine": count(connection, quarantine),
            "pending_fetch": count(connection, entries, *waiting),
            "pending_extract": count(connection, captures, *page, ~read),
            "pending_annotate": pending_count(connection),
            "pending_story": count(connection, articles, articles.c.story_id.is_(None)),
            "doc_seq": counter(connection, DOC_SEQ),
        }
