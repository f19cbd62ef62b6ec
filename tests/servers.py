"""Real servers that tests start for themselves: a PostgreSQL of the system's packages, on a socket of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from corpora import missing

_USER = "postgres"
_PATIENCE = 30.0


def postgres_programs() -> Path:
    """The folder of the newest server's programs; skips with a reason where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        missing("no PostgreSQL server in /usr/lib/postgresql")
    if find_spec("psycopg") is None:
        missing("psycopg is not installed (the extra `postgresql`)")
    return found[-1].parent


@contextmanager
def postgres() -> Iterator[str]:
    """A fresh PostgreSQL server; gives the address of its database, with ``/NAME`` left to fill in."""
    programs = postgres_programs()
    user = _USER if os.geteuid() == 0 else None  # the server refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="rasad-pg-"))
    if user is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    try:
        _initialise(programs, folder, user)
        with _running(programs, folder, user):
            yield f"postgresql+psycopg://rasad@/{{name}}?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(programs: Path, folder: Path, user: str | None) -> None:
    """Make the server's files."""
    command: list[str | Path] = [programs / "initdb", "-D", folder / "data", "-U", "rasad", "-A", "trust", "-E", "UTF8"]
    command += ["--locale=C.UTF-8", "--no-sync"]
    made = subprocess.run(command, user=user, capture_output=True, text=True, cwd=folder, check=False)
    assert made.returncode == 0, made.stderr


@contextmanager
def _running(programs: Path, folder: Path, user: str | None) -> Iterator[None]:
    """The server, until it has been asked to end and has ended."""
    options = {"listen_addresses": "", "unix_socket_directories": folder, "fsync": "off", "max_connections": 40}
    command: list[str | Path] = [programs / "postgres", "-D", folder / "data"]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(list(map(str, command)), user=user, cwd=folder, stdout=log, stderr=log)
        try:
            _wait(programs, folder, server)
            yield
        finally:
            server.send_signal(signal.SIGINT)  # "fast shutdown"
            server.wait(_PATIENCE)


def _wait(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    """Until the server answers."""
    deadline = time.monotonic() + _PATIENCE
    ask: list[str | Path] = [programs / "pg_isready", "-q", "-h", folder, "-U", "rasad", "-d", "postgres"]
    while subprocess.run(ask, check=False).returncode != 0:
        assert server.poll() is None, (folder / "log").read_text()
        assert time.monotonic() < deadline, "PostgreSQL does not answer"
        time.sleep(0.05)
