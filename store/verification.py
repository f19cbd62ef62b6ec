"""Verifying the evidence: every entry of every chain, every byte of every file, every tombstone and every seal.

A block of bytes that no entry speaks of is what a writer leaves that was killed before its row was there: at most one
exchange, at the end of its file. That is told as a note; anything more is a problem.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from model.errors import StoreError
from model.source import RunStatus
from store import ledger, seals, tombstones, warc
from store.captures import to_capture
from store.evidence import read_body
from store.record import Record
from store.tables import captures, runs

_UNFINISHED = (RunStatus.RUNNING, RunStatus.INTERRUPTED)


@dataclass(slots=True)
class Examination:
    """What was looked at, what is wrong (``problems``) and what only looks odd (``notes``)."""

    captures: int = 0
    removed: int = 0
    files: int = 0
    bytes: int = 0
    seals: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def verify(record: Record, home: Path) -> list[str]:
    """One line for each thing that is wrong with the evidence, none if all is well."""
    return examine(record, home).problems


def examine(record: Record, home: Path) -> Examination:
    """Look at everything that is kept as evidence."""
    found = Examination()
    with record.read() as connection:
        _chains(connection, found)
        found.problems += tombstones.problems(connection)
        _files(connection, home, found)
        problems, found.seals = seals.problems(connection, home)
        found.problems += problems
    return found


def _chains(connection: Connection, found: Examination) -> None:
    last: dict[str, tuple[int, str]] = {}
    for row in connection.execute(select(captures).order_by(captures.c.chain, captures.c.seq)).mappings():
        seq, prev_hash = last.get(row["chain"], (0, ledger.FIRST))
        found.problems += _entry_problems(row, seq, prev_hash)
        last[row["chain"]] = (row["seq"], row["entry_hash"])
        found.captures += 1


def _entry_problems(row: RowMapping, seq: int, prev_hash: str) -> list[str]:
    """What is wrong with one entry of a chain, given the one before it."""
    where = f"capture {row['id']} (chain {row['chain']}, entry {row['seq']})"
    problems = []
    if row["seq"] != seq + 1:
        problems.append(f"{where}: entries {seq + 1} to {row['seq'] - 1} are missing")
    elif row["prev_hash"] != prev_hash:
        problems.append(f"{where}: does not follow the entry before it")
    if row["entry_hash"] != ledger.entry_hash(row):
        problems.append(f"{where}: was changed after it was written")
    return problems


def _files(connection: Connection, home: Path, found: Examination) -> None:
    """Each file against the entries that lie in it, and files that none speaks of."""
    folder = home / warc.FOLDER
    unread = {path.name for path in folder.glob("*.warc.gz")} if folder.is_dir() else set()
    statement = select(captures).order_by(captures.c.warc_file, captures.c.warc_offset)
    for name, rows in groupby(connection.execute(statement).mappings(), key=lambda row: str(row["warc_file"])):
        unread.discard(name)
        found.files += 1
        _file(connection, home, name, list(rows), found)
    for name in sorted(unread):
        _unspoken(folder / name, (folder / name).read_bytes(), True, found)


def _file(connection: Connection, home: Path, name: str, rows: list[RowMapping], found: Examination) -> None:
    path = home / warc.FOLDER / name
    found.removed += sum(row["removed_at"] is not None for row in rows)
    if not path.exists() and all(row["removed_at"] is not None for row in rows):
        return
    at = 0
    try:
        with path.open("rb") as file:
            for row in rows:
                found.problems += _block(home, file, row, at)
                at = _end(row)
            file.seek(at)
            rest = file.read()
            found.bytes += at + len(rest)
    except OSError as error:
        found.problems += [f"capture {row['id']}: {path} cannot be read: {error.strerror}" for row in rows]
        return
    if rest and all(row["block_sha256"] is not None for row in rows):
        run = connection.execute(select(runs.c.status).where(runs.c.id == rows[0]["run_id"])).scalar()
        _unspoken(path, rest, run is None or run in _UNFINISHED, found)


def _block(home: Path, file: Any, row: RowMapping, at: int) -> Iterable[str]:
    """What is wrong with the bytes of one entry, which should begin where the one before it ended."""
    if row["block_sha256"] is None:
        yield from _body(home, row)
        return
    where = f"capture {row['id']}: the bytes in {home / warc.FOLDER / row['warc_file']}"
    if row["block_offset"] != at:
        yield f"{where} begin at {row['block_offset']}, where {at} is next"
    file.seek(row["block_offset"])
    block = file.read(row["block_length"])
    if row["removed_at"] is None:
        if hashlib.sha256(block).hexdigest() != row["block_sha256"]:
            yield f"{where} are not those that were kept"
    elif block != tombstones.filler(row):
        kept = hashlib.sha256(block).hexdigest() == row["block_sha256"]
        yield f"{where} are {'still there: `rasad evidence retain` removes them' if kept else 'no tombstone'}"


def _body(home: Path, row: RowMapping) -> Iterator[str]:
    """What is wrong with the body of an entry of before there were blocks."""
    if row["removed_at"] is not None:
        return
    try:
        read_body(home, to_capture(row))
    except StoreError as error:
        yield error.thing


def _end(row: RowMapping) -> int:
    if row["block_sha256"] is None:
        return int(row["warc_offset"] + row["warc_length"])
    return int(row["block_offset"] + row["block_length"])


def _unspoken(path: Path, data: bytes, may_be: bool, found: Examination) -> None:
    """Bytes at the end of a file that no entry speaks of."""
    exchanges = sum(kind == "response" for kind, _ in warc.members(data))
    line = f"{path}: {len(data)} bytes at its end stand in no entry of the ledger"
    if may_be and exchanges <= 1:
        found.notes.append(f"{line}: a crawl was killed while it wrote them")
    else:
        found.problems.append(f"{line} ({exchanges} responses): entries were removed, or bytes added")
