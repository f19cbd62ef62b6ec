"""What a killed crawl left of its last exchange: bytes that no entry of the ledger speaks of.

A writer that is killed between the bytes and the row leaves at most one exchange at the end of its file, or a file
without any entry. The next run of the source takes that away and fetches the page again. Anything else that no entry
speaks of is left for ``rasad evidence verify`` to find: it may be the trace of a hand.
"""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, func, select

from model.source import RunStatus
from store import warc
from store.record import Record
from store.tables import captures, runs

UNFINISHED = (RunStatus.RUNNING, RunStatus.INTERRUPTED)


def clear(record: Record, home: Path, source_id: str) -> int:
    """Clear what the source's runs left that were killed since its last whole one; how many bytes that were."""
    with record.read() as connection:
        ends = {
            path: _end(connection, path.name)
            for run_id in _killed(connection, source_id)
            for path in _files(home, warc.file_chain(f"{source_id}-{run_id}"))
        }
    return sum(_cut(path, end) for path, end in ends.items())


def _killed(connection: Connection, source_id: str) -> list[int]:
    own = runs.c.source_id == source_id
    whole = select(func.max(runs.c.id)).where(own, runs.c.status.not_in(UNFINISHED)).scalar_subquery()
    statement = select(runs.c.id).where(own, runs.c.status.in_(UNFINISHED), runs.c.id > func.coalesce(whole, 0))
    return list(connection.execute(statement).scalars())


def _files(home: Path, chain: str) -> Iterator[Path]:
    name = re.compile(rf"rasad-\d{{8}}T\d{{12}}-{re.escape(chain)}\.warc\.gz")
    return (path for path in (home / warc.FOLDER).glob(f"*-{chain}.warc.gz") if name.fullmatch(path.name))


def _end(connection: Connection, name: str) -> int:
    """Where the last entry of a file ends; 0 where it has none."""
    end = func.max(captures.c.block_offset + captures.c.block_length)
    return int(connection.execute(select(end).where(captures.c.warc_file == name)).scalar() or 0)


def _cut(path: Path, end: int) -> int:
    """Cut a file off at its end, unless somebody is writing it or more than one exchange would go."""
    with path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        file.seek(end)
        rest = file.read()
        if not rest and end:
            return 0
        if sum(kind == "response" for kind, _ in warc.members(rest)) > 1:
            return 0
        if end:
            file.truncate(end)
        else:
            path.unlink()
        return len(rest)
