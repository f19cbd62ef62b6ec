"""Retention: what is no evidence of anything is removed after a time, and leaves a tombstone.

Kept for good are the pages of articles that a rule matched, that were found relevant, that are held or were exported,
or that nobody has understood yet; answers that prove a removal; and of the crawl runs that fetched those pages, the
lists and robots.txt files, which show how they were found and that they might be fetched. Texts in the record stay;
this is about the bytes of the responses.

First the tombstones are committed, then the bytes go: killed in between, the next call removes what is left. A file
is written anew beside itself and takes its place whole; one in which nothing is left is removed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from sqlalchemy import RowMapping, Select, exists, or_, select

from model.capture import CaptureKind
from model.source import RunStatus
from store import ledger, tombstones, warc
from store.failures import explain_os
from store.record import Record
from store.sql import insert_new
from store.tables import annotation_rows, captures, matches, runs, versions
from store.tables_evidence import evidence_holds, removals

_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Removal:
    """What a call of ``retain`` did: captures that got a tombstone, files written anew, files removed."""

    captures: int
    rewritten: int
    removed: int


def hold(record: Record, article_id: str, reason: str, now: datetime) -> bool:
    """Keep the pages of an article for good, whatever else is known of it. False where they are held already."""
    with record.write() as connection:
        row = {"article_id": article_id, "reason": reason, "since": now}
        return bool(insert_new(connection, evidence_holds, [row]))


def held(record: Record) -> list[tuple[str, str, datetime]]:
    """What is held: article, reason, since when."""
    with record.read() as connection:
        rows = connection.execute(select(evidence_holds).order_by(evidence_holds.c.since))
        return [(row.article_id, row.reason, row.since) for row in rows]


def removable(record: Record, before: datetime) -> list[RowMapping]:
    """Captures from before a time that are evidence of nothing, as rows."""
    with record.read() as connection:
        return list(connection.execute(_removable(before)).mappings().all())


def retain(record: Record, home: Path, before: datetime, reason: str, now: datetime) -> Removal:
    """Remove the bytes of ``removable`` captures, and of those that an earlier call has not got to."""
    with record.write() as connection:
        rows = connection.execute(_removable(before).with_for_update(of=captures)).mappings().all()
        tombstones.put_in(connection, rows, reason, now.astimezone(UTC).replace(microsecond=0))
    rewritten, removed = erase(record, home)
    return Removal(len(rows), rewritten, removed)


def erase(record: Record, home: Path) -> tuple[int, int]:
    """Take the bytes of removed captures off the disk; how many files were written anew and how many removed."""
    gone = select(captures.c.warc_file).where(captures.c.removed_at.is_not(None)).distinct()
    with record.read() as connection:
        statement = select(captures).where(captures.c.warc_file.in_(gone))
        rows = connection.execute(statement.order_by(captures.c.warc_file, captures.c.block_offset)).mappings().all()
    rewritten = removed = 0
    for name, group in groupby(rows, key=lambda row: str(row["warc_file"])):
        path = home / warc.FOLDER / name
        there = list(group)
        try:
            if all(row["removed_at"] is not None for row in there):
                removed += path.exists()
                path.unlink(missing_ok=True)
            else:
                rewritten += _rewrite(path, there)
            if path.parent.is_dir():
                warc.sync_folder(path.parent)
        except OSError as error:
            raise explain_os(error, path) from error
    return rewritten, removed


def _rewrite(path: Path, rows: Sequence[ledger.Row]) -> bool:
    """Put fillers in place of removed blocks; False where they stand there already."""
    fillers = {int(row["block_offset"]): tombstones.filler(row) for row in rows if row["removed_at"] is not None}
    with path.open("rb") as file:
        if all(_at(file, offset, len(filler)) == filler for offset, filler in fillers.items()):
            return False
        draft = path.with_suffix(".new")
        with draft.open("wb") as new:
            file.seek(0)
            while (at := file.tell()) < (size := path.stat().st_size):
                if at in fillers:
                    _write_sparse(new, fillers[at])
                    file.seek(len(fillers[at]), os.SEEK_CUR)
                    continue
                upto = min([size, at + _PIECE, *(offset for offset in fillers if offset > at)])
                new.write(file.read(upto - at))
            new.truncate(size)
            new.flush()
            os.fsync(new.fileno())
    draft.replace(path)
    return True


def _at(file: IO[bytes], offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)


def _write_sparse(file: IO[bytes], data: bytes) -> None:
    """Write data; runs of zeros become holes, which take no room on the disk."""
    for start in range(0, len(data), 4096):
        piece = data[start : start + 4096]
        if any(piece):
            file.write(piece)
        else:
            file.seek(len(piece), os.SEEK_CUR)


def _removable(before: datetime) -> Select[Any]:
    """Whole captures of ended runs, from before a time, that nothing keeps."""
    version = versions.c.capture_id == captures.c.id
    article = versions.c.article_id
    annotated = exists().where(annotation_rows.c.article_id == article)
    relevant = exists().where(annotation_rows.c.article_id == article, annotation_rows.c.relevant)
    matched = exists().where(matches.c.article_id == article)
    is_held = exists().where(evidence_holds.c.article_id == article)
    kept = exists().where(version, or_(relevant, matched, is_held, ~annotated))
    page = captures.alias("kept_page")
    of_page = exists().where(
        versions.c.capture_id == page.c.id,
        or_(relevant, matched, is_held, ~annotated),
    )
    kept_runs = select(page.c.run_id).where(of_page)
    # Documents that hold texts themselves (official lists, debates, channels) stay: the next one is compared with them.
    beside = captures.c.kind.in_((CaptureKind.LIST, CaptureKind.ROBOTS))
    proof = exists().where(removals.c.capture_id == captures.c.id)
    running = select(runs.c.id).where(runs.c.status == RunStatus.RUNNING)
    return (
        select(captures)
        .where(captures.c.removed_at.is_(None), captures.c.fetched_at < before, captures.c.block_sha256.is_not(None))
        .where(captures.c.run_id.not_in(running), ~kept, ~proof)
        .where(or_(captures.c.kind == CaptureKind.PAGE, beside & captures.c.run_id.not_in(kept_runs)))
        .order_by(captures.c.id)
    )
