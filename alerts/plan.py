"""Who is told what: finds grouped into one delivery a person and story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from alerts.channels.chat import name_of
from alerts.channels.mail import CHANNEL
from alerts.payload import MAX_REPORTS, AlertPayload, NoticePayload, ReportLine, dump, outlet_of, report_line, rule_line
from alerts.rules import Found
from model.article import Article, DatePrecision
from model.notify import DeliveryKind, NewDelivery
from model.rules import Person, Rule, Severity
from model.source import Source

LATE_AFTER = timedelta(hours=12)
"""An article first seen so long after its publication is told as late, whichever way found it."""

_RANK = {Severity.INFO: 0, Severity.WARNING: 1, Severity.URGENT: 2}


def lateness(article: Article, now: datetime) -> timedelta:
    """How long ago the article was published (undated: first seen). A day counts from its end."""
    if article.published is None:
        return now - article.seen_at
    whole_day = timedelta(days=1) if article.published.precision is DatePrecision.DAY else timedelta(0)
    return max(now - article.published.at - whole_day, timedelta(0))


def is_late(article: Article, now: datetime) -> bool:
    """True where readers should be told that this is old news to the world."""
    return lateness(article, now) >= LATE_AFTER


def alerts_for(
    found: Sequence[Found], people: Mapping[str, Person], sources: Mapping[str, Source], now: datetime, *, swept: bool
) -> list[NewDelivery]:
    """One delivery a person, story and channel, naming every rule of this batch that the person is to be told of.

    The unique key of the outbox sees to it that a story which was told before is not told again.
    """
    stories: dict[str, list[Found]] = {}
    for one in found:
        stories.setdefault(one.story_id, []).append(one)
    planned: list[NewDelivery] = []
    for story_id, of_story in stories.items():
        for person_id in dict.fromkeys(name for one in of_story for name in one.rule.to):
            person = people.get(person_id)
            if person is not None:
                mine = [one for one in of_story if person_id in one.rule.to]
                payload = alert_payload(story_id, mine, person, sources, now, swept=swept)
                planned += _deliveries(person, story_id, payload)
    return planned


def unknown_people(rules: Sequence[Rule], people: Mapping[str, Person]) -> list[str]:
    """A line for each rule that names somebody who is not in the settings."""
    return [
        f"rule {rule.id} tells {name!r}, who is not in settings.yml\n  remedy: add the person or remove the name"
        for rule in rules
        for name in rule.to
        if name not in people
    ]


def alert_payload(
    story_id: str, found: Sequence[Found], person: Person, sources: Mapping[str, Source], now: datetime, *, swept: bool
) -> AlertPayload:
    """The alert that a person gets of a story."""
    first = {one.row.article.id: one for one in reversed(found)}
    ordered = sorted(first.values(), key=lambda one: _order(one, person.lang))
    rules = {one.rule.id: one.rule for one in found}
    lead = ordered[0].row.article
    late = swept or is_late(lead, now)
    hours = int(lateness(lead, now) / timedelta(hours=1))
    outlets = {outlet_of(one.row.article, sources.get(one.row.article.source_id))[0] for one in ordered}
    return AlertPayload(
        story_id=story_id,
        severity=max((rule.severity for rule in rules.values()), key=_RANK.__getitem__),
        rules=tuple(rule_line(rule) for rule in rules.values()),
        reports=tuple(_report(one, sources, told=index == 0) for index, one in enumerate(ordered[:MAX_REPORTS])),
        more=max(len(ordered) - MAX_REPORTS, 0),
        outlets=len(outlets),
        late=late,
        late_hours=hours if late and hours >= 1 else None,
    )


def _order(found: Found, lang: str) -> tuple[bool, datetime, str]:
    """Reports in the reader's language first, then the earliest."""
    article, annotation = found.row.article, found.row.annotation
    written = annotation.lang if annotation else article.lang
    return written != lang, article.published.at if article.published else article.seen_at, article.id


def _report(found: Found, sources: Mapping[str, Source], *, told: bool) -> ReportLine:
    """The lead report in full; the others by title and outlet."""
    article, annotation = found.row.article, found.row.annotation
    source = sources.get(article.source_id)
    if not told:
        return report_line(article, annotation, source, claims=0)
    passage = found.passage
    return report_line(article, annotation, source, passage=passage.text, spans=passage.spans, around=passage.place)


def _deliveries(person: Person, story_id: str, payload: AlertPayload) -> list[NewDelivery]:
    """The mail, and a notice for each chat channel that is told of alerts as severe as this."""
    rank = _RANK[payload.severity]
    chats = [name_of(channel) for channel in person.channels if _RANK[channel.least] <= rank]
    notice = dump(NoticePayload(severity=payload.severity))
    told = [(CHANNEL, dump(payload)), *((name, notice) for name in chats)]
    return [
        NewDelivery(
            person_id=person.id,
            kind=DeliveryKind.ALERT,
            subject_key=story_id,
            channel=channel,
            revision=0,
            payload=values,
        )
        for channel, values in told
    ]
