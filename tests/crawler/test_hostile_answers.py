"""Every hostile behaviour of a server in one crawl: bounded, counted, set aside with its reason, and the rest comes in."""

from __future__ import annotations

import time
from pathlib import Path

import hostile
import pytest
from crawling import PEAK, crawl, source_at
from loopback import Answer, newsroom, rss
from sqlalchemy import select, update

from crawler.spiders.failures import explain
from model.source import RunStatus
from store import open_record, quarantine
from store.tables import entries
from store.verification import verify

SECONDS = 60
MEBIBYTES = 200
"""A process that has crawled one quiet page takes about 90."""


@pytest.mark.timeout(180)
def test_hostile_answers_in_one_crawl(tmp_path: Path) -> None:
    reasons = {**hostile.AT_ONCE, **hostile.IN_THE_END}
    with newsroom({f"/{name}": answer for name, answer in hostile.ANSWERS.items()}) as room:
        quiet = [f"/quiet-{number}" for number in range(len(reasons))]
        room.pages |= {path: Answer(hostile.PAGE) for path in quiet}
        # One after the other, so that three in a row do not end the run.
        listed = [path for name, calm in zip(reasons, quiet, strict=True) for path in (f"/{name}", calm)]
        room.pages["/feed.xml"] = Answer(rss([(room.url(path), path, "") for path in listed]))
        source = source_at(room, max_pages=0)
        assert crawl(tmp_path, source, room).new_entries == len(listed)
        record = open_record(f"sqlite:///{tmp_path / 'rasad.db'}")
        patient = [room.url(path) for path in listed if path[1:] not in hostile.AT_ONCE]
        with record.write() as connection:
            connection.execute(update(entries).where(entries.c.url.in_(patient)).values(attempts=4))

        start = time.monotonic()
        report = crawl(tmp_path, source_at(room, max_pages=1_000), room, timeout=2, max_bytes=2_000_000, wait=120)
        assert time.monotonic() - start < SECONDS
        assert (report.status, report.pages, report.failed) == (RunStatus.OK, len(quiet), len(reasons))
        held = {item.key: item for item in quarantine.listing(record, quarantine.FETCH)}
        assert set(held) == {room.url(f"/{name}") for name in reasons}
        for name, reason in reasons.items():
            item = held[room.url(f"/{name}")]
            assert reason in item.reason, (name, item.reason)
            assert item.detail == f"room: {1 if name in hostile.AT_ONCE else 5} attempts", name
            assert any(item.key in line and item.reason in line for line in report.problems)
        assert verify(record, tmp_path) == []
        assert int((tmp_path / PEAK).read_text()) < MEBIBYTES
        with record.read() as connection:
            kept = connection.execute(select(entries.c.url).where(entries.c.capture_id.is_not(None))).scalars()
            assert set(kept) == {room.url(path) for path in quiet}
        record.close()


def test_what_is_unknown_is_told_by_its_name() -> None:
    trouble = explain(KeyError("nobody knows"), "http://a.example/")
    assert trouble.reason == "KeyError: 'nobody knows'"
    assert not trouble.hostile
