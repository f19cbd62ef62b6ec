"""kill -9 anywhere, and a new start: nothing is lost and nothing is doubled. Real processes, real SMTP, real files."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from places import copy_demo, environment, rasad, wait_port

HERE = Path(__file__).parent
CRASH_POINTS = 20
OUTLETS_KEPT = 3


@dataclass(frozen=True)
class Newsroom:
    config: Path
    template: Path
    mail: Path


@contextmanager
def serving(home: Path, config: Path, command: str, port: int) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", "rasad", "--config", str(config), command], env=environment(home), stderr=subprocess.PIPE
    )
    try:
        wait_port(port)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=15)


def few_outlets(config: Path) -> None:
    """Keep three outlets, so that a run of all stages is short: the crash points are many."""
    files = sorted((config / "sources").rglob("*.yml"))
    plain = [path for path in files if "via:" not in path.read_text(encoding="utf-8") and stays(config, path.stem)]
    for path in set(files) - set(plain[:OUTLETS_KEPT]):
        path.unlink()


def stays(config: Path, outlet: str) -> bool:
    """True for an outlet whose articles neither come, change nor go while the test runs."""
    text = (config / "newsroom" / f"{outlet}.yml").read_text(encoding="utf-8")
    return not re.search(r"^ +(appears|removed_after|edit|closed|hostile|after|dies):", text, re.MULTILINE)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("kill")
    config, ports = copy_demo(folder)
    few_outlets(config)
    template, mail = folder / "template", folder / "mail"
    with (
        serving(mail, config, "newsroom", ports[8753]),
        serving(mail, config, "mailbox", ports[8754]),
    ):
        done = rasad(template, "crawl", "--all", config=config)
        assert done.returncode == 0, done.stderr
        yield Newsroom(config, template, mail)


@pytest.mark.timeout(400)
def test_a_worker_killed_at_any_commit_loses_and_doubles_nothing(newsroom: Newsroom, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            str(HERE / "dying_worker.py"),
            *map(str, (newsroom.config, newsroom.template, tmp_path, CRASH_POINTS)),
        ],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=380,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    whole, *others = map(json.loads, done.stdout.splitlines())
    assert len(whole["indexed"]) == whole["counts"]["articles"] >= 4
    assert {kind for _, kind, *_ in whole["sent"]} == {"alert", "digest"}
    assert sum(run["killed"] for run in others) >= CRASH_POINTS - 2
    for run in others:
        assert run["counts"] == whole["counts"], run["die_at"]
        assert run["indexed"] == whole["indexed"], run["die_at"]
        assert [d[:4] for d in run["sent"]] == [d[:4] for d in whole["sent"]], run["die_at"]
        # The one crash that may send a message twice: after the relay accepted it, before that was noted.
        assert sum(d[4] for d in run["sent"]) <= 1, run["die_at"]


@pytest.mark.timeout(300)
def test_a_crawl_killed_at_any_time_loses_and_doubles_nothing(newsroom: Newsroom, tmp_path: Path) -> None:
    whole = pages(newsroom, newsroom.template)
    assert len(whole) >= 4
    home = tmp_path / "home"
    source = sorted((newsroom.config / "sources").rglob("*.yml"))[0].stem
    for delay in (0.9, 1.2, 1.4, 1.6, 1.8, 2.0):
        process = subprocess.Popen(
            [sys.executable, "-m", "rasad", "--config", str(newsroom.config), "crawl", "--source", source],
            env=environment(home),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(delay)
        process.kill()
        process.wait()
    done = rasad(home, "crawl", "--all", config=newsroom.config)
    assert done.returncode == 0, done.stderr
    assert pages(newsroom, home) == whole
    examined = rasad(home, "doctor", config=newsroom.config).stdout.decode()
    assert "ok    evidence" in examined, examined


def pages(newsroom: Newsroom, home: Path) -> list[str]:
    """The addresses of all articles that a worker reads out of a home's captures."""
    copy = home.parent / f"{home.name}-read"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(home, copy)
    done = rasad(copy, "worker", "--once", config=newsroom.config)
    assert done.returncode == 0, done.stderr
    found = rasad(copy, "search", "*", "--json", "--limit", "500", config=newsroom.config)
    return sorted(json.loads(line)["url"] for line in found.stdout.splitlines())
