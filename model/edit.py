"""Edits: what became different between two versions of an article, for a reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """The difference of two versions. Sentences are as published; numbers have ASCII digits, once for each time.

    ``headline`` holds the old and the new one where they differ; ``changed`` pairs of a sentence before and after.
    ``names_gone`` and ``names_new`` are names that stand in one version only.
    """

    headline: tuple[str, str] | None = None
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[tuple[str, str], ...] = ()
    numbers_gone: tuple[str, ...] = ()
    numbers_new: tuple[str, ...] = ()
    names_gone: tuple[str, ...] = ()
    names_new: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        """True where nothing that is said became different."""
        return self.headline is None and not (self.removed or self.added or self.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionEdit:
    """The edit that made a version of an article, and when that version was first seen."""

    article_id: str
    version: int
    seen_at: datetime
    edit: Edit


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """A page that its publisher took away: the answer (404, 410, or 302 for one that leads to the front page), the
    capture that proves it, when it was noticed, and since when it is back, if it is.
    """

    url: str
    status: int
    capture_id: int
    noticed_at: datetime
    back_at: datetime | None = None
