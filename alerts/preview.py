"""A digest as a person would get it now: nothing is sent and nothing is noted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from alerts.digest import FIRST_WINDOW, due_at
from alerts.edition import Span, edition
from alerts.render import Frame, Letter, render_digest
from alerts.words import zone_of
from model.rules import Digest, Person
from model.search import SearchEngine
from model.source import Source
from query import Vocabulary
from store import Record


def until(digest: Digest, person: Person, day: date, now: datetime) -> datetime:
    """When the edition of a day is due, or now where that is still to come."""
    return min(due_at(digest, person, day), now)


def preview(
    record: Record,
    digest: Digest,
    frame: Frame,
    sources: Mapping[str, Source],
    vocabulary: Vocabulary,
    engine: SearchEngine,
    now: datetime,
) -> Letter:
    """The edition over the 24 hours before ``now``."""
    day = now.astimezone(zone_of(frame.person.zone)).date().isoformat()
    span = Span(since=now - FIRST_WINDOW, until=now)
    return render_digest(edition(record, digest, frame.person, sources, vocabulary, engine, span, day), frame)
