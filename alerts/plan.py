"""Who is told what, when: finds grouped into one delivery a person and story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from alerts.channels.names import MAIL, name_of
from alerts.composing import alert_payload, warning_payload
from alerts.novelty import fresh, new_claims
from alerts.payload import AlertPayload, NoticePayload, dump
from alerts.protect import NOBODY, Guard
from alerts.rules import Found
from alerts.timing import absence, day_start, earliest
from model.annotation import Claim
from model.notify import DeliveryKind, NewDelivery
from model.rules import ON_DUTY, Content, Person, Rule, Severity
from model.source import Source
from store import Record, deliveries
from store.documents import DocumentRow

MAX_UPDATES = 9
"""Messages of one story after the first, at most; what comes then is read at the desk."""


@dataclass(slots=True)
class Planner:
    """Plans the deliveries of one step. ``given`` counts what this step adds to a person's day."""

    record: Record
    people: Mapping[str, Person]
    sources: Mapping[str, Source]
    now: datetime
    swept: bool = False
    guard: Guard = NOBODY
    given: dict[str, int] = field(default_factory=dict)

    def plan(self, found: Sequence[Found]) -> list[NewDelivery]:
        """One delivery a person, story and channel, naming every rule of this batch that the person is to be told of.

        A story that was told before is told again only where something new is claimed. The unique key of the outbox
        sees to it that a step which is done twice tells once.
        """
        by_story: dict[str, list[Found]] = {}
        for one in found:
            by_story.setdefault(one.story_id, []).append(one)
        return [new for story_id, of_story in by_story.items() for new in self._story(story_id, of_story)]

    def _story(self, story_id: str, found: list[Found]) -> list[NewDelivery]:
        told = deliveries.revisions(self.record, DeliveryKind.ALERT, story_id)
        later = fresh(self.record, found) if told else []
        news = new_claims(self.record, story_id, later) if later else []
        planned: list[NewDelivery] = []
        for person, mine in self._readers(found):
            if person.id not in told:
                planned += self._tell(person, story_id, mine, 0, None)
            elif news and told[person.id] < MAX_UPDATES and (mine := [one for one in mine if one in later]):
                planned += self._tell(person, story_id, mine, told[person.id] + 1, news)
        return planned

    def _readers(self, found: Sequence[Found]) -> list[tuple[Person, list[Found]]]:
        """Whom the rules name, each with what is theirs, and the deputies of those who are away."""
        theirs: dict[str, list[Found]] = {}
        for one in found:
            for name in one.rule.to:
                for person in self._named(name):
                    if one not in theirs.setdefault(person.id, []):
                        theirs[person.id].append(one)
        return [(self.people[name], mine) for name, mine in theirs.items()]

    def _named(self, name: str) -> list[Person]:
        """The person that a rule names, and the deputy while that person is away."""
        person = self.people.get(name)
        if person is None:
            return []
        away = absence(person, self.now)
        deputy = self.people.get(away.deputy) if away and away.deputy else None
        return [person, deputy] if deputy else [person]

    def _tell(
        self, person: Person, story_id: str, found: Sequence[Found], revision: int, news: Sequence[Claim] | None
    ) -> list[NewDelivery]:
        payload = alert_payload(story_id, found, person, self.sources, self.now, swept=self.swept, news=news)
        tail = absence(person, self.now) is not None or self._over_budget(person, payload.severity)
        if not tail:
            self.given[person.id] = self.given.get(person.id, 0) + 1
        return self._rows(person, story_id, payload, revision, tail=tail)

    def _rows(
        self, person: Person, subject_key: str, payload: AlertPayload, revision: int, *, tail: bool = False
    ) -> list[NewDelivery]:
        not_before = earliest(person, payload.severity, self.now)
        return [
            NewDelivery(
                person_id=person.id,
                kind=DeliveryKind.ALERT,
                subject_key=subject_key,
                channel=channel,
                revision=revision,
                payload=values,
                not_before=not_before,
                tail=tail,
            )
            for channel, values in _channels(person, payload, self.guard, mail_only=tail)
        ]

    def warn(self, rows: Sequence[DocumentRow], lead: str | None) -> list[NewDelivery]:
        """Urgent deliveries to protected persons whom an owner under watch names, and to the security lead."""
        planned = []
        for row in rows:
            source = self.sources.get(row.article.source_id)
            if source is None or not source.owner.under_watch:
                continue
            for number in sorted({seen.protected_id for seen in self.guard.find(row.article.document().whole)}):
                payload = warning_payload(number, row, source)
                told = [self.people.get(name) for name in (self.guard.whose.get(number), lead) if name]
                for person in {person.id: person for person in told if person is not None}.values():
                    planned += self._rows(person, payload.story_id, payload, 0)
        return planned

    def _over_budget(self, person: Person, severity: Severity) -> bool:
        """True where the person has had as many alerts today as they want, and this one is not urgent."""
        if person.alerts_a_day is None or severity is Severity.URGENT:
            return False
        since = day_start(person, self.now)
        spent = deliveries.spent(self.record, person.id, DeliveryKind.ALERT, MAIL, since)
        return spent + self.given.get(person.id, 0) >= person.alerts_a_day


def unknown_people(rules: Sequence[Rule], people: Mapping[str, Person]) -> list[str]:
    """A line for each rule that names somebody who is not in the settings."""
    return [
        f"rule {rule.id} tells {ON_DUTY!r}, but nobody is on duty today\n  remedy: add days to duty in settings.yml"
        if name == ON_DUTY
        else f"rule {rule.id} tells {name!r}, who is not in settings.yml\n  remedy: add the person or remove the name"
        for rule in rules
        for name in rule.to
        if name not in people
    ]


def _channels(
    person: Person, payload: AlertPayload, guard: Guard, *, mail_only: bool
) -> list[tuple[str, dict[str, object]]]:
    """The mail, and what each other channel is told that hears of alerts as severe as this; protected names masked."""
    alert = guard.mask_payload(dump(payload))
    told = [(MAIL, alert)]
    for channel in person.channels if not mail_only else ():
        if channel.least.rank <= payload.severity.rank:
            full = channel.content is Content.FULL
            told.append((name_of(channel), alert if full else dump(NoticePayload(severity=payload.severity))))
    return told
