"""One leader for a record on a server: its worker writes the index, forms stories and sends, wherever it runs.

The lock on a file in RASAD_HOME (``store.lease``) is enough for one machine. Here it is an advisory lock of PostgreSQL,
held by a connection of its own: the server gives it up when that connection ends, however it ends.
"""

from __future__ import annotations

import time
from types import TracebackType

from sqlalchemy import Connection, text

from model.errors import LockBusy
from store.record import Record, explained

_KEY = 0x7261736164  # "rasad"
_PAUSE = 0.2


class Leadership:
    """The leader's place at a record. SQLite has one machine, hence one leader, and nothing to lock."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._connection: Connection | None = None

    def __enter__(self) -> Leadership:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._let_go()

    def take(self, wait_seconds: float = 0) -> None:
        """Be the leader, or go on being it. Raises LockBusy where another is for longer than this, StoreError where
        the server is away; call it again before each round of work, since the lock went with a server that restarted.
        """
        if self._record.engine.dialect.name != "postgresql":
            return
        deadline = time.monotonic() + wait_seconds
        with explained(self._record.engine.url):
            while not self._held():
                if time.monotonic() >= deadline:
                    raise LockBusy(
                        "another machine's worker leads this record",
                        "stop it first, or run `rasad worker --helper` here, which takes a share of the understanding",
                    )
                time.sleep(_PAUSE)

    def _held(self) -> bool:
        """True where the lock is ours, still or now."""
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                return True
            self._connection = self._record.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if self._connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}).scalar_one():
                return True
        except BaseException:
            self._let_go()
            raise
        self._let_go()
        return False

    def _let_go(self) -> None:
        """End the connection itself: back in the pool it would go on holding the lock."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
