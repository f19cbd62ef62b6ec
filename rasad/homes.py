"""A home holds either the demonstration or a record of real articles, never both."""

from __future__ import annotations

from pathlib import Path

from model.errors import RasadError
from store import Record
from store.status import counts

MARK = "DEMONSTRATION"


def keep_apart(home: Path, record: Record, demo: bool) -> None:
    """Raise RasadError where crawling would mix invented articles with real ones; mark a new demonstration home."""
    mark = home / MARK
    held = counts(record)
    used = bool(held.get("captures") or held.get("articles"))
    if demo and not used:
        mark.write_text("The articles in this home are invented. Real sources are refused here.\n", encoding="utf-8")
    if used and demo != mark.exists():
        there, wanted = ("invented", "real sources") if mark.exists() else ("real", "the demonstration")
        raise RasadError(
            f"{home} holds {there} articles; {wanted} would mix with them",
            "set RASAD_HOME to another folder, or remove this one",
        )
