"""The whole configuration: loaded, or refused with every problem in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from catalog.problems import Problem, did_you_mean
from catalog.reading import read, read_list
from catalog.rules import digest_problems, rule_problems
from catalog.settings import settings_problems
from catalog.sources import source_problems
from catalog.watchlists import Read, watchlists_problems
from model.errors import ConfigError
from model.rules import ON_DUTY, Digest, Rule
from model.settings import Settings
from model.source import Source
from model.watch import Watchlist
from query import Vocabulary

MAX_EXTENDS = 5
_TOP = ("settings.yml", "alerts.yml", "digests.yml")


@dataclass(frozen=True, kw_only=True)
class Config:
    """A validated configuration. ``lexicons`` is the folder of word lists; ``vocabulary`` what queries may name."""

    dir: Path
    settings: Settings
    sources: dict[str, Source]
    watchlists: tuple[Watchlist, ...]
    rules: tuple[Rule, ...]
    digests: tuple[Digest, ...]
    lexicons: Path
    vocabulary: Vocabulary


@dataclass
class _Found:
    """What was read so far, and what is wrong with it."""

    problems: list[Problem] = field(default_factory=list)
    settings: Settings | None = None
    sources: dict[str, Source] = field(default_factory=dict)
    watchlists: list[Watchlist] = field(default_factory=list)
    watchlists_whole: bool = True
    rules: list[Rule] = field(default_factory=list)
    digests: list[Digest] = field(default_factory=list)


def load(config_dir: Path) -> Config:
    """The configuration in a folder. Raises ConfigError that names every problem with file, line and remedy."""
    found, dirs = _read(config_dir)
    if found.problems:
        raise ConfigError("\n".join(map(str, found.problems)))
    assert found.settings is not None
    return Config(
        dir=config_dir,
        settings=found.settings,
        sources=found.sources,
        watchlists=tuple(found.watchlists),
        rules=tuple(found.rules),
        digests=tuple(found.digests),
        lexicons=_supplied(dirs, "lexicons"),
        vocabulary=Vocabulary.of(found.watchlists),
    )


def check(config_dir: Path) -> list[Problem]:
    """Every problem of the configuration in a folder; none when it can be loaded."""
    return _read(config_dir)[0].problems


def _read(config_dir: Path) -> tuple[_Found, list[Path]]:
    found = _Found()
    dirs = _layers(config_dir, found)
    if len(dirs) == 1 and not (config_dir / "settings.yml").exists():
        return found, dirs  # not a configuration at all: its missing parts need no lines of their own
    _read_sources(_supplied(dirs, "sources"), found)
    _read_watchlists(_supplied(dirs, "watchlists"), found)
    lexicons = _supplied(dirs, "lexicons")
    if not lexicons.is_dir():
        found.problems.append(Problem(lexicons, 0, "is missing", "copy it from the shipped configuration"))
    _read_rules(dirs, found)
    for folder in {config_dir, _supplied(dirs, "sources"), _supplied(dirs, "watchlists")}:
        found.problems += _strangers(folder)
    return found, dirs


def _layers(config_dir: Path, found: _Found) -> list[Path]:
    """The folder and those it extends, nearest first; reads the settings on the way."""
    dirs = [config_dir]
    file = config_dir / "settings.yml"
    settings, tree, problems = read(file, Settings)
    found.problems += problems
    found.settings = settings
    if settings is not None:
        found.problems += settings_problems(file, tree, settings)
    # Read from the tree, so that a fault elsewhere in the settings does not hide what stands above.
    extends = tree.get("extends") if isinstance(tree, dict) else None
    while extends is not None and len(dirs) < MAX_EXTENDS:
        folder = (dirs[-1] / str(extends)).resolve()
        if not isinstance(extends, str) or not folder.is_dir() or folder in dirs:
            thing = f"extends {extends!r}, which is no other folder"
            found.problems.append(Problem(dirs[-1] / "settings.yml", 0, thing, "name a folder relative to this one"))
            break
        dirs.append(folder)
        parent = folder / "settings.yml"
        extends = None
        if parent.exists():
            _, above, problems = read(parent, Settings)
            found.problems += problems
            extends = above.get("extends") if isinstance(above, dict) else None
    return dirs


def _supplied(dirs: list[Path], name: str) -> Path:
    """A file or folder of the configuration: the nearest one, or where it should be."""
    return next((folder / name for folder in dirs if (folder / name).exists()), dirs[0] / name)


def _read_sources(folder: Path, found: _Found) -> None:
    files = sorted(folder.rglob("*.yml"))
    if not files:
        found.problems.append(Problem(folder, 0, "holds no source", "write one: docs/how-to-add-a-source.md"))
    for file in files:
        source, tree, problems = read(file, Source)
        found.problems += problems
        if source is None:
            continue
        found.problems += source_problems(file, tree, source)
        if source.id in found.sources:
            found.problems.append(Problem(file, 1, f"the id {source.id!r} is taken by another file", "choose another"))
        found.sources[source.id] = source


def _read_watchlists(folder: Path, found: _Found) -> None:
    files = sorted(folder.glob("*.yml"))
    if not files:
        found.problems.append(Problem(folder, 0, "holds no watchlist", "copy one from the shipped configuration"))
    known: list[Read] = []
    for file in files:
        watchlist, tree, problems = read(file, Watchlist)
        found.problems += problems
        if watchlist is not None:
            known.append((file, tree, watchlist))
    found.watchlists = [watchlist for _, _, watchlist in known]
    found.watchlists_whole = len(known) == len(files) > 0
    found.problems += watchlists_problems(known, found.watchlists_whole)


def _read_rules(dirs: list[Path], found: _Found) -> None:
    """Rules and digests, checked against as much as could be read of the rest: all problems in one go."""
    people = None if found.settings is None else {person.id for person in found.settings.people}
    named = people | {ON_DUTY} if people is not None and found.settings and found.settings.duty else people
    vocabulary = Vocabulary.of(found.watchlists) if found.watchlists_whole else Vocabulary()
    alerts, digests = _supplied(dirs, "alerts.yml"), _supplied(dirs, "digests.yml")
    rules, problems = read_list(alerts, Rule) if alerts.exists() else ([], [])
    found.problems += problems + rule_problems(alerts, rules, named, vocabulary)
    found.rules = [rule for rule, _ in rules]
    editions, problems = read_list(digests, Digest) if digests.exists() else ([], [])
    found.problems += problems + digest_problems(digests, editions, people, vocabulary)
    found.digests = [digest for digest, _ in editions]


def _strangers(folder: Path) -> list[Problem]:
    """Files that look like configuration and that nothing reads: a misspelt name must not switch off all alerts."""
    files = [file for file in sorted(folder.rglob("*")) if file.suffix == ".yaml"]
    found = [Problem(file, 0, "is not read", f"rename it to {file.stem}.yml") for file in files]
    if (folder / "settings.yml").exists():
        for file in sorted(folder.glob("*.yml")):
            if file.name not in _TOP:
                found.append(Problem(file, 0, "is not read", did_you_mean(file.name, _TOP)))
    return found
