"""What a stage reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StageReport:
    """Counts of one step of a stage. ``more`` is true where pending rows are left."""

    stage: str
    done: int = 0
    failed: int = 0
    more: bool = False
    notes: tuple[str, ...] = ()
    """Lines for a person: what failed and the remedy, what was held, where two ways disagreed."""
