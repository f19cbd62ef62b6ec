"""`rasad worker --helper`: takes a share of the understanding from the worker, on this machine or another."""

from __future__ import annotations

import threading
from collections.abc import Callable

from model.errors import ConfigError
from nlp.pipeline import Understanding
from nlp.pipeline import load as load_pipeline
from nlp.stage import annotate_step
from rasad.wiring import Place
from scheduler.jobs import clock, tick
from store import Record

BATCH = 10
"""Few at a time: what a helper has in hand waits for it."""


def help_understand(at: Place, stop: threading.Event, *, once: bool) -> None:
    """Annotate what nobody else has in hand until told to stop, or until nothing is left. Raises ConfigError where
    the record is one that only one worker can work on.
    """
    if at.record.engine.dialect.name != "postgresql":
        raise ConfigError(
            "a helper needs a record that several workers can share; this one is SQLite",
            "set store.url to postgresql+psycopg://USER@HOST/NAME",
        )
    understanding = load_pipeline(at.config.watchlists, at.config.lexicons)
    share = _share(at.record, understanding, stop)
    if once:
        share()
        return
    ticks = clock()
    tick(ticks, "help", min(at.config.settings.schedule.tick_seconds, 2.0), share)
    ticks.start()
    stop.wait()
    ticks.shutdown(wait=True)


def _share(record: Record, understanding: Understanding, stop: threading.Event) -> Callable[[], None]:
    """Annotate batches until there is none, or it is time to stop."""

    def work() -> None:
        while not stop.is_set() and annotate_step(record, understanding, BATCH).more:
            pass

    return work
