"""Bringing a database to the tables of this version, by Alembic migrations that travel inside the package."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from model.errors import StoreError

HEAD = "0007"
"""The newest migration. A test compares it with the folder."""

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_237_751  # any fixed number: Rasad's advisory lock for migrations

Transaction = Callable[[], AbstractContextManager[Connection]]


def migrate(engine: Engine, write: Transaction, read: Transaction) -> None:
    """Create or migrate the tables; two processes may try at once.

    The common case, a database that is up to date, is only read: opening must not wait for a writer.
    """
    with read() as connection:
        if _version(connection) == HEAD:
            return
    with write() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        found = _version(connection)
        if found != HEAD:
            _upgrade(connection, found)


def _version(connection: Connection) -> str | None:
    """The migration that the database stands at, None for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _upgrade(connection: Connection, found: str | None) -> None:
    """Run the migrations that are missing, in the transaction of the connection."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"the record was written by a newer Rasad (its tables are at {found}, this version knows up to {HEAD})",
            "install that version of Rasad again, or set RASAD_HOME to another place",
        )
    command.upgrade(config, "head")
