"""From the outbox to people: lease, render, send, note what became of it."""

from __future__ import annotations

import logging
import random
import ssl
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from smtplib import SMTP

from jinja2 import TemplateError

from alerts.channels import chat as chat_channel
from alerts.channels import mail as mail_channel
from alerts.payload import load_alert, load_digest, load_notice
from alerts.render import Frame, Letter, render_alert, render_digest
from model.errors import ConfigError, DeliveryError
from model.notify import Delivery, DeliveryKind
from model.rules import Person
from model.settings import MailSettings
from store import Record, deliveries

log = logging.getLogger("rasad.alerts")

LEASE_SECONDS = 300.0
"""Longer than one message can take: each step of a session ends by the timeout of the settings."""

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
MAX_ATTEMPTS = 150
"""With the waits above about three days at least, so that a relay which is dead over a weekend costs nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What a round of deliveries works with. ``context`` is for relays whose authority the system does not know."""

    settings: MailSettings
    people: Mapping[str, Person]
    organisation: str
    desk_url: str
    context: ssl.SSLContext | None = None


@dataclass(slots=True)
class Round:
    """What a round has done so far."""

    sent: int = 0
    failed: int = 0
    more: bool = False
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """The session with the relay: opened when first needed, and not again in a round in which it failed."""

    office: Office
    stack: ExitStack
    session: SMTP | None = None
    down: mail_channel.RelayError | None = None

    def hand_over(self, message: EmailMessage) -> None:
        """Give a message to the relay over the one session of the round."""
        if self.down is not None:
            raise self.down
        try:
            if self.session is None:
                self.session = self.stack.enter_context(mail_channel.relay(self.office.settings, self.office.context))
            mail_channel.hand_over(self.session, self.office.settings, message)
        except mail_channel.RelayError as error:
            self.down = error
            raise


def deliver(record: Record, office: Office, now: datetime, limit: int) -> Round:
    """Send what is due, at most ``limit`` deliveries, mails over one session with the relay.

    Deliveries are leased one by one, so that a kill leaves at most one whose message may have gone. A relay that
    failed is not asked again in this round: its mails wait, other channels go on. Paused people's stay as they are.
    """
    mail_channel.check(office.settings)
    paused = [person.id for person in office.people.values() if person.paused]
    done, started = Round(), time.monotonic()
    with ExitStack() as stack:
        line = Line(office, stack)
        for _ in range(limit):
            at = now + timedelta(seconds=time.monotonic() - started)
            leased = deliveries.lease(record, at, LEASE_SECONDS, 1, except_people=paused)
            if not leased:
                return done
            delivery, known = leased[0], line.down
            try:
                _hand_over(delivery, office, line, at)
            except DeliveryError as error:
                _again(record, delivery, error, at, done, said=error is known)
            else:
                deliveries.sent(record, delivery.id, at)
                done.sent += 1
    done.more = line.down is None
    return done


def _hand_over(delivery: Delivery, office: Office, line: Line, now: datetime) -> None:
    """Send one delivery by its channel. Returning means that it was accepted."""
    person = office.people.get(delivery.person_id)
    if person is None:
        raise DeliveryError(
            f"delivery {delivery.id} is for {delivery.person_id!r}, who is not in settings.yml",
            "add the person again, then `rasad alerts retry` the delivery",
            permanent=True,
        )
    if delivery.channel.startswith(chat_channel.PREFIX):
        chat_channel.send(chat_channel.channel_of(person, delivery.channel), person, load_notice(delivery).severity)
        return
    message = mail_channel.compose(
        _letter(delivery, person, office),
        person,
        office.settings,
        message_id=delivery.message_id,
        list_name="alerts" if delivery.kind is DeliveryKind.ALERT else "digest",
        now=now,
    )
    line.hand_over(message)


def _letter(delivery: Delivery, person: Person, office: Office) -> Letter:
    """The mail of a delivery. What cannot be rendered waits with its reason until settings or template are mended."""
    frame = Frame(person=person, organisation=office.organisation, desk_url=office.desk_url)
    try:
        if delivery.kind is DeliveryKind.ALERT:
            return render_alert(load_alert(delivery), frame)
        return render_digest(load_digest(delivery), frame)
    except (TemplateError, ConfigError, KeyError) as error:
        raise DeliveryError(
            f"delivery {delivery.id} ({delivery.kind} for {person.id}) cannot be rendered: {error}",
            "correct the settings of the person, or report a fault of the template",
        ) from error


def _again(record: Record, delivery: Delivery, error: DeliveryError, now: datetime, done: Round, *, said: bool) -> None:
    """Note a refusal: again later, or never where that cannot help or was tried often enough.

    ``said`` is true for a relay that is down: once a round is enough to say so.
    """
    done.failed += 1
    if error.permanent or delivery.attempts >= MAX_ATTEMPTS:
        tried = "" if error.permanent else f" (given up after {delivery.attempts} attempts)"
        deliveries.dead(record, delivery.id, f"{error}{tried}")
        done.notes.append(f"delivery {delivery.id} to {delivery.person_id} is dead{tried}: {error}")
        log.error("delivery %s to %s is dead%s: %s", delivery.id, delivery.person_id, tried, str(error))
        return
    wait = backoff(delivery.attempts)
    deliveries.retry(record, delivery.id, str(error), now + wait)
    if said:
        return
    done.notes.append(f"delivery {delivery.id} to {delivery.person_id} is tried again: {error}")
    log.warning("delivery %s, attempt %s, again in %s: %s", delivery.id, delivery.attempts, wait, str(error))


def backoff(attempts: int) -> timedelta:
    """The wait after so many attempts: doubling up to an hour, each drawn between half and all of it."""
    longest: timedelta = min(FIRST_WAIT * (1 << min(attempts - 1, 20)), LONGEST_WAIT)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 (spreads load, keeps no secret)
