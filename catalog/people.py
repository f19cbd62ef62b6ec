"""What the people of settings.yml, their habits and the rota promise beyond their types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from catalog.problems import SLUG, SLUG_REMEDY, Problem, line_of
from catalog.zones import zone_problem
from model.rules import ON_DUTY, ChannelKind, Content, Person
from model.settings import Settings

EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LANGUAGES = ("en", "fa")


def people_problems(file: Path, tree: Any, settings: Settings) -> list[Problem]:
    """Faults of people, of how they want to be told, of the rota, and of who leads on security."""
    found = _people(file, tree, settings) + _habits(file, tree, settings.people) + _duty(file, tree, settings)
    lead = settings.protect.lead if settings.protect else None
    if lead is not None and lead not in {person.id for person in settings.people}:
        line = line_of(tree, ("protect", "lead"))
        found.append(Problem(file, line, f"protect.lead: nobody is called {lead!r}", "name a person of people"))
    return found


def _people(file: Path, tree: Any, settings: Settings) -> list[Problem]:
    found: list[Problem] = []
    seen: set[str] = set()
    for number, person in enumerate(settings.people):

        def problem(thing: str, remedy: str, name: str, number: int = number) -> None:
            found.append(Problem(file, line_of(tree, ("people", number, name)), thing, remedy))

        if person.id in seen:
            problem(f"the person {person.id!r} stands twice", "choose another id", "id")
        seen.add(person.id)
        if person.id == ON_DUTY:
            problem(f"id {ON_DUTY!r} stands for whoever is on duty", "choose another id", "id")
        if not SLUG.fullmatch(person.id):
            problem(f"id {person.id!r} is not a slug", SLUG_REMEDY, "id")
        if not EMAIL.fullmatch(person.email):
            problem(f"{person.email!r} is not an e-mail address", "write name@host", "email")
        if person.lang not in _LANGUAGES:
            problem(f"lang {person.lang!r} is not a language of mails", "en or fa", "lang")
        if wrong := zone_problem(person.zone):
            problem(f"zone: {wrong[0]}", wrong[1], "zone")
    return found


def _duty(file: Path, tree: Any, settings: Settings) -> list[Problem]:
    """The rota names people, and its turns end after they begin."""
    known = {person.id for person in settings.people}
    found = []
    for number, turn in enumerate(settings.duty):
        line = line_of(tree, ("duty", number))
        if turn.person not in known:
            found.append(Problem(file, line, f"duty: nobody is called {turn.person!r}", "name a person of people"))
        if turn.until < turn.since:
            found.append(Problem(file, line, f"duty ends on {turn.until}, before it begins", "swap the days"))
    return found


def _habits(file: Path, tree: Any, people: Sequence[Person]) -> list[Problem]:
    """What a person's hours, absences, budget, channels and key promise."""
    found: list[Problem] = []
    known = {person.id for person in people}
    for number, person in enumerate(people):
        here = ("people", number)

        def problem(thing: str, remedy: str, *where: str | int, here: tuple[str | int, ...] = here) -> None:
            found.append(Problem(file, line_of(tree, (*here, *where)), thing, remedy))

        for hour in (person.quiet.since, person.quiet.until) if person.quiet else ():
            if not _CLOCK.fullmatch(hour):
                problem(f"quiet: {hour!r} is no time of day", 'write HH:MM in quotes, e.g. "22:00"', "quiet")
        for place, away in enumerate(person.away):
            if away.until < away.since:
                problem(f"away ends on {away.until}, before it begins", "swap the days", "away", place)
            if away.deputy is not None and (away.deputy not in known or away.deputy == person.id):
                problem(f"deputy {away.deputy!r} is nobody else in people", "name another id", "away", place, "deputy")
        if person.alerts_a_day is not None and person.alerts_a_day < 1:
            problem(f"alerts_a_day is {person.alerts_a_day}", "use 1 or more, or paused: true", "alerts_a_day")
        if person.openpgp is not None and not (file.parent / person.openpgp).is_file():
            problem(f"openpgp: {person.openpgp} is no file", "put the reader's public key there", "openpgp")
        for place, channel in enumerate(person.channels):
            if channel.kind is ChannelKind.WEBHOOK and channel.secret_env is None:
                problem("a webhook needs secret_env", "name the variable with its key", "channels", place)
            if channel.kind is ChannelKind.CHAT and channel.content is Content.FULL:
                remedy = "only mail, the desk and webhooks carry content"
                problem("content: full on a chat channel", remedy, "channels", place, "content")
    return found
