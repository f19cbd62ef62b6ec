"""Several writers and readers at once, and writers that are killed, the same on every database."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from record_nouns import MINUTE, NOW, annotation, delivery, draft, response
from sqlalchemy import select

import store.annotations
from model.article import SaveKind
from store import Record, articles, captures, deliveries, documents, open_record
from store.evidence import EvidenceWriter
from store.tables import captures as capture_rows
from store.verification import verify

HERE = Path(__file__).resolve().parent


def test_a_reader_that_follows_doc_seq_misses_nothing(record: Record) -> None:
    """Numbers are given in the order of commits: what a reader has passed stays passed."""
    done = Event()
    seen: dict[str, int] = {}

    def follow() -> None:
        cursor = 0
        while True:
            last_look = done.is_set()
            for row in documents.changed_since(record, cursor, 7):
                assert row.doc_seq > cursor
                cursor = row.doc_seq
                seen[row.article.id] = row.article.version
            if last_look and cursor == documents.max_seq(record):
                return

    def write(first: int) -> None:
        for number in range(first, first + 20):
            article, _ = articles.save(record, draft(number))
            store.annotations.save(record, "p", article.id, 1, annotation())

    with ThreadPoolExecutor(4) as pool:
        reader = pool.submit(follow)
        for writer in [pool.submit(write, first) for first in (0, 100, 200)]:
            writer.result()
        done.set()
        reader.result(30)
    assert len(seen) == 60 == articles.count(record)


def test_a_writer_waits_for_the_one_before_it(record: Record) -> None:
    """A number that was taken earlier is seen earlier, even where its transaction takes longer."""
    finished = Event()
    second = Thread(target=lambda: (articles.save(record, draft(2)), finished.set()))
    with record.write() as connection:
        articles.save_in(connection, draft(1))
        second.start()
        assert not finished.wait(0.3), "the second writer overtook the first"
        assert documents.max_seq(record) == 0, "nothing is seen before its commit"
    second.join(30)
    assert [row.doc_seq for row in documents.changed_since(record, 0, 9)] == [1, 2]


def test_two_writers_of_one_article_make_one_article(record: Record) -> None:
    with ThreadPoolExecutor(4) as pool:
        kinds = [kind for _, kind in pool.map(lambda _: articles.save(record, draft()), range(12))]
    assert kinds.count(SaveKind.NEW) == 1
    assert kinds.count(SaveKind.SAME) == 11


def test_nobody_leases_what_another_has(record: Record) -> None:
    deliveries.put(record, [delivery(f"story{number}") for number in range(30)], NOW)
    with ThreadPoolExecutor(4) as pool:
        taken = [
            item.id for batch in pool.map(lambda _: deliveries.lease(record, NOW, 60, 5), range(8)) for item in batch
        ]
    assert len(taken) == len(set(taken)) == 30


def test_a_transaction_that_fails_leaves_nothing(record: Record) -> None:
    with pytest.raises(KeyboardInterrupt), record.write() as connection:
        articles.save_in(connection, draft())
        raise KeyboardInterrupt
    assert articles.count(record) == 0
    assert documents.max_seq(record) == 0
    article, _ = articles.save(record, draft())
    assert documents.get(record, [article.id])[0].doc_seq == 1


@contextmanager
def writer(url: str, home: Path, what: str) -> Iterator[Iterator[str]]:
    """A process that writes without end and says what it has done; killed at the end of the block."""
    command = [sys.executable, str(HERE / "endless_writer.py"), url, str(home), what]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield iter(process.stdout)
        finally:
            process.kill()


def said_before_the_kill(url: str, home: Path, what: str, enough: int) -> list[str]:
    """What a writer had said when it was killed, all of it."""
    with writer(url, home, what) as lines:
        said = [next(lines) for _ in range(enough)]
    return [line.strip() for line in said]


def test_a_killed_writer_of_articles_loses_and_doubles_nothing(record_url: str, tmp_path: Path) -> None:
    first = said_before_the_kill(record_url, tmp_path, "articles", 15)
    record = open_record(record_url)
    kept = articles.count(record)
    assert len(first) <= kept
    for key in first:
        assert articles.get(record, key) is not None
    again = said_before_the_kill(record_url, tmp_path, "articles", 15)
    assert again == first, "the second run says the same of the same"
    assert all(len(articles.versions(record, key)) == 1 for key in first)
    rows = documents.changed_since(record, 0, 10_000)
    assert [row.doc_seq for row in rows] == list(range(1, len(rows) + 1)), "no number was lost with the killed one"
    record.close()


def test_a_killed_writer_of_evidence_leaves_no_row_without_bytes(record_url: str, tmp_path: Path) -> None:
    said = [line for _ in range(3) for line in said_before_the_kill(record_url, tmp_path, "evidence", 10)]
    record = open_record(record_url)
    assert verify(record, tmp_path) == []
    with record.read() as connection:
        kept = set(connection.execute(select(capture_rows.c.id)).scalars())
    assert {int(number) for number in said} <= kept
    with EvidenceWriter(tmp_path, "after") as evidence:
        capture = evidence.keep(record, response())
    assert captures.get(record, capture.id) == capture
    record.close()


def test_a_killed_deliverer_leaves_leases_that_run_out(record_url: str, tmp_path: Path) -> None:
    record = open_record(record_url)
    deliveries.put(record, [delivery(f"story{number}") for number in range(40)], NOW)
    sent = said_before_the_kill(record_url, tmp_path, "outbox", 10)
    late = deliveries.lease(record, NOW + 9 * MINUTE, 60, 99)
    assert {item.id for item in late}.isdisjoint(map(int, sent))
    settled = {item.id for item in deliveries.listing(record, limit=99)} - {item.id for item in late}
    assert len(settled) + len(late) == 40
    assert 0 <= sum(item.maybe_duplicate for item in late) <= 1, "only the one in its hands may have gone twice"
    record.close()
