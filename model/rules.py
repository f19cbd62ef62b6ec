"""Who is told what: people, alert rules, digests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from model.source import STRICT


class Severity(StrEnum):
    """How much an alert matters."""

    INFO = "info"
    WARNING = "warning"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A chat or push channel of a person, told that something waits and nothing else.

    ``url_env`` names an environment variable with an apprise address, which is a secret. ``least`` is the severity
    from which on it is used.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    url_env: str
    least: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is told. ``lang`` is the language of mails (``en`` or ``fa``), ``zone`` an IANA zone.

    Mail always goes; ``channels`` are told besides.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: str
    email: str
    lang: str = "en"
    zone: str = "UTC"
    paused: bool = False
    channels: tuple[Channel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An alert rule: a query of the query language and the people to tell."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    query: str
    to: tuple[str, ...]
    severity: Severity = Severity.WARNING
    version: int = 1


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
