"""From the outbox to people: lease, render, send, note what became of it."""

from __future__ import annotations

import logging
import os
import random
import ssl
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTP

from jinja2 import TemplateError

from alerts.channels import chat as chat_channel
from alerts.channels import mail as mail_channel
from alerts.channels import openpgp, webhook
from alerts.channels.names import MAIL, channel_of
from alerts.payload import load_alert, load_digest, load_notice
from alerts.render import Frame, Letter, render_alert, render_digest, render_notice
from alerts.timing import earliest
from model.errors import ConfigError, DeliveryError
from model.notify import Delivery, DeliveryKind
from model.rules import ChannelKind, Content, Person, Severity
from model.settings import MailSettings
from store import Record, deliveries, holds

log = logging.getLogger("rasad.alerts")

LEASE_SECONDS = 300.0
"""Longer than one message can take: each step of a session ends by the timeout of the settings."""

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
MAX_ATTEMPTS = 150
"""With the waits above about three days at least, so that a relay which is dead over a weekend costs nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What a round of deliveries works with. ``keys`` is the folder that names of OpenPGP keys are relative to,
    ``context`` is for relays whose authority the system does not know."""

    settings: MailSettings
    people: Mapping[str, Person]
    organisation: str
    desk_url: str
    keys: Path = Path()
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
            # What is refused unasked for the rest of the round surely did not go.
            self.down = mail_channel.RelayError(error.thing, error.remedy)
            raise


def deliver(record: Record, office: Office, now: datetime, limit: int) -> Round:
    """Send what is due, at most ``limit`` deliveries, mails over one session with the relay.

    Deliveries are leased one by one, so that a kill leaves at most one whose message may have gone. A relay that
    failed is not asked again in this round: its mails wait, other channels go on. Paused people's stay as they are.
    """
    mail_channel.check(office.settings)
    paused = {person.id for person in office.people.values() if person.paused}
    done, started = Round(), time.monotonic()
    with ExitStack() as stack:
        line = Line(office, stack)
        for _ in range(limit):
            at = now + timedelta(seconds=time.monotonic() - started)
            # Asked before each message: who is stopped under duress gets not one more.
            leased = deliveries.lease(record, at, LEASE_SECONDS, 1, except_people=paused | holds.stopped(record))
            if not leased:
                return done
            delivery, known = leased[0], line.down
            try:
                _hand_over(delivery, office, line, at)
            except DeliveryError as error:
                _again(record, delivery, error, office.people.get(delivery.person_id), at, done, said=error is known)
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
    if delivery.channel != MAIL:
        channel = channel_of(person, delivery.channel)
        if channel.kind is ChannelKind.WEBHOOK:
            webhook.send(channel, person, delivery, now)
        else:
            chat_channel.send(channel, person, load_notice(delivery).severity)
        return
    message = mail_channel.compose(
        _letter(delivery, person, office),
        person,
        office.settings,
        message_id=delivery.message_id,
        list_name="alerts" if delivery.kind is DeliveryKind.ALERT else "digest",
        now=now,
        key=openpgp.read_key(office.keys / person.openpgp, person.id) if person.openpgp else None,
    )
    line.hand_over(message)


def _letter(delivery: Delivery, person: Person, office: Office) -> Letter:
    """The mail of a delivery. What cannot be rendered waits with its reason until settings or template are mended."""
    try:
        frame = Frame(person=person, organisation=office.organisation, desk_url=office.desk_url, phrase=_phrase(person))
        if delivery.kind is DeliveryKind.DIGEST:
            digest = load_digest(delivery)
            return render_notice(delivery, Severity.INFO, frame) if _neutral(person) else render_digest(digest, frame)
        alert = load_alert(delivery)
        return render_notice(delivery, alert.severity, frame) if _neutral(person) else render_alert(alert, frame)
    except (TemplateError, ConfigError, KeyError) as error:
        raise DeliveryError(
            f"delivery {delivery.id} ({delivery.kind} for {person.id}) cannot be rendered: {error}",
            "correct the settings of the person, or report a fault of the template",
        ) from error


def _neutral(person: Person) -> bool:
    return person.content is Content.NEUTRAL


def _phrase(person: Person) -> str | None:
    """The reader's own words; a mail that should carry them does not go without."""
    if person.phrase_env is None:
        return None
    phrase = os.environ.get(person.phrase_env)
    if not phrase:
        raise ConfigError(
            f"the environment variable {person.phrase_env} (phrase_env of {person.id}) is not set",
            "set it to the words that the reader knows, or remove phrase_env",
        )
    return phrase


def _again(
    record: Record,
    delivery: Delivery,
    error: DeliveryError,
    person: Person | None,
    now: datetime,
    done: Round,
    *,
    said: bool,
) -> None:
    """Note a refusal: again later (not within quiet hours), or never where that cannot help or was tried often enough.

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
    next_try = now + wait
    if person is not None and delivery.kind is DeliveryKind.ALERT:
        next_try = earliest(person, Severity(str(delivery.payload.get("severity", Severity.URGENT))), next_try)
    deliveries.retry(record, delivery.id, str(error), next_try, unsure=error.unsure)
    if said:
        return
    done.notes.append(f"delivery {delivery.id} to {delivery.person_id} is tried again: {error}")
    log.warning("delivery %s, attempt %s, again in %s: %s", delivery.id, delivery.attempts, wait, str(error))


def backoff(attempts: int) -> timedelta:
    """The wait after so many attempts: doubling up to an hour, each drawn between half and all of it."""
    longest: timedelta = min(FIRST_WAIT * (1 << min(attempts - 1, 20)), LONGEST_WAIT)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 (spreads load, keeps no secret)
