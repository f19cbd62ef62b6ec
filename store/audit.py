"""The audit: who read and changed what at the desk. Entries are added and never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select

from model.access import AuditEntry
from store.record import Record
from store.sql import count
from store.tables import audit

LONGEST = 2000
"""A hostile request may be of any length; an entry is not."""


def note(record: Record, entry: AuditEntry) -> None:
    """Add an entry."""
    row = {
        "at": entry.at,
        "who": entry.who[:100],
        "action": entry.action,
        "target": entry.target[:LONGEST],
        "address": entry.address[:100],
    }
    with record.write() as connection:
        connection.execute(insert(audit).values(row))


def newest(record: Record, limit: int, who: str | None = None) -> list[AuditEntry]:
    """The newest entries, of all or of one user."""
    statement = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if who is not None:
        statement = statement.where(audit.c.who == who)
    with record.read() as connection:
        return [
            AuditEntry(at=row.at, who=row.who, action=row.action, target=row.target, address=row.address)
            for row in connection.execute(statement)
        ]


def how_many(
    record: Record, action: str, since: datetime, *, who: str | None = None, address: str | None = None
) -> int:
    """How often an action was noted since then, of a name, from an address, or both."""
    where = [audit.c.action == action, audit.c.at >= since]
    if who is not None:
        where.append(audit.c.who == who[:100])
    if address is not None:
        where.append(audit.c.address == address[:100])
    with record.read() as connection:
        return count(connection, audit, *where)
