"""Taking pending rows, so that several workers share them: nobody works on what another has in hand.

On PostgreSQL the rows stay locked (``FOR NO KEY UPDATE SKIP LOCKED``) in a transaction of their own while they are
worked on; results are written in other transactions. A worker that dies lets go of them at once, with its connection.
Only rows that nobody updates in the course of work may be taken, such as article versions. SQLite has one worker, by
its lease.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Row, Select, Table

from store.record import Record


@contextmanager
def taken(record: Record, pending: Select[Any], rows_of: Table) -> Iterator[Sequence[Row[Any]]]:
    """The rows of a query, each of which no other worker has while the block runs."""
    if record.engine.dialect.name != "postgresql":
        with record.read() as connection:
            rows = connection.execute(pending).all()
        yield rows
        return
    with record.write() as connection:
        locked = pending.with_for_update(of=rows_of, key_share=True, skip_locked=True)
        yield connection.execute(locked).all()
