"""One Elasticsearch node as a process of a test: started, killed, started again over the same data."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from elastic_program import java_home, program
from elasticsearch import ApiError, Elasticsearch, TransportError
from places import free_ports

HEAP = "-Xms512m -Xmx512m"
_QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # a short life: less time for the compiler, more for the test
_PATIENCE = 170.0
_USER = "nobody"


class Node:
    """A node on loopback with its own folder. ``settings`` are lines of its elasticsearch.yml; ``files`` lie beside."""

    def __init__(
        self, folder: Path, settings: dict[str, str] | None = None, files: dict[str, bytes] | None = None
    ) -> None:
        self.folder = folder
        self.user = pwd.getpwnam(_USER) if os.geteuid() == 0 else None  # the server refuses to run as root
        self.http, self.transport = free_ports(2)
        self.secure = (settings or {}).get("xpack.security.http.ssl.enabled") == "true"
        self.url = f"http{'s' * self.secure}://127.0.0.1:{self.http}"
        self.process: subprocess.Popen[bytes] | None = None
        self._home = _reachable(program(), folder, self.user is not None)
        self._configure(settings or {}, files or {})

    def _configure(self, settings: dict[str, str], files: dict[str, bytes]) -> None:
        config = self.folder / "config"
        shutil.copytree(self._home / "config", config)
        lines = {
            "discovery.type": "single-node",
            "network.host": "127.0.0.1",
            "http.port": str(self.http),
            "transport.port": str(self.transport),
            "path.data": str(self.folder / "data"),
            "path.logs": str(self.folder / "logs"),
            "xpack.security.enabled": "false",
            # A test machine's disk may be nearly full; tests of a full disk set the block themselves, and nobody looks
            # meanwhile whether it could be taken off.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "cluster.info.update.interval": "24h",
            **settings,
        }
        given = "".join(f"{name}: {value}\n" for name, value in lines.items() if value)
        (config / "elasticsearch.yml").write_text(given)
        options = (config / "jvm.options").read_text()
        (config / "jvm.options").write_text(options.replace("-XX:+UseG1GC\n", ""))
        for name, content in files.items():
            (config / name).parent.mkdir(exist_ok=True)
            (config / name).write_bytes(content)
        for name in ("data", "logs", "tmp"):
            (self.folder / name).mkdir()
        if self.user is not None:
            for path in (self.folder, *(p for p in self.folder.rglob("*") if "server" not in p.parts)):
                os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def start(self, wait: bool = True) -> None:
        """Start the process; with ``wait``, until it answers."""
        environment = {
            "PATH": os.environ["PATH"],
            "ES_JAVA_HOME": str(java_home()),
            "ES_JAVA_OPTS": f"{HEAP} {_QUICK}",
            "CLI_JAVA_OPTS": _QUICK,
            "ES_PATH_CONF": str(self.folder / "config"),
            "ES_TMPDIR": str(self.folder / "tmp"),
        }
        with (self.folder / "out.log").open("ab") as log:
            self.process = subprocess.Popen(
                [self._home / "bin" / "rasad-start"],
                env=environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self.user and self.user.pw_uid,
                group=self.user and self.user.pw_gid,
                extra_groups=None if self.user is None else [],
                start_new_session=True,
            )
        if wait:
            self.wait()

    def wait(self) -> None:
        """Until the node answers; with security on, until it asks who is there."""
        deadline = time.monotonic() + _PATIENCE
        with Elasticsearch(self.url, verify_certs=False, ssl_show_warn=False, max_retries=0) as client:
            while True:
                assert self.process is not None
                assert self.process.poll() is None, (self.folder / "out.log").read_text()[-3000:]
                try:
                    client.cluster.health(wait_for_status="yellow", timeout="1s")
                    return
                except ApiError as error:
                    if error.status_code == 401:
                        return
                except TransportError:
                    pass
                assert time.monotonic() < deadline, "Elasticsearch does not answer"
                time.sleep(0.2)

    def kill(self) -> None:
        """End launcher and server at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask the server to end, and wait."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(20)
        self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)
            self.process.wait()
            self.process = None


def _reachable(home: Path, folder: Path, other_user: bool) -> Path:
    """The program where the server's user can read it: another user cannot look into a private home."""
    if not other_user or all(parent.stat().st_mode & 0o001 for parent in home.parents):
        return home
    here = folder / "server"
    shutil.copytree(home, here, copy_function=_link)
    return here


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)
