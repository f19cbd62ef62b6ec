"""The Elasticsearch of a test run: one for all its processes, or the one that ``RASAD_TEST_ES`` names."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from elastic_node import Node
from elastic_program import java_home, program

from model.settings import ElasticSettings
from search.elastic import Cluster, connect

TESTS = Path(__file__).resolve().parent
_PATIENCE = 175.0
_held: dict[Path, IO[str]] = {}
_keepers: list[subprocess.Popen[bytes]] = []


@contextmanager
def elastic() -> Iterator[Cluster]:
    """A cluster on which nothing of ours stands yet; what was made there is removed in the end."""
    cluster = connect(elastic_settings())
    try:
        yield cluster
    finally:
        names = f"{cluster.generations},{cluster.state}"
        found = cluster.client.options(ignore_status=404).indices.get(index=names, ignore_unavailable=True)
        for name in found:
            cluster.client.options(ignore_status=404).indices.delete(index=name)
        cluster.client.options(ignore_status=404).indices.delete_index_template(name=cluster.template)
        cluster.client.close()


@contextmanager
def own_node(settings: dict[str, str] | None = None, files: dict[str, bytes] | None = None) -> Iterator[Node]:
    """A node that one test may kill, or that is set up otherwise; not started yet."""
    folder = Path(tempfile.mkdtemp(prefix="rasad-es-"))
    node = Node(folder, settings, files)
    try:
        yield node
    finally:
        node.stop()
        shutil.rmtree(folder, ignore_errors=True)


def elastic_settings() -> ElasticSettings:
    """Settings for the run's server, with names that nobody else uses."""
    url = os.environ.get("RASAD_TEST_ES") or _shared()
    return ElasticSettings(urls=(url,), prefix=f"t{uuid.uuid4().hex[:12]}", replicas=0)


def _shared() -> str:
    """The address of this run's server; the first process that asks starts its keeper."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"rasad-es-{os.geteuid()}-{run}"
    if folder not in _held:
        program(), java_home()
        folder.mkdir(mode=0o755, exist_ok=True)
        users = (folder / "users").open("a")
        fcntl.flock(users, fcntl.LOCK_SH)  # let go when this process ends, in whatever way
        _held[folder] = users
    address = folder / "address"
    with (folder / "start").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not address.exists():
            _start(folder, address)
    return address.read_text()


def _start(folder: Path, address: Path) -> None:
    with (folder / "log").open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, str(TESTS / "elastic_keeper.py"), str(folder)],
            env={**os.environ, "PYTHONPATH": f"{TESTS}{os.pathsep}{TESTS.parent}"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _keepers.append(keeper)
    deadline = time.monotonic() + _PATIENCE
    while not address.exists():
        assert keeper.poll() is None, (folder / "log").read_text()[-3000:]
        assert time.monotonic() < deadline, "Elasticsearch does not start"
        time.sleep(0.1)
