"""YAML files as nouns. A file that cannot be read, or says something unknown, becomes problems with lines."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from catalog.problems import Problem, problems_of

T = TypeVar("T")

_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def read_yaml(file: Path) -> tuple[Any, list[Problem]]:
    """The tree of a YAML file with its line numbers, or why it cannot be read. Duplicate keys are errors."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return None, [Problem(file, 0, f"is not UTF-8 (byte {error.start})", "save it as UTF-8")]
    except OSError as error:
        return None, [Problem(file, 0, f"cannot be read: {error.strerror}", "check its name and rights")]
    return read_text(file, text)


def read_text(file: Path, text: str) -> tuple[Any, list[Problem]]:
    """``read_yaml`` for a text that is to stand in a file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # ruamel warns of its own deprecated corners
            return YAML(typ="rt").load(text), []
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        what = " ".join(str(error.problem or error.context or "not YAML").split())
        return None, [Problem(file, line, f"is not valid YAML: {what}", "correct the line, or put the value in quotes")]
    except (YAMLError, RecursionError) as error:
        return None, [Problem(file, 0, f"is not valid YAML: {error}", "correct the file")]


def read(file: Path, noun: type[T]) -> tuple[T | None, Any, list[Problem]]:
    """A file as one noun: (noun, its tree, problems)."""
    tree, problems = read_yaml(file)
    if problems:
        return None, tree, problems
    if not isinstance(tree, CommentedMap):
        return None, tree, [Problem(file, 0, "holds no fields", f"write the fields of a {noun.__name__.lower()}")]
    value, problems = validate(file, tree, tree, noun)
    return value, tree, problems


def read_list(file: Path, noun: type[T]) -> tuple[list[tuple[T, Any]], list[Problem]]:
    """A file as a list of nouns, each with its tree. An empty file is an empty list."""
    tree, problems = read_yaml(file)
    if problems or tree is None:
        return [], problems
    if not isinstance(tree, CommentedSeq):
        return [], [Problem(file, 1, "is not a list", f"begin each {noun.__name__.lower()} with a dash")]
    found: list[tuple[T, Any]] = []
    for number, item in enumerate(tree):
        value, faults = validate(file, item, item, noun)
        if not isinstance(item, CommentedMap):
            faults = [Problem(file, tree.lc.item(number)[0] + 1, "holds no fields", "write its fields, one a line")]
        problems += faults
        if value is not None:
            found.append((value, item))
    return found, problems


def validate(file: Path, data: Any, tree: Any, noun: type[T]) -> tuple[T | None, list[Problem]]:
    """Data as a noun, or what is wrong with it."""
    try:
        return _adapter(noun).validate_python(plain(data)), []
    except RecursionError:
        return None, [Problem(file, 0, "an alias contains itself", "write the value out")]
    except ValidationError as error:
        return None, problems_of(error, file, tree, noun)


def _adapter(noun: type[T]) -> TypeAdapter[T]:
    """The validator of a noun; building one takes longer than using it."""
    if noun not in _ADAPTERS:
        _ADAPTERS[noun] = TypeAdapter(noun)
    return _ADAPTERS[noun]


def plain(data: Any) -> Any:
    """A YAML tree without its comments and positions."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    if isinstance(data, bool) or data is None:
        return data
    for kind in (int, float, str):
        if isinstance(data, kind):
            return kind(data)
    return data
