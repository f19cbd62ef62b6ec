"""The worker's lease: one process at a time understands, indexes and notifies.

A lock of the operating system on a file in RASAD_HOME: it ends with the process, however that ends.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from model.errors import LockBusy
from store.failures import explain_os

_FILE = "worker.lock"
_PAUSE = 0.05
_LEAST_WAIT = 0.25
"""``lease_held`` takes the lock for a moment; whoever wants it just then must not be turned away."""


@contextmanager
def worker_lease(home: Path, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the lease; ``LockBusy`` where another process has it for longer than this."""
    with _open(home) as file:
        deadline = time.monotonic() + max(wait_seconds, _LEAST_WAIT)
        while not _lock(file):
            if time.monotonic() >= deadline:
                raise LockBusy(
                    f"another Rasad works on {home}{_holder(file)}",
                    "wait until it has finished, or stop it; searching and reading work meanwhile",
                )
            time.sleep(_PAUSE)
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def lease_held(home: Path) -> bool:
    """True where some process holds the lease."""
    if not (home / _FILE).exists():
        return False
    with _open(home) as file:
        return not _lock(file)


def _open(home: Path) -> IO[str]:
    """The lock file."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        return (home / _FILE).open("a+", encoding="ascii")
    except OSError as error:
        raise explain_os(error, home / _FILE) from error


def _lock(file: IO[str]) -> bool:
    """Take the lock if it is free; closing the file gives it back."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(file: IO[str]) -> str:
    """Who wrote its number into the file."""
    file.seek(0)
    number = file.read().strip()
    return f" (process {number})" if number else ""
