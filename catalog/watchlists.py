"""What watchlists promise beyond their types."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from catalog.languages import language_problem
from catalog.problems import SLUG, SLUG_REMEDY, Problem, did_you_mean, line_of
from model.watch import LegalStatus, WatchEntity, Watchlist, is_date

Read = tuple[Path, Any, Watchlist]
"""A file, its tree, and what it says."""


def watchlists_problems(found: Sequence[Read], complete: bool) -> list[Problem]:
    """Faults of all watchlists together. ``complete`` is false where one could not be read: then nobody's parent
    is called unknown."""
    problems: list[Problem] = []
    parents = {entity.id: entity.parent for _, _, watchlist in found for entity in watchlist.entities}
    seen: dict[str, Path] = {}
    for file, tree, watchlist in found:
        for number, entity in enumerate(watchlist.entities):
            line = line_of(tree, ("entities", number))
            if entity.id in seen:
                thing = f"the entity {entity.id!r} stands in {seen[entity.id].name} too"
                problems.append(Problem(file, line, thing, "put all its names in one place"))
            seen[entity.id] = file
            problems += _entity(file, tree, entity, number)
            if complete:
                problems += _parent(file, line_of(tree, ("entities", number, "parent")), entity, parents)
    return problems


def _entity(file: Path, tree: Any, entity: WatchEntity, number: int) -> list[Problem]:
    here = ("entities", number)
    line = line_of(tree, here)
    found = []
    if not SLUG.fullmatch(entity.id):
        found.append(Problem(file, line, f"id {entity.id!r} is not a slug", SLUG_REMEDY))
    if not any(entity.names.values()):
        found.append(Problem(file, line, f"the entity {entity.id!r} has no names", "add at least one"))
    for lang, names in entity.names.items():
        if wrong := language_problem(lang):
            found.append(Problem(file, line_of(tree, (*here, "names", lang)), f"names: {wrong[0]}", wrong[1]))
        for position, name in enumerate(names):
            if not name.text.strip():
                where = line_of(tree, (*here, "names", lang, position))
                found.append(Problem(file, where, f"a name of {entity.id!r} is blank", "write it, or remove the line"))
    for position, status in enumerate(entity.legal):
        found += _legal(file, line_of(tree, (*here, "legal", position)), status)
    return found


def _legal(file: Path, line: int, status: LegalStatus) -> list[Problem]:
    found = []
    for what, text in (("since", status.since), ("until", status.until)):
        if text is not None and not is_date(text):
            remedy = "write YYYY, YYYY-MM or YYYY-MM-DD in quotes, as finely as it is known"
            found.append(Problem(file, line, f"legal: {what} {text!r} is no date", remedy))
    if not found and status.until is not None and status.until <= status.since:
        found.append(Problem(file, line, f"legal: until {status.until} is not after since", "correct one of them"))
    if not status.list.strip() or not status.basis.strip():
        found.append(Problem(file, line, "legal: list or basis is blank", "name the list, and cite the law"))
    return found


def _parent(file: Path, line: int, entity: WatchEntity, parents: dict[str, str | None]) -> list[Problem]:
    if entity.parent is None:
        return []
    if entity.parent not in parents:
        thing = f"parent {entity.parent!r} is not an entity"
        return [Problem(file, line, thing, did_you_mean(entity.parent, parents))]
    above: str | None = entity.parent
    passed: set[str] = set()
    while above is not None and above not in passed:
        if above == entity.id:
            return [Problem(file, line, f"{entity.id!r} is broader than itself", "break the circle of parents")]
        passed.add(above)
        above = parents.get(above)
    return []
