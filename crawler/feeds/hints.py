"""What a feed says of when to come again. Hints: a publisher's wish, weighed beside what is seen of its rhythm."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PERIODS = {"hourly": 60.0, "daily": 1_440.0, "weekly": 10_080.0, "monthly": 43_200.0, "yearly": 525_600.0}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SKIPPED = re.compile(rb"<skip(hours|days)\b[^>]{0,200}>(.{0,3000}?)</skip", re.IGNORECASE | re.DOTALL)
NUMBER = re.compile(r"\d{1,7}(?:\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """``minutes``: the pause that the feed proposes (``ttl``, ``sy:updatePeriod`` by ``sy:updateFrequency``).
    ``skip_hours`` (0 to 23, UTC) and ``skip_days`` (0 is Monday) are when nothing is published."""

    minutes: float | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


NO_HINTS = Hints()


def hints_of(about: Mapping[str, Any], body: bytes) -> Hints:
    """The hints of a feed; what cannot be read is no hint.

    ``about`` is feedparser's account of the feed, which keeps only the last of the hours and days to skip: those are
    read from the ``body``, in the charsets that agree with ASCII.
    """
    skipped = {name.lower(): inside for name, inside in SKIPPED.findall(body)}
    hours = [int(number) for number in re.findall(rb">\s*(\d{1,2})\s*<", skipped.get(b"hours", b""))]
    days = re.findall(r"[a-z]+", skipped.get(b"days", b"").decode("latin-1").lower())
    return Hints(
        minutes=_ttl(about) or _period(about),
        skip_hours=frozenset(hour % 24 for hour in hours if hour <= 24),
        skip_days=frozenset(DAYS.index(name) for name in days if name in DAYS),
    )


def _ttl(about: Mapping[str, Any]) -> float | None:
    """Minutes; 0 and 1, which templates carry, are no wish."""
    found = NUMBER.fullmatch(str(about.get("ttl") or "").strip())
    return float(found[0]) if found and float(found[0]) > 1 else None


def _period(about: Mapping[str, Any]) -> float | None:
    period = PERIODS.get(str(about.get("sy_updateperiod") or "").strip().lower())
    often = NUMBER.fullmatch(str(about.get("sy_updatefrequency") or "1").strip())
    times = float(often[0]) if often else 1.0
    return period / times if period and times >= 1 else None
