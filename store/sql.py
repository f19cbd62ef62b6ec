"""Small pieces of SQL that both databases share: inserting what is new, keys of addresses, the document counter."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from store.tables import counters
from store.types import clean

DOC_SEQ = "doc_seq"


def url_key(url: str) -> str:
    """The short digest by which an address is found."""
    return hashlib.sha256(clean(url).encode()).hexdigest()[:32]


def insert_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert the rows that break no unique key, leave the others as they stand; how many were new."""
    before = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = before(table).on_conflict_do_nothing().returning(*table.primary_key.columns)
    # One by one, by what comes back: not every driver tells the count of an insert, and batches here are small.
    return sum(connection.execute(statement, row).first() is not None for row in rows)


def lock_documents(connection: Connection) -> None:
    """Called before a transaction touches articles: the order of ``doc_seq`` is then the order of commits.

    Without it, PostgreSQL could commit 8 before 7, and a reader that has seen 8 would never see 7. SQLite has
    one writer anyway and ignores FOR UPDATE.
    """
    connection.execute(select(counters.c.value).where(counters.c.name == DOC_SEQ).with_for_update())


def next_doc_seq(connection: Connection) -> int:
    """The next number of a changed document; ``lock_documents`` came before."""
    statement = (
        update(counters)
        .where(counters.c.name == DOC_SEQ)
        .values(value=counters.c.value + 1)
        .returning(counters.c.value)
    )
    return int(connection.execute(statement).scalar_one())


def counter(connection: Connection, name: str) -> int:
    """The value of a counter, 0 where there is none yet."""
    return int(connection.execute(select(counters.c.value).where(counters.c.name == name)).scalar() or 0)


def raise_counter(connection: Connection, name: str, value: int) -> None:
    """Bring a counter up to a value; it never goes back."""
    insert_new(connection, counters, [{"name": name, "value": value}])
    connection.execute(update(counters).where(counters.c.name == name, counters.c.value < value).values(value=value))


def count(connection: Connection, table: Table, *where: Any) -> int:
    """How many rows of a table fulfil the conditions."""
    return int(connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one())
