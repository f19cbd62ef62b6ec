"""Crawls that are killed again and again, and what they leave, beside one that nobody disturbed."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawling import begin_crawl, crawl
from loopback import Newsroom
from sqlalchemy import func, select

from crawler.extract.stage import extract_step
from model.source import RunStatus, Source
from store import open_record
from store.runs import interrupt_stale
from store.tables import captures, entries, quarantine, runs, versions


@dataclass(frozen=True, kw_only=True)
class Left:
    """What a home holds after its crawl. ``texts`` are (address, digest of its text); ``pages`` captures of pages."""

    texts: frozenset[tuple[str, str]]
    pages: int
    distinct_pages: int
    unfetched: int
    set_aside: int
    unclosed: int
    """Runs that nobody has closed."""


def left_in(home: Path, source: Source) -> Left:
    """Read all kept pages, then look at what is there."""
    record = open_record(f"sqlite:///{home / 'rasad.db'}")
    while extract_step(record, home, {source.id: source}, 50).more:
        pass
    with record.read() as connection:
        fetched = Counter(connection.execute(select(captures.c.url).where(captures.c.kind == "page")).scalars())
        found = Left(
            texts=frozenset(
                (row[0], row[1]) for row in connection.execute(select(versions.c.url, versions.c.text_sha256))
            ),
            pages=fetched.total(),
            distinct_pages=len(fetched),
            unfetched=connection.execute(
                select(func.count()).select_from(entries).where(entries.c.capture_id.is_(None))
            ).scalar_one(),
            set_aside=connection.execute(select(func.count()).select_from(quarantine)).scalar_one(),
            unclosed=connection.execute(
                select(func.count()).select_from(runs).where(runs.c.status == RunStatus.RUNNING)
            ).scalar_one(),
        )
    record.close()
    return found


def crawl_killed(home: Path, source: Source, room: Newsroom, pauses: Iterable[Callable[[], None]]) -> int:
    """Crawl until all is fetched, killing the process (-9) after each pause; how many were killed at work."""
    killed = 0
    for pause in pauses:
        with begin_crawl(home, source, room) as child:
            pause()
            if child.is_alive():
                child.kill()
                killed += 1
            child.join()
        _told(home, source)
    report = crawl(home, source, room, wait=600)
    assert report.status in (RunStatus.OK, RunStatus.UNCHANGED), report
    return killed


def _told(home: Path, source: Source) -> None:
    """What the conductor does when a child of its has ended."""
    record = open_record(f"sqlite:///{home / 'rasad.db'}")
    interrupt_stale(record, datetime.now(UTC), source.id)
    record.close()


def after_pages(room: Newsroom, luck: random.Random, least: int, most: int) -> Callable[[], None]:
    """Waits until the newsroom was asked for a number of further addresses, and a moment more."""

    def pause() -> None:
        asked = len(room.asked) + luck.randint(least, most)
        until = time.monotonic() + 20
        while len(room.asked) < asked and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(luck.uniform(0, 0.02))

    return pause


def after_seconds(luck: random.Random, least: float, most: float) -> Callable[[], None]:
    """Waits for a time."""
    return lambda: time.sleep(luck.uniform(least, most))
