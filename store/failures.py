"""What a database's error means for a person, and what to do."""

from __future__ import annotations

import errno

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError

from model.errors import StoreError

_KNOWN: tuple[tuple[str, str, str], ...] = (
    # what the driver says, what it means, what to do
    (
        "database or disk is full",
        "the disk is full: {where} cannot grow",
        "free space there and start again; everything reported as done is kept",
    ),
    (
        "no space left on device",
        "the disk is full: {where} cannot grow",
        "free space there and start again; everything reported as done is kept",
    ),
    (
        "database is locked",
        "{where} is locked by another process",
        "find the process that holds it open (lsof), or wait until it has finished",
    ),
    (
        "unable to open database file",
        "{where} cannot be opened or created",
        "check that the folder exists and that this user may write to it (RASAD_HOME)",
    ),
    ("readonly database", "{where} may not be written to", "check the owner and the rights of the file and its folder"),
    (
        "disk i/o error",
        "{where} cannot be read or written: disk I/O error",
        "check the disk (dmesg) and the free space",
    ),
    (
        "file is not a database",
        "{where} is not a record of Rasad",
        "set RASAD_HOME or store.url to the right place, or restore the file from a backup",
    ),
    ("malformed", "{where} is damaged", "restore it from a backup, or try sqlite3 FILE .recover"),
    (
        "password authentication failed",
        "{where} refused the user or the password",
        "check the user in store.url and the variable that store.password_env names",
    ),
    ("does not exist", "{where} has no such database, user or table", "create it (createdb) and check store.url"),
    ("permission denied", "{where} does not permit that", "grant the user of store.url all rights on the database"),
)


def explain(error: DBAPIError, address: URL) -> StoreError | None:
    """The error to report, or None for a fault of the program, which is better shown as it is."""
    if isinstance(error, IntegrityError):
        return None
    where = address.database if address.get_backend_name() == "sqlite" else address.render_as_string()
    said = str(error.orig)
    for words, meaning, remedy in _KNOWN:
        if words in said.lower():
            return StoreError(meaning.format(where=where), remedy)
    if address.get_backend_name() == "postgresql" and _away(error, said):
        return StoreError(
            f"{where} cannot be reached: {said.splitlines()[0]}",
            "start the PostgreSQL server, or check host and port in store.url",
        )
    return None


def _away(error: DBAPIError, said: str) -> bool:
    """True where the server did not answer, or went away in the middle."""
    return error.connection_invalidated or any(
        words in said for words in ("connection", "could not translate", "resolve", "timeout", "server closed")
    )


def explain_os(error: OSError, path: object) -> StoreError:
    """The error to report for a file that cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreError(
            f"the disk is full: {path} cannot grow",
            "free space there and start again; everything reported as done is kept",
        )
    return StoreError(
        f"{path} cannot be written: {error.strerror or error}",
        "check that the folder exists and that this user may write to it (RASAD_HOME)",
    )
