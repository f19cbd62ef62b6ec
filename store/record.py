"""Opening the record, and the only two ways to touch it: ``write`` and ``read``."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from model.errors import StoreError
from store.failures import explain
from store.migrate import migrate

BUSY_SECONDS = 30
"""How long a writer waits for another one. Transactions are short; more than this is a fault to report."""

_WRITES = "rasad_writes"


@dataclass(frozen=True)
class Record:
    """An open record. Safe to share between threads; each ``read`` and ``write`` has a connection of its own."""

    engine: Engine

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write: committed at the end, rolled back by any exception."""
        with explained(self.engine.url), self.engine.connect() as connection:
            connection = connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the record throughout and writes nothing."""
        with explained(self.engine.url), self.engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def open_record(url: str, password: str | None = None) -> Record:
    """Open the record at an SQLAlchemy address, creating or migrating it first. The password may come apart from it."""
    address = _address(url)
    if password is not None:
        address = address.set(password=password)
    with explained(address):
        engine = _sqlite(address) if address.get_backend_name() == "sqlite" else _server(address)
        record = Record(engine)
        try:
            migrate(engine, record.write, record.read)
        except BaseException:
            engine.dispose()
            raise
    return record


def _address(url: str) -> URL:
    """The address, or what is wrong with it."""
    remedy = "set store.url to sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
    try:
        address = make_url(url)
        backend = address.get_backend_name()
        address.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(f"store.url is not the address of a database: {error}", remedy) from error
    if backend not in ("sqlite", "postgresql"):
        raise StoreError(f"store.url names {backend}, which cannot hold the record", remedy)
    return address


def _sqlite(address: URL) -> Engine:
    """SQLite: the driver begins nothing by itself, so that every write begins with the write lock."""
    if address.database in (None, "", ":memory:"):
        raise StoreError("the record cannot lie in memory", "set store.url to sqlite:///FILE")
    try:
        Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the folder of the record cannot be made: {error.filename}: {error.strerror}",
            "choose a RASAD_HOME that this user may write to",
        ) from error
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    """Settings of each SQLite connection.

    ``synchronous=FULL``: in WAL mode NORMAL may lose committed transactions when the power fails, and then a
    message is sent twice and kept evidence loses its row. It costs 3.5 ms a commit (7.0 for 3.4 on a plain disk, an
    article of 3 kB each), nothing in a batch: little beside the seconds of politeness between two pages.
    """
    connection.isolation_level = None
    cursor = connection.cursor()
    _to_wal(cursor)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _to_wal(cursor: Any) -> None:
    """Turn on the write-ahead log. SQLite does not wait for its turn here: of several first openers one is refused."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= deadline:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a read that later wants to write fails under a second writer."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _server(address: URL) -> Engine:
    """PostgreSQL: connections are checked before use, so that a restarted server is met with a new one."""
    try:
        return create_engine(address, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    except ImportError as error:
        raise StoreError(
            f"the driver for {address.drivername} is not installed: {error}", "pip install 'rasad[postgresql]'"
        ) from error


@contextmanager
def explained(address: URL) -> Iterator[None]:
    """Turn what the driver says into what a person can act on."""
    try:
        yield
    except DBAPIError as error:
        known = explain(error, address)
        if known is None:
            raise
        raise known from error
