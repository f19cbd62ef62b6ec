"""The word lists of claims, read from ``config/lexicons/<language>/claims.yml`` and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from model.errors import ConfigError
from nlp.topics import TopicRules

Lexicon = Mapping[str, tuple[str, ...]]
"""The lists of one language, by name."""

LANGUAGES = ("en", "fa")


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """What the extractor knows of words: one lexicon a language, and the words of the topics."""

    lexicons: Mapping[str, Lexicon]
    topics: TopicRules


def load(lexicons: Path) -> ClaimRules:
    """Read the lexicons of every language from the folder ``lexicons``; ConfigError names what is wrong."""
    return ClaimRules({lang: _read(lexicons / lang / "claims.yml") for lang in LANGUAGES}, TopicRules(lexicons))


def _read(path: Path) -> Lexicon:
    try:
        data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}:1: cannot read the claim lexicon: {error.strerror}", "put the file back") from error
    except YAMLError as error:
        raise ConfigError(f"{path}:1: not YAML: {error}", "correct the file") from error
    if not isinstance(data, dict):
        raise ConfigError(f"{path}:1: a mapping of lists is expected", "write `name: [word, word]`")
    return {str(name): _words(path, str(name), value) for name, value in data.items()}


def _words(path: Path, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise ConfigError(f"{path}: {name}: a list of words is expected", "quote words such as 'no' and 'yes'")
    return tuple(value)
