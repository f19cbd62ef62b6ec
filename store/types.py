"""Column types that convert at the database's edge: instants, JSON values and text without impossible characters."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# SQLite numbers rows by itself only for the exact type INTEGER.
Number = BigInteger().with_variant(Integer(), "sqlite")


def to_ms(at: datetime) -> int:
    """Milliseconds since 1970 of an aware time; a naive one is an error in the program."""
    if at.tzinfo is None:
        raise ValueError(f"a time without a zone cannot be kept: {at!r}")
    return (at - EPOCH) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    """The UTC time of milliseconds since 1970."""
    return EPOCH + timedelta(milliseconds=ms)


def clean(text: str) -> str:
    """Text that every database can keep: NUL and lone surrogates become U+FFFD, one for one, so offsets stay."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


class Words(TypeDecorator[str]):
    """Text of any length."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Clean what goes in."""
        return None if value is None else clean(value)


class Instant(TypeDecorator[datetime]):
    """An aware time, kept as int64 milliseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """To milliseconds."""
        return None if value is None else to_ms(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """To an aware time."""
        return None if value is None else from_ms(value)


class Json(TypeDecorator[Any]):
    """A JSON value, kept as text so that both databases give back the same bytes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """To compact JSON."""
        if value is None:
            return None
        return clean(json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 (SQLAlchemy's signature)
        """From JSON."""
        return None if value is None else json.loads(value)
