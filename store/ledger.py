"""The ledger's chain: each capture carries the hash of the one before it.

``entry_hash`` is the SHA-256 of the canonical JSON (sorted keys, no spaces, UTF-8) of the capture's fields listed in
``FIELDS`` together with ``prev_hash``: with them the place and the SHA-256 of all bytes that were written for it
(``BLOCK``: response, request and metadata records, and before a file's first response the one that begins the file),
except in entries of before there were these. There is one chain for each writer, named after run and process, so that
writers never wait for each other; ``seq`` counts from 1 and the first ``prev_hash`` is 64 zeros. Whoever changes,
removes or reorders a row breaks the chain from there on. What the law removes stays as a row without bytes
(``removed_at``), which changes no hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from store.types import clean, to_ms

Row = Mapping[str, Any] | RowMapping
"""A row of the record, or one that is to be."""

FIRST = "0" * 64
FIELDS = (
    "chain",
    "seq",
    "url",
    "final_url",
    "source_id",
    "run_id",
    "kind",
    "fetched_at",
    "status",
    "media_type",
    "sha256",
    "warc_file",
    "warc_offset",
    "warc_length",
    "robots",
    "prev_hash",
)
BLOCK = ("block_offset", "block_length", "block_sha256")
TOMB = ("seq", "capture_id", "entry_hash", "removed_at", "reason", "prev_hash")
"""What is hashed of a tombstone."""


def entry(values: Row) -> dict[str, object]:
    """What is hashed of an entry, as JSON values."""
    names = FIELDS if values.get("block_sha256") is None else FIELDS + BLOCK
    return {name: plain(values[name]) for name in names}


def entry_hash(values: Row) -> str:
    """The hash of one entry of the ledger."""
    return digest(entry(values))


def digest(values: Mapping[str, object]) -> str:
    """The SHA-256 of the canonical JSON of some values."""
    return hashlib.sha256(canonical(values)).hexdigest()


def canonical(values: Mapping[str, object]) -> bytes:
    """JSON that is the same wherever it is made."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def plain(value: object) -> object:
    """A value as it reads after it has been kept and fetched again."""
    if isinstance(value, datetime):
        return to_ms(value)
    return clean(str(value)) if isinstance(value, str) else value
