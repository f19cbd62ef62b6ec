"""The worker's lease is exclusive and ends with its process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

from model.errors import LockBusy, StoreError
from store.lease import lease_held, worker_lease

HOLD = """
import sys, time
from pathlib import Path
from store.lease import worker_lease
with worker_lease(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_lease_is_exclusive(tmp_path: Path) -> None:
    home = tmp_path / "new"
    assert not lease_held(home)
    with worker_lease(home):
        assert lease_held(home)
        with pytest.raises(LockBusy, match=r"another Rasad works on .*process \d+") as caught, worker_lease(home):
            pass
        assert caught.value.remedy
    assert not lease_held(home)


def test_a_lease_can_be_waited_for(tmp_path: Path) -> None:
    first = worker_lease(tmp_path)
    first.__enter__()
    Timer(0.4, lambda: first.__exit__(None, None, None)).start()
    with worker_lease(tmp_path, wait_seconds=20):
        assert lease_held(tmp_path)


def test_a_lease_ends_with_a_killed_process(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        assert lease_held(tmp_path)
        process.kill()
        process.wait()
    assert not lease_held(tmp_path)
    with worker_lease(tmp_path):
        pass


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(StoreError, match="cannot be written"), worker_lease(tmp_path / "home"):
        pass
