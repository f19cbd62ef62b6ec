"""Not a test: runs the worker's stages in forked children that are killed at their n-th commit, and finishes each.

Usage: dying_worker.py CONFIG TEMPLATE_HOME SCRATCH. Prints a JSON line for each crash point: what the record, the index
and the outbox hold once a second worker has taken over. The models are loaded once, before any fork.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from alerts.stage import deliver_step
from model.notify import DeliveryState
from nlp.pipeline import Understanding
from nlp.pipeline import load as load_pipeline
from query import parse
from rasad.wiring import Place
from scheduler.stages import FLOW, NOTIFY, SWEEP, Rooms, work
from store.deliveries import listing
from store.status import counts

EVERYTHING = (*FLOW, *SWEEP, *NOTIFY)


def work_in(home: Path, config: Path, understanding: Understanding, die_at: int | None) -> int:
    """All stages until nothing is pending; killed before commit number ``die_at``. Returns the number of commits."""
    from search.embedded import open_batch, open_writer
    from store.lease import worker_lease

    at = Place(config_dir=config, home=home)
    commits = 0

    def before_commit(_: Any) -> None:
        nonlocal commits
        commits += 1
        if commits == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    record = at.record
    event.listen(record.engine, "commit", before_commit)
    with worker_lease(home), open_writer(at.index_dir, 32) as writer:
        engine = at.engine()
        rooms = Rooms(
            config=at.config,
            home=home,
            record=record,
            understanding=understanding,
            writer=writer,
            engine=lambda: engine,
            open_batch=open_batch,
        )
        work(rooms, EVERYTHING)
    record.close()
    return commits


def finish(home: Path, config: Path, understanding: Understanding) -> dict[str, object]:
    """Take over after a death: work to the end, an hour later (the dead worker's mail leases have run out)."""
    work_in(home, config, understanding, None)
    at = Place(config_dir=config, home=home)
    settings = at.config.settings
    deliver_step(
        at.record,
        settings.mail,
        {p.id: p for p in settings.people},
        organisation=settings.organisation,
        desk_url=settings.desk_url,
        now=datetime.now(UTC) + timedelta(hours=1),
    )
    sent = listing(at.record, DeliveryState.SENT, 1000)
    found = at.engine().search(parse("*", at.config.vocabulary), limit=200)
    numbers = counts(at.record)
    at.record.close()
    return {
        "counts": {k: v for k, v in numbers.items() if k != "doc_seq"},
        "indexed": sorted(hit.id for hit in found.hits),
        "sent": sorted([d.person_id, d.kind.value, d.subject_key, d.message_id, d.maybe_duplicate] for d in sent),
    }


def in_child(function: Any, *arguments: Any) -> tuple[int, str]:
    """Run a function in a forked child: (wait status, what it returned as JSON)."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        result = json.dumps(function(*arguments))
        os.write(writing, result.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    return os.waitpid(pid, 0)[1], text


def main() -> None:
    config, template, scratch = map(Path, sys.argv[1:4])
    most = int(sys.argv[4])
    at = Place(config_dir=config, home=template)
    understanding = load_pipeline(at.config.watchlists, at.config.lexicons)

    def fresh(name: str) -> Path:
        return Path(shutil.copytree(template, scratch / name))

    status, text = in_child(work_in, fresh("whole"), config, understanding, None)
    assert status == 0, status
    total = int(text)
    step = max(1, total // most)
    for die_at in [None, *range(1, total + 1, step)]:
        home = fresh(f"die-{die_at}")
        status = 0
        if die_at is not None:
            status, _ = in_child(work_in, home, config, understanding, die_at)
        done, outcome = in_child(finish, home, config, understanding)
        assert done == 0, (die_at, done)
        print(json.dumps({"die_at": die_at, "killed": os.WIFSIGNALED(status), **json.loads(outcome)}), flush=True)
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
