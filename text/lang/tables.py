"""How word tables are written down."""

from __future__ import annotations


def words(table: str) -> frozenset[str]:
    """The words of a table written as running text."""
    return frozenset(table.split())
