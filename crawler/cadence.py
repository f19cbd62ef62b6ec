"""When to come again: pure functions. An outlet is asked as often as it publishes, from ten minutes to a day.

The expected number of new items is added up from now on, by the outlet's own rate at each hour of its day; the next
run comes when half an item is due. What the publisher wishes (freshness in ``Cache-Control``, ``ttl``, hours to
skip) can only put it off, and failures double the pause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from crawler.feeds.hints import NO_HINTS, Hints

SHORTEST = timedelta(minutes=10)
LONGEST = timedelta(hours=24)
WINDOW = timedelta(days=28)
STEP = timedelta(minutes=10)
LEAST = 6
"""Items below which there is no rhythm to follow."""

DUE = 0.5
"""Items that may be expected before it is time to come again."""

EVENED = 0.25
"""Share of the rate that is the day's mean, so that an hour never seen with an item is not taken for dead."""

DAYS_FOR_HOURS = 3
"""Days that must be known before the hours of a day are told apart."""

HINT_LIMIT = timedelta(hours=1)
"""How far a feed's own proposal goes against a rhythm that was seen: templates carry hints nobody thought of."""

MAX_AGE = re.compile(r"(?:^|[\s,])(s-maxage|max-age)\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the answers of one run ask for: the freshness of the list that goes stale first, and the feeds' hints."""

    fresh: timedelta = timedelta(0)
    hints: Hints = NO_HINTS


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause and the reason for its length, for a person."""

    length: timedelta
    why: str


def rhythm(published: Sequence[datetime], zone: str, now: datetime) -> timedelta | None:
    """How long until half an item is to be expected, from when items of the last four weeks were published.

    None where too few are known. Never below ``SHORTEST`` nor above ``LONGEST``.
    """
    recent = [at for at in published if now - WINDOW <= at <= now]
    if len(recent) < LEAST:
        return None
    days = max((now - min(recent)) / timedelta(days=1), 1 / 24)
    # Of a few days the hours say nothing yet: then the mean holds for all of them.
    evened = EVENED if days >= DAYS_FOR_HOURS else 1.0
    local = ZoneInfo(zone)
    counts = [0] * 24
    for at in recent:
        counts[at.astimezone(local).hour] += 1
    mean = len(recent) / 24
    rates = [((1 - evened) * count + evened * mean) / days for count in counts]
    expected, waited = 0.0, timedelta(0)
    while expected < DUE and waited < LONGEST:
        expected += rates[(now + waited).astimezone(local).hour] * (STEP / timedelta(hours=1))
        waited += STEP
    return max(SHORTEST, waited)


def pause(
    *,
    minutes: float,
    steady: bool,
    zone: str,
    published: Sequence[datetime],
    wishes: Wishes,
    failures: int,
    now: datetime,
) -> Pause:
    """The pause after a run.

    ``minutes`` is what the source's file says. It holds as it stands where it is ``steady`` or below ten minutes
    (a newsroom of one's own), and where no rhythm can be seen yet. ``failures`` counts runs that failed one after
    the other, this one included.
    """
    given = timedelta(minutes=minutes)
    seen = None if steady or given < SHORTEST else rhythm(published, zone, now)
    length, why = (seen, "the outlet's rhythm") if seen else (given, "cadence_minutes")
    if given >= SHORTEST:
        length, why = _put_off(length, why, wishes, known=seen is not None)
    if failures:
        length, why = min(length * 2 ** min(failures, 8), max(LONGEST, given)), f"{failures} failures in a row"
    due = after_skipped(now + length, wishes.hints) if given >= SHORTEST else now + length
    return Pause(due - now, why if due == now + length else "hours that the feed skips")


def _put_off(length: timedelta, why: str, wishes: Wishes, *, known: bool) -> tuple[timedelta, str]:
    proposed = timedelta(minutes=wishes.hints.minutes or 0)
    hint = min(proposed, HINT_LIMIT if known else LONGEST)
    if hint > length:
        length, why = hint, "the feed's own hint"
    fresh = min(wishes.fresh, LONGEST)
    return (fresh, "Cache-Control") if fresh > length else (length, why)


def after_skipped(due: datetime, hints: Hints) -> datetime:
    """The moment, or the end of the hours and days (UTC) to skip that it lies in; at most a day later."""
    latest = due + LONGEST
    moment = due.astimezone(UTC)
    while moment < latest and (moment.hour in hints.skip_hours or moment.weekday() in hints.skip_days):
        moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return min(moment, latest)


def freshness(cache_control: str | None) -> timedelta:
    """How long an answer may be taken for fresh, by its Cache-Control (RFC 9111); none where it says nothing, or
    that it is not to be kept."""
    text = (cache_control or "").lower()
    if "no-cache" in text or "no-store" in text:
        return timedelta(0)
    ages = {name: int(seconds) for name, seconds in MAX_AGE.findall(text)}
    return min(timedelta(seconds=ages.get("max-age", ages.get("s-maxage", 0))), LONGEST)


def together(wishes: Sequence[Wishes]) -> Wishes:
    """The wishes of several lists as one: the shortest of each, and only what all of them skip."""
    if not wishes:
        return Wishes()
    proposed = [one.hints.minutes for one in wishes]
    return Wishes(
        fresh=min(one.fresh for one in wishes),
        hints=Hints(
            minutes=None if None in proposed else min(minutes for minutes in proposed if minutes is not None),
            skip_hours=frozenset.intersection(*(one.hints.skip_hours for one in wishes)),
            skip_days=frozenset.intersection(*(one.hints.skip_days for one in wishes)),
        ),
    )
