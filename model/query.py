"""The typed tree of a query. Parsed and printed by the query room, answered by the engines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """Base of all nodes."""
