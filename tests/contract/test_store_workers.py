"""Several workers on one record: each takes what no other has in hand, one leads, and whoever dies lets go."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from record_nouns import annotation, draft
from sqlalchemy import text

from model.errors import LockBusy, StoreError
from store import Record, articles, open_record
from store.annotations import pending, pending_count, save, take
from store.leader import Leadership

HERE = Path(__file__).parent
PIPELINE = "test-1"


@pytest.fixture
def shared(new_postgres: Callable[[], str]) -> Iterator[Record]:
    """A record that several workers may work on."""
    opened = open_record(new_postgres())
    yield opened
    opened.close()


def test_what_is_taken_is_what_is_pending_and_can_be_worked_on(record: Record) -> None:
    articles.save_all(record, [draft(number) for number in range(5)])
    waiting = pending(record, PIPELINE, 3)
    with take(record, PIPELINE, 3) as taken:
        assert taken == waiting
        for article in taken:
            assert save(record, PIPELINE, article.id, article.version, annotation())
    assert len(pending(record, PIPELINE, 9)) == 2


def test_a_new_version_may_come_while_the_one_before_it_is_in_hand(record: Record) -> None:
    articles.save(record, draft())
    with take(record, PIPELINE, 9) as (article,):
        articles.save(record, draft(text="The dam was closed again."))
        assert save(record, PIPELINE, article.id, article.version, annotation())
    assert [found.version for found in pending(record, PIPELINE, 9)] == [2]


def test_workers_take_different_rows_and_let_go_at_the_end(shared: Record) -> None:
    articles.save_all(shared, [draft(number) for number in range(5)])
    with take(shared, PIPELINE, 3) as first, take(shared, PIPELINE, 3) as second:
        assert len(first) == 3
        assert len(second) == 2
        assert {article.id for article in first}.isdisjoint(article.id for article in second)
        with take(shared, PIPELINE, 3) as third:
            assert third == []
    with pytest.raises(KeyboardInterrupt), take(shared, PIPELINE, 9):
        raise KeyboardInterrupt
    with take(shared, PIPELINE, 9) as again:
        assert len(again) == 5


def test_workers_at_once_do_everything_once(shared: Record) -> None:
    articles.save_all(shared, [draft(number) for number in range(60)])

    def work(_: int) -> int:
        done = 0
        while True:
            with take(shared, PIPELINE, 4) as taken:
                done += sum(save(shared, PIPELINE, found.id, found.version, annotation()) for found in taken)
            if not taken:
                return done

    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(work, range(4)))
    assert sum(shares) == 60
    with shared.read() as connection:
        assert pending_count(connection, PIPELINE) == 0


@contextmanager
def holder(url: str) -> Iterator[int]:
    """Another process that has rows in hand; gives how many, and is killed at the end."""
    code = (
        "import sys, time; from store import open_record; from store.annotations import take\n"
        f"with take(open_record(sys.argv[1]), '{PIPELINE}', 4) as taken: print(len(taken), flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, url], stdout=subprocess.PIPE, cwd=HERE.parents[1]) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def test_what_a_killed_worker_had_in_hand_is_free_at_once(shared: Record) -> None:
    articles.save_all(shared, [draft(number) for number in range(5)])
    with (
        holder(shared.engine.url.render_as_string(hide_password=False)) as held,
        take(shared, PIPELINE, 9) as left,
    ):
        assert held == 4
        assert len(left) == 1
    until = time.monotonic() + 5
    while time.monotonic() < until:
        with take(shared, PIPELINE, 9) as again:
            if len(again) == 5:
                return
        time.sleep(0.05)
    pytest.fail("the rows are still held")


def test_one_leads_and_says_so_to_the_other(shared: Record) -> None:
    other = open_record(shared.engine.url.render_as_string(hide_password=False))
    with Leadership(shared) as first, Leadership(other) as second:
        first.take()
        first.take()
        with pytest.raises(LockBusy, match="another machine") as refused:
            second.take(0.3)
        assert "--helper" in refused.value.remedy
    with Leadership(other) as second:
        second.take()
        with shared.write() as connection:
            ended = text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
            assert connection.execute(ended).scalar_one()
        with Leadership(shared) as first:
            first.take(5)  # the lock went with the connection
            with pytest.raises(StoreError, match="cannot be reached"):
                second.take()
            with pytest.raises(LockBusy):
                second.take()
        second.take(5)
    other.close()


def test_a_record_of_one_machine_needs_no_leader(tmp_path: Path) -> None:
    record = open_record(f"sqlite:///{tmp_path / 'record.db'}")
    with Leadership(record) as first, Leadership(record) as second:
        first.take()
        second.take()
    record.close()
