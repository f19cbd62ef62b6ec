"""Not a test: runs the worker's stages in forked children that are killed at their n-th commit, and finishes each.

Usage: dying_worker.py CONFIG TEMPLATE_HOME SCRATCH POINTS. Prints a JSON line for each crash point: what the record, the
index and the outbox hold once a second worker has taken over. Configuration and models are loaded once, before any
fork, and what the models said of a text is kept in a file: it is the same each time, and what is tested is the commits.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import signal
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from alerts.stage import deliver_step
from catalog import Config
from model.annotation import Annotation
from model.article import TextDocument
from model.notify import DeliveryState
from nlp.pipeline import Understanding
from nlp.pipeline import load as load_pipeline
from query import parse
from rasad.wiring import Place
from scheduler.stages import FLOW, NOTIFY, SWEEP, Rooms, work
from store.deliveries import listing
from store.status import counts

EVERYTHING = (*FLOW, *SWEEP, *NOTIFY)


@dataclass(frozen=True)
class Remembering:
    """An ``Understanding`` that reads a text once for all processes."""

    real: Understanding
    folder: Path

    @property
    def version(self) -> str:
        return self.real.version

    def annotate(self, documents: Iterable[TextDocument], *, gate: bool) -> Iterator[Annotation]:
        for document in documents:
            file = self.folder / hashlib.sha256(repr((document, gate)).encode()).hexdigest()
            if not file.exists():
                (annotation,) = self.real.annotate([document], gate=gate)
                whole = file.with_suffix(f".{os.getpid()}")
                whole.write_bytes(pickle.dumps(annotation))
                whole.replace(file)
            yield pickle.loads(file.read_bytes())


@dataclass(frozen=True)
class Loaded:
    """What every process starts with."""

    folder: Path
    config: Config
    understanding: Any

    def at(self, home: Path) -> Place:
        place = Place(config_dir=self.folder, home=home)
        place.__dict__["config"] = self.config  # where cached_property would put it after reading it again
        return place


def work_in(home: Path, loaded: Loaded, die_at: int | None) -> int:
    """All stages until nothing is pending; killed before commit number ``die_at``. Returns the number of commits."""
    from search.embedded import open_batch, open_writer
    from store.lease import worker_lease

    at = loaded.at(home)
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
            understanding=loaded.understanding,
            writer=writer,
            engine=lambda: engine,
            open_batch=open_batch,
        )
        work(rooms, EVERYTHING)
    record.close()
    return commits


def finish(home: Path, loaded: Loaded) -> dict[str, object]:
    """Take over after a death: work to the end, an hour later (the dead worker's mail leases have run out)."""
    work_in(home, loaded, None)
    at = loaded.at(home)
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
    folder, template, scratch = map(Path, sys.argv[1:4])
    most = int(sys.argv[4])
    config = Place(config_dir=folder, home=template).config
    understanding = load_pipeline(config.watchlists, config.lexicons)
    memory = scratch / "memory"
    memory.mkdir()
    loaded = Loaded(folder, config, Remembering(understanding, memory))

    def fresh(name: str) -> Path:
        return Path(shutil.copytree(template, scratch / name))

    status, text = in_child(work_in, fresh("whole"), loaded, None)
    assert status == 0, status
    total = int(text)
    # Ceiling: with the floor a few commits more would make one crash point more, or many.
    step = max(1, -(-total // most))
    for die_at in [None, *range(1, total + 1, step)]:
        home = fresh(f"die-{die_at}")
        status = 0
        if die_at is not None:
            status, _ = in_child(work_in, home, loaded, die_at)
        done, outcome = in_child(finish, home, loaded)
        assert done == 0, (die_at, done)
        print(json.dumps({"die_at": die_at, "killed": os.WIFSIGNALED(status), **json.loads(outcome)}), flush=True)
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
