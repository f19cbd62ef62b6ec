"""Seals: the heads of all chains written down at a time, each seal carrying the hash of the one before it.

The chains alone cannot show that their newest entries, or a whole chain, were taken away; a seal can. A seal is a file
in ``evidence/seals``: canonical JSON of the heads of the chains that grew since the last one. Beside it may lie an RFC
3161 time stamp (``.tsr``) over the file's SHA-256, by which others can see that it was there at that time.
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from store import ledger, warc
from store.failures import explain_os
from store.record import Record
from store.tables import captures
from store.tables_evidence import tombstones as stones

FOLDER = "seals"
_OVERLAP = 1000
"""Captures before the last seal's newest that are looked at again: a slow transaction may have come after it."""


def seal(record: Record, home: Path, now: datetime) -> Path:
    """Write the next seal; gives its file."""
    earlier = paths(home)
    last = json.loads(earlier[-1].read_bytes()) if earlier else {"newest": 0}
    with record.read() as connection:
        newest = connection.execute(select(func.max(captures.c.id))).scalar() or 0
        grown = captures.c.id > last["newest"] - _OVERLAP
        heads = select(captures.c.chain, func.max(captures.c.seq)).where(grown).group_by(captures.c.chain)
        chains = {chain: [seq, _entry(connection, chain, seq)] for chain, seq in connection.execute(heads)}
        stone = connection.execute(select(stones.c.seq, stones.c.tomb_hash).order_by(stones.c.seq.desc())).first()
    value = {
        "sealed_at": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "number": len(earlier) + 1,
        "previous": sha256(earlier[-1]) if earlier else ledger.FIRST,
        "newest": int(newest),
        "chains": chains,
        "tombstones": [stone.seq, stone.tomb_hash] if stone else [0, ledger.FIRST],
    }
    return _write(home, f"{len(earlier) + 1:06}", ledger.canonical(value))


def is_due(record: Record, home: Path, now: datetime, every: timedelta) -> bool:
    """True where the last seal is older than this and captures came after it."""
    earlier = paths(home)
    last: dict[str, Any] = json.loads(earlier[-1].read_bytes()) if earlier else {"newest": 0}
    if earlier and now - datetime.fromisoformat(last["sealed_at"]) < every:
        return False
    with record.read() as connection:
        newest = connection.execute(select(func.max(captures.c.id))).scalar() or 0
    return int(newest) > int(last["newest"])


def paths(home: Path) -> list[Path]:
    """The seals in their order."""
    return sorted((home / warc.FOLDER / FOLDER).glob("*.json"))


def stamp_of(seal_file: Path) -> Path:
    """Where the time stamp of a seal lies, if it has one."""
    return seal_file.with_suffix(".tsr")


def sha256(path: Path) -> str:
    """The digest that the next seal, or a time stamp, speaks of."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def problems(connection: Connection, home: Path) -> tuple[list[str], int]:
    """What is wrong with the seals and between them and the ledger; and how many there are."""
    found: list[str] = []
    previous = ledger.FIRST
    known = paths(home)
    for number, path in enumerate(known, 1):
        try:
            value = json.loads(path.read_bytes())
            if value["number"] != number or value["previous"] != previous:
                found.append(f"{path}: does not follow the seal before it")
            found += [f"{path}: {line}" for line in _missing(connection, value)]
        except (OSError, ValueError, KeyError, TypeError) as error:
            found.append(f"{path}: cannot be read as a seal: {error}")
        previous = sha256(path)
    return found, len(known)


def _missing(connection: Connection, value: dict[str, Any]) -> list[str]:
    """Heads of a seal that the ledger does not hold as they were."""
    lines = [
        f"chain {chain} held entry {seq}, which is gone or another one now"
        for chain, (seq, entry_hash) in value["chains"].items()
        if _entry(connection, chain, seq) != entry_hash
    ]
    seq, tomb_hash = value["tombstones"]
    if seq and connection.execute(select(stones.c.tomb_hash).where(stones.c.seq == seq)).scalar() != tomb_hash:
        lines.append(f"there was tombstone {seq}, which is gone or another one now")
    return lines


def _entry(connection: Connection, chain: str, seq: int) -> str | None:
    here = (captures.c.chain == chain) & (captures.c.seq == seq)
    return connection.execute(select(captures.c.entry_hash).where(here)).scalar()


def _write(home: Path, name: str, data: bytes) -> Path:
    """Bring a new file to the disk, whole or not at all."""
    folder = home / warc.FOLDER / FOLDER
    target = folder / f"{name}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(target, data)
    except OSError as error:
        raise explain_os(error, target) from error
    return target


def write_whole(target: Path, data: bytes) -> None:
    """Write a file so that it is there whole after a power cut, or not at all."""
    draft = target.with_suffix(".new")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)
    warc.sync_folder(target.parent)
