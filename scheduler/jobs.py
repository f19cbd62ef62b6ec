"""The clock. APScheduler only ticks; what is due stands in the record, so that a restart, a second instance or
a change of the clock loses nothing and doubles nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler

from model.errors import RasadError

log = logging.getLogger("rasad.scheduler")


def clock() -> Any:
    """A scheduler whose jobs never pile up: a tick that is late is done once, and one at a time.

    ``misfire_grace_time=None`` because APScheduler otherwise drops a job that starts a second late.
    """
    return BackgroundScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )


def tick(scheduler: Any, name: str, seconds: float, job: Callable[[], object]) -> None:
    """Run ``job`` now and then every ``seconds`` seconds.

    An error that a person can mend is logged and tried again at the next tick; any other is logged by APScheduler
    with its traceback.
    """
    scheduler.add_job(_reporting(name, job), "interval", seconds=seconds, id=name, next_run_time=datetime.now(UTC))


def _reporting(name: str, job: Callable[[], object]) -> Callable[[], None]:
    """Log an expected error as its message, once for as long as it stays the same."""
    last: list[str] = [""]

    def run() -> None:
        try:
            job()
        except RasadError as error:
            if str(error) != last[0]:
                log.error("%s: %s", name, error)
            last[0] = str(error)
        else:
            last[0] = ""

    return run
