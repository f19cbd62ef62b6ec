"""When a digest is due for whom. What is due stands in the record: a restart or a second instance changes nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from alerts.channels.names import MAIL
from alerts.edition import Span, edition, something
from alerts.payload import dump
from alerts.protect import NOBODY, Guard
from alerts.words import zone_of
from model.errors import ConfigError
from model.notify import DeliveryKind, NewDelivery
from model.rules import Digest, Person
from model.search import SearchEngine
from model.source import RunStatus, Source
from model.watch import WatchEntity
from query import Vocabulary
from store import Record, deliveries, matches, runs

FIRST_WINDOW = timedelta(hours=24)
LONGEST_WINDOW = timedelta(days=7)
FIRST_PATIENCE = timedelta(seconds=60)
"""How long a first edition waits for crawls that have begun, so that it does not tell of one article out of twenty."""

_HOUR = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Reader:
    """A digest and a person who gets it, with the names of what the record knows of the two."""

    digest: Digest
    person: Person

    @property
    def key(self) -> str:
        """Short enough for the name of a counter, whatever the ids are."""
        return hashlib.sha256(f"{self.digest.id}\x1f{self.person.id}".encode()).hexdigest()[:24]

    @property
    def known(self) -> str:
        """Since when (ms) the record knows of this reader."""
        return f"digest-known:{self.key}"

    @property
    def until(self) -> str:
        """Up to when (ms) the last edition told."""
        return f"digest-until:{self.key}"

    @property
    def seq(self) -> str:
        """Up to which change the last edition could tell."""
        return f"digest-seq:{self.key}"

    def subject_key(self, day: date) -> str:
        """What is unique of an edition, for the outbox."""
        return f"{self.digest.id}:{day.isoformat()}"


def due_at(digest: Digest, person: Person, day: date) -> datetime:
    """The moment at which an edition is due in the reader's zone.

    Of an hour that occurs twice the first is taken. An hour that the clocks leave out is taken as if they had not
    been put forward yet, which is the same moment by another name.
    """
    hour = _HOUR.fullmatch(digest.at.strip())
    if hour is None:
        raise ConfigError(f"digest {digest.id}: at is {digest.at!r}, not an hour", "write HH:MM, e.g. 07:00")
    local = datetime(day.year, day.month, day.day, int(hour[1]), int(hour[2]), tzinfo=zone_of(person.zone), fold=0)
    return local.astimezone(UTC)


def put_due(
    record: Record,
    reader: Reader,
    sources: Mapping[str, Source],
    vocabulary: Vocabulary,
    engine: SearchEngine,
    now: datetime,
    shield: Guard = NOBODY,
    names: Mapping[str, WatchEntity] | None = None,
) -> bool:
    """Put this reader's edition of today in the outbox, if it is due and not there; True where it was put."""
    today = now.astimezone(zone_of(reader.person.zone)).date()
    due = due_at(reader.digest, reader.person, today)
    known = _known(record, reader, now)
    last = _moment(matches.progress(record, reader.until))
    first = last is None and reader.digest.first_at_once
    if not first and (now < due or due < known):
        return False
    if deliveries.exists(record, reader.person.id, DeliveryKind.DIGEST, reader.subject_key(today)):
        return False
    if first and now < due and now - known < FIRST_PATIENCE and _crawling(record, sources):
        return False
    seq = matches.progress(record, "memory")
    span = _span(record, reader, last, now)
    payload = edition(record, reader.digest, reader.person, sources, vocabulary, engine, span, today.isoformat(), names)
    if first and not (something(payload.sections) or payload.tail) and (now < due or due < known):
        return False
    _put(record, reader, today, shield.mask_payload(dump(payload)), now)
    matches.set_progress(record, reader.seq, seq)
    return True


def _known(record: Record, reader: Reader, now: datetime) -> datetime:
    """Since when this reader is known: hours that were over before then are not made up for."""
    known = _moment(matches.progress(record, reader.known))
    if known is None:
        matches.set_progress(record, reader.known, _ms(now))
        return now
    return known


def _crawling(record: Record, sources: Mapping[str, Source]) -> bool:
    """True while a source is being read, or has yet to be read for the first time."""
    enabled = [source.id for source in sources.values() if source.enabled]
    return any(state.status in (None, RunStatus.RUNNING) for state in runs.health(record, enabled))


def _span(record: Record, reader: Reader, last: datetime | None, now: datetime) -> Span:
    """From where the last edition ended, a day for the first one, never more than a week."""
    if last is None:
        return Span(since=now - FIRST_WINDOW, until=now)
    return Span(
        since=max(last, now - LONGEST_WINDOW),
        until=now,
        after_seq=matches.progress(record, reader.seq) or None,
        tail_since=last,
    )


def _put(record: Record, reader: Reader, day: date, payload: dict[str, object], now: datetime) -> None:
    """The edition and how far it told, in one transaction."""
    delivery = NewDelivery(
        person_id=reader.person.id,
        kind=DeliveryKind.DIGEST,
        subject_key=reader.subject_key(day),
        channel=MAIL,
        revision=0,
        payload=payload,
    )
    matches.save(record, [], [delivery], progress=(reader.until, _ms(now)), now=now)


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _moment(ms: int) -> datetime | None:
    return datetime.fromtimestamp(ms / 1000, UTC) if ms else None
