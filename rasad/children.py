"""Child processes of `rasad run`: started, watched, started again, and never left behind."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

log = logging.getLogger("rasad.run")

PARENT = "RASAD_SUPERVISOR"
"""Environment variable that tells a child its supervisor's process id."""

QUICK_DEATH_SECONDS = 10.0
MAX_PAUSE_SECONDS = 60.0
LOG_BYTES = 5_000_000


def start(home: Path, config_dir: Path, name: str, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start ``rasad`` with these arguments as a child whose output goes to ``home/logs/NAME.log``."""
    logs = home / "logs"
    logs.mkdir(exist_ok=True)
    path = logs / f"{name}.log"
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    with path.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 (our own program with our own arguments)
            [sys.executable, "-m", "rasad", "--config", str(config_dir), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "RASAD_HOME": str(home), PARENT: str(os.getpid())},
        )


def leave_with_supervisor() -> None:
    """End this process by SIGTERM once its supervisor is gone: a kill -9 of `rasad run` leaves no orphan."""
    parent = os.environ.get(PARENT)
    if parent is None:
        return

    def watch() -> None:
        while os.getppid() == int(parent):
            time.sleep(1.0)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="supervisor-watch", daemon=True).start()


@dataclass(slots=True)
class Child:
    """A process that must always run: started again when it dies, after a pause that doubles while it dies quickly."""

    name: str
    arguments: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 1.0
    not_before: float = field(default=0.0)

    def look(self, home: Path, config_dir: Path) -> None:
        """Start the process if it does not run and its pause is over."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return
            self.process = None
            quick = now - self.started < QUICK_DEATH_SECONDS
            self.pause = min(self.pause * 2, MAX_PAUSE_SECONDS) if quick else 1.0
            self.not_before = now + self.pause
            log.error(
                "%s ended with exit code %s and is started again in %.0f s; its log is %s",
                *(self.name, code, self.pause, home / "logs" / f"{self.name}.log"),
            )
            return
        if now >= self.not_before:
            self.process = start(home, config_dir, self.name, self.arguments)
            self.started = now

    def stop(self, grace_seconds: float = 10.0) -> None:
        """End the process: asked first, then by force."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
