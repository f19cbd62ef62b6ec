"""Protected persons (staff, relatives): never their names, only keyed digests of how they may be written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from store.record import Record
from store.sql import insert_new
from store.tables import protected_forms, protected_persons


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """A protected person as the record knows one: a number, and whom of the people it is, if anybody."""

    id: int
    person_id: str | None
    added_at: datetime


def add(record: Record, macs: Collection[bytes], person_id: str | None, now: datetime) -> int:
    """Keep the digests of a person's spellings, handles and numbers; gives the person's number here."""
    with record.write() as connection:
        row = {"person_id": person_id, "added_at": now}
        statement = insert(protected_persons).values(row).returning(protected_persons.c.id)
        number = connection.execute(statement).scalar_one()
        insert_new(connection, protected_forms, [{"mac": mac.hex(), "protected_id": int(number)} for mac in macs])
        return int(number)


def remove(record: Record, number: int) -> bool:
    """Forget a person and all digests; False where there is none."""
    with record.write() as connection:
        connection.execute(delete(protected_forms).where(protected_forms.c.protected_id == number))
        return connection.execute(delete(protected_persons).where(protected_persons.c.id == number)).rowcount > 0


def listing(record: Record) -> list[Protected]:
    """Who is protected, by number."""
    with record.read() as connection:
        rows = connection.execute(select(protected_persons).order_by(protected_persons.c.id))
        return [Protected(id=row.id, person_id=row.person_id, added_at=row.added_at) for row in rows]


def forms(record: Record) -> dict[bytes, int]:
    """Every digest, and whose it is."""
    with record.read() as connection:
        rows = connection.execute(select(protected_forms.c.mac, protected_forms.c.protected_id))
        return {bytes.fromhex(mac): int(number) for mac, number in rows}
