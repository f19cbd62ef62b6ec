"""Tombstones: what was removed, when and why, in a chain of their own, so that nothing vanishes without a word.

The row of a capture stays in its chain with all that its hash covers; a tombstone names that hash. ``filler`` is what
stands in a WARC file in place of the removed bytes: a record of just their length, so that all others keep their place.
"""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from store import ledger
from store.tables import captures
from store.tables_evidence import tombstones

_STORED = 65535
"""The most bytes that one uncompressed block of a gzip member holds."""


def put_in(connection: Connection, rows: Sequence[ledger.Row], reason: str, now: datetime) -> None:
    """Mark captures as removed, each with its tombstone, within a transaction of the caller."""
    newest = select(tombstones.c.seq, tombstones.c.tomb_hash).order_by(tombstones.c.seq.desc()).limit(1)
    before = connection.execute(newest.with_for_update()).first()
    seq, prev_hash = (before.seq, before.tomb_hash) if before else (0, ledger.FIRST)
    for row in rows:
        seq += 1
        stone = {
            "seq": seq,
            "capture_id": row["id"],
            "entry_hash": row["entry_hash"],
            "removed_at": now,
            "reason": reason,
            "prev_hash": prev_hash,
        }
        stone["tomb_hash"] = prev_hash = tomb_hash(stone)
        connection.execute(insert(tombstones).values(stone))
        marked = {"removed_at": now, "removed_reason": reason}
        connection.execute(update(captures).where(captures.c.id == row["id"]).values(marked))


def tomb_hash(stone: ledger.Row) -> str:
    """The hash of one tombstone."""
    return ledger.digest(plain(stone))


def plain(stone: ledger.Row) -> dict[str, object]:
    """What is hashed of a tombstone, as JSON values."""
    return {name: ledger.plain(stone[name]) for name in ledger.TOMB}


def problems(connection: Connection) -> list[str]:
    """What is wrong with the chain of tombstones, and between it and the captures; one line each."""
    found: list[str] = []
    seq, prev_hash = 0, ledger.FIRST
    here = select(tombstones, captures.c.entry_hash.label("now_hash"), captures.c.removed_at.label("now_at"))
    joined = here.outerjoin(captures, captures.c.id == tombstones.c.capture_id).order_by(tombstones.c.seq)
    for stone in connection.execute(joined).mappings():
        found += _stone_problems(stone, seq, prev_hash)
        seq, prev_hash = stone["seq"], stone["tomb_hash"]
    bare = select(captures.c.id).where(captures.c.removed_at.is_not(None))
    for number in connection.execute(bare.where(captures.c.id.not_in(select(tombstones.c.capture_id)))).scalars():
        found.append(f"capture {number}: marked as removed, but there is no tombstone")
    return found


def _stone_problems(stone: RowMapping, seq: int, prev_hash: str) -> list[str]:
    where = f"tombstone {stone['seq']} (capture {stone['capture_id']})"
    if stone["seq"] != seq + 1:
        return [f"{where}: tombstones {seq + 1} to {stone['seq'] - 1} are missing"]
    if stone["prev_hash"] != prev_hash:
        return [f"{where}: does not follow the one before it"]
    if stone["tomb_hash"] != tomb_hash(stone):
        return [f"{where}: was changed after it was written"]
    if stone["now_hash"] != stone["entry_hash"] or stone["now_at"] != stone["removed_at"]:
        return [f"{where}: the capture's entry is not the one that was removed"]
    return []


def filler(row: ledger.Row) -> bytes:
    """The record that stands in place of a removed block: of its length, and always the same for the same row."""
    length = int(row["block_length"])
    blocks = next(count for count in range(1, length) if length - 18 - 5 * count <= _STORED * count)
    room = length - 18 - 5 * blocks
    at = f"{row['removed_at']:%Y-%m-%dT%H:%M:%SZ}"
    head = (
        f"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:{uuid.UUID(row['entry_hash'][:32])}>\r\n"
        f"WARC-Date: {at}\r\nContent-Type: application/warc-fields\r\nContent-Length: "
    ).encode()
    text = f"removed: {at}\r\nreason: {row['removed_reason'][:60]!a}\r\n".encode()
    for spare in (b"", b" "):  # with one of them the length and its own digits come out even
        for size in range(room - len(head) - 20, room - len(head)):
            start = head + spare + str(size).encode() + b"\r\n\r\n"
            if size >= len(text) and len(start) + size + 4 == room:
                return _stored(start + text.ljust(size, b"\0") + b"\r\n\r\n", blocks)
    raise ValueError(f"no record of {length} bytes can be made")


def _stored(data: bytes, blocks: int) -> bytes:
    """A gzip member that holds data as it is, in so many blocks."""
    parts = [b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"]
    for number in range(blocks):
        piece = data[number * _STORED : (number + 1) * _STORED]
        size = len(piece).to_bytes(2, "little")
        parts += [bytes([number == blocks - 1]), size, bytes(byte ^ 0xFF for byte in size), piece]
    parts += [zlib.crc32(data).to_bytes(4, "little"), (len(data) & 0xFFFFFFFF).to_bytes(4, "little")]
    return b"".join(parts)
