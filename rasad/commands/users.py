"""Commands on who may use the desk: users, and the audit of what they did."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime

import click

from model.access import Role
from model.errors import ConfigError, InputError
from rasad.output import emit, say, tell
from rasad.wiring import place

SHORTEST = 12
_ROLE = click.Choice([role.value for role in Role])


@click.group()
def users() -> None:
    """Who may log in to the desk. It needs a login beyond loopback, and with `web.login: always`."""


@users.command()
@click.argument("name")
@click.option("--role", type=_ROLE, default=Role.READER.value, show_default=True)
@click.option("--person", "person_id", help="Who of settings.yml's people this is: they acknowledge alerts as that.")
@click.pass_obj
def add(config: str | None, name: str, role: str, person_id: str | None) -> int:
    """Add a user. The password is asked for, or read from standard input where that is no terminal.

    A reader reads articles, stories and sources; an analyst also alerts and digests, and gives verdicts; an admin also
    reads the audit.

    \b
    Examples:
      rasad users add mina --role analyst --person mina
      head -c 24 /dev/urandom | base64 | tee /dev/tty | rasad users add sara
    """
    from store import users as kept

    at = place(config)
    known = [person.id for person in at.config.settings.people]
    if person_id is not None and person_id not in known:
        raise ConfigError(f"no person is called {person_id!r}", f"known are: {', '.join(known)}")
    if not name.strip() or len(name) > 100 or not name.isprintable():
        raise InputError(f"{name!r} is no name for a user", "use up to 100 printable characters")
    if not kept.add(at.record, name, _password(), Role(role), person_id, datetime.now(UTC)):
        raise InputError(f"the name {name} is taken", "rasad users list shows who there is")
    tell(f"{name} may log in as {role}")
    return 0


@users.command("list")
@click.option("--json", "as_json", is_flag=True, help="A line each, as JSON.")
@click.pass_obj
def users_list(config: str | None, as_json: bool) -> int:
    """Who may log in.

    \b
    Example:
      rasad users list
    """
    from store.users import listing

    for user in listing(place(config).record):
        if as_json:
            emit({"name": user.name, "role": user.role.value, "active": user.active, "person": user.person_id})
        else:
            say(f"{user.name:<24} {user.role.value:<8} {user.person_id or '-':<16} {'on' if user.active else 'OFF'}")
    return 0


@users.command()
@click.argument("name")
@click.pass_obj
def passwd(config: str | None, name: str) -> int:
    """Give a user another password; ends all their sessions.

    \b
    Example:
      rasad users passwd mina
    """
    from store.users import set_password

    at = place(config)
    return _changed(name, lambda: set_password(at.record, name, _password()))


@users.command()
@click.argument("name")
@click.argument("role", type=_ROLE)
@click.pass_obj
def role(config: str | None, name: str, role: str) -> int:
    """Give a user another role; ends all their sessions.

    \b
    Example:
      rasad users role mina admin
    """
    from store.users import set_role

    at = place(config)
    return _changed(name, lambda: set_role(at.record, name, Role(role)))


@users.command()
@click.argument("name")
@click.pass_obj
def off(config: str | None, name: str) -> int:
    """Let a user log in no more, and end all their sessions at once.

    \b
    Example:
      rasad users off mina
    """
    from store.users import set_active

    at = place(config)
    return _changed(name, lambda: set_active(at.record, name, False))


@users.command()
@click.argument("name")
@click.pass_obj
def on(config: str | None, name: str) -> int:
    """Let a user who was switched off log in again.

    \b
    Example:
      rasad users on mina
    """
    from store.users import set_active

    at = place(config)
    return _changed(name, lambda: set_active(at.record, name, True))


@users.command()
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1))
@click.option("--who", help="Of one user only.")
@click.pass_obj
def audit(config: str | None, limit: int, who: str | None) -> int:
    """What was read and changed at the desk, newest first, a JSON line each.

    \b
    Example:
      rasad users audit --who mina --limit 200
    """
    from store.audit import newest

    for entry in newest(place(config).record, limit, who):
        emit(
            {
                "at": entry.at.isoformat(),
                "who": entry.who,
                "action": entry.action,
                "target": entry.target,
                "address": entry.address,
            }
        )
    return 0


def _changed(name: str, change: Callable[[], bool]) -> int:
    if not change():
        raise InputError(f"no user is called {name}", "rasad users list shows who there is")
    tell(f"{name}: done")
    return 0


def _password() -> str:
    if sys.stdin.isatty():
        password = str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if len(password) < SHORTEST:
        raise InputError(
            f"the password has {len(password)} characters", f"use {SHORTEST} or more; a few random words do"
        )
    return password


COMMANDS = (users,)
