"""Watchlists: entities that are followed, with their names in every language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from model.annotation import Label
from model.source import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name of an entity and the guards on its senses.

    ``unless_before``/``unless_after`` are words which, standing directly before or after the name, make
    it something else (بانک before سپاه). ``requires`` are words or slugs of which at least one must stand in the
    document (an ambiguous name). ``cased`` demands the capitals as written.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    text: str
    unless_before: tuple[str, ...] = ()
    unless_after: tuple[str, ...] = ()
    unless_in_document: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    cased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalStatus:
    """A list or a law that an entity stands under, from when to when.

    ``since`` and ``until`` are dates as far as they are known: ``2024-06-19``, ``2012-12`` or ``2010``; ``until`` is
    the first day on which it holds no more. ``basis`` cites the law, and says where the date comes from. ``source``
    is the id of the source whose changes tell of this list, where there is one.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    list: str
    since: str
    basis: str
    until: str | None = None
    source: str | None = None

    def holds(self, day: date) -> bool:
        """True where the status holds on a day; of a date that is known less finely, from its first day on."""
        return _begins(self.since) <= day and (self.until is None or day < _begins(self.until))


def is_date(text: str) -> bool:
    """True for a year, a month or a day of the calendar."""
    try:
        _begins(text)
    except ValueError:
        return False
    return True


def _begins(partial: str) -> date:
    """The first day of a year, a month or a day: ``ValueError`` for what is none."""
    return date.fromisoformat(partial + "-01-01"[len(partial) - 4 :] if len(partial) in (4, 7) else partial)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchEntity:
    """An entity under watch. ``names`` maps a language code to its names; ``parent`` is a broader slug; ``legal`` are
    the lists and laws it stands under, with their dates."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    label: Label
    name: str
    names: dict[str, tuple[Name, ...]]
    parent: str | None = None
    note: str = ""
    legal: tuple[LegalStatus, ...] = ()

    def legal_on(self, day: date) -> tuple[LegalStatus, ...]:
        """The lists and laws that the entity stands under on a day: what was law when something was done."""
        return tuple(status for status in self.legal if status.holds(day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """A named list of entities, one file of ``config/watchlists``."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    entities: tuple[WatchEntity, ...]
