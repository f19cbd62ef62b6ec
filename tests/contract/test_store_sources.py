"""What the record knows of sources' rhythm, health and documents, the same on every database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from record_nouns import MINUTE, NOW, address, draft, entry, response, source

from model.capture import CaptureKind
from model.source import Assertions, Owner, RunReport, RunStatus
from store import Record, articles, captures, entries, quarantine, runs
from store.evidence import EvidenceWriter

KINDS = (CaptureKind.TELEGRAM, CaptureKind.OFFICIAL)


def ended(record: Record, name: str, status: RunStatus, **fields: object) -> None:
    run = runs.start_run(record, name, NOW)
    report = RunReport(status=status, **fields)  # type: ignore[arg-type]
    runs.finish_run(record, run, report, NOW + MINUTE, NOW + 9 * MINUTE)


def test_when_a_source_published(record: Record) -> None:
    first, second = (runs.start_run(record, "azimuth-tribune", NOW + n * MINUTE) for n in (0, 30))
    entries.add_entries(record, first, [entry(1, published=NOW - MINUTE), entry(2, published=None)])
    entries.add_entries(record, second, [entry(3, published=None), entry(4, published=NOW - timedelta(days=40))])
    entries.add_entries(record, second, [entry(5, source_id="other")])
    since = NOW - timedelta(days=28)
    assert entries.published_times(record, "azimuth-tribune", since) == [NOW + 30 * MINUTE, NOW - MINUTE]
    assert entries.published_times(record, "azimuth-tribune", since, limit=1) == [NOW + 30 * MINUTE]
    assert entries.published_times(record, "nobody", since) == []


def test_failures_in_a_row_end_with_the_last_good_run(record: Record) -> None:
    assert runs.failures_in_a_row(record, "one") == 0
    for status in (RunStatus.DEAD, RunStatus.OK, RunStatus.BLOCKED, RunStatus.INTERRUPTED, RunStatus.GEO_BLOCKED):
        ended(record, "one", status)
    runs.start_run(record, "one", NOW)
    assert runs.failures_in_a_row(record, "one") == 2
    ended(record, "one", RunStatus.UNCHANGED)
    assert runs.failures_in_a_row(record, "one") == 0


def test_what_we_did_not_see(record: Record) -> None:
    promised = Assertions(min_items=5, min_dated_share=0.9, max_age_days=3)
    good, bad, new = source("good"), source("bad", assertions=promised), source("new")
    off, held = source("off", enabled=False), source("held", owner=Owner.STATE_AFFILIATED)
    ended(record, "good", RunStatus.UNCHANGED)
    ended(record, "bad", RunStatus.OK)
    seen = {"entries": 2, "dated": 1, "newest": NOW, "problems": ("2 items, promised are at least 5",)}
    ended(record, "bad", RunStatus.WRONG_CONTENT, **seen)
    runs.start_run(record, "bad", NOW + 20 * MINUTE)
    dark = runs.unseen(record, [good, bad, new, off, held])
    assert [(one.source_id, one.status) for one in dark] == [
        ("bad", RunStatus.WRONG_CONTENT),
        ("new", None),
        ("held", RunStatus.HELD),
    ], "a run under way does not hide how the last one ended"
    assert dark[0].last_ok == NOW + MINUTE
    assert dark[0].reason == "2 items, promised are at least 5"
    assert dark[0].expected == "5+ items, 90% dated, newest within 3 d"
    assert dark[0].seen == "2 items, 50% dated, newest 2026-11-01 12:30Z"


def test_documents_are_pending_until_they_are_read_and_know_the_one_before(record: Record, tmp_path: Path) -> None:
    with EvidenceWriter(tmp_path, "1-a") as evidence:
        first = evidence.keep(record, response(1, kind=CaptureKind.OFFICIAL))
        evidence.keep(record, response(1, kind=CaptureKind.OFFICIAL, status=404))
        evidence.keep(record, response(1, kind=CaptureKind.LIST))
        broken = evidence.keep(record, response(1, b"<x", kind=CaptureKind.OFFICIAL))
        last = evidence.keep(record, response(1, b"<p>More", kind=CaptureKind.OFFICIAL))
        other = evidence.keep(record, response(2, kind=CaptureKind.TELEGRAM))
    assert captures.pending_documents(record, KINDS, "d1", 9) == [first, broken, last, other]
    assert captures.pending_documents(record, KINDS, "d1", 1) == [first]
    saved = articles.save_document(record, [draft(1), draft(2)], first.id, "d1")
    assert [article.version for article, _ in saved] == [1, 1]
    articles.save_document(record, [], last.id, "d1")
    quarantine.put(record, quarantine.DOCUMENTS, str(broken.id), "cut off")
    captures.extraction_done(record, broken.id, "d1", "no-document", "cut off")
    assert captures.pending_documents(record, KINDS, "d1", 9) == [other]
    assert captures.read_before(record, first, "d1") is None
    assert captures.read_before(record, last, "d1") == first, "what could not be read is no ground to compare with"
    assert captures.read_before(record, last, "d2") is None
    quarantine.release(record, quarantine.listing(record)[0].id)
    assert captures.pending_documents(record, KINDS, "d1", 9) == [broken, other]
    assert captures.pending_pages(record, "x1", 9) == []


def test_addresses_without_an_article(record: Record) -> None:
    articles.save(record, draft(1))
    many = [address(number) for number in range(1, 1200)]
    assert articles.unknown(record, many) == set(many[1:])
    assert articles.unknown(record, []) == set()
