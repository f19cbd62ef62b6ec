"""What the newsroom publishes, read from YAML: one file for each invented outlet."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from model.errors import ConfigError
from model.source import STRICT


class ListKind(StrEnum):
    """How an outlet announces its articles."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json"
    SITEMAP = "sitemap"
    FRONT = "front"


class Markup(StrEnum):
    """What an outlet's pages say of themselves: JSON-LD, OpenGraph, or nothing but a time element."""

    JSON_LD = "json-ld"
    OPENGRAPH = "opengraph"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A later version of an article, served from ``after`` minutes past the base time on."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    after: float
    text: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An article as its outlet's file holds it. Blank lines part the paragraphs of ``text``.

    ``age`` is in hours before the base time; ``appears`` (minutes after the base time) announces it later instead.
    ``removed_after`` minutes the page answers 410 and no list names it. ``story`` and ``names`` (slugs
    of the watchlists) are what is known of it: tests compare with them, nothing of them is served.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    slug: str
    title: str
    text: str
    age: float = 0
    appears: float | None = None
    authors: tuple[str, ...] = ()
    section: str = ""
    edit: Edit | None = None
    removed_after: float | None = None
    hostile: bool = False
    closed: bool = False
    """Lies under a path that robots.txt keeps crawlers out of."""
    story: str | None = None
    relevant: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An invented outlet. ``dies_after`` minutes its list answers 500; ``exit_only`` refuses who does not come
    through the exit; ``arabic_letters`` prints Persian with ي and ك and without ZWNJ, as some newsrooms type."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: str
    tagline: str
    lang: Literal["en", "fa"]
    zone: str
    list: ListKind
    markup: Markup
    articles: tuple[Piece, ...]
    encoding: str = "utf-8"
    arabic_letters: bool = False
    dies_after: float | None = None
    exit_only: bool = False


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The paragraphs of a text block: blank lines part them, single line ends are spaces."""
    return tuple(" ".join(part.split("\n")).strip() for part in text.strip().split("\n\n"))


def load_outlets(newsroom_dir: Path) -> tuple[Outlet, ...]:
    """Read and validate every outlet file of a folder, in the order of the ids."""
    files = sorted(newsroom_dir.glob("*.yml"))
    if not files:
        raise ConfigError(f"{newsroom_dir}: no outlet files", "put one <outlet>.yml there for each invented outlet")
    return tuple(_load(file) for file in files)


def _load(file: Path) -> Outlet:
    try:
        raw = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
        outlet = TypeAdapter(Outlet).validate_python(raw)
    except (YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: not readable as YAML: {error}", "correct the file") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        known = ", ".join(field.name for field in fields(Outlet))
        raise ConfigError(f"{file}: {place}: {first['msg']}", f"an outlet has: {known}") from error
    _check(file, outlet)
    return outlet


def _check(file: Path, outlet: Outlet) -> None:
    if outlet.id != file.stem:
        raise ConfigError(f"{file}: id is {outlet.id}", f"name the file {outlet.id}.yml or the outlet {file.stem}")
    slugs = [piece.slug for piece in outlet.articles]
    twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
    if twice:
        raise ConfigError(f"{file}: slug used twice: {', '.join(twice)}", "give each article a slug of its own")
    try:
        codecs.lookup(outlet.encoding)
        ZoneInfo(outlet.zone)
    except (LookupError, ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError(f"{file}: {error}", "name an encoding Python knows and an IANA zone") from error
