"""Visits to pages that are kept already: ever rarer, to see what was edited and what was removed.

A page is visited an hour after it was kept, then after ever longer pauses (``PAUSES``), the last time after some four
months. A page that is gone (404, 410, or it leads to the front page) is asked for again some hours later; gone twice is
a removal, proved by the capture; later visits notice where the page is back.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from model.edit import Removal
from store.record import Record
from store.sql import insert_new, url_key
from store.tables import captures, versions
from store.tables_evidence import removals, revisits

PAUSES = tuple(timedelta(hours=hours) for hours in (1, 5, 18, 48, 96, 216, 384, 720, 1440))
CONFIRM = timedelta(hours=6)
"""After this pause a page that is gone is asked for again, before it is called removed."""
GONE_TWICE = 2


def plan_in(connection: Connection, url: str, source_id: str, now: datetime) -> None:
    """Plan the first visit to a page that has just been kept; one that is planned stays as it is."""
    row = {"url_key": url_key(url), "url": url, "source_id": source_id, "step": 0, "due": now + PAUSES[0], "misses": 0}
    insert_new(connection, revisits, [row])


def due(record: Record, source_id: str, limit: int, now: datetime) -> list[str]:
    """Addresses of a source whose next visit has come, the most overdue first."""
    mine = (revisits.c.source_id == source_id) & (revisits.c.due <= now)
    with record.read() as connection:
        return list(
            connection.execute(select(revisits.c.url).where(mine).order_by(revisits.c.due).limit(limit)).scalars()
        )


def seen(record: Record, url: str, now: datetime) -> None:
    """The page is there, changed or not. One that had been removed is back."""
    with record.write() as connection:
        _move_on(connection, url, now, misses=0)
        gone = (removals.c.url_key == url_key(url)) & removals.c.back_at.is_(None)
        connection.execute(update(removals).where(gone).values(back_at=now))


def failed(record: Record, url: str, now: datetime) -> None:
    """The page could not be had, which says nothing about it; its next visit comes in its turn."""
    with record.write() as connection:
        _move_on(connection, url, now)


def missing(record: Record, url: str, capture_id: int, status: int, now: datetime) -> bool:
    """The page is gone. True where that was the second time one after the other: it was removed."""
    with record.write() as connection:
        row = _locked(connection, url)
        if row is None:
            return False
        misses = row.misses + 1
        here = revisits.c.url_key == row.url_key
        if misses < GONE_TWICE:
            connection.execute(update(revisits).where(here).values(misses=misses, due=now + CONFIRM))
            return False
        _move_on(connection, url, now, misses=misses)
        open_one = (removals.c.url_key == row.url_key) & removals.c.back_at.is_(None)
        if connection.execute(select(removals.c.id).where(open_one)).first() is not None:
            return False
        values = {"url_key": row.url_key, "capture_id": capture_id, "status": status, "noticed_at": now}
        connection.execute(insert(removals).values(values))
        return True


def removal(record: Record, article_id: str) -> Removal | None:
    """The newest removal of the page that an article was read from, if there was one."""
    pages = (
        select(captures.c.url_key)
        .join(versions, versions.c.capture_id == captures.c.id)
        .where(versions.c.article_id == article_id)
    )
    statement = (
        select(removals, revisits.c.url)
        .join(revisits, revisits.c.url_key == removals.c.url_key)
        .where(removals.c.url_key.in_(pages))
        .order_by(removals.c.id.desc())
        .limit(1)
    )
    with record.read() as connection:
        row = connection.execute(statement).first()
    return None if row is None else _removal(row)


def recent_removals(record: Record, since: datetime) -> list[Removal]:
    """Removals noticed since then, oldest first."""
    joined = select(removals, revisits.c.url).join(revisits, revisits.c.url_key == removals.c.url_key)
    with record.read() as connection:
        rows = connection.execute(joined.where(removals.c.noticed_at >= since).order_by(removals.c.id))
        return [_removal(row) for row in rows]


def _removal(row: Any) -> Removal:
    return Removal(
        url=row.url, status=row.status, capture_id=row.capture_id, noticed_at=row.noticed_at, back_at=row.back_at
    )


def _locked(connection: Connection, url: str) -> Any:
    return connection.execute(select(revisits).where(revisits.c.url_key == url_key(url)).with_for_update()).first()


def _move_on(connection: Connection, url: str, now: datetime, **values: int) -> None:
    """Plan the next visit, after the next longer pause; after the last one none."""
    row = _locked(connection, url)
    if row is None:
        return
    step = row.step + 1
    due = now + PAUSES[step] if step < len(PAUSES) else None
    connection.execute(
        update(revisits).where(revisits.c.url_key == row.url_key).values(step=min(step, len(PAUSES)), due=due, **values)
    )
