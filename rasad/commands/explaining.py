"""Commands of `rasad alerts` that explain: why, why-not, ack, replay."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from model.errors import ConfigError, RasadError
from rasad.commands.notices import alerts
from rasad.output import say, tell
from rasad.wiring import place


@alerts.command()
@click.argument("delivery_id", type=int)
@click.pass_obj
def why(config: str | None, delivery_id: int) -> int:
    """Why somebody was told: rule, passage, claims, outlet, date, kept copy.

    \b
    Example:
      rasad alerts why 17
    """
    from alerts.why import why as explain
    from store.deliveries import get

    at = place(config)
    delivery = get(at.record, delivery_id)
    if delivery is None:
        raise RasadError(f"there is no delivery {delivery_id}", "rasad alerts list shows them")
    rules = {rule.id: rule for rule in at.config.rules}
    for line in explain(at.record, delivery, rules, at.config.settings.desk_url):
        say(line)
    return 0


@alerts.command("why-not")
@click.argument("url")
@click.pass_obj
def why_not(config: str | None, url: str) -> int:
    """Why nobody was told of an address: the stage that stopped it, and what each rule misses in it.

    \b
    Example:
      rasad alerts why-not https://outlet.example/news/1
    """
    from alerts.whynot import Asking
    from alerts.whynot import why_not as explain
    from search.embedded import open_batch

    at = place(config)
    people = {person.id: person for person in at.config.settings.people}
    asking = Asking(
        record=at.record,
        rules=at.config.rules,
        vocabulary=at.config.vocabulary,
        sources=at.config.sources,
        people=people,
        open_batch=open_batch,
    )
    for line in explain(asking, url):
        say(line)
    return 0


@alerts.command()
@click.argument("delivery_id", type=int)
@click.option("--as", "person_id", required=True, help="Who has seen it.")
@click.pass_obj
def ack(config: str | None, delivery_id: int, person_id: str) -> int:
    """Acknowledge an alert, so that it is not escalated.

    \b
    Example:
      rasad alerts ack 17 --as mina
    """
    from store import acknowledgements
    from store.deliveries import get

    at = place(config)
    delivery = get(at.record, delivery_id)
    if delivery is None:
        raise RasadError(f"there is no delivery {delivery_id}", "rasad alerts list shows them")
    known = [person.id for person in at.config.settings.people]
    if person_id not in known:
        raise ConfigError(f"no person is called {person_id!r}", f"known are: {', '.join(known)}")
    new = acknowledgements.put(at.record, delivery.subject_key, person_id, datetime.now(UTC))
    tell("acknowledged" if new else "it was acknowledged before")
    return 0


@alerts.command()
@click.argument("delivery_id", type=int)
@click.pass_obj
def replay(config: str | None, delivery_id: int) -> int:
    """Send a message that was sent once more, under its own id (a webhook's receiver lost it).

    \b
    Example:
      rasad alerts replay 17
    """
    from store.deliveries import replay as again

    if not again(place(config).record, delivery_id, datetime.now(UTC)):
        raise RasadError(f"delivery {delivery_id} was not sent", "rasad alerts list --state sent shows what was")
    return 0


COMMANDS = (alerts,)
"""The group, with these commands in it."""
