"""Captures: what is kept, what a conditional GET may send, and which pages still have to be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, select

from model.capture import Capture, CaptureKind, Entry, Validators
from store.entries import to_entry
from store.record import Record
from store.sql import insert_new, url_key
from store.tables import captures, entries, extractions

_NOT_CAPTURE = (
    *("url_key", "etag", "last_modified", "removed_at", "removed_reason"),
    *("block_offset", "block_length", "block_sha256"),
)
READ = "read"
"""The outcome of a document that gave what it holds, be it nothing new."""


_COLUMNS = [column for column in captures.c if column.name not in _NOT_CAPTURE]


def get(record: Record, capture_id: int) -> Capture | None:
    """One capture."""
    with record.read() as connection:
        row = connection.execute(select(*_COLUMNS).where(captures.c.id == capture_id)).first()
    return None if row is None else to_capture(row)


def newest(record: Record, kind: CaptureKind, url: str, since: datetime) -> Capture | None:
    """The newest capture of this kind and address, if it was fetched since then and its bytes are still there."""
    statement = (
        select(*_COLUMNS)
        .where(captures.c.url_key == url_key(url), captures.c.kind == kind, captures.c.removed_at.is_(None))
        .order_by(captures.c.id.desc())
        .limit(1)
    )
    with record.read() as connection:
        row = connection.execute(statement).first()
    return None if row is None or row.fetched_at < since else to_capture(row)


def by_url(record: Record, url: str) -> list[Capture]:
    """The captures of an address, oldest first."""
    here = (captures.c.url_key == url_key(url), captures.c.url == url)
    statement = select(captures).where(*here).order_by(captures.c.id)
    with record.read() as connection:
        return [to_capture(row) for row in connection.execute(statement).mappings()]


def validators(record: Record, url: str) -> Validators | None:
    """What the newest complete answer of this address gave to ask with; None where it gave nothing."""
    statement = (
        select(captures.c.etag, captures.c.last_modified)
        .where(captures.c.url_key == url_key(url), captures.c.status == 200)
        .order_by(captures.c.id.desc())
        .limit(1)
    )
    with record.read() as connection:
        row = connection.execute(statement).first()
    if row is None or (row.etag is None and row.last_modified is None):
        return None
    return Validators(etag=row.etag, last_modified=row.last_modified)


def pending_pages(record: Record, extractor: str, limit: int) -> list[tuple[Capture, Entry | None]]:
    """Pages that came whole (2xx) and that this extractor has not yet read, oldest first, with their entries."""
    read = exists().where(extractions.c.capture_id == captures.c.id, extractions.c.extractor == extractor)
    entry_columns = [column.label(f"entry_{column.name}") for column in entries.c]
    statement = (
        select(*_COLUMNS, *entry_columns)
        .outerjoin(entries, entries.c.url_key == captures.c.url_key)
        .where(captures.c.kind == CaptureKind.PAGE, captures.c.status.between(200, 299))
        .where(captures.c.removed_at.is_(None), ~read)
        .order_by(captures.c.id)
        .limit(limit)
    )
    with record.read() as connection:
        rows = connection.execute(statement).mappings().all()
    return [(to_capture(row), _entry(row)) for row in rows]


def pending_documents(record: Record, kinds: Sequence[CaptureKind], reader: str, limit: int) -> list[Capture]:
    """Documents that came whole and that this reader has not yet read, oldest first."""
    read = exists().where(extractions.c.capture_id == captures.c.id, extractions.c.extractor == reader)
    statement = (
        select(*_COLUMNS)
        .where(captures.c.kind.in_(kinds), captures.c.status == 200, captures.c.removed_at.is_(None), ~read)
        .order_by(captures.c.id)
        .limit(limit)
    )
    with record.read() as connection:
        return [to_capture(row) for row in connection.execute(statement)]


def read_before(record: Record, capture: Capture, reader: str) -> Capture | None:
    """The newest capture of the same document before this one that the reader could read and whose bytes are kept."""
    statement = (
        select(*_COLUMNS)
        .join(extractions, extractions.c.capture_id == captures.c.id)
        .where(captures.c.url_key == url_key(capture.url), captures.c.kind == capture.kind, captures.c.id < capture.id)
        .where(extractions.c.extractor == reader, extractions.c.outcome == READ, captures.c.removed_at.is_(None))
        .order_by(captures.c.id.desc())
        .limit(1)
    )
    with record.read() as connection:
        row = connection.execute(statement).first()
    return None if row is None else to_capture(row)


def extraction_done(
    record: Record,
    capture_id: int,
    extractor: str,
    outcome: str,
    reason: str | None = None,
    article: tuple[str, int] | None = None,
) -> None:
    """Note what an extractor made of a page, so that it is not pending any more."""
    with record.write() as connection:
        extraction_done_in(connection, capture_id, extractor, outcome, reason, article)


def extraction_done_in(
    connection: Connection,
    capture_id: int,
    extractor: str,
    outcome: str,
    reason: str | None,
    article: tuple[str, int] | None,
) -> None:
    """``extraction_done`` within a transaction of the caller."""
    row = {
        "capture_id": capture_id,
        "extractor": extractor,
        "outcome": outcome,
        "reason": reason,
        "article_id": article[0] if article else None,
        "article_version": article[1] if article else None,
    }
    insert_new(connection, extractions, [row])


def to_capture(row: Any) -> Capture:
    """A row, or a mapping of one, as a noun."""
    values = row if hasattr(row, "keys") else row._mapping
    fields = {column.name: values[column.name] for column in _COLUMNS}
    return Capture(**{**fields, "kind": CaptureKind(fields["kind"])})


def _entry(row: Any) -> Entry | None:
    """The entry joined to a capture, if there is one."""
    if row["entry_url"] is None:
        return None
    return to_entry(_Prefixed(row))


class _Prefixed:
    """Reads ``entry_x`` of a mapping as attribute ``x``."""

    def __init__(self, row: Any) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        return self._row[f"entry_{name}"]
