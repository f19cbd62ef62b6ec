"""How much of the record is not searchable yet."""

from __future__ import annotations

from scheduler.names import INDEXED
from store import Record
from store.documents import max_seq
from store.matches import progress
from store.status import counts

WAITING = ("pending_extract", "pending_annotate", "pending_story")


def pending(record: Record) -> int:
    """What a stage of the flow has still to take, and documents that changed since the index was written."""
    numbers = counts(record)
    return sum(numbers[name] for name in WAITING) + behind(record)


def behind(record: Record) -> int:
    """By how much the index lags behind the record, in changes (``doc_seq``)."""
    return max(0, max_seq(record) - progress(record, INDEXED))
