"""kill -9 anywhere, and a new start: nothing is lost and nothing is doubled. Real processes, real SMTP, real files."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from crawling import crawl, kill_crawl, source_at
from loopback import Answer, article, newsroom, rss
from places import copy_demo, environment, rasad, wait_port
from sqlalchemy import text

from crawler.extract.stage import extract_step
from model.article import Article
from model.source import RunStatus
from store import Record, documents, open_record
from store.verification import verify

HERE = Path(__file__).parent
CRASH_POINTS = 24
OUTLETS_KEPT = 3
PAGES = 30
TEXT = ["The council met on Monday and spoke for three hours about the new bridge over the river."] * 4


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
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
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
def test_a_worker_killed_at_any_commit_loses_and_doubles_nothing(demonstration: Newsroom, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            str(HERE / "dying_worker.py"),
            *map(str, (demonstration.config, demonstration.template, tmp_path, CRASH_POINTS)),
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
    assert sum(run["killed"] for run in others) >= CRASH_POINTS - 4
    for run in others:
        assert run["counts"] == whole["counts"], run["die_at"]
        assert run["indexed"] == whole["indexed"], run["die_at"]
        assert [d[:4] for d in run["sent"]] == [d[:4] for d in whole["sent"]], run["die_at"]
        # The one crash that may send a message twice: after the relay accepted it, before that was noted.
        assert sum(d[4] for d in run["sent"]) <= 1, run["die_at"]


def test_a_crawl_killed_again_and_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    kept = {}
    with newsroom() as room:
        pages = {f"/a{n}": article(f"Headline {n}", [f"Report number {n}.", *TEXT]) for n in range(PAGES)}
        room.pages |= {path: Answer(page) for path, page in pages.items()}
        listed = [(room.url(path), f"Headline {path[2:]}", "Mon, 01 Jun 2026 10:00:00 GMT") for path in pages]
        room.pages["/feed.xml"] = Answer(rss(listed), content_type="application/rss+xml")
        source = source_at(room)
        for name, kills in (("undisturbed", ()), ("killed", (1, 2, 3, 5, 8, 13))):
            home = tmp_path / name
            home.mkdir()
            for after in kills:
                kill_crawl(home, source, room, after)
            assert crawl(home, source, room).status is RunStatus.OK
            record = open_record(f"sqlite:///{home / 'rasad.db'}")
            extract_step(record, home, {source.id: source}, 2 * PAGES)
            kept[name] = [(found.url, found.version, found.text_sha256) for found in everything(record)]
            assert verify(record, home) == []
            with record.read() as connection:
                doubled = (
                    connection.execute(text("SELECT count(*) FROM captures WHERE kind = 'page'")).scalar_one() - PAGES
                )
            assert 0 <= doubled <= len(kills), "at most the one page in flight at each kill is asked for again"
            record.close()
    assert len(kept["undisturbed"]) == PAGES
    assert kept["killed"] == kept["undisturbed"]


def everything(record: Record) -> list[Article]:
    """All articles, by address."""
    return sorted((row.article for row in documents.changed_since(record, 0, 1000)), key=lambda found: found.url)
