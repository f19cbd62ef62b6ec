"""The newsroom's clock: the minutes since a base time that is kept in RASAD_HOME."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from model.errors import RasadError


@dataclass(slots=True)
class Clock:
    """Counts from ``base``; ``advance`` moves it forward for good (it is kept too)."""

    file: Path
    base: datetime
    advanced: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def minutes(self) -> float:
        """Minutes since the base time, with what was advanced."""
        return max(0.0, (datetime.now(UTC) - self.base).total_seconds() / 60) + self.advanced

    def advance(self, minutes: float) -> float:
        """Move the clock forward and keep that; returns the minutes it now shows."""
        with self._lock:
            self.advanced += minutes
            _keep(self)
        return self.minutes()


def open_clock(home: Path) -> Clock:
    """The clock of this RASAD_HOME; the first call sets its base time to now."""
    file = home / "newsroom.json"
    try:
        state = json.loads(file.read_text(encoding="utf-8"))
        base = datetime.fromisoformat(state["base"])
        if base.tzinfo is None:
            raise ValueError("the base time has no zone")
        return Clock(file=file, base=base, advanced=float(state["advanced"]))
    except FileNotFoundError:
        clock = Clock(file=file, base=datetime.now(UTC).replace(microsecond=0))
        _keep(clock)
        return clock
    except (ValueError, KeyError, TypeError) as error:
        raise RasadError(
            f"{file} does not hold the newsroom's base time: {error}", "delete the file: the newsroom begins anew"
        ) from error


def _keep(clock: Clock) -> None:
    state = {"base": clock.base.isoformat(), "advanced": clock.advanced}
    part = clock.file.with_suffix(".part")
    try:
        clock.file.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8") as out:
            json.dump(state, out)
            out.flush()
            os.fsync(out.fileno())
        part.replace(clock.file)
    except OSError as error:
        raise RasadError(f"{clock.file} cannot be written: {error.strerror}", "make RASAD_HOME writable") from error
