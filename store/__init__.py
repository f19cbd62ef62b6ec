"""The record: captures, articles, annotations, stories, matches and deliveries, and the evidence beside them.

Every function takes a ``Record`` first, does one short transaction and may be repeated without harm. Pending
work is always a query over what is there, never a flag.
"""

# No __future__ import here: its name would hide the module store.annotations.
from store.record import Record, open_record

__all__ = ["Record", "open_record"]
