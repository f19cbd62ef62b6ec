"""Matches of rules, and the deliveries that tell people of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MatchPath(StrEnum):
    """Which of the two ways found a match."""

    MEMORY = "memory"
    SWEEP = "sweep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A rule that one article version answers, and why. ``passage`` is original text, ``spans`` the matched
    words in it (code points)."""

    rule_id: str
    rule_version: int
    article_id: str
    article_version: int
    story_id: str
    path: MatchPath
    late: bool
    matched_at: datetime
    passage: str
    spans: tuple[tuple[int, int], ...]


class DeliveryKind(StrEnum):
    """What a delivery carries."""

    ALERT = "alert"
    DIGEST = "digest"


class DeliveryState(StrEnum):
    """Where a delivery stands in the outbox."""

    PENDING = "pending"
    LEASED = "leased"
    SENT = "sent"
    DEAD = "dead"
    TAIL = "tail"
    """Not sent by itself: over the reader's budget or during an absence. The next digest tells of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One row of the outbox; (person, kind, subject_key, channel, revision) is unique.

    ``subject_key`` is the story id for alerts, ``digest-id:day`` for digests. ``payload`` is what the renderer
    needs, as JSON values. ``message_id`` is stable over retries.
    """

    id: int
    person_id: str
    kind: DeliveryKind
    subject_key: str
    channel: str
    revision: int
    message_id: str
    payload: dict[str, object]
    state: DeliveryState
    attempts: int
    created_at: datetime
    next_try: datetime
    sent_at: datetime | None = None
    error: str | None = None
    maybe_duplicate: bool = False
    """True where a crash fell between acceptance and commit, so the message may have gone twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """A delivery to be put in the outbox; it waits until ``not_before``, and as ``tail`` for a digest."""

    person_id: str
    kind: DeliveryKind
    subject_key: str
    channel: str
    revision: int
    payload: dict[str, object]
    not_before: datetime | None = None
    tail: bool = False
