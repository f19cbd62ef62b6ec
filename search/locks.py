"""Locks that last until their file is closed, or the process ends in whatever way."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

from model.errors import LockBusy


def hold(path: Path, exclusive: bool) -> IO[bytes]:
    """Take a lock at once; it lasts until the file is closed, or the process ends in whatever way."""
    handle = path.open("ab")
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError as error:
        handle.close()
        raise LockBusy(f"{path} is locked by another process", "wait for it to end, or stop `rasad run`") from error
    return handle
