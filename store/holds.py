"""People to whom nothing goes: stopped at once, by anybody at the desk, until somebody says otherwise.

A reader whose phone was taken, or who is threatened, must get not one message more. This stands in the record and not
in the configuration, so that it holds from one moment to the next and in every process.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from store.record import Record
from store.sql import insert_new
from store.tables import holds


def stop(record: Record, person_id: str, reason: str, now: datetime) -> bool:
    """Stop everything to a person; False where it is stopped already."""
    with record.write() as connection:
        return insert_new(connection, holds, [{"person_id": person_id, "since": now, "reason": reason}]) > 0


def resume(record: Record, person_id: str) -> bool:
    """Let messages go again; what was due meanwhile goes now. False where nothing was stopped."""
    with record.write() as connection:
        return connection.execute(delete(holds).where(holds.c.person_id == person_id)).rowcount > 0


def stopped(record: Record) -> set[str]:
    """The people to whom nothing goes now."""
    with record.read() as connection:
        return set(connection.execute(select(holds.c.person_id)).scalars())


def listing(record: Record) -> dict[str, tuple[datetime, str]]:
    """Who is stopped, since when and why."""
    with record.read() as connection:
        return {row.person_id: (row.since, row.reason) for row in connection.execute(select(holds))}
