"""What rules and digests promise beyond their types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from catalog.problems import SLUG, SLUG_REMEDY, Problem, did_you_mean, line_of
from model.errors import QueryError
from model.rules import Digest, Rule
from query import Vocabulary, parse

_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LANGUAGES = ("en", "fa")


def rule_problems(
    file: Path, rules: Sequence[tuple[Rule, Any]], people: set[str] | None, vocabulary: Vocabulary
) -> list[Problem]:
    """Faults of alert rules: ids, people, queries."""
    found = []
    seen: set[str] = set()
    for rule, tree in rules:
        found += _named(file, tree, "rule", rule.id, seen) + _people(file, tree, rule.to, people)
        found += _query(file, tree, rule.query, vocabulary)
        if rule.escalate is not None:
            found += _people(file, tree, rule.escalate.to, people)
            if rule.escalate.after_minutes <= 0:
                thing = f"escalate.after_minutes is {rule.escalate.after_minutes:g}"
                found.append(Problem(file, line_of(tree, ("escalate", "after_minutes")), thing, "wait some minutes"))
        if rule.version < 1:
            found.append(Problem(file, line_of(tree, ("version",)), f"version is {rule.version}", "begin with 1"))
    return found


def digest_problems(
    file: Path, digests: Sequence[tuple[Digest, Any]], people: set[str] | None, vocabulary: Vocabulary
) -> list[Problem]:
    """Faults of digests: ids, people, hours, queries."""
    found = []
    seen: set[str] = set()
    for digest, tree in digests:
        found += _named(file, tree, "digest", digest.id, seen) + _people(file, tree, digest.to, people)
        if not _HOUR.fullmatch(digest.at):
            thing = f"at is {digest.at!r}"
            found.append(Problem(file, line_of(tree, ("at",)), thing, 'write an hour as "07:30"'))
        if not digest.sections:
            found.append(Problem(file, line_of(tree, ("sections",)), "sections is empty", "give at least one"))
        for number, section in enumerate(digest.sections):
            if section.limit < 1:
                line = line_of(tree, ("sections", number, "limit"))
                found.append(Problem(file, line, f"limit is {section.limit}", "show at least 1"))
            found += _query(file, tree, section.query, vocabulary, "sections", number)
            found += _titles(file, tree, section.title, "sections", number)
        found += _titles(file, tree, digest.title)
    return found


def _named(file: Path, tree: Any, kind: str, name: str, seen: set[str]) -> list[Problem]:
    line = line_of(tree, ("id",))
    found = []
    if name in seen:
        found.append(Problem(file, line, f"the {kind} {name!r} stands twice", "choose another id"))
    if not SLUG.fullmatch(name):
        found.append(Problem(file, line, f"id {name!r} is not a slug", SLUG_REMEDY))
    seen.add(name)
    return found


def _people(file: Path, tree: Any, named: Sequence[str], people: set[str] | None) -> list[Problem]:
    """Whom it goes to; None for ``people`` where the settings could not be read, so that nobody is called unknown."""
    line = line_of(tree, ("to",))
    if not named:
        return [Problem(file, line, "goes to nobody", "name the ids of people in settings.yml")]
    if people is None:
        return []
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
