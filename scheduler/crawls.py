"""Crawl runs as child processes: one a run, since a Twisted reactor cannot start twice."""

from __future__ import annotations

import logging
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from model.source import Source
from store import Record
from store.runs import due_sources, interrupt_stale

log = logging.getLogger("rasad.crawls")

KILLED_PAUSE_SECONDS = 60.0

Spawn = Callable[[str], "subprocess.Popen[bytes]"]
"""Starts a child process that crawls the source with this id."""


@dataclass(slots=True)
class Crawls:
    """The crawl runs that are under way; ``look`` is called at every tick."""

    record: Record
    sources: Iterable[Source]
    spawn: Spawn
    at_once: int
    timeout_seconds: float
    running: dict[str, tuple[subprocess.Popen[bytes], float]] = field(default_factory=dict)

    def look(self) -> None:
        """Reap what has ended, end what takes too long, and start what is due."""
        self._reap()
        for source in due_sources(self.record, self.sources, datetime.now(UTC)):
            if len(self.running) >= self.at_once:
                return
            if source.id not in self.running:
                self.running[source.id] = (self.spawn(source.id), time.monotonic())

    def _reap(self) -> None:
        for source_id, (process, started) in list(self.running.items()):
            code = process.poll()
            if code is None and time.monotonic() - started > self.timeout_seconds:
                log.error("crawl of %s took over %.0f s and is ended", source_id, self.timeout_seconds)
                process.kill()
                code = process.wait()
            if code is not None:
                # A child that ended by itself has closed its run; after one that was killed it is due again. While the
                # record is away this fails, and is done at a later tick: until then the source counts as running.
                interrupt_stale(self.record, datetime.now(UTC), source_id, pause_seconds=KILLED_PAUSE_SECONDS)
                del self.running[source_id]
                if code not in (0, -15):
                    log.warning("crawl of %s ended with exit code %s", source_id, code)

    def stop(self, grace_seconds: float = 5.0) -> None:
        """End all runs; what they had kept stays, what they had not is due again."""
        for process, _ in self.running.values():
            process.terminate()
        for process, _ in self.running.values():
            try:
                process.wait(grace_seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.running.clear()
