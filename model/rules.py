"""Who is told what: people, alert rules, digests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from model.source import STRICT

ON_DUTY = "duty"
"""Stands in rules for whoever is on duty."""


class Severity(StrEnum):
    """How much an alert matters."""

    INFO = "info"
    WARNING = "warning"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        """Its place in the order of severities, 0 the least."""
        return list(Severity).index(self)


class Content(StrEnum):
    """What a channel carries: the alert itself, or only that something waits at the desk."""

    FULL = "full"
    NEUTRAL = "neutral"


class ChannelKind(StrEnum):
    """How a channel is reached: by apprise (chat and push), or by a signed HTTP request."""

    CHAT = "chat"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel of a person besides the mail.

    ``url_env`` names an environment variable with the address (apprise's or the webhook's), which is a secret; so does
    ``secret_env`` with the key that signs a webhook. ``least`` is the severity from which on it is used. ``content``
    other than neutral is only for webhooks: services of others carry chat messages and lock screens show them.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    url_env: str
    kind: ChannelKind = ChannelKind.CHAT
    secret_env: str | None = None
    content: Content = Content.NEUTRAL
    least: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours (HH:MM, in the person's zone) in which alerts wait; those of ``override`` and above go all the same."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    since: str
    until: str
    override: Severity = Severity.URGENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Days of absence, the first and the last included. Alerts go to ``deputy`` meanwhile, and stand in the person's
    first digest after it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    since: date
    until: date
    deputy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is told. ``lang`` is the language of mails (``en`` or ``fa``), ``zone`` an IANA zone.

    Mail always goes; ``channels`` are told besides. Beyond ``alerts_a_day`` alerts that are not urgent stand in the
    next digest instead. ``content`` neutral keeps everything but the notice out of mails. ``phrase_env`` names an
    environment variable with words that only this reader and Rasad know, printed in each mail; ``openpgp`` is a file
    with the reader's public key, relative to the configuration: mails are then encrypted to it.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: str
    email: str
    lang: str = "en"
    zone: str = "UTC"
    paused: bool = False
    channels: tuple[Channel, ...] = ()
    quiet: Quiet | None = None
    away: tuple[Away, ...] = ()
    alerts_a_day: int | None = None
    content: Content = Content.FULL
    phrase_env: str | None = None
    openpgp: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Who is on duty on these days, the first and the last included, in the person's zone. Rules tell ``duty``."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    person: str
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """Whom to tell of an alert that nobody acknowledged so long after it was sent."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    after_minutes: float
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An alert rule: a query of the query language and the people to tell; ``duty`` is whoever is on duty."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    query: str
    to: tuple[str, ...]
    severity: Severity = Severity.WARNING
    version: int = 1
    escalate: Escalation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSection:
    """A part of a digest: a heading in each language and a query."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    title: dict[str, str]
    query: str
    limit: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A daily mail. ``at`` is HH:MM in each reader's own zone; ``first_at_once`` sends the first edition
    as soon as there is something to tell, without waiting for the hour."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: dict[str, str]
    to: tuple[str, ...]
    at: str
    sections: tuple[DigestSection, ...]
    first_at_once: bool = False
