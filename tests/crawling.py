"""Runs a crawl as Rasad does: in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import cycle
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from loopback import Newsroom
from spying import spy

from model.errors import RasadError
from model.settings import FetchSettings, ScheduleSettings
from model.source import Feed, Owner, RunReport, Source

PROCESSES = multiprocessing.get_context("forkserver")
"""Each child begins as a copy of one that has imported everything and started nothing: it has its own reactor."""
PROCESSES.set_forkserver_preload(["crawler.collect", "store"])

Names = dict[str, list[str]]
PEAK = "peak.txt"
"""In the home: the most memory that the last crawl took, in MiB."""

TRUSTED = "trusted.pem"
"""A file of this name in a home holds the certificates that its crawls believe besides the system's."""

FETCH = FetchSettings(contact="https://example.org/about", timeout=5, delay=0.0)


def source_at(room: Newsroom, *paths: str, **changes: Any) -> Source:
    """A source whose feeds lie in the newsroom."""
    source = Source(
        id="room",
        name="Newsroom",
        country="ca",
        lang="en",
        owner=Owner.INDEPENDENT,
        owner_note="invented",
        home=room.url("/"),
        feeds=tuple(Feed(url=room.url(path)) for path in paths or ("/feed.xml",)),
    )
    return replace(source, **changes)


def crawl(
    home: Path, source: Source, *rooms: Newsroom, wait: float = 60, names: Names | None = None, **fetch: Any
) -> RunReport:
    """Crawl ``source`` into the record under ``home`` in a child process; loopback rooms may be asked.

    ``names`` are the answers of the child's resolver, one after the other and again, instead of the system's.
    """
    child, answer = _begun(home, source, rooms, fetch, names)
    try:
        outcome = answer.recv() if answer.poll(wait) else f"no report within {wait} seconds"
    except EOFError:
        outcome = "the child ended without a report"
    finally:
        answer.close()
        child.kill() if isinstance(outcome, str) else child.join(10)
        child.join()
    if isinstance(outcome, str):
        raise AssertionError(outcome)
    return outcome


def kill_crawl(home: Path, source: Source, room: Newsroom, after: int) -> None:
    """Begin a crawl and kill it as soon as the newsroom was asked for ``after`` more addresses."""
    with begin_crawl(home, source, room) as child:
        asked = len(room.asked) + after
        deadline = time.monotonic() + 30
        while len(room.asked) < asked and child.is_alive() and time.monotonic() < deadline:
            time.sleep(0.001)


@contextmanager
def begin_crawl(home: Path, source: Source, *rooms: Newsroom) -> Iterator[BaseProcess]:
    """A crawl at work, killed at the end of the block if it is still there."""
    child, answer = _begun(home, source, rooms, {}, None)
    try:
        yield child
    finally:
        child.kill()
        child.join()
        answer.close()


def _begun(
    home: Path, source: Source, rooms: tuple[Newsroom, ...], fetch: dict[str, Any], names: Names | None
) -> tuple[BaseProcess, Connection]:
    allowed = tuple(f"{room.host}:{room.port}" for room in rooms)
    settings = replace(FETCH, allow_private=allowed, **fetch)
    answer, ours = PROCESSES.Pipe(duplex=False)
    child = PROCESSES.Process(target=_child, args=(source, settings, home, ours, names))
    child.start()
    ours.close()
    return child, answer


@dataclass
class _Config:
    settings: Any


def _child(source: Source, fetch: FetchSettings, home: Path, answer: Connection, names: Names | None) -> None:
    from crawler.collect import crawl as crawl_here
    from store import open_record

    spy(home)
    if names is not None:
        _resolve_as(names)
    if (home / TRUSTED).exists():
        os.environ["SSL_CERT_FILE"] = str(home / TRUSTED)
    noise = home / "stderr.txt"
    with noise.open("wb") as file:
        os.dup2(file.fileno(), 2)
    config: Any = _Config(SimpleNamespace(fetch=fetch, schedule=ScheduleSettings()))
    record = open_record(f"sqlite:///{home / 'rasad.db'}")
    try:
        report = crawl_here(config, source, record, home)
        said = noise.read_text()
        answer.send(f"the crawl was not quiet: {said}" if said else report)
    except RasadError as error:
        answer.send(f"{type(error).__name__}: {error}")
    finally:
        record.close()
        (home / PEAK).write_text(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


def _resolve_as(names: Names) -> None:
    """Replace what PublicResolver asks, as a host does that changes its answers."""
    from twisted.internet.address import IPv4Address

    from crawler.fetch.resolver import PublicResolver

    answers = {name: cycle(addresses) for name, addresses in names.items()}

    class Changing:
        def resolveHostName(self, receiver: Any, host: str, port: int = 0, *rest: object) -> object:
            receiver.resolutionBegan(self)
            if host in answers:
                receiver.addressResolved(IPv4Address("TCP", next(answers[host]), port))
            receiver.resolutionComplete()
            return receiver

    plain = PublicResolver.from_crawler.__func__  # type: ignore[attr-defined]

    def from_crawler(cls: Any, crawler: Any, reactor: Any) -> Any:
        resolver = plain(cls, crawler, reactor)
        resolver.inner = Changing()
        return resolver

    PublicResolver.from_crawler = classmethod(from_crawler)  # type: ignore[assignment]
