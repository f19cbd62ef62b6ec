"""Matches of rules, written together with the deliveries that tell of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from model.notify import Match, MatchPath, NewDelivery
from store.deliveries import put_in
from store.record import Record
from store.sql import counter, insert_new, raise_counter
from store.tables import matches


def save(
    record: Record,
    found: Sequence[Match],
    deliveries: Sequence[NewDelivery],
    progress: tuple[str, int] | None = None,
    now: datetime | None = None,
) -> int:
    """Keep matches, their deliveries and how far the reader has come: all or nothing. How many matches were new."""
    with record.write() as connection:
        new = insert_new(connection, matches, [_row(match) for match in found])
        put_in(connection, deliveries, now or datetime.now(UTC))
        if progress is not None:
            raise_counter(connection, _name(progress[0]), progress[1])
        return new


def progress(record: Record, name: str) -> int:
    """The ``doc_seq`` up to which a reader ("memory", "sweep") has come; 0 at first."""
    with record.read() as connection:
        return counter(connection, _name(name))


def set_progress(record: Record, name: str, doc_seq: int) -> None:
    """Note how far a reader has come; it never goes back."""
    with record.write() as connection:
        raise_counter(connection, _name(name), doc_seq)


def for_article(record: Record, article_id: str) -> list[Match]:
    """The matches of an article, newest first."""
    statement = select(matches).where(matches.c.article_id == article_id).order_by(matches.c.id.desc())
    with record.read() as connection:
        return [to_match(row) for row in connection.execute(statement)]


def versions_seen(record: Record, article_ids: Collection[str]) -> set[tuple[str, int]]:
    """Of these articles, the versions that some rule has matched already."""
    statement = select(matches.c.article_id, matches.c.article_version).where(matches.c.article_id.in_(article_ids))
    with record.read() as connection:
        return {(article_id, int(version)) for article_id, version in connection.execute(statement.distinct())}


def recent(record: Record, limit: int) -> list[Match]:
    """The newest matches."""
    with record.read() as connection:
        return [to_match(row) for row in connection.execute(select(matches).order_by(matches.c.id.desc()).limit(limit))]


def to_match(row: Any) -> Match:
    """A row as a noun."""
    return Match(
        rule_id=row.rule_id,
        rule_version=row.rule_version,
        article_id=row.article_id,
        article_version=row.article_version,
        story_id=row.story_id,
        path=MatchPath(row.path),
        late=row.late,
        matched_at=row.matched_at,
        passage=row.passage,
        spans=tuple((start, end) for start, end in row.spans),
    )


def _name(reader: str) -> str:
    """The counter of a reader."""
    return f"progress:{reader}"


def _row(match: Match) -> dict[str, object]:
    """A match as a row."""
    return {
        "rule_id": match.rule_id,
        "rule_version": match.rule_version,
        "article_id": match.article_id,
        "article_version": match.article_version,
        "story_id": match.story_id,
        "path": match.path,
        "late": match.late,
        "matched_at": match.matched_at,
        "passage": match.passage,
        "spans": [list(span) for span in match.spans],
    }
