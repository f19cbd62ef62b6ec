"""The ledger's chain: each capture carries the hash of the one before it.

``entry_hash`` is the SHA-256 of the canonical JSON (sorted keys, no spaces, UTF-8) of the capture's fields listed in
``FIELDS`` together with ``prev_hash``. There is one chain for each writer, named after the run and the process, so that
writers never wait for each other; ``seq`` counts from 1 and the first ``prev_hash`` is 64 zeros. Whoever changes,
removes or reorders a row breaks the chain from there on. What the law removes stays as a row without bytes
(``removed_at``), which changes no hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from store.types import clean, to_ms

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


def entry_hash(values: Mapping[str, object]) -> str:
    """The hash of one entry of the ledger."""
    return hashlib.sha256(_canonical({name: _plain(values[name]) for name in FIELDS})).hexdigest()


def _canonical(values: Mapping[str, object]) -> bytes:
    """JSON that is the same wherever it is made."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: object) -> object:
    """A value as it reads after it has been kept and fetched again."""
    if isinstance(value, datetime):
        return to_ms(value)
    return clean(str(value)) if isinstance(value, str) else value
