"""Runs, entries, captures and their extraction, the same on every database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from record_nouns import MINUTE, NOW, address, draft, entry, response, source

from model.capture import CaptureKind, Validators
from model.source import RunReport, RunStatus
from store import Record, articles, captures, entries, quarantine, runs, status
from store.evidence import EvidenceWriter, read_body
from store.verification import verify


def test_sources_are_due_when_their_time_has_come(record: Record) -> None:
    one, two, off = source("one"), source("two"), source("off", enabled=False)
    assert runs.due_sources(record, [one, two, off], NOW) == [one, two]
    first, second = runs.start_run(record, "one", NOW), runs.start_run(record, "two", NOW)
    assert runs.due_sources(record, [one, two, off], NOW) == [], "both run"
    report = RunReport(status=RunStatus.OK, feeds=1, problems=("a page was away",))
    runs.finish_run(record, first, report, NOW + MINUTE, NOW + 9 * MINUTE)
    runs.finish_run(record, second, replace(report, status=RunStatus.DEAD), NOW + MINUTE, NOW + 8 * MINUTE)
    assert runs.due_sources(record, [one, two], NOW + 7 * MINUTE) == []
    assert runs.due_sources(record, [one, two], NOW + 9 * MINUTE) == [two, one], "longest overdue first"
    good, bad, none = runs.health(record, ["one", "two", "three"])
    assert (good.status, good.last_run, good.last_ok, good.next_due, good.report) == (
        RunStatus.OK,
        NOW,
        NOW + MINUTE,
        NOW + 9 * MINUTE,
        report,
    )
    assert (bad.status, bad.last_ok) == (RunStatus.DEAD, None)
    assert (none.status, none.articles) == (None, 0)


def test_a_run_that_was_cut_off_is_due_again(record: Record) -> None:
    one = source("one")
    runs.start_run(record, "one", NOW)
    assert runs.interrupt_stale(record, NOW + MINUTE) == 1
    assert runs.interrupt_stale(record, NOW + MINUTE) == 0
    assert runs.due_sources(record, [one], NOW + MINUTE) == [one]
    assert runs.health(record, ["one"])[0].status is RunStatus.INTERRUPTED


def test_entries_are_kept_once_and_tried_in_bounds(record: Record) -> None:
    assert entries.add_entries(record, 1, [entry(1), entry(2), entry(1, title="Again")]) == 2
    assert entries.add_entries(record, 2, [entry(1)]) == 0
    assert entries.due_entries(record, "azimuth-tribune", 9, NOW) == [entry(2), entry(1)]
    assert entries.due_entries(record, "other", 9, NOW) == []
    now = NOW
    for attempt in range(1, entries.MAX_ATTEMPTS + 1):
        assert entry(1) in entries.due_entries(record, "azimuth-tribune", 9, now)
        given_up = entries.entry_failed(record, address(1), "503", now)
        assert given_up is (attempt == entries.MAX_ATTEMPTS)
        assert entry(1) not in entries.due_entries(record, "azimuth-tribune", 9, now)
        now += entries.FIRST_PAUSE * 2 ** (attempt - 1)
    assert entries.due_entries(record, "azimuth-tribune", 9, now + timedelta(days=9)) == [entry(2)]
    held = quarantine.listing(record, "fetch")
    assert [(item.key, item.reason) for item in held] == [(address(1), "503")]
    assert quarantine.release(record, held[0].id)
    assert entry(1) in entries.due_entries(record, "azimuth-tribune", 9, now)


def test_a_long_address_comes_out_of_quarantine_too(record: Record) -> None:
    long = entry(1, url=f"{address(1)}?{'x' * 900}")
    entries.add_entries(record, 1, [long])
    for _ in range(entries.MAX_ATTEMPTS):
        entries.entry_failed(record, long.url, "503", NOW)
    assert quarantine.holds(record, "fetch", long.url)
    quarantine.release(record, quarantine.listing(record)[0].id)
    assert entries.due_entries(record, "azimuth-tribune", 9, NOW) == [long]


def test_captures_keep_the_bytes_and_chain_up(record: Record, tmp_path: Path) -> None:
    with EvidenceWriter(tmp_path, "1-a") as one, EvidenceWriter(tmp_path, "2-b") as two:
        first = one.keep(record, response(1, b"\x00\xff"))
        second = one.keep(record, response(2, b""))
        other = two.keep(record, response(3, "خبر".encode() * 50_000))
    assert captures.get(record, first.id) == first
    assert captures.get(record, 99) is None
    assert [read_body(tmp_path, capture) for capture in (first, second, other)] == [
        b"\x00\xff",
        b"",
        "خبر".encode() * 50_000,
    ]
    assert (first.seq, second.seq, other.seq) == (1, 2, 1)
    assert second.prev_hash == first.entry_hash
    assert verify(record, tmp_path) == []


def test_conditional_requests_ask_with_the_newest_whole_answer(record: Record, tmp_path: Path) -> None:
    assert captures.validators(record, address(1)) is None
    with EvidenceWriter(tmp_path, "1-a") as evidence:
        evidence.keep(record, response(1))
        evidence.keep(record, response(1, b"", status=304, headers=()))
        assert captures.validators(record, address(1)) == Validators(etag='"e1"', last_modified=None)
        evidence.keep(record, response(1, headers=()))
    assert captures.validators(record, address(1)) is None


def test_pages_are_pending_for_each_extractor_until_it_has_read_them(record: Record, tmp_path: Path) -> None:
    entries.add_entries(record, 1, [entry(1)])
    with EvidenceWriter(tmp_path, "1-a") as evidence:
        page = evidence.keep(record, response(1))
        evidence.keep(record, response(2, kind=CaptureKind.LIST))
        evidence.keep(record, response(3, status=404))
        bare = evidence.keep(record, response(4))
    entries.entry_fetched(record, address(1), page.id)
    assert entries.due_entries(record, "azimuth-tribune", 9, NOW) == []
    assert not entries.entry_failed(record, address(1), "late", NOW), "its page is kept"
    assert captures.pending_pages(record, "x1", 9) == [(page, entry(1)), (bare, None)]
    article, _ = articles.save_extracted(record, replace(draft(1), capture_id=page.id), page.id, "x1")
    assert article.capture_id == page.id
    articles.save_extracted(record, replace(draft(1), capture_id=page.id), page.id, "x1")
    captures.extraction_done(record, bare.id, "x1", "failed", "no text")
    quarantine.put(record, quarantine.EXTRACT, str(bare.id), "no text")
    assert captures.pending_pages(record, "x1", 9) == []
    assert len(captures.pending_pages(record, "x2", 9)) == 2
    quarantine.release(record, quarantine.listing(record)[0].id)
    assert captures.pending_pages(record, "x1", 9) == [(bare, None)]
    counted = status.counts(record)
    assert (counted["captures"], counted["articles"], counted["pending_extract"]) == (4, 1, 1)
