"""Who has said that they have seen an alert: what escalation waits for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from store.record import Record
from store.sql import insert_new
from store.tables import acknowledgements


def put(record: Record, subject_key: str, person_id: str, now: datetime) -> bool:
    """Note that a person has seen the alert of a story; False where it was noted before."""
    row = {"subject_key": subject_key, "person_id": person_id, "at": now}
    with record.write() as connection:
        return insert_new(connection, acknowledgements, [row]) > 0


def of(record: Record, subject_key: str) -> dict[str, datetime]:
    """Who has seen it, and when."""
    statement = select(acknowledgements).where(acknowledgements.c.subject_key == subject_key)
    with record.read() as connection:
        return {row.person_id: row.at for row in connection.execute(statement)}
