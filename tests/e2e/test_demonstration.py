"""`rasad run` on the demonstration: from a feed to a search hit, an alert and a digest, as a newcomer sees it."""

from __future__ import annotations

import json
import mailbox
import os
import select
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from places import copy_demo, environment, rasad

READY_SECONDS = 150


@dataclass(frozen=True)
class Running:
    process: subprocess.Popen[bytes]
    home: Path
    config: Path
    desk: str
    ready: str


def start(home: Path, config: Path) -> tuple[subprocess.Popen[bytes], str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "rasad", "--config", str(config), "run"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(home),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    until, text = time.monotonic() + READY_SECONDS, b""
    while b"Ctrl-C" not in text and time.monotonic() < until and process.poll() is None:
        if select.select([process.stdout], [], [], 0.5)[0]:
            text += os.read(process.stdout.fileno(), 65536)
    if b"READY" not in text:
        process.kill()
        logs = {p.name: p.read_text(errors="replace")[-2000:] for p in (home / "logs").glob("*.log")}
        pytest.fail(f"not ready: {text!r} {process.stderr.read()!r} {logs}")
    return process, text.decode()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("demonstration")
    config, ports = copy_demo(folder)
    home = folder / "var"
    process, ready = start(home, config)
    yield Running(process, home, config, f"http://127.0.0.1:{ports[8752]}", ready)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)


def hits(running: Running, query: str) -> list[dict[str, str]]:
    done = rasad(running.home, "search", query, "--json", config=running.config)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def letters(running: Running) -> list[mailbox.MaildirMessage]:
    return list(mailbox.Maildir(running.home / "mailbox", create=False))


def test_ready_says_what_to_do_next_and_lacks_nothing(running: Running) -> None:
    assert running.ready.startswith("READY")
    assert running.desk in running.ready
    assert "not sent yet" not in running.ready


def test_the_two_searches_find_the_reports_in_persian(running: Running) -> None:
    by_concept = hits(running, "entity:irgc AND entity:toronto AND lang:fa")
    by_word = hits(running, "سپاه AND تورنتو")
    assert by_concept
    assert {h["lang"] for h in by_concept} == {"fa"}
    assert {h["url"] for h in by_concept} & {h["url"] for h in by_word}


def test_one_event_in_both_languages_is_one_story(running: Running) -> None:
    story = rasad(running.home, "search", "entity:irgc entity:toronto", "--json", config=running.config)
    found = [json.loads(line) for line in story.stdout.splitlines()]
    assert {h["lang"] for h in found} >= {"en", "fa"}


def test_an_alert_and_a_digest_stand_in_the_mailbox(running: Running) -> None:
    kinds = {message["List-Id"] for message in letters(running)}
    assert len(letters(running)) >= 2
    done = rasad(running.home, "alerts", "list", "--json", "--limit", "500", config=running.config)
    sent = [d for d in map(json.loads, done.stdout.splitlines()) if d["state"] == "sent"]
    assert {d["kind"] for d in sent} == {"alert", "digest"}, kinds


def test_nobody_gets_the_same_story_twice(running: Running) -> None:
    ids = [message["Message-ID"] for message in letters(running)]
    assert len(ids) == len(set(ids))


def test_the_desk_answers_and_asks_no_third_party(running: Running) -> None:
    with urllib.request.urlopen(f"{running.desk}/search?q=entity%3Airgc", timeout=10) as answer:
        page = answer.read().decode()
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src" in policy
    assert 'dir="rtl"' in page


def test_a_second_monitor_in_the_same_home_is_refused(running: Running) -> None:
    done = rasad(running.home, "run", config=running.config)
    assert done.returncode == 1
    assert b"another `rasad run`" in done.stderr


def test_real_sources_are_refused_in_a_demonstration_home(running: Running) -> None:
    source = next((running.config.parent / "sources").rglob("*.yml")).stem
    done = rasad(running.home, "crawl", "--source", source, config=running.config.parent)
    assert done.returncode == 1
    assert b"RASAD_HOME" in done.stderr


def test_import_beside_a_running_worker_returns_when_searchable(running: Running) -> None:
    line = {
        "url": "https://example.org/imported",
        "title": "Quillfeather opens",
        "text": "The Quillfeather hall opened.",
        "published": "2026-11-20T10:00:00Z",
    }
    done = rasad(running.home, "import", "-", config=running.config, stdin=json.dumps(line).encode())
    assert done.returncode == 0, done.stderr
    assert [h["url"] for h in hits(running, "quillfeather")] == ["https://example.org/imported"]


def test_z_a_killed_worker_is_replaced_and_everything_ends_with_the_supervisor(running: Running) -> None:
    threads = Path(f"/proc/{running.process.pid}/task").glob("*/children")
    before = [pid for thread in threads for pid in thread.read_text().split()]
    assert len(before) >= 4
    running.process.kill()
    running.process.communicate(timeout=10)
    until = time.monotonic() + 20
    while time.monotonic() < until and any(Path(f"/proc/{pid}").exists() for pid in before):
        time.sleep(0.2)
    assert not [pid for pid in before if Path(f"/proc/{pid}").exists()]
    process, ready = start(running.home, running.config)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert "READY" in ready
