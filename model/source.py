"""Sources: outlets that are watched, with the promises their files make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

STRICT: dict[str, Any] = {"extra": "forbid"}
"""Read by the catalog's validation: an unknown field in YAML is an error, never ignored."""


class Owner(StrEnum):
    """Who stands behind an outlet."""

    INDEPENDENT = "independent"
    PUBLIC = "public"
    PARTISAN = "partisan"
    STATE_AFFILIATED = "state-affiliated"
    IRGC_AFFILIATED = "irgc-affiliated"
    GOVERNMENT = "government"
    PARLIAMENT = "parliament"
    COURT = "court"
    NGO = "ngo"
    SOCIAL = "social"

    @property
    def under_watch(self) -> bool:
        """True for owners that are fetched only through a configured exit."""
        return self in (Owner.STATE_AFFILIATED, Owner.IRGC_AFFILIATED)


class FeedKind(StrEnum):
    """How a list of articles is published."""

    FEED = "feed"
    SITEMAP = "sitemap"
    FRONT = "front"
    TELEGRAM = "telegram"
    DEBATES = "debates"
    HANSARD = "hansard"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One list of articles of a source. ``links`` is a CSS selector, for front pages and Hansard only; ``base`` is what
    relative links are relative to, where that is not the list's own address."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    url: str
    kind: FeedKind = FeedKind.FEED
    links: str | None = None
    base: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertions:
    """What a good run of a source looks like; a run that breaks one has failed, not "found nothing".

    ``hosts`` are the hosts (and those below them) that its articles lie on; ``max_age_days`` how old the newest
    may be. That titles are in the script of the source's language is always asserted.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    hosts: tuple[str, ...] = ()
    min_items: int = 1
    min_dated_share: float = 0.0
    max_age_days: float | None = None

    def in_words(self) -> str:
        """What is expected of a run, for a table."""
        words = [f"{self.min_items}+ items"]
        if self.min_dated_share:
            words.append(f"{self.min_dated_share:.0%} dated")
        if self.max_age_days is not None:
            words.append(f"newest within {self.max_age_days:g} d")
        return ", ".join(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An outlet, as its file in ``config/sources`` describes it.

    ``zone`` is the IANA zone of dates without one; ``cadence_minutes`` the pause between runs until the outlet's
    rhythm is known, and for good where it is ``steady``; ``via`` a proxy address (``socks5://`` or ``http://``),
    required for owners under watch.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: str
    country: str
    lang: str
    owner: Owner
    owner_note: str
    home: str
    feeds: tuple[Feed, ...]
    zone: str = "UTC"
    cadence_minutes: float = 30
    steady: bool = False
    max_pages: int = 50
    enabled: bool = True
    note: str = ""
    via: str | None = None
    assertions: Assertions = Assertions()

    @property
    def held(self) -> bool:
        """True where an owner under watch has no exit: never fetched, and shown as held."""
        return self.owner.under_watch and self.via is None


class RunStatus(StrEnum):
    """How one crawl run of a source ended."""

    RUNNING = "running"
    OK = "ok"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    WRONG_CONTENT = "wrong-content"
    ROBOTS = "robots"
    BLOCKED = "blocked"
    CHALLENGED = "challenged"
    GEO_BLOCKED = "geo-blocked"
    DEAD = "dead"
    HELD = "held"
    INTERRUPTED = "interrupted"

    @property
    def good(self) -> bool:
        """True where the source was read."""
        return self in (RunStatus.OK, RunStatus.UNCHANGED)

    @property
    def refused(self) -> bool:
        """True where somebody stands between us and the source: coming back sooner does not help."""
        return self in (
            *(RunStatus.ROBOTS, RunStatus.BLOCKED, RunStatus.CHALLENGED),
            *(RunStatus.GEO_BLOCKED, RunStatus.DEAD),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """The outcome of a crawl run. ``problems`` holds a line for each thing that was skipped or failed.

    ``entries`` were listed, ``dated`` of them with a date, the newest of them ``newest``: what was seen, beside what
    the source's assertions expect. ``due_why`` says what set the pause until the next run.
    """

    status: RunStatus
    feeds: int = 0
    entries: int = 0
    new_entries: int = 0
    pages: int = 0
    failed: int = 0
    problems: tuple[str, ...] = ()
    dated: int = 0
    newest: datetime | None = None
    due_why: str = ""

    def in_words(self) -> str:
        """What was seen, for a table."""
        if not self.entries:
            return "nothing new" if self.status is RunStatus.UNCHANGED else "nothing"
        words = [f"{self.entries} items", f"{self.dated / self.entries:.0%} dated"]
        if self.newest is not None:
            words.append(f"newest {self.newest:%Y-%m-%d %H:%M}Z")
        return ", ".join(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """The latest state of a source, for ``rasad sources`` and the desk."""

    source_id: str
    status: RunStatus | None
    last_run: datetime | None
    last_ok: datetime | None
    next_due: datetime | None
    report: RunReport | None
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """A source that should have been read and was not, or not well: what we did not see, and why.

    ``status`` is how its last finished run ended, ``held``, or None where there was none yet; ``reason`` is the first
    line of that run's problems. ``expected`` and ``seen`` say what its file promises and what came.
    """

    source_id: str
    name: str
    status: RunStatus | None
    last_ok: datetime | None
    reason: str = ""
    expected: str = ""
    seen: str = ""
