"""Commands on what people are told: alerts, digest, mail."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from model.errors import ConfigError, RasadError
from model.notify import Delivery, DeliveryState
from rasad.output import emit, say, tell
from rasad.wiring import place


@click.group()
def alerts() -> None:
    """Alerts: what matched, what was sent, what waits."""


@alerts.command("list")
@click.option("--json", "as_json", is_flag=True, help="A line each, as JSON.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1))
@click.option("--state", type=click.Choice([s.value for s in DeliveryState]), help="Only deliveries in this state.")
@click.pass_obj
def alerts_list(config: str | None, as_json: bool, limit: int, state: str | None) -> int:
    """The newest deliveries, and what became of them.

    \b
    Examples:
      rasad alerts list
      rasad alerts list --state dead --json
    """
    from store.deliveries import listing

    for delivery in listing(place(config).record, DeliveryState(state) if state else None, limit):
        emit(_record(delivery)) if as_json else say(_line(delivery))
    return 0


def _record(delivery: Delivery) -> dict[str, object]:
    return {
        "id": delivery.id,
        "kind": delivery.kind.value,
        "person": delivery.person_id,
        "subject": delivery.subject_key,
        "channel": delivery.channel,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "created": delivery.created_at.isoformat(),
        "sent": delivery.sent_at.isoformat() if delivery.sent_at else None,
        "error": delivery.error,
        "maybe_duplicate": delivery.maybe_duplicate,
    }


def _line(delivery: Delivery) -> str:
    when = delivery.sent_at or delivery.next_try
    error = f"  {delivery.error}" if delivery.error else ""
    return (
        f"{delivery.id:>6}  {delivery.state.value:<8} {delivery.kind.value:<7} {delivery.person_id:<12} "
        f"{delivery.subject_key:<28} {when:%Y-%m-%d %H:%M}Z{error}"
    )


@alerts.command()
@click.pass_obj
def deliver(config: str | None) -> int:
    """Send what waits in the outbox and is due.

    \b
    Example:
      rasad alerts deliver
    """
    from alerts.stage import deliver_step
    from store.lease import worker_lease

    at = place(config)
    settings = at.config.settings
    people = {person.id: person for person in settings.people}
    done = failed = 0
    with worker_lease(at.home):
        more = True
        while more:
            report = deliver_step(
                at.record,
                settings.mail,
                people,
                organisation=settings.organisation,
                desk_url=settings.desk_url,
                now=datetime.now(UTC),
                keys=at.config.dir,
            )
            done, failed, more = done + report.done, failed + report.failed, report.more
    tell(f"{done} sent, {failed} not accepted (rasad alerts list shows why)")
    return 1 if failed else 0


@alerts.command()
@click.argument("delivery_id", type=int)
@click.pass_obj
def retry(config: str | None, delivery_id: int) -> int:
    """Put a dead letter back into the outbox.

    \b
    Example:
      rasad alerts retry 17
    """
    from store.deliveries import revive

    if not revive(place(config).record, delivery_id, datetime.now(UTC)):
        raise RasadError(f"delivery {delivery_id} is not a dead letter", "rasad alerts list --state dead shows them")
    return 0


@alerts.command()
@click.argument("rule_id")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1))
@click.pass_obj
def test(config: str | None, rule_id: str, limit: int) -> int:
    """What a rule would have matched in the index. Sends nothing.

    \b
    Example:
      rasad alerts test threats-in-canada
    """
    from model.search import Sort
    from query import parse

    at = place(config)
    for rule in at.config.rules:
        if rule.id == rule_id:
            page = at.engine().search(parse(rule.query, at.config.vocabulary), limit=limit, sort=Sort.NEWEST)
            for hit in page.hits:
                day = hit.published.date().isoformat() if hit.published else "no date"
                say(f"{day}  {hit.source}  {hit.title}  {hit.url}")
            tell(f"{page.total} articles answer {rule.query!r}")
            return 0
    raise ConfigError(f"no rule is called {rule_id!r}", f"known are: {', '.join(r.id for r in at.config.rules)}")


@click.group()
def digest() -> None:
    """The daily digest."""


@digest.command()
@click.argument("digest_id", required=False)
@click.option("--for", "person_id", required=True, help="For whom: decides language and time zone.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day; without it, the last 24 hours.")
@click.option("--html", "as_html", is_flag=True, help="The HTML of the mail instead of its plain text.")
@click.pass_obj
def preview(config: str | None, digest_id: str | None, person_id: str, day: datetime | None, as_html: bool) -> int:
    """The digest as a person would get it. Sends nothing.

    \b
    Examples:
      rasad digest preview --for analyst
      rasad digest preview daily --for analyst --on 2026-11-20 --html
    """
    from alerts.preview import preview as letter_of
    from alerts.preview import until
    from alerts.render import Frame

    at = place(config)
    settings = at.config.settings
    person = next((p for p in settings.people if p.id == person_id), None)
    if person is None:
        raise ConfigError(
            f"no person is called {person_id!r}", f"known are: {', '.join(p.id for p in settings.people)}"
        )
    theirs = [d for d in at.config.digests if d.id == digest_id or (digest_id is None and person_id in d.to)]
    if not theirs:
        wanted = f"no digest is called {digest_id!r}" if digest_id else f"no digest goes to {person_id}"
        raise ConfigError(wanted, f"known are: {', '.join(d.id for d in at.config.digests)}")
    frame = Frame(person=person, organisation=settings.organisation, desk_url=settings.desk_url)
    now = datetime.now(UTC)
    moment = until(theirs[0], person, day.date(), now) if day else now
    letter = letter_of(at.record, theirs[0], frame, at.config.sources, at.config.vocabulary, at.engine(), moment)
    say(letter.html if as_html else letter.text)
    return 0


@click.command()
@click.argument("number", required=False, type=click.IntRange(min=1))
@click.pass_obj
def mail(config: str | None, number: int | None) -> int:
    """The demonstration's mailbox: the list of messages, or one of them as text.

    \b
    Examples:
      rasad mail
      rasad mail 1
    """
    from rasad.mailbox import messages

    at = place(config)
    found = messages(at.home)
    if number is None:
        for position, message in enumerate(found, 1):
            say(f"{position:>4}  {message.date}  to {message.to}  {message.subject}")
        return 0
    if number > len(found):
        raise RasadError(f"there is no message {number}", f"the mailbox holds {len(found)}")
    say(found[number - 1].text)
    return 0


COMMANDS = (alerts, digest, mail)
