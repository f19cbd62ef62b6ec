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
from dataclasses import dataclass, field
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


def server_user() -> str | None:
    """The user the server must run as: it refuses root."""
    return _USER if os.geteuid() == 0 else None


@dataclass
class Postgres:
    """A server on a socket in its own folder. ``options`` are those of the command line."""

    programs: Path
    folder: Path
    options: dict[str, object] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of a database, with ``/NAME`` left to fill in."""
        return f"postgresql+psycopg://rasad@/{{name}}?host={self.folder}"

    def initialise(self, *arguments: str | Path) -> None:
        """Make the server's files."""
        command = [self.programs / "initdb", "-D", self.folder / "data", "-U", "rasad", "-E", "UTF8", "--no-sync"]
        done = self._run([*command, "--locale=C.UTF-8", *(arguments or ("-A", "trust"))])
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """Start the server and wait until it answers; one that was killed may leave memory that is not free at once."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            self.process = self._launch()
            while self.process.poll() is None:
                if self._run([self.programs / "pg_isready", "-q", *self._where()]).returncode == 0:
                    return
                assert time.monotonic() < deadline, "PostgreSQL does not answer"
                time.sleep(0.05)
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.2)

    def kill(self) -> None:
        """End the server as a power cut would: no shutdown, no last words."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(_PATIENCE)

    def stop(self) -> None:
        """End the server in order ("fast shutdown")."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        self.process.wait(_PATIENCE)

    def query(self, sql: str, database: str = "postgres") -> str:
        """What one statement gives, through the server's own client."""
        done = self._run([self.programs / "psql", *self._where(database), "-Atqc", sql])
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def _where(self, database: str = "postgres") -> list[str | Path]:
        return ["-h", self.folder, "-p", str(self.options.get("port", 5432)), "-U", "rasad", "-d", database]

    def _launch(self) -> subprocess.Popen[bytes]:
        options = {"listen_addresses": "", "unix_socket_directories": self.folder, "fsync": "off", **self.options}
        command: list[str | Path] = [self.programs / "postgres", "-D", self.folder / "data", "-c", "max_connections=40"]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                list(map(str, command)), user=server_user(), cwd=self.folder, stdout=log, stderr=log
            )

    def _run(self, command: list[str | Path]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            list(map(str, command)), user=server_user(), cwd=self.folder, capture_output=True, text=True, check=False
        )


@contextmanager
def postgres_files() -> Iterator[Postgres]:
    """A server that has neither files nor a process yet; whatever it has at the end is taken away."""
    programs = postgres_programs()
    folder = Path(tempfile.mkdtemp(prefix="rasad-pg-"))
    user = server_user()
    if user is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    server = Postgres(programs, folder)
    try:
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres() -> Iterator[str]:
    """A fresh PostgreSQL server; gives the address of its database, with ``/NAME`` left to fill in."""
    with postgres_files() as server:
        server.initialise()
        server.start()
        yield server.url
