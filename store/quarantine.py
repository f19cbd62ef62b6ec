"""What a stage could not do and will not try again by itself: kept with its reason, listed, replayable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, select, update

from store.record import Record
from store.sql import count, insert_new, lock_documents, next_doc_seq, url_key
from store.tables import articles, entries, extractions, quarantine

FETCH = "fetch"
EXTRACT = "extract"
DOCUMENTS = "documents"
ANNOTATE = "annotate"
INDEX = "index"

_KEY_LENGTH = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One thing in quarantine. ``key`` is what the stage calls it: an address, a capture number, an article id."""

    id: int
    stage: str
    key: str
    reason: str
    detail: str
    put_at: datetime


def put(record: Record, stage: str, key: str, reason: str, detail: str = "", now: datetime | None = None) -> None:
    """Set something aside; again for the same thing renews the reason."""
    with record.write() as connection:
        put_in(connection, stage, key, reason, detail, now or datetime.now(UTC))


def put_in(connection: Connection, stage: str, key: str, reason: str, detail: str, now: datetime) -> None:
    """``put`` within a transaction of the caller."""
    key = _short(key)
    values = {"reason": reason, "detail": detail, "put_at": now}
    if insert_new(connection, quarantine, [{"stage": stage, "key": key, **values}]) == 0:
        here = (quarantine.c.stage == stage) & (quarantine.c.key == key)
        connection.execute(update(quarantine).where(here).values(values))


def listing(record: Record, stage: str | None = None) -> list[Held]:
    """What is in quarantine, newest first."""
    statement = select(quarantine).order_by(quarantine.c.id.desc())
    if stage is not None:
        statement = statement.where(quarantine.c.stage == stage)
    with record.read() as connection:
        return [Held(**row) for row in connection.execute(statement).mappings()]


def holds(record: Record, stage: str, key: str) -> bool:
    """True where this thing is in quarantine."""
    with record.read() as connection:
        return count(connection, quarantine, quarantine.c.stage == stage, quarantine.c.key == _short(key)) > 0


def reason(record: Record, stage: str, key: str) -> str | None:
    """Why a thing is in quarantine; None where it is not."""
    here = (quarantine.c.stage == stage) & (quarantine.c.key == _short(key))
    with record.read() as connection:
        found: str | None = connection.execute(select(quarantine.c.reason).where(here)).scalar()
    return found


def release(record: Record, held_id: int) -> bool:
    """Let a thing out, so that its stage finds it pending again; False where it is not there."""
    with record.write() as connection:
        row = connection.execute(select(quarantine).where(quarantine.c.id == held_id)).first()
        if row is None:
            return False
        connection.execute(delete(quarantine).where(quarantine.c.id == held_id))
        if row.stage == FETCH:
            again = {"attempts": 0, "given_up": False, "next_try": None}
            connection.execute(update(entries).where(entries.c.url_key == _address_key(row.key)).values(again))
        elif row.stage in (EXTRACT, DOCUMENTS) and row.key.isdigit():
            failed = (extractions.c.capture_id == int(row.key)) & extractions.c.article_id.is_(None)
            connection.execute(delete(extractions).where(failed))
        elif row.stage == INDEX:
            lock_documents(connection)
            changed = {"doc_seq": next_doc_seq(connection)}
            connection.execute(update(articles).where(articles.c.id == row.key).values(changed))
        return True


def mended(record: Record, stage: str, keys: Sequence[str]) -> None:
    """Forget things of a stage that it could do after all."""
    with record.write() as connection:
        short = [_short(key) for key in keys]
        connection.execute(delete(quarantine).where(quarantine.c.stage == stage, quarantine.c.key.in_(short)))


def _short(key: str) -> str:
    """A key that fits its column; a long one keeps its beginning and is told apart by a digest."""
    return key if len(key) <= _KEY_LENGTH else f"{key[: _KEY_LENGTH - 33]}#{url_key(key)}"


def _address_key(key: str) -> str:
    """The ``url_key`` of the address that a key, perhaps shortened, stands for."""
    return key[-32:] if len(key) == _KEY_LENGTH and key[-33] == "#" else url_key(key)
