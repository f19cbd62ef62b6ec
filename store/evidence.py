"""Evidence: each response is written to a WARC file and on the disk before the record knows of it.

A process killed in between leaves bytes that no row speaks of, which is harmless; never a row without bytes.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from model.capture import Capture, Response
from model.errors import StoreError
from store import ledger, warc
from store.captures import to_capture
from store.failures import explain_os
from store.record import Record
from store.sql import url_key
from store.tables import captures

FOLDER = "evidence"


class EvidenceWriter:
    """Writes one WARC file and one chain of the ledger. ``chain`` is unique to the writer: run and process."""

    def __init__(self, home: Path, chain: str) -> None:
        self._folder = home / FOLDER
        self._chain = chain
        self._name = ""
        self._file: FileIO | None = None

    def __enter__(self) -> EvidenceWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def keep(self, record: Record, response: Response) -> Capture:
        """Keep a response: bytes first, then the row."""
        try:
            offset, length = self._append(response)
        except OSError as error:
            raise explain_os(error, self._folder / self._name) from error
        with record.write() as connection:
            row = _ledger_row(connection, self._chain, response, (self._name, offset, length))
            number = connection.execute(insert(captures).values(row).returning(captures.c.id)).scalar_one()
        return to_capture({**row, "id": int(number)})

    def _append(self, response: Response) -> tuple[int, int]:
        """Bring the exchange to the disk; gives the place of the response."""
        data, length = warc.exchange(response)
        return warc.append(self._opened(), data), length

    def _opened(self) -> FileIO:
        """The file, begun at the first response."""
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._name = warc.file_name(datetime.now(UTC), self._chain)
            file = FileIO(self._folder / self._name, "xb")
            try:
                warc.append(file, warc.info(self._name))
                warc.sync_folder(self._folder)
            except OSError:
                file.close()
                raise
            self._file = file
        return self._file


def read_body(home: Path, capture: Capture) -> bytes:
    """The body of a capture as it was kept; its digest is checked."""
    path = home / FOLDER / capture.warc_file
    remedy = "restore the evidence folder from a backup; `rasad doctor` lists what is affected"
    try:
        body = warc.read_response(path, capture.warc_offset, capture.warc_length)
    except OSError as error:
        raise StoreError(f"capture {capture.id}: {path} cannot be read: {error.strerror or error}", remedy) from error
    except Exception as error:
        raise StoreError(f"capture {capture.id}: the bytes in {path} are damaged: {error}", remedy) from error
    if hashlib.sha256(body).hexdigest() != capture.sha256:
        raise StoreError(f"capture {capture.id}: the bytes in {path} are not those that were kept", remedy)
    return body


def verify(record: Record, home: Path) -> list[str]:
    """Check every chain and every body; one line for each thing that is wrong, none if all is well."""
    problems: list[str] = []
    last: dict[str, tuple[int, str]] = {}
    with record.read() as connection:
        rows = connection.execute(select(captures).order_by(captures.c.chain, captures.c.seq)).mappings()
        for row in rows:
            seq, prev_hash = last.get(row["chain"], (0, ledger.FIRST))
            problems += _chain_problems(row, seq, prev_hash)
            last[row["chain"]] = (row["seq"], row["entry_hash"])
            if row["removed_at"] is None:
                problems += _body_problems(home, to_capture(row))
    return problems


def _chain_problems(row: RowMapping, seq: int, prev_hash: str) -> list[str]:
    """What is wrong with one entry of a chain, given the one before it."""
    where = f"capture {row['id']} (chain {row['chain']}, entry {row['seq']})"
    problems = []
    if row["seq"] != seq + 1:
        problems.append(f"{where}: entries {seq + 1} to {row['seq'] - 1} are missing")
    elif row["prev_hash"] != prev_hash:
        problems.append(f"{where}: does not follow the entry before it")
    if row["entry_hash"] != ledger.entry_hash({name: row[name] for name in ledger.FIELDS}):
        problems.append(f"{where}: was changed after it was written")
    return problems


def _body_problems(home: Path, capture: Capture) -> list[str]:
    """What is wrong with the bytes of a capture."""
    try:
        read_body(home, capture)
    except StoreError as error:
        return [error.thing]
    return []


def _ledger_row(connection: Connection, chain: str, response: Response, place: tuple[str, int, int]) -> dict[str, Any]:
    """A capture as the next entry of its chain. The caller's transaction holds the write lock."""
    newest = select(captures.c.seq, captures.c.entry_hash).where(captures.c.chain == chain)
    before = connection.execute(newest.order_by(captures.c.seq.desc()).limit(1)).first()
    headers = {name.lower(): value for name, value in reversed(response.headers)}
    row: dict[str, Any] = {
        "url": response.url,
        "final_url": response.final_url,
        "source_id": response.source_id,
        "run_id": response.run_id,
        "kind": response.kind,
        "fetched_at": response.fetched_at,
        "status": response.status,
        "media_type": headers.get("content-type", ""),
        "sha256": hashlib.sha256(response.body).hexdigest(),
        "warc_file": place[0],
        "warc_offset": place[1],
        "warc_length": place[2],
        "robots": response.robots,
        "chain": chain,
        "seq": before.seq + 1 if before else 1,
        "prev_hash": before.entry_hash if before else ledger.FIRST,
    }
    row["entry_hash"] = ledger.entry_hash(row)
    return {
        **row,
        "url_key": url_key(response.url),
        "etag": headers.get("etag"),
        "last_modified": headers.get("last-modified"),
    }
