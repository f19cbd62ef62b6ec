"""Alerts that nobody acknowledged in time go on to others, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from alerts.channels.names import MAIL
from alerts.payload import dump, load_alert
from alerts.timing import earliest
from model.notify import Delivery, DeliveryKind, NewDelivery
from model.rules import Person, Rule
from store import Record, acknowledgements, deliveries

REVISION = 1000
"""Escalated alerts are a revision of their own, so that somebody who was told before is told of the silence too."""

LOOK_BACK = timedelta(days=3)


def escalations(
    record: Record, rules: Sequence[Rule], people: Mapping[str, Person], now: datetime
) -> list[NewDelivery]:
    """Deliveries for those who are to be told that an alert stands unacknowledged. Made anew they are the same rows."""
    waiting = {rule.id: rule for rule in rules if rule.escalate is not None}
    if not waiting:
        return []
    sent = deliveries.sent_between(record, DeliveryKind.ALERT, MAIL, now - LOOK_BACK, now)
    return [new for delivery in sent for new in _of(record, delivery, waiting, people, now)]


def _of(
    record: Record, delivery: Delivery, waiting: Mapping[str, Rule], people: Mapping[str, Person], now: datetime
) -> Iterator[NewDelivery]:
    if delivery.revision >= REVISION or delivery.sent_at is None:
        return
    alert = load_alert(delivery)
    for line in alert.rules:
        rule = waiting.get(line.id)
        if rule is None or rule.escalate is None:
            continue
        if now - delivery.sent_at < timedelta(minutes=rule.escalate.after_minutes):
            continue
        if acknowledgements.of(record, delivery.subject_key):
            return
        for name in rule.escalate.to:
            person = people.get(name)
            if person is not None:
                yield NewDelivery(
                    person_id=person.id,
                    kind=DeliveryKind.ALERT,
                    subject_key=delivery.subject_key,
                    channel=MAIL,
                    revision=REVISION,
                    payload=dump(replace(alert, unanswered_by=delivery.person_id)),
                    not_before=earliest(person, alert.severity, now),
                )
