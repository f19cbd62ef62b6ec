"""When an alert may reach a person: quiet hours, absences, the day of a budget. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from alerts.words import zone_of
from model.errors import ConfigError
from model.rules import ON_DUTY, Away, Duty, Person, Severity


def earliest(person: Person, severity: Severity, now: datetime) -> datetime:
    """The moment from which on an alert may go: now, or the end of the quiet hours that this moment falls into."""
    quiet = person.quiet
    if quiet is None or severity.rank >= quiet.override.rank:
        return now
    zone = zone_of(person.zone)
    local = now.astimezone(zone)
    since, until = _clock(quiet.since, person), _clock(quiet.until, person)
    over_night = until <= since
    at = local.time().replace(tzinfo=None)
    if not (since <= at or at < until if over_night else since <= at < until):
        return now
    day = local.date() + timedelta(days=1) if over_night and at >= since else local.date()
    return max(datetime.combine(day, until, tzinfo=zone).astimezone(UTC), now)


def absence(person: Person, now: datetime) -> Away | None:
    """The absence that today belongs to, in the person's zone."""
    today = now.astimezone(zone_of(person.zone)).date()
    return next((away for away in person.away if away.since <= today <= away.until), None)


def with_duty(people: Mapping[str, Person], rota: Sequence[Duty], now: datetime) -> dict[str, Person]:
    """The people by the names that rules use: their ids, and ``duty`` for the one whose turn it is, if anybody's."""
    named = dict(people)
    for turn in rota:
        person = people.get(turn.person)
        if person is not None and turn.since <= now.astimezone(zone_of(person.zone)).date() <= turn.until:
            named.setdefault(ON_DUTY, person)
    return named


def day_start(person: Person, now: datetime) -> datetime:
    """When the person's day began: budgets are per day of theirs."""
    zone = zone_of(person.zone)
    return datetime.combine(now.astimezone(zone).date(), time(0), tzinfo=zone).astimezone(UTC)


def _clock(text: str, person: Person) -> time:
    """A time of day as settings write it."""
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(
            f"quiet hours of {person.id}: {text!r} is no time of day", 'write HH:MM, e.g. "22:00"'
        ) from error
