"""Any changed byte of the evidence is found: in the files, in the ledger, among the tombstones and the seals."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from record_nouns import NOW, annotation, draft, response
from sqlalchemy import text
from warcio.archiveiterator import ArchiveIterator

import store.annotations
from model.capture import Capture, CaptureKind
from model.errors import StoreError
from model.source import RunReport, RunStatus
from store import Record, articles, open_record, retention, runs, seals
from store.evidence import EvidenceWriter, read_body
from store.ledger import entry_hash
from store.tombstones import filler
from store.verification import examine, verify
from store.warc import FOLDER, members

BESIDE = (CaptureKind.LIST, CaptureKind.PAGE, CaptureKind.ROBOTS)
LATER = NOW + timedelta(days=400)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    opened = open_record(f"sqlite:///{tmp_path / 'record.db'}")
    yield opened
    opened.close()


def keep(record: Record, home: Path, chain: str = "room-1", count: int = 4, run_id: int = 1) -> list[Capture]:
    with EvidenceWriter(home, chain) as evidence:
        return [
            evidence.keep(
                record,
                response(
                    number, f"<p>body {number}".encode() * 400, run_id=run_id, certificate="ab" * 32, peer="192.0.2.7"
                ),
            )
            for number in range(count)
        ]


def file_of(home: Path, capture: Capture) -> Path:
    return home / FOLDER / capture.warc_file


def test_request_robots_decision_and_certificate_stand_beside_the_response(record: Record, tmp_path: Path) -> None:
    path = file_of(tmp_path, keep(record, tmp_path, count=1)[0])
    with path.open("rb") as file:
        found = [(item, item.content_stream().read()) for item in ArchiveIterator(file, check_digests="raise")]
    assert [item.rec_type for item, _ in found] == ["warcinfo", "response", "request", "metadata"]
    assert found[1][0].rec_headers.get_header("WARC-IP-Address") == "192.0.2.7"
    said = dict(line.split(": ", 1) for line in found[3][1].decode().splitlines())
    assert said["robots"] == "allowed"
    assert said["certificate-sha256"] == "ab" * 32
    assert said["asked"] == "https://azimuth-tribune.example/0"
    of = found[1][0].rec_headers.get_header("WARC-Record-ID")
    assert {item.rec_headers.get_header("WARC-Concurrent-To") for item, _ in found[2:]} == {of}


def test_the_checker_of_others_finds_nothing_wrong(record: Record, tmp_path: Path) -> None:
    path = file_of(tmp_path, keep(record, tmp_path)[0])
    command = [Path(sys.executable).with_name("warcio"), "check", "-v", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "digest failed" not in done.stdout
    assert done.stdout.count("digest pass") == 1 + 4 * 3


def test_every_changed_byte_of_a_file_is_found(record: Record, tmp_path: Path) -> None:
    path = file_of(tmp_path, keep(record, tmp_path, count=3)[0])
    whole = path.read_bytes()
    assert verify(record, tmp_path) == []
    chosen = random.Random(3)
    places = {0, 9, len(whole) - 1} | {chosen.randrange(len(whole)) for _ in range(60)}
    for at in places:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chosen.randrange(8))]) + whole[at + 1 :])
        assert verify(record, tmp_path), f"byte {at} of {len(whole)}"
    for cut in (0, 1, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:cut])
        assert verify(record, tmp_path), f"cut at {cut}"
    path.write_bytes(whole[:900] + b"\0" + whole[900:])
    assert verify(record, tmp_path), "a byte more"
    path.unlink()
    assert len(verify(record, tmp_path)) == 3


@pytest.mark.parametrize("column", ["block_offset", "block_length", "warc_length", "status", "fetched_at", "run_id"])
def test_a_changed_number_of_a_row_is_found(record: Record, tmp_path: Path, column: str) -> None:
    keep(record, tmp_path)
    with record.write() as connection:
        connection.execute(text(f"UPDATE captures SET {column} = {column} + 1 WHERE seq = 2"))
    assert any("was changed" in line for line in verify(record, tmp_path))


def test_a_row_cannot_pass_for_one_of_before_there_were_blocks(record: Record, tmp_path: Path) -> None:
    keep(record, tmp_path)
    with record.write() as connection:
        connection.execute(text("UPDATE captures SET block_sha256 = NULL WHERE seq = 2"))
    assert any("was changed" in line for line in verify(record, tmp_path))


def test_an_entry_of_before_there_were_blocks_still_verifies(record: Record, tmp_path: Path) -> None:
    keep(record, tmp_path, count=1)
    with record.write() as connection:
        row = dict(connection.execute(text("SELECT * FROM captures")).mappings().one())
        old = {**row, "block_sha256": None, "fetched_at": NOW}
        change = text(
            "UPDATE captures SET block_sha256 = NULL, block_offset = NULL, block_length = NULL, entry_hash = :hash"
        )
        connection.execute(change, {"hash": entry_hash(old)})
    assert verify(record, tmp_path) == []


def finish(record: Record, status: RunStatus) -> None:
    """The run ends."""
    runs.finish_run(record, runs.start_run(record, "room", NOW), RunReport(status=status), NOW, NOW)


def test_what_a_killed_writer_left_is_a_note_and_what_is_more_is_a_problem(record: Record, tmp_path: Path) -> None:
    finish(record, RunStatus.INTERRUPTED)
    path = file_of(tmp_path, keep(record, tmp_path)[0])
    with record.write() as connection:
        connection.execute(text("DELETE FROM captures WHERE seq = 4"))
    found = examine(record, tmp_path)
    assert (found.problems, len(found.notes)) == ([], 1)
    path.write_bytes(path.read_bytes()[:-40])
    assert examine(record, tmp_path).problems == [], "cut off in the middle of it, too"
    with record.write() as connection:
        connection.execute(text("UPDATE runs SET status = 'ok'"))
    assert "stand in no entry" in verify(record, tmp_path)[0], "a run that ended in order left nothing"
    with record.write() as connection:
        connection.execute(text("UPDATE runs SET status = 'interrupted'"))
        connection.execute(text("DELETE FROM captures WHERE seq = 3"))
    assert "entries were removed" in verify(record, tmp_path)[0]


def test_a_chain_that_lost_its_end_is_found_by_the_seals(record: Record, tmp_path: Path) -> None:
    finish(record, RunStatus.INTERRUPTED)
    keep(record, tmp_path)
    keep(record, tmp_path, "other-2")
    first = seals.seal(record, tmp_path, NOW)
    keep(record, tmp_path, "third-3")
    second = seals.seal(record, tmp_path, NOW)
    assert json.loads(second.read_bytes())["previous"] == seals.sha256(first)
    found = examine(record, tmp_path)
    assert (found.problems, found.seals) == ([], 2)
    with record.write() as connection:
        connection.execute(text("DELETE FROM captures WHERE chain = 'other-2'"))
    for path in (tmp_path / FOLDER).glob("*other-2*"):
        path.unlink()
    assert any("chain other-2 held entry 4" in line for line in verify(record, tmp_path))


@pytest.mark.parametrize("which", [0, 1])
def test_a_changed_seal_is_found(record: Record, tmp_path: Path, which: int) -> None:
    for number in range(3):
        keep(record, tmp_path, f"room-{number}")
        seals.seal(record, tmp_path, NOW)
    path = seals.paths(tmp_path)[which]
    path.write_bytes(path.read_bytes().replace(b"T12:30:15Z", b"T12:30:16Z"))
    assert any("does not follow the seal" in line for line in verify(record, tmp_path))


def article(record: Record, capture: Capture, relevant: bool) -> str:
    kept, _ = articles.save(record, draft(capture.id, text=f"Dam {capture.id}.", capture_id=capture.id))
    store.annotations.save(record, "p", kept.id, 1, replace(annotation(), relevant=relevant))
    return kept.id


def test_retention_keeps_what_is_evidence_and_the_ledger_still_verifies(record: Record, tmp_path: Path) -> None:
    kept_run = runs.start_run(record, "room", NOW)
    gone_run = runs.start_run(record, "room", NOW)
    with EvidenceWriter(tmp_path, "room-1") as evidence:
        lists = [evidence.keep(record, response(90, kind=CaptureKind.LIST, run_id=kept_run))]
        pages = [evidence.keep(record, response(n, b"<p>x" * 9000 + bytes([n]), run_id=kept_run)) for n in range(5)]
    with EvidenceWriter(tmp_path, "room-2") as evidence:
        others = [evidence.keep(record, response(50 + n, kind=kind, run_id=gone_run)) for n, kind in enumerate(BESIDE)]
    relevant, held, _ = (article(record, pages[n], relevant=n == 0) for n in range(3))
    articles.save(record, draft(pages[3].id, capture_id=pages[3].id))  # nobody has understood it yet
    assert retention.hold(record, held, "asked for by counsel", NOW)
    assert not retention.hold(record, held, "again", NOW)
    runs.interrupt_stale(record, NOW)

    assert retention.retain(record, tmp_path, NOW, "too young", NOW).captures == 0
    done = retention.retain(record, tmp_path, NOW + timedelta(days=1), "no evidence after 400 days", LATER)
    assert (done.captures, done.rewritten, done.removed) == (2 + len(others), 1, 1)
    found = examine(record, tmp_path)
    assert (found.problems, found.notes, found.removed) == ([], [], 2 + len(others))
    for capture in (lists[0], pages[0], pages[1], pages[3]):
        assert read_body(tmp_path, capture)
    for capture in (pages[2], pages[4]):
        with pytest.raises(StoreError, match="was removed on 2027-12-06: no evidence after 400 days"):
            read_body(tmp_path, capture, record)
    assert not file_of(tmp_path, others[0]).exists()
    path = file_of(tmp_path, pages[0])
    assert path.stat().st_blocks * 512 < path.stat().st_size or path.stat().st_size < 9000
    with path.open("rb") as file:
        kinds = [item.rec_type for item in ArchiveIterator(file, check_digests="raise")]
    assert kinds.count("response") == 4, "other tools read past what was removed"
    assert retention.retain(record, tmp_path, NOW + timedelta(days=1), "again", LATER).captures == 0
    assert articles.get(record, relevant) is not None


def test_what_was_marked_but_not_yet_erased_is_erased_by_the_next_call(record: Record, tmp_path: Path) -> None:
    captures = keep(record, tmp_path)
    article(record, captures[0], relevant=True)
    before = file_of(tmp_path, captures[0]).read_bytes()
    retention.retain(record, tmp_path, LATER, "old", LATER)
    after = file_of(tmp_path, captures[0]).read_bytes()
    file_of(tmp_path, captures[0]).write_bytes(before)  # as if killed between the two
    assert all("still there" in line for line in verify(record, tmp_path))
    assert len(verify(record, tmp_path)) == 3
    assert retention.erase(record, tmp_path) == (1, 0)
    assert file_of(tmp_path, captures[0]).read_bytes() == after
    assert verify(record, tmp_path) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE tombstones SET reason = 'another' WHERE seq = 1", "was changed"),
        ("UPDATE tombstones SET removed_at = removed_at + 1 WHERE seq = 2", "was changed"),
        ("DELETE FROM tombstones WHERE seq = 1", "are missing"),
        ("DELETE FROM tombstones WHERE seq = 3", "no tombstone"),
        ("UPDATE captures SET removed_at = NULL WHERE seq = 2", "not the one that was removed"),
        ("UPDATE captures SET removed_reason = 'another' WHERE seq = 2", "no tombstone"),
        ("UPDATE captures SET removed_at = 1, removed_reason = 'hidden' WHERE seq = 1", "there is no tombstone"),
    ],
)
def test_nothing_is_removed_without_a_word(record: Record, tmp_path: Path, change: str, found: str) -> None:
    captures = keep(record, tmp_path)
    article(record, captures[0], relevant=True)
    retention.retain(record, tmp_path, LATER, "old", LATER)
    assert verify(record, tmp_path) == []
    with record.write() as connection:
        connection.execute(text(change))
    assert any(found in line for line in verify(record, tmp_path)), verify(record, tmp_path)


def test_a_filler_has_any_length_that_a_block_can_have() -> None:
    row = {"removed_at": LATER, "removed_reason": "n\r\no: evidence «۴»", "entry_hash": "0f" * 32}
    for length in (*range(450, 1500, 7), *range(65_500, 65_600), *range(131_060, 131_120), 1_000_003):
        data = filler({**row, "block_length": length})
        assert len(data) == length
    ((kind, content),) = members(data)
    assert kind == "metadata"
    assert content.rstrip(b"\0").count(b"\r\n") == 2
