"""Reading the word lists of ``config/lexicons/<language>/*.yml``, with errors that name the file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from model.errors import ConfigError

LANGUAGES = ("en", "fa")


def read(path: Path) -> dict[str, Any]:
    """A lexicon file as a mapping. ConfigError names what is wrong with it."""
    try:
        data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}:1: cannot read the lexicon: {error.strerror}", "put the file back") from error
    except YAMLError as error:
        raise ConfigError(f"{path}:1: not YAML: {error}", "correct the file") from error
    if not isinstance(data, dict):
        raise ConfigError(f"{path}:1: a mapping of lists is expected", "write `name: [word, word]`")
    return {str(name): value for name, value in data.items()}


def words(path: Path, data: dict[str, Any], name: str) -> tuple[str, ...]:
    """The list ``name`` of a lexicon, lists within it laid flat; empty where it is not there."""
    return tuple(_flat(path, name, data.get(name) or []))


def _flat(path: Path, name: str, value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _flat(path, name, item)
    else:
        raise ConfigError(f"{path}: {name}: a list of words is expected, not {value!r}", "quote words such as 'no'")


def digest(folder: Path) -> str:
    """A digest of every lexicon file: it changes when one of them does."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*.yml")):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()
