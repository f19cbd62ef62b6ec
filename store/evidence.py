"""Evidence: each response is written to a WARC file and on the disk before the record knows of it.

A process killed in between leaves bytes that no row speaks of, which the next run of the source clears
(``store.leftovers``); never a row without bytes.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, insert, select

from model.capture import Capture, Response
from model.errors import StoreError
from store import ledger, warc
from store.captures import to_capture
from store.failures import explain_os
from store.record import Record
from store.sql import url_key
from store.tables import captures


class EvidenceWriter:
    """Writes one WARC file and one chain of the ledger. ``chain`` is unique to the writer: run and process."""

    def __init__(self, home: Path, chain: str) -> None:
        self._folder = home / warc.FOLDER
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
            place = self._append(response)
        except OSError as error:
            raise explain_os(error, self._folder / self._name) from error
        with record.write() as connection:
            row = _ledger_row(connection, self._chain, response, place)
            number = connection.execute(insert(captures).values(row).returning(captures.c.id)).scalar_one()
        return to_capture({**row, "id": int(number)})

    def _append(self, response: Response) -> dict[str, Any]:
        """Bring the exchange to the disk; gives the place of the response and that of all that was written."""
        file = self._opened()
        start = file.seek(0, os.SEEK_END)
        head = b"" if start else warc.info(self._name)
        data, length = warc.exchange(response)
        warc.append(file, head + data)
        if not start:
            warc.sync_folder(self._folder)
        return {
            "warc_file": self._name,
            "warc_offset": start + len(head),
            "warc_length": length,
            "block_offset": start,
            "block_length": len(head) + len(data),
            "block_sha256": hashlib.sha256(head + data).hexdigest(),
        }

    def _opened(self) -> FileIO:
        """The file, begun at the first response."""
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._name = warc.file_name(datetime.now(UTC), self._chain)
            self._file = FileIO(self._folder / self._name, "xb")
            # Who clears what killed runs left keeps off a file that is held, and may have been quicker than this.
            fcntl.flock(self._file, fcntl.LOCK_EX)
            if os.fstat(self._file.fileno()).st_nlink == 0:
                self._file.close()
                self._file = None
                return self._opened()
        return self._file


def read_body(home: Path, capture: Capture, record: Record | None = None) -> bytes:
    """The body of a capture as it was kept; its digest is checked. With the record, one that was removed says why."""
    if record is not None and (removed := _removed(record, capture)):
        raise StoreError(f"capture {capture.id} {removed}", "its entry and its tombstone stay in the ledger")
    path = home / warc.FOLDER / capture.warc_file
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


def _removed(record: Record, capture: Capture) -> str | None:
    """When and why the bytes of a capture were removed, if they were."""
    statement = select(captures.c.removed_at, captures.c.removed_reason).where(captures.c.id == capture.id)
    with record.read() as connection:
        at, reason = connection.execute(statement).one()
    return None if at is None else f"was removed on {at:%Y-%m-%d}: {reason}"


def _ledger_row(connection: Connection, chain: str, response: Response, place: dict[str, Any]) -> dict[str, Any]:
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
        **place,
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
