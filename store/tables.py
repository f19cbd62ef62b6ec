"""The tables of the record. A change here needs a migration in ``store/migrations/versions``; a test compares them.

Addresses can be longer than an index allows (PostgreSQL: 2,704 bytes), so they are found by ``url_key``, a digest.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from store.types import Instant, Json, Number, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("value", BigInteger, nullable=False),
    comment="doc_seq, and how far each reader of it has come",
)

runs = Table(
    "runs",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("source_id", String(200), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("status", String(20), nullable=False),
    Column("report", Json),
    Column("next_due", Instant),
    Index(None, "source_id", "id"),
)

captures = Table(
    "captures",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("url_key", String(32), nullable=False),
    Column("url", Words, nullable=False),
    Column("final_url", Words, nullable=False),
    Column("source_id", String(200), nullable=False),
    Column("run_id", Number, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("fetched_at", Instant, nullable=False),
    Column("status", Integer, nullable=False),
    Column("media_type", Words, nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("sha256", String(64), nullable=False),
    Column("warc_file", String(200), nullable=False),
    Column("warc_offset", BigInteger, nullable=False),
    Column("warc_length", BigInteger, nullable=False),
    Column("block_offset", BigInteger),
    Column("block_length", BigInteger),
    Column("block_sha256", String(64)),
    Column("robots", String(20), nullable=False),
    Column("chain", String(100), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("entry_hash", String(64), nullable=False),
    Column("removed_at", Instant),
    Column("removed_reason", Words),
    UniqueConstraint("chain", "seq"),
    Index(None, "url_key", "id"),
    Index(None, "kind", "id"),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("url_key", String(32), nullable=False, unique=True),
    Column("url", Words, nullable=False),
    Column("source_id", String(200), nullable=False),
    Column("title", Words, nullable=False),
    Column("summary", Words, nullable=False),
    Column("published", Instant),
    Column("published_text", Words, nullable=False),
    Column("run_id", Number, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try", Instant),
    Column("error", Words),
    Column("given_up", Boolean, nullable=False, default=False),
    Column("capture_id", Number, ForeignKey("captures.id")),
    Index(None, "source_id", "capture_id", "given_up"),
)

extractions = Table(
    "extractions",
    metadata,
    Column("capture_id", Number, ForeignKey("captures.id"), primary_key=True),
    Column("extractor", String(100), primary_key=True),
    Column("outcome", String(20), nullable=False),
    Column("reason", Words),
    Column("article_id", String(16)),
    Column("article_version", Integer),
)

articles = Table(
    "articles",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("id", String(16), nullable=False, unique=True),
    Column("source_id", String(200), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("sort_at", Instant, nullable=False, index=True),
    Column("doc_seq", BigInteger, nullable=False, unique=True),
    Column("story_id", String(64), index=True),
)

versions = Table(
    "article_versions",
    metadata,
    Column("article_id", String(16), ForeignKey("articles.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("url", Words, nullable=False),
    Column("canonical_url", Words, nullable=False),
    Column("source_id", String(200), nullable=False),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("authors", Json, nullable=False),
    Column("published", Instant),
    Column("published_from", String(10)),
    Column("published_precision", String(10)),
    Column("lang", String(20)),
    Column("site", Words),
    Column("seen_at", Instant, nullable=False),
    Column("capture_id", Number, ForeignKey("captures.id")),
    Column("text_sha256", String(64), nullable=False),
    Column("facts", Json),
)

annotation_rows = Table(
    "annotations",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("article_id", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("pipeline", String(200), nullable=False),
    Column("lang", String(20), nullable=False),
    Column("relevant", Boolean, nullable=False),
    Column("relevance", Float, nullable=False),
    Column("payload", Words, nullable=False),
    UniqueConstraint("article_id", "version", "pipeline"),
)

matches = Table(
    "matches",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("rule_id", String(200), nullable=False),
    Column("rule_version", Integer, nullable=False),
    Column("article_id", String(16), nullable=False),
    Column("article_version", Integer, nullable=False),
    Column("story_id", String(64), nullable=False),
    Column("path", String(10), nullable=False),
    Column("late", Boolean, nullable=False),
    Column("matched_at", Instant, nullable=False),
    Column("passage", Words, nullable=False),
    Column("spans", Json, nullable=False),
    UniqueConstraint("rule_id", "rule_version", "article_id", "article_version"),
    Index(None, "article_id"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("person_id", String(200), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("subject_key", String(200), nullable=False),
    Column("channel", String(50), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("message_id", String(100), nullable=False, unique=True),
    Column("payload", Json, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("created_at", Instant, nullable=False),
    Column("next_try", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("sent_at", Instant),
    Column("error", Words),
    Column("maybe_duplicate", Boolean, nullable=False, default=False),
    UniqueConstraint("person_id", "kind", "subject_key", "channel", "revision"),
    Index(None, "state", "next_try"),
)

holds = Table(
    "holds",
    metadata,
    Column("person_id", String(200), primary_key=True),
    Column("since", Instant, nullable=False),
    Column("reason", Words, nullable=False),
)

acknowledgements = Table(
    "acknowledgements",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("subject_key", String(200), nullable=False),
    Column("person_id", String(200), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("subject_key", "person_id"),
)

protected_persons = Table(
    "protected_persons",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("person_id", String(200)),
    Column("added_at", Instant, nullable=False),
)

protected_forms = Table(
    "protected_forms",
    metadata,
    Column("mac", String(32), primary_key=True),
    Column("protected_id", Number, ForeignKey("protected_persons.id"), nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("stage", String(50), nullable=False),
    Column("key", String(400), nullable=False),
    Column("reason", Words, nullable=False),
    Column("detail", Words, nullable=False),
    Column("put_at", Instant, nullable=False),
    UniqueConstraint("stage", "key"),
)

users = Table(
    "users",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("password", Words, nullable=False),
    Column("role", String(20), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("person_id", String(200)),
    Column("created_at", Instant, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", Number, ForeignKey("users.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("who", String(100), nullable=False),
    Column("action", String(40), nullable=False),
    Column("target", Words, nullable=False),
    Column("address", String(100), nullable=False),
    Index(None, "action", "at"),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("who", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("subject_key", String(200), nullable=False),
    Column("judgement", String(20), nullable=False),
    Column("note", Words, nullable=False),
    Index(None, "kind", "subject_key"),
)
