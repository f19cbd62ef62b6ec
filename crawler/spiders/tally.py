"""Counts one run and says how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from crawler.cadence import Wishes
from model.source import RunReport, RunStatus

MAX_PROBLEMS = 60

WORST_FIRST = (
    RunStatus.WRONG_CONTENT,
    RunStatus.GEO_BLOCKED,
    RunStatus.CHALLENGED,
    RunStatus.BLOCKED,
    RunStatus.ROBOTS,
    RunStatus.DEAD,
    RunStatus.EMPTY,
    RunStatus.OK,
    RunStatus.UNCHANGED,
)
"""A source that lost one of its lists must not look well, so the worst list names the run."""


@dataclass(slots=True)
class Tally:
    """What happened so far."""

    lists: list[RunStatus] = field(default_factory=list)
    entries: int = 0
    new_entries: int = 0
    pages: int = 0
    failed: int = 0
    page_failures: list[RunStatus] = field(default_factory=list)
    promises_broken: bool = False
    problems: list[str] = field(default_factory=list)
    wishes: list[Wishes] = field(default_factory=list)
    rest: datetime | None = None

    def rest_until(self, when: datetime) -> None:
        """A host asked to be left alone for longer than a run waits: the run asks for no more pages."""
        if self.rest is None or when > self.rest:
            self.rest = when
            self.problem(f"asked to come back not before {when:%Y-%m-%d %H:%M} UTC")

    def problem(self, line: str) -> None:
        """Note a line for a person, once."""
        line = " ".join(line.split())[:500]
        if line not in self.problems:
            self.problems.append(line)

    def report(self) -> RunReport:
        """The run as it ended."""
        problems = self.problems[:MAX_PROBLEMS]
        if len(self.problems) > MAX_PROBLEMS:
            problems.append(f"and {len(self.problems) - MAX_PROBLEMS} more")
        return RunReport(
            status=self._status(),
            feeds=len(self.lists),
            entries=self.entries,
            new_entries=self.new_entries,
            pages=self.pages,
            failed=self.failed,
            problems=tuple(problems),
        )

    def _status(self) -> RunStatus:
        if self.promises_broken:
            return RunStatus.WRONG_CONTENT
        status = next((one for one in WORST_FIRST if one in self.lists), RunStatus.DEAD)
        if status in (RunStatus.OK, RunStatus.UNCHANGED):
            if self.page_failures and not self.pages:
                return next(one for one in WORST_FIRST if one in self.page_failures)
            if self.pages:
                return RunStatus.OK
        return status
