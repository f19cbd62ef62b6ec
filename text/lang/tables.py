"""How word tables are written down."""

from __future__ import annotations


def words(table: str) -> frozenset[str]:
    """The words of a table written as running text."""
    return frozenset(table.split())


def listed(table: str, separator: str = " ") -> list[str]:
    """The entries of a table written as one line, in order."""
    return [entry.strip() for entry in table.split(separator)]
