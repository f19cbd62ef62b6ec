"""What rules, digests, watchlists and settings promise beyond their types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from catalog.problems import Problem, did_you_mean, line_of
from catalog.zones import zone_problem
from model.errors import QueryError
from model.rules import Digest, Rule
from model.settings import Settings
from model.watch import Watchlist
from query import Vocabulary, parse

_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LANGUAGES = ("en", "fa")


def settings_problems(file: Path, tree: Any, settings: Settings) -> list[Problem]:
    """Faults of settings.yml that its types cannot say."""
    found = []
    seen: set[str] = set()
    for number, person in enumerate(settings.people):
        where = ("people", number)
        if person.id in seen:
            found.append(
                Problem(file, line_of(tree, where), f"the person {person.id!r} stands twice", "choose another id")
            )
        seen.add(person.id)
        if not re.fullmatch(r"[^\s@]+@[^\s@]+", person.email):
            thing = f"{person.email!r} is not an e-mail address"
            found.append(Problem(file, line_of(tree, (*where, "email")), thing, "write name@host"))
        if person.lang not in _LANGUAGES:
            thing = f"lang {person.lang!r} is not a language of mails"
            found.append(Problem(file, line_of(tree, (*where, "lang")), thing, "en or fa"))
        if wrong := zone_problem(person.zone):
            found.append(Problem(file, line_of(tree, (*where, "zone")), f"zone: {wrong[0]}", wrong[1]))
    for group, port in (("web", settings.web.port), ("mail", settings.mail.port)):
        if not 0 < port < 65536:
            line = line_of(tree, (group, "port"))
            found.append(Problem(file, line, f"{group}.port is {port}", "ports go from 1 to 65535"))
    return found


def watchlist_problems(file: Path, tree: Any, watchlist: Watchlist, seen: dict[str, Path]) -> list[Problem]:
    """Faults of a watchlist; ``seen`` collects the ids of all of them."""
    found = []
    own = {entity.id for entity in watchlist.entities}
    for number, entity in enumerate(watchlist.entities):
        line = line_of(tree, ("entities", number))
        if entity.id in seen:
            thing = f"the entity {entity.id!r} stands in {seen[entity.id].name} too"
            found.append(Problem(file, line, thing, "put all its names in one place"))
        seen[entity.id] = file
        if not any(entity.names.values()):
            found.append(Problem(file, line, f"the entity {entity.id!r} has no names", "add at least one"))
        if entity.parent is not None and entity.parent not in own | seen.keys():
            thing = f"parent {entity.parent!r} is not an entity"
            found.append(Problem(file, line, thing, did_you_mean(entity.parent, own)))
    return found


def rule_problems(
    file: Path, rules: Sequence[tuple[Rule, Any]], people: set[str], vocabulary: Vocabulary
) -> list[Problem]:
    """Faults of alert rules: ids, people, queries."""
    found = []
    seen: set[str] = set()
    for rule, tree in rules:
        found += _named(file, tree, "rule", rule.id, seen) + _people(file, tree, rule.to, people)
        found += _query(file, tree, rule.query, vocabulary)
    return found


def digest_problems(
    file: Path, digests: Sequence[tuple[Digest, Any]], people: set[str], vocabulary: Vocabulary
) -> list[Problem]:
    """Faults of digests: ids, people, hours, queries."""
    found = []
    seen: set[str] = set()
    for digest, tree in digests:
        found += _named(file, tree, "digest", digest.id, seen) + _people(file, tree, digest.to, people)
        if not _HOUR.fullmatch(digest.at):
            thing = f"at is {digest.at!r}"
            found.append(Problem(file, line_of(tree, ("at",)), thing, 'write an hour as "07:30"'))
        for number, section in enumerate(digest.sections):
            found += _query(file, tree, section.query, vocabulary, "sections", number)
            found += _titles(file, tree, section.title, "sections", number)
        found += _titles(file, tree, digest.title)
    return found


def _named(file: Path, tree: Any, kind: str, name: str, seen: set[str]) -> list[Problem]:
    twice = name in seen
    seen.add(name)
    return (
        [Problem(file, line_of(tree, ("id",)), f"the {kind} {name!r} stands twice", "choose another id")]
        if twice
        else []
    )


def _people(file: Path, tree: Any, named: Sequence[str], people: set[str]) -> list[Problem]:
    line = line_of(tree, ("to",))
    return [
        Problem(
            file, line, f"nobody is called {name!r}", f"{did_you_mean(name, people)} (people stand in settings.yml)"
        )
        for name in named
        if name not in people
    ]


def _query(file: Path, tree: Any, query: str, vocabulary: Vocabulary, *where: str | int) -> list[Problem]:
    try:
        parse(query, vocabulary)
    except QueryError as error:
        thing = f"query {query!r}: {error.thing} (at character {error.position + 1})"
        return [Problem(file, line_of(tree, (*where, "query")), thing, error.remedy or "see docs/query-language.md")]
    return []


def _titles(file: Path, tree: Any, titles: dict[str, str], *where: str | int) -> list[Problem]:
    missing = [lang for lang in _LANGUAGES if not titles.get(lang)]
    line = line_of(tree, (*where, "title"))
    return [Problem(file, line, f"title lacks {lang!r}", "readers get it in their language") for lang in missing]
