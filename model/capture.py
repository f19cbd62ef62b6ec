"""Captures (responses as received) and the entries that lists of articles announce."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CaptureKind(StrEnum):
    """What a response was asked for: a list, a page, rules, or a document that holds texts itself."""

    LIST = "list"
    PAGE = "page"
    ROBOTS = "robots"
    TELEGRAM = "telegram"
    DEBATES = "debates"
    HANSARD = "hansard"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A response as received, before it is kept. ``body`` is after transfer and content decoding;
    header names keep their case as sent where the client gives it."""

    url: str
    final_url: str
    status: int
    reason: str
    request_headers: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    kind: CaptureKind
    source_id: str
    run_id: int
    robots: str
    """``allowed``, ``disallowed``, ``unavailable`` (no rules could be had) or ``exempt``."""
    peer: str | None = None
    """The IP address that answered; None through an exit."""
    certificate: str | None = None
    """SHA-256 of the host's certificate (DER), in hexadecimal; None without TLS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A kept response: where its bytes lie, their digest, and its place in the ledger's chain."""

    id: int
    url: str
    final_url: str
    source_id: str
    run_id: int
    kind: CaptureKind
    fetched_at: datetime
    status: int
    media_type: str
    sha256: str
    warc_file: str
    warc_offset: int
    warc_length: int
    robots: str
    chain: str
    seq: int
    prev_hash: str
    entry_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a conditional GET sends."""

    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article that a list announced and that may still have to be fetched.

    ``url`` is the address to fetch. ``published`` is what the list says, ``published_text`` its words.
    """

    url: str
    source_id: str
    title: str = ""
    summary: str = ""
    published: datetime | None = None
    published_text: str = ""
