"""`rasad run`: stays in front, keeps the desk and the worker alive, and starts a child for each crawl that is due."""

from __future__ import annotations

import fcntl
import logging
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from model.errors import LockBusy, RasadError
from model.notify import DeliveryKind, DeliveryState
from rasad.children import Child, start
from rasad.homes import keep_apart
from rasad.output import say, tell
from rasad.progress import pending
from rasad.wiring import Place
from scheduler.crawls import Crawls
from scheduler.jobs import clock, tick
from store import status
from store.deliveries import listing
from store.runs import health, interrupt_stale

log = logging.getLogger("rasad.run")

FIRST_ROUND_SECONDS = 150.0
"""How long READY waits for the demonstration's first round of everything."""


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold ``home/run.lock``; raises LockBusy where another `rasad run` works in this home."""
    with (home / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LockBusy(
                f"another `rasad run` works in {home}", "stop it, or set RASAD_HOME to another folder"
            ) from error
        yield


def require_free(host: str, port: int, what: str) -> None:
    """Raise a clear error where a port is taken, before anything is started."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise RasadError(
                f"{what} cannot listen on {host}:{port}: {error.strerror}",
                "stop what listens there, or change the port in settings.yml",
            ) from error


def run(at: Place) -> None:
    """Supervise until SIGTERM or SIGINT. Raises RasadError for what a person must mend first."""
    settings, demo = at.config.settings, at.config.settings.demo
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with only_one(at.home):
        keep_apart(at.home, at.record, demo is not None)
        require_free(settings.web.host, settings.web.port, "the desk")
        children = [Child("worker", ("worker",)), Child("web", ("serve",))]
        if demo is not None:
            require_free("127.0.0.1", demo.newsroom_port, "the demonstration newsroom")
            require_free("127.0.0.1", demo.mailbox_port, "the demonstration mailbox")
            require_free("127.0.0.1", demo.exit_port, "the demonstration's exit")
            children = [Child("newsroom", ("newsroom",)), Child("mailbox", ("mailbox",)), *children]
        interrupt_stale(at.record, datetime.now(UTC))
        crawls = Crawls(
            record=at.record,
            sources=tuple(at.config.sources.values()),
            spawn=lambda source_id: start(at.home, at.config_dir, "crawl", ("crawl", "--source", source_id)),
            at_once=settings.schedule.max_crawls,
            timeout_seconds=settings.schedule.crawl_timeout_minutes * 60,
        )

        def look_after() -> None:
            for child in children:
                child.look(at.home, at.config_dir)

        ticks = clock()
        tick(ticks, "children", 1.0, look_after)
        ticks.start()
        try:
            if demo is not None:
                _wait_port(demo.newsroom_port, stop)
            tick(ticks, "crawls", min(settings.schedule.tick_seconds, 5.0), crawls.look)
            _wait_port(settings.web.port, stop)
            left = _first_round(at, stop) if demo is not None else ""
            if not stop.is_set():
                _ready(at, left)
            stop.wait()
        finally:
            tell("rasad: stopping")
            ticks.shutdown(wait=True)
            crawls.stop()
            for child in reversed(children):
                child.stop()
            at.record.close()


def _wait_port(port: int, stop: threading.Event, seconds: float = 60.0) -> None:
    """Wait until something answers on a loopback port; goes on after ``seconds``, since READY will tell."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not stop.wait(0.2):
        with socket.socket() as probe:
            probe.settimeout(1.0)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return


def _first_round(at: Place, stop: threading.Event) -> str:
    """Wait until every demonstration source was crawled, all is indexed, and an alert and a digest were sent.

    Returns what is still missing when the time is over, "" when nothing is.
    """
    until = time.monotonic() + FIRST_ROUND_SECONDS
    missing = ""
    while not stop.wait(0.5):
        missing = _missing(at)
        if not missing or time.monotonic() > until:
            break
    return missing


def _missing(at: Place) -> str:
    waiting = [
        h.source_id
        for h in health(at.record, list(at.config.sources))
        if h.last_ok is None and not _held(at, h.source_id)
    ]
    if waiting:
        return f"not crawled yet: {', '.join(waiting)}"
    if pending(at.record):
        return "articles are still being read"
    sent = {d.kind for d in listing(at.record, DeliveryState.SENT, 1000)}
    lacking = [kind.value for kind in DeliveryKind if kind not in sent]
    return f"not sent yet: {', '.join(lacking)}" if lacking else ""


def _held(at: Place, source_id: str) -> bool:
    source = at.config.sources[source_id]
    return source.held or not source.enabled


def _ready(at: Place, left: str) -> None:
    settings = at.config.settings
    counts = status.counts(at.record)
    scheme = "https" if settings.web.certificate else "http"
    say(f"READY  the desk is at {scheme}://{settings.web.host}:{settings.web.port}/")
    say(f"       home {at.home}, {counts.get('articles', 0)} articles from {len(at.config.sources)} sources")
    if settings.demo is not None:
        say(f"       mail stands in {at.home / 'mailbox'} (rasad mail shows it); all articles here are invented")
        say("       try: rasad search 'entity:irgc AND entity:toronto AND lang:fa'")
        say("            rasad search 'سپاه AND تورنتو'")
    say("       Ctrl-C stops it; what it kept stays.")
    if left:
        tell(f"rasad: {left}; see {at.home / 'logs'} and `rasad status`")
