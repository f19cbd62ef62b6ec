"""Commands about the people who are told: who they are, and stopping everything to one of them at once."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from model.errors import ConfigError
from rasad.output import say, tell
from rasad.wiring import Place, place


@click.group()
def people() -> None:
    """The people who are told, and stopping all messages to one of them."""


@people.command("list")
@click.pass_obj
def people_list(config: str | None) -> int:
    """Who is told, by which channels, and who is stopped.

    \b
    Example:
      rasad people list
    """
    from store.holds import listing

    at = place(config)
    stopped = listing(at.record)
    for person in at.config.settings.people:
        channels = ", ".join(["mail", *(channel.id for channel in person.channels)])
        since = stopped.get(person.id)
        state = "paused" if person.paused else "told"
        if since:
            state = f"STOPPED since {since[0]:%Y-%m-%d %H:%M}Z: {since[1]}"
        say(f"{person.id:<16} {person.lang}  {person.zone:<20} {channels:<24} {state}")
    return 0


@people.command()
@click.argument("person_id")
@click.option("--reason", default="", help="Why, for those who come after.")
@click.pass_obj
def stop(config: str | None, person_id: str, reason: str) -> int:
    """Stop everything to a person at once, in every process, also what is in the outbox.

    For a phone that was taken or a reader under duress. What is due waits; `rasad people resume` lets it go.

    \b
    Example:
      rasad people stop mina --reason "phone seized"
    """
    from store import holds

    at = _known(config, person_id)
    new = holds.stop(at.record, person_id, reason, datetime.now(UTC))
    tell(f"nothing goes to {person_id} now" if new else f"{person_id} was stopped already")
    return 0


@people.command()
@click.argument("person_id")
@click.pass_obj
def resume(config: str | None, person_id: str) -> int:
    """Let messages to a person go again; what waited goes with the next round.

    \b
    Example:
      rasad people resume mina
    """
    from store import holds

    at = _known(config, person_id)
    tell(f"messages to {person_id} go again" if holds.resume(at.record, person_id) else f"{person_id} was not stopped")
    return 0


def _known(config: str | None, person_id: str) -> Place:
    at = place(config)
    known = [person.id for person in at.config.settings.people]
    if person_id not in known:
        raise ConfigError(f"no person is called {person_id!r}", f"known are: {', '.join(known)}")
    return at


COMMANDS = (people,)
"""Commands about people."""
