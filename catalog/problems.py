"""What is wrong in a configuration file, where, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import ValidationError
from ruamel.yaml.comments import CommentedMap, CommentedSeq

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_REMEDY = "use small Latin letters, digits and single hyphens"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. ``line`` counts from 1; 0 where the file as a whole is meant."""

    file: Path
    line: int
    thing: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        return f"{place}: {self.thing}\n  remedy: {self.remedy}"


def did_you_mean(value: str, known: Iterable[str]) -> str:
    """A remedy for a wrong word: the nearest known ones, or all of them."""
    options = sorted(known)
    near = get_close_matches(value, options, n=2, cutoff=0.6)
    return f"did you mean {' or '.join(near)}?" if near else f"known are: {', '.join(options)}"


def line_of(data: Any, location: Sequence[str | int]) -> int:
    """The line (from 1) of a value in a YAML tree, or of the nearest thing around it; 0 where none is known."""
    line = data.lc.line + 1 if isinstance(data, CommentedMap | CommentedSeq) else 0
    for step in location:
        try:
            if isinstance(data, CommentedMap):
                line = data.lc.key(step)[0] + 1
            elif isinstance(data, CommentedSeq):
                line = data.lc.item(step)[0] + 1
            data = data[step]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line


def problems_of(error: ValidationError, file: Path, data: Any, noun: type) -> list[Problem]:
    """A validation error as problems, each with its line and a remedy."""
    found = []
    for fault in error.errors(include_url=False):
        where = fault["loc"]
        name = ".".join(str(step) for step in where)
        match fault["type"]:
            case "missing" | "missing_argument":
                thing, remedy = f"{name} is missing", f"add it: {name.split('.')[-1]}: …"
                where = where[:-1]
            case "unexpected_keyword_argument" | "extra_forbidden":
                known = _fields_at(noun, where[:-1])
                thing, remedy = f"unknown field {name}", did_you_mean(str(where[-1]), known)
            case "enum" | "literal_error":
                expected = str(fault.get("ctx", {}).get("expected", "")).replace("'", "")
                thing = f"{name} is {fault['input']!r}"
                remedy = did_you_mean(str(fault["input"]), expected.replace(" or ", ", ").split(", "))
            case _:
                thing, remedy = f"{name}: {fault['msg']}", f"now it is {_short(fault['input'])}; see docs/settings.md"
        found.append(Problem(file, line_of(data, where), thing, remedy))
    return found


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _fields_at(noun: Any, where: Sequence[str | int]) -> list[str]:
    """The field names of the dataclass that stands at a place within another one."""
    for step in where:
        noun = _inner(noun) if isinstance(step, int) else _field(_bare(noun), step)
    noun = _bare(noun)
    return [f.name for f in fields(noun)] if is_dataclass(noun) else []


def _field(noun: Any, name: str) -> Any:
    if is_dataclass(noun) and isinstance(noun, type):
        return get_type_hints(noun).get(name)
    return _inner(noun)


def _inner(noun: Any) -> Any:
    """The type of a container's values."""
    arguments = [a for a in get_args(noun) if a is not Ellipsis]
    if get_origin(noun) in (dict, Mapping):
        return arguments[1]
    return arguments[0] if arguments else None


def _bare(noun: Any) -> Any:
    """A type without its "or None"."""
    if get_origin(noun) in (Union, UnionType):
        return next(a for a in get_args(noun) if a is not type(None))
    return noun
