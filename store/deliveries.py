"""The outbox: one row for each (person, kind, subject, channel, revision), delivered at least once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update

from model.notify import Delivery, DeliveryKind, DeliveryState, NewDelivery
from store.record import Record
from store.sql import count, insert_new
from store.tables import deliveries

_OUTBOX = deliveries.c


def put(record: Record, new: Sequence[NewDelivery], now: datetime | None = None) -> int:
    """Put deliveries in the outbox; how many were not there yet."""
    with record.write() as connection:
        return put_in(connection, new, now or datetime.now(UTC))


def put_in(connection: Connection, new: Sequence[NewDelivery], now: datetime) -> int:
    """``put`` within a transaction of the caller."""
    return insert_new(connection, deliveries, [_new_row(delivery, now) for delivery in new])


def exists(record: Record, person_id: str, kind: DeliveryKind, subject_key: str) -> bool:
    """True where this person has, or will get, a delivery on this subject."""
    here = (_OUTBOX.person_id == person_id, _OUTBOX.kind == kind, _OUTBOX.subject_key == subject_key)
    with record.read() as connection:
        return count(connection, deliveries, *here) > 0


def revisions(record: Record, kind: DeliveryKind, subject_key: str) -> dict[str, int]:
    """For each person who was told, or will be: the newest revision on this subject."""
    newest = select(_OUTBOX.person_id, func.max(_OUTBOX.revision)).where(
        _OUTBOX.kind == kind, _OUTBOX.subject_key == subject_key
    )
    with record.read() as connection:
        return {person: int(number) for person, number in connection.execute(newest.group_by(_OUTBOX.person_id))}


def of_subject(record: Record, kind: DeliveryKind, subject_key: str) -> list[Delivery]:
    """All deliveries on a subject, oldest first."""
    statement = select(deliveries).where(_OUTBOX.kind == kind, _OUTBOX.subject_key == subject_key).order_by(_OUTBOX.id)
    with record.read() as connection:
        return [to_delivery(row) for row in connection.execute(statement)]


def sent_between(record: Record, kind: DeliveryKind, channel: str, since: datetime, until: datetime) -> list[Delivery]:
    """Deliveries of a kind that a channel accepted within a time, oldest first."""
    of_kind = (_OUTBOX.kind == kind, _OUTBOX.channel == channel, _OUTBOX.state == DeliveryState.SENT)
    within = (_OUTBOX.sent_at >= since, _OUTBOX.sent_at < until)
    with record.read() as connection:
        return [to_delivery(row) for row in connection.execute(select(deliveries).where(*of_kind, *within))]


def replay(record: Record, delivery_id: int, now: datetime) -> bool:
    """Send a message once more under its own id, marked as a copy; False where it was not sent before."""
    was_sent = (_OUTBOX.id == delivery_id) & (_OUTBOX.state == DeliveryState.SENT)
    values = {"state": DeliveryState.PENDING, "attempts": 0, "next_try": now, "maybe_duplicate": True}
    with record.write() as connection:
        return connection.execute(update(deliveries).where(was_sent).values(values)).rowcount > 0


def spent(record: Record, person_id: str, kind: DeliveryKind, channel: str, since: datetime) -> int:
    """How many deliveries of a kind a person was given on a channel since a moment; the tail does not count."""
    mine = (_OUTBOX.person_id == person_id, _OUTBOX.kind == kind, _OUTBOX.channel == channel)
    with record.read() as connection:
        return count(connection, deliveries, *mine, _OUTBOX.created_at >= since, _OUTBOX.state != DeliveryState.TAIL)


def tail(record: Record, person_id: str, since: datetime, until: datetime, limit: int) -> tuple[list[Delivery], int]:
    """What was left to a person's digest within a time: the newest, and how many in all."""
    mine = (
        *(_OUTBOX.person_id == person_id, _OUTBOX.state == DeliveryState.TAIL),
        *(_OUTBOX.created_at >= since, _OUTBOX.created_at < until),
    )
    statement = select(deliveries).where(*mine).order_by(_OUTBOX.id.desc()).limit(limit)
    with record.read() as connection:
        return [to_delivery(row) for row in connection.execute(statement)], count(connection, deliveries, *mine)


