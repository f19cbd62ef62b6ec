"""What a page says of its article beside the text, as the record keeps it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from model.article import PageFacts


def facts_row(facts: PageFacts | None) -> dict[str, Any] | None:
    """Facts as JSON; the moment of change in ISO 8601."""
    if facts is None:
        return None
    return {
        "modified": facts.modified.isoformat() if facts.modified else None,
        "section": facts.section,
        "amp_url": facts.amp_url,
        "paywalled": facts.paywalled,
        "live": facts.live,
        "known_from": dict(facts.known_from),
    }


def read_facts(row: dict[str, Any] | None) -> PageFacts | None:
    """The reverse of ``facts_row``."""
    if row is None:
        return None
    return PageFacts(
        modified=datetime.fromisoformat(row["modified"]) if row["modified"] else None,
        section=row["section"],
        amp_url=row["amp_url"],
        paywalled=row["paywalled"],
        live=row["live"],
        known_from=tuple(sorted(row["known_from"].items())),
    )
