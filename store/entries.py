"""Entries: addresses that lists announced, until their page is kept or given up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update

from model.capture import Entry
from store import quarantine
from store.record import Record
from store.revisits import plan_in
from store.sql import insert_new, url_key
from store.tables import entries, runs

MAX_ATTEMPTS = 5
FIRST_PAUSE = timedelta(minutes=5)
STAGE = "fetch"
"""The name of this stage in the quarantine; its keys are addresses."""


def add_entries(record: Record, run_id: int, found: Iterable[Entry]) -> int:
    """Keep entries that are not known yet; how many were new. A known address keeps what was first said of it."""
    rows = [
        {
            "url_key": url_key(entry.url),
            "url": entry.url,
            "source_id": entry.source_id,
            "title": entry.title,
            "summary": entry.summary,
            "published": entry.published,
            "published_text": entry.published_text,
            "run_id": run_id,
            "attempts": 0,
            "given_up": False,
        }
        for entry in found
    ]
    with record.write() as connection:
        return insert_new(connection, entries, rows)


def by_url(record: Record, url: str) -> Entry | None:
    """What a list said of an address."""
    with record.read() as connection:
        row = connection.execute(select(entries).where(entries.c.url_key == url_key(url))).first()
    return None if row is None else to_entry(row)


def due_entries(record: Record, source_id: str, limit: int, now: datetime) -> list[Entry]:
    """Entries of a source without a kept page whose next attempt has come: never tried ones first, newest first."""
    columns = entries.c
    statement = (
        select(entries)
        .where(columns.source_id == source_id, columns.capture_id.is_(None), columns.given_up.is_(False))
        .where(or_(columns.next_try.is_(None), columns.next_try <= now))
        .order_by(columns.attempts, columns.id.desc())
        .limit(limit)
    )
    with record.read() as connection:
        return [to_entry(row) for row in connection.execute(statement)]


def published_times(record: Record, source_id: str, since: datetime, limit: int = 500) -> list[datetime]:
    """When the newest entries of a source were published, newest first.

    An entry without a date counts for the moment at which the run that found it began; those of the source's first
    run, which found a whole list at once, do not count.
    """
    first = select(func.min(runs.c.id)).where(runs.c.source_id == source_id).scalar_subquery()
    moment = func.coalesce(entries.c.published, runs.c.started_at)
    statement = (
        select(moment)
        .outerjoin(runs, runs.c.id == entries.c.run_id)
        .where(entries.c.source_id == source_id)
        .where(or_(entries.c.published.is_not(None), entries.c.run_id > first))
        .where(moment >= since)
        .order_by(moment.desc())
        .limit(limit)
    )
    with record.read() as connection:
        return [row[0] for row in connection.execute(statement)]


def entry_fetched(record: Record, url: str, capture_id: int) -> None:
    """Note that the page of an entry is kept; it is visited again later."""
    values = {"capture_id": capture_id, "error": None, "next_try": None}
    with record.write() as connection:
        changed = update(entries).where(entries.c.url_key == url_key(url)).values(values)
        source_id = connection.execute(changed.returning(entries.c.source_id)).scalar()
        if source_id is not None:
            plan_in(connection, url, source_id, datetime.now(UTC))


def entry_failed(record: Record, url: str, reason: str, now: datetime, *, final: bool = False) -> bool:
    """Note a failed attempt: tried again later, each time twice as late; after the last one, quarantine.

    ``final`` is for what another attempt would not mend: quarantine at once. True where the entry was given up.
    """
    with record.write() as connection:
        found = connection.execute(select(entries).where(entries.c.url_key == url_key(url)).with_for_update()).first()
        if found is None or found.capture_id is not None:
            return False
        attempts = found.attempts + 1
        given_up: bool = final or attempts >= MAX_ATTEMPTS
        values = {
            "attempts": attempts,
            "error": reason,
            "next_try": now + FIRST_PAUSE * 2 ** (attempts - 1),
            "given_up": given_up,
        }
        connection.execute(update(entries).where(entries.c.id == found.id).values(values))
        if given_up:
            detail = f"{found.source_id}: {attempts} attempts"
            quarantine.put_in(connection, STAGE, found.url, reason, detail, now)
        return given_up


def to_entry(row: Any) -> Entry:
    """A row as a noun."""
    return Entry(
        url=row.url,
        source_id=row.source_id,
        title=row.title,
        summary=row.summary,
        published=row.published,
        published_text=row.published_text,
    )