def lease(
    record: Record, now: datetime, lease_seconds: float, limit: int, *, except_people: Collection[str] = ()
) -> list[Delivery]:
    """Take deliveries that are due, for this long. Each must end in ``sent``, ``retry`` or ``dead``.

    Those for ``except_people`` (who are paused) stay where they are and use up no attempt.

    A lease that ran out was held by somebody who died between handing over the message and noting it: the
    delivery is due again and marked, because the message may have gone.
    """
    ran_out = (_OUTBOX.state == DeliveryState.LEASED) & (_OUTBOX.lease_until <= now)
    again = {"state": DeliveryState.PENDING, "lease_until": None, "maybe_duplicate": True}
    due = (
        select(_OUTBOX.id)
        .where(_OUTBOX.state == DeliveryState.PENDING, _OUTBOX.next_try <= now)
        .where(_OUTBOX.person_id.not_in(except_people))
        .order_by(_OUTBOX.next_try, _OUTBOX.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    with record.write() as connection:
        connection.execute(update(deliveries).where(ran_out).values(again))
        ids = list(connection.execute(due).scalars())
        taken = {
            "state": DeliveryState.LEASED,
            "lease_until": now + timedelta(seconds=lease_seconds),
            "attempts": _OUTBOX.attempts + 1,
        }
        connection.execute(update(deliveries).where(_OUTBOX.id.in_(ids)).values(taken))
        rows = connection.execute(select(deliveries).where(_OUTBOX.id.in_(ids)).order_by(_OUTBOX.next_try, _OUTBOX.id))
        return [to_delivery(row) for row in rows]


def sent(record: Record, delivery_id: int, now: datetime) -> None:
    """The message was accepted. This holds whatever became of the lease meanwhile."""
    _settle(record, delivery_id, DeliveryState.SENT, only_leased=False, sent_at=now, error=None)


def retry(record: Record, delivery_id: int, error: str, next_try: datetime, *, unsure: bool = False) -> None:
    """The message was not accepted; try again then. ``unsure``: it may have been, so the next may be a second copy."""
    marked = {"maybe_duplicate": True} if unsure else {}
    _settle(record, delivery_id, DeliveryState.PENDING, only_leased=True, next_try=next_try, error=error, **marked)


def dead(record: Record, delivery_id: int, error: str) -> None:
    """The message will not be accepted; it stays visible and is not tried again."""
    _settle(record, delivery_id, DeliveryState.DEAD, only_leased=True, error=error)


def revive(record: Record, delivery_id: int, now: datetime) -> bool:
    """Put a dead letter back in the outbox, with all its attempts before it; False where it is not dead."""
    is_dead = (_OUTBOX.id == delivery_id) & (_OUTBOX.state == DeliveryState.DEAD)
    values = {"state": DeliveryState.PENDING, "attempts": 0, "next_try": now, "error": None}
    with record.write() as connection:
        return connection.execute(update(deliveries).where(is_dead).values(values)).rowcount > 0


def listing(record: Record, state: DeliveryState | None = None, limit: int = 100) -> list[Delivery]:
    """Deliveries, newest first."""
    statement = select(deliveries).order_by(_OUTBOX.id.desc()).limit(limit)
    if state is not None:
        statement = statement.where(_OUTBOX.state == state)
    with record.read() as connection:
        return [to_delivery(row) for row in connection.execute(statement)]


def of_kind(record: Record, kind: DeliveryKind, limit: int, before: int | None = None) -> list[Delivery]:
    """Deliveries of one kind, newest first; ``before`` goes on after that number."""
    statement = select(deliveries).where(_OUTBOX.kind == kind).order_by(_OUTBOX.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(_OUTBOX.id < before)
    with record.read() as connection:
        return [to_delivery(row) for row in connection.execute(statement)]


def get(record: Record, delivery_id: int) -> Delivery | None:
    """One delivery."""
    with record.read() as connection:
        row = connection.execute(select(deliveries).where(_OUTBOX.id == delivery_id)).first()
    return None if row is None else to_delivery(row)


def on_subject(record: Record, kind: DeliveryKind, subject_key: str) -> list[Delivery]:
    """All deliveries on one subject (a story, an edition), oldest first: the ledger of who was told, and when."""
    here = (_OUTBOX.kind == kind, _OUTBOX.subject_key == subject_key)
    with record.read() as connection:
        return [to_delivery(row) for row in connection.execute(select(deliveries).where(*here).order_by(_OUTBOX.id))]


def to_delivery(row: Any) -> Delivery:
    """A row as a noun."""
    return Delivery(
        id=row.id,
        person_id=row.person_id,
        kind=DeliveryKind(row.kind),
        subject_key=row.subject_key,
        channel=row.channel,
        revision=row.revision,
        message_id=row.message_id,
        payload=row.payload,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        created_at=row.created_at,
        next_try=row.next_try,
        sent_at=row.sent_at,
        error=row.error,
        maybe_duplicate=row.maybe_duplicate,
    )


def _settle(record: Record, delivery_id: int, state: DeliveryState, *, only_leased: bool, **values: object) -> None:
    """End a lease. Who lost it meanwhile may not undo what its successor noted."""
    statement = update(deliveries).where(_OUTBOX.id == delivery_id)
    if only_leased:
        statement = statement.where(_OUTBOX.state == DeliveryState.LEASED)
    with record.write() as connection:
        connection.execute(statement.values(state=state, lease_until=None, **values))


def _new_row(delivery: NewDelivery, now: datetime) -> dict[str, object]:
    """A new delivery as a row. Its Message-ID follows from what it is, so that any attempt carries the same."""
    key = (delivery.person_id, delivery.kind, delivery.subject_key, delivery.channel, str(delivery.revision))
    digest = hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:32]
    return {
        "person_id": delivery.person_id,
        "kind": delivery.kind,
        "subject_key": delivery.subject_key,
        "channel": delivery.channel,
        "revision": delivery.revision,
        "message_id": f"<{digest}@rasad.invalid>",
        "payload": delivery.payload,
        "state": DeliveryState.TAIL if delivery.tail else DeliveryState.PENDING,
        "attempts": 0,
        "created_at": now,
        "next_try": delivery.not_before or now,
        "maybe_duplicate": False,
    }
