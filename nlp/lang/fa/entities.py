"""Persian, which has no capitals: names by the words that stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nlp.entities import Span
from nlp.linking import Hit


class PersianNames:
    """Placeholder until the rules land."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def found(self, text: str, hits: Sequence[Hit]) -> list[Span]:
        """None."""
        return []
