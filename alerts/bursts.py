"""Entities and topics that are written of far more than they were before: bursts above their own baseline.

The count of a window is compared with the same length of time before it, day by day, as a Poisson process: a burst is a
count so high that chance would give it less than once in :data:`RARE` windows. Something that was never written of
before has a baseline of half an article a day, so that two reports of a new name are no burst.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from model.query import All, Instant, Query, TimeField, TimeRange
from model.search import Facet, SearchEngine

BASELINE_DAYS = 28
LEAST = 4
"""Articles without which nothing is a burst."""

LEAST_KNOWN = 7
"""Windows of the baseline in which anything at all was seen: a monitor that has just begun finds everything new."""

RARE = 2000.0
_LEAST_RATE = 0.5
_FACETS = (Facet.ENTITY, Facet.TOPIC)
_VALUES = 500
"""Values of a facet that are looked at, most frequent first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """What is written of more than before: ``count`` articles in the window, ``usual`` expected, and the number for
    each window-length before it (oldest first), the last being ``count``. ``new`` where the baseline has none."""

    facet: Facet
    value: str
    count: int
    usual: float
    series: tuple[int, ...]

    @property
    def new(self) -> bool:
        """True where nothing was written of it in the whole baseline."""
        return not any(self.series[:-1])


def bursts(engine: SearchEngine, query: Query, since: datetime, until: datetime, most: int = 5) -> tuple[Burst, ...]:
    """The strongest bursts among the articles of a query that were first seen within a time, strongest first."""
    length = max(until - since, timedelta(hours=1))
    windows = max(2, min(BASELINE_DAYS, math.ceil(timedelta(days=BASELINE_DAYS) / length)))
    now = _counts(engine, query, since, until)
    wanted = {key for key, count in now.items() if count >= LEAST}
    if not wanted:
        return ()
    before = [
        _counts(engine, query, since - length * step, since - length * (step - 1)) for step in range(windows, 0, -1)
    ]
    if sum(bool(counts) for counts in before) < LEAST_KNOWN:
        return ()
    found = []
    for facet, value in wanted:
        series = [counts.get((facet, value), 0) for counts in before]
        count, usual = now[facet, value], sum(series) / len(series)
        chance = _poisson_tail(count, max(usual, _LEAST_RATE * (length / timedelta(days=1))))
        if chance * RARE < 1:
            burst = Burst(facet=facet, value=value, count=count, usual=usual, series=(*series, count))
            found.append((chance, facet.value, value, burst))
    return tuple(burst for *_, burst in sorted(found, key=lambda item: item[:3])[:most])


def _counts(engine: SearchEngine, query: Query, since: datetime, until: datetime) -> Mapping[tuple[Facet, str], int]:
    first, last = (Instant(round(moment.timestamp() * 1000)) for moment in (since, until))
    within = TimeRange(TimeField.SEEN, first, last)
    seen = engine.overview(All((query, within)), facets=_FACETS, most=_VALUES)
    return {(facet, bucket.value): bucket.count for facet in _FACETS for bucket in seen.facets[facet]}


def _poisson_tail(count: int, rate: float) -> float:
    """The chance of ``count`` or more at this rate."""
    term = math.exp(-rate)
    below = 0.0
    for number in range(count):
        below += term
        term *= rate / (number + 1)
    return max(1.0 - below, 0.0) if rate < 700 else (0.0 if count > 2 * rate else 1.0)
