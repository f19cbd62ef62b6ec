"""Keeps one Elasticsearch for a run of tests: starts it, and ends it when the last process that uses it is gone.

Every user holds a shared lock on ``FOLDER/users``; the keeper waits for the exclusive one. So the server ends in whatever
way its users ended.
"""

from __future__ import annotations

import fcntl
import shutil
import signal
import sys
from pathlib import Path

from elastic_node import Node


def keep(folder: Path) -> None:
    """Serve until nobody uses the server."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    place = folder / "node"
    place.mkdir(mode=0o755)
    node = Node(place)
    try:
        node.start()
        address = folder / "address"
        (folder / "address.new").write_text(node.url)
        (folder / "address.new").replace(address)
        with (folder / "users").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_EX)
            address.unlink()
    finally:
        node.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
