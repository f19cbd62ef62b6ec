"""Commands about protected persons: staff and relatives whose names must not travel."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from model.errors import ConfigError, InputError, RasadError
from rasad.output import say, tell
from rasad.wiring import place

_KINDS = ("name", "handle", "number")


@click.group()
def protect() -> None:
    """Protected persons: found in what hostile outlets publish, masked in all that is sent."""


@protect.command()
@click.option("--person", "person_id", help="The person of settings.yml it is, who is told when they are named.")
@click.pass_obj
def add(config: str | None, person_id: str | None) -> int:
    """Protect a person. Reads lines from standard input, so that no name stands in the shell's history.

    Each line is `name: …`, `handle: …` or `number: …`. Nothing of it is kept but keyed digests of every spelling.

    \b
    Example:
      rasad protect add --person mina < mina.txt
    """
    from alerts.protect import expand, read_key
    from store import protected

    at = place(config)
    settings = at.config.settings
    if settings.protect is None:
        raise ConfigError("settings.yml has no protect", "add protect with key_env: docs/alerts.md")
    known = [person.id for person in settings.people]
    if person_id is not None and person_id not in known:
        raise ConfigError(f"no person is called {person_id!r}", f"known are: {', '.join(known)}")
    given = _given(sys.stdin.read())
    macs = expand(read_key(settings.protect.key_env), given["name"], given["handle"], given["number"])
    number = protected.add(at.record, macs, person_id, datetime.now(UTC))
    tell(f"protected as number {number}, in {len(macs)} forms")
    return 0


def _given(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for number, line in enumerate(text.splitlines(), 1):
        kind, _, value = line.partition(":")
        if not line.strip():
            continue
        if kind.strip() not in found or not value.strip():
            raise InputError(
                f"line {number} is not “name: …”, “handle: …” or “number: …”", "correct it; nothing was kept"
            )
        found[kind.strip()].append(value.strip())
    if not any(found.values()):
        raise InputError("standard input gave nobody", "write a line such as: name: …")
    return found


@protect.command("list")
@click.pass_obj
def protect_list(config: str | None) -> int:
    """Who is protected, by number: names are kept nowhere.

    \b
    Example:
      rasad protect list
    """
    from store import protected

    for one in protected.listing(place(config).record):
        say(f"{one.id:>4}  {one.person_id or '-':<16} since {one.added_at:%Y-%m-%d}")
    return 0


@protect.command()
@click.argument("number", type=int)
@click.pass_obj
def remove(config: str | None, number: int) -> int:
    """Forget a protected person and all digests.

    \b
    Example:
      rasad protect remove 3
    """
    from store import protected

    if not protected.remove(place(config).record, number):
        raise RasadError(f"nobody is protected as number {number}", "rasad protect list shows the numbers")
    return 0


COMMANDS = (protect,)
"""Commands about protected persons."""
