"""The tables of evidence beside the captures: tombstones, what is held, visits to kept pages, removals."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table

from store.tables import metadata
from store.types import Instant, Number, Words

tombstones = Table(
    "tombstones",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("capture_id", Number, ForeignKey("captures.id"), nullable=False, unique=True),
    Column("entry_hash", String(64), nullable=False),
    Column("removed_at", Instant, nullable=False),
    Column("reason", Words, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("tomb_hash", String(64), nullable=False),
)

evidence_holds = Table(
    "evidence_holds",
    metadata,
    Column("article_id", String(16), primary_key=True),
    Column("reason", Words, nullable=False),
    Column("since", Instant, nullable=False),
)

revisits = Table(
    "revisits",
    metadata,
    Column("url_key", String(32), primary_key=True),
    Column("url", Words, nullable=False),
    Column("source_id", String(200), nullable=False),
    Column("step", Integer, nullable=False),
    Column("due", Instant),
    Column("misses", Integer, nullable=False),
    Index(None, "source_id", "due"),
)

removals = Table(
    "removals",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("url_key", String(32), nullable=False, index=True),
    Column("capture_id", Number, ForeignKey("captures.id"), nullable=False),
    Column("status", Integer, nullable=False),
    Column("noticed_at", Instant, nullable=False),
    Column("back_at", Instant),
)
