"""Watchlists: entities that are followed, with their names in every language."""

from __future__ import annotations

from dataclasses import dataclass
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
class WatchEntity:
    """An entity under watch. ``names`` maps a language code to its names; ``parent`` is a broader slug."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    label: Label
    name: str
    names: dict[str, tuple[Name, ...]]
    parent: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """A named list of entities, one file of ``config/watchlists``."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    entities: tuple[WatchEntity, ...]
