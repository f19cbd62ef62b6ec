"""The monitor on PostgreSQL, with a worker and a helper, while the server is killed and comes back: nothing is lost,
nothing comes twice. Real processes, a real server, real mail."""

from __future__ import annotations

import json
import mailbox
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from places import copy_demo, environment, rasad, wait_port
from servers import Postgres, postgres_files

from model.notify import DeliveryState
from query import parse
from rasad.wiring import Place
from store.deliveries import listing
from store.matches import recent
from store.status import counts

SENTENCES = (
    "Police in Toronto said on Monday that an agent of the IRGC had threatened a family in the city.",
    "The Revolutionary Guards denied on Tuesday that they had followed a writer in Toronto.",
    "The harbour of Port Ellery was closed for a day by fog, the port authority said.",
)


@dataclass(frozen=True)
class Monitor:
    home: Path
    config: Path
    server: Postgres
    processes: dict[str, subprocess.Popen[bytes]]

    @property
    def place(self) -> Place:
        return Place(config_dir=self.config, home=self.home)


def texts(first: int, count: int) -> bytes:
    """Lines for ``rasad import``: every third one is about the subject, and no two tell the same."""
    lines = []
    for number in range(first, first + count):
        place = f"Street {number * 7 + 3}, number {number * number + 11}"
        lines.append(
            {
                "url": f"https://azimuth-tribune.example/{number}",
                "title": f"Report {number} from {place}",
                "text": f"{SENTENCES[number % 3]} It happened at {place}, {number + 20} people saw it.",
                "published": f"2026-11-{1 + number % 20:02}T0{number % 9}:00:00Z",
                "lang": "en",
            }
        )
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


@pytest.fixture(scope="module")
def monitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Monitor]:
    folder = tmp_path_factory.mktemp("postgres")
    config, ports = copy_demo(folder)
    with postgres_files() as server, ExitStack() as stack:
        server.initialise()
        server.start()
        server.query("CREATE DATABASE rasad")
        with (config / "settings.yml").open("a", encoding="utf-8") as file:
            file.write(f"\nstore:\n  url: {server.url.format(name='rasad')}\n")
        home = folder / "var"
        home.mkdir()
        commands = {"mailbox": ("mailbox",), "worker": ("worker",), "helper": ("worker", "--helper")}
        processes = {}
        for name, command in commands.items():
            log = stack.enter_context((folder / f"{name}.log").open("wb"))
            processes[name] = stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "rasad", "--config", str(config), *command],
                    env=environment(home if name != "helper" else folder / "elsewhere"),
                    stderr=log,
                )
            )
            stack.callback(processes[name].send_signal, signal.SIGTERM)
        wait_port(ports[8754])
        yield Monitor(home, config, server, processes)


def until(done: Callable[[], bool], seconds: float, monitor: Monitor) -> None:
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            logs = {path.name: path.read_text()[-3000:] for path in monitor.home.parent.glob("*.log")}
            pytest.fail(f"not in {seconds} s: {logs}")
        assert all(process.poll() is None for process in monitor.processes.values())
        time.sleep(0.2)


def sent(monitor: Monitor) -> list[tuple[str, str, str, str, int]]:
    """What was sent to whom."""
    at = monitor.place
    found = [
        (d.person_id, d.kind.value, d.subject_key, d.channel, d.revision)
        for d in listing(at.record, DeliveryState.SENT, 1000)
    ]
    at.record.close()
    return found


def test_from_import_to_search_alert_and_digest(monitor: Monitor) -> None:
    done = rasad(monitor.home, "import", "-", config=monitor.config, stdin=texts(0, 6))
    assert done.returncode == 0, done.stderr
    found = rasad(monitor.home, "search", "entity:irgc", "--json", config=monitor.config)
    assert len(found.stdout.splitlines()) == 4
    until(lambda: {kind for _, kind, *_ in sent(monitor)} == {"alert", "digest"}, 60, monitor)
    letters = list(mailbox.Maildir(monitor.home / "mailbox", create=False))
    assert len({letter["Message-ID"] for letter in letters}) == len(letters) >= 4


def test_an_import_on_another_machine_returns_when_all_is_searchable(monitor: Monitor) -> None:
    home = monitor.home.parent / "third"
    done = rasad(home, "import", "-", config=monitor.config, stdin=texts(50, 3))
    assert done.returncode == 0, done.stderr
    found = rasad(monitor.home, "search", "entity:irgc", "--json", config=monitor.config)
    assert len(found.stdout.splitlines()) == 6


def test_a_server_that_is_killed_and_comes_back_costs_nothing(monitor: Monitor) -> None:
    at = monitor.place
    for start in (100, 120):
        before = counts(at.record)["articles"]
        command = [sys.executable, "-m", "rasad", "--config", str(monitor.config), "import", "-"]
        lines = texts(start, 20)
        with subprocess.Popen(
            command, env=environment(monitor.home), stdin=subprocess.PIPE, stderr=subprocess.PIPE
        ) as importing:
            assert importing.stdin is not None
            assert importing.stderr is not None
            importing.stdin.write(lines)
            importing.stdin.close()
            # In the middle of things: some articles are there, and the workers may have begun.
            until(lambda least=before + 5: counts(at.record)["articles"] >= least, 30, monitor)  # type: ignore[misc]
            monitor.server.kill()
            said = importing.stderr.read().decode()
            assert importing.wait(60) == 1, said
        assert "start the PostgreSQL server" in said, said
        assert "Traceback" not in said
        time.sleep(3)  # longer than the workers' ticks
        monitor.server.start()
        again = rasad(monitor.home, "import", "-", config=monitor.config, stdin=lines)
        assert again.returncode == 0, again.stderr
    numbers = counts(at.record)
    assert (numbers["articles"], numbers["versions"], numbers["annotated"]) == (49, 49, 49)
    found = at.engine().search(parse("*", at.config.vocabulary), limit=100)
    assert len({hit.url for hit in found.hits}) == found.total == 49
    until(lambda: not (counts(at.record)["deliveries_pending"] or counts(at.record)["deliveries_leased"]), 30, monitor)
    # Each rule matched what it finds in the index, each article once, and nobody was told of a story twice.
    by_rule = Counter((match.rule_id, match.article_id) for match in recent(at.record, 1000))
    for rule in at.config.rules:
        hits = at.engine().search(parse(rule.query, at.config.vocabulary), limit=100).hits
        assert {article for name, article in by_rule if name == rule.id} == {hit.id for hit in hits}
    assert len(by_rule) >= 30
    assert set(by_rule.values()) == {1}
    told = sent(monitor)
    assert len(told) == len(set(told))
    letters = Counter(letter["Message-ID"] for letter in mailbox.Maildir(monitor.home / "mailbox", create=False))
    assert len(letters) == len(told)
    marked = sum(d.maybe_duplicate for d in listing(at.record, None, 1000))
    assert letters.total() - len(letters) <= marked, "a mail that came twice is marked as one that may have"
    at.record.close()
    log = (monitor.home.parent / "worker.log").read_text()
    assert "cannot be reached" in log
    assert "Traceback" not in log, log[-3000:]
