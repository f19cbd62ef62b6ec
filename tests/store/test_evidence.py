"""Evidence can be read by others, cannot be changed unseen, and survives what hostile servers send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from record_nouns import NOW, response
from sqlalchemy import text
from warcio.archiveiterator import ArchiveIterator

from model.capture import Capture
from model.errors import StoreError
from store import Record, open_record
from store.evidence import EvidenceWriter, read_body
from store.verification import verify
from store.warc import FOLDER


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    opened = open_record(f"sqlite:///{tmp_path / 'record.db'}")
    yield opened
    opened.close()


def keep(record: Record, home: Path, count: int = 3) -> list[Capture]:
    with EvidenceWriter(home, "7-1234") as evidence:
        return [evidence.keep(record, response(number, f"body {number}".encode())) for number in range(count)]


def test_the_file_is_a_web_archive_that_others_read(record: Record, tmp_path: Path) -> None:
    hostile = (
        ("Content-Type", "text/html"),
        ("content-encoding", "br"),
        ("Content-Length", "3"),
        ("X-Split", "a\r\nInjected: yes"),
        ("X-Split: \n", "ü"),
        ("Set-Cookie", "\x00\udcff"),
    )
    with EvidenceWriter(tmp_path, "7-1234/../x") as evidence:
        capture = evidence.keep(
            record, response(headers=hostile, reason="No\r\nBad: thing", final_url="https://x.example/é?q=ب")
        )
    with (tmp_path / FOLDER / capture.warc_file).open("rb") as file:
        records = [(item, item.content_stream().read()) for item in ArchiveIterator(file, check_digests="raise")]
    assert [item.rec_type for item, _ in records] == ["warcinfo", "response", "request", "metadata"]
    item, body = records[1]
    assert body == response().body
    assert item.rec_headers.get_header("WARC-Target-URI") == "https://x.example/%C3%A9?q=%D8%A8"
    assert item.rec_headers.get_header("WARC-Date") == "2026-11-01T12:30:15.123000Z"
    names = [name for name, _ in item.http_headers.headers]
    assert names[:3] == ["Content-Type", "X-Archive-Orig-content-encoding", "X-Archive-Orig-Content-Length"]
    assert "Injected" not in names
    assert "Bad" not in names
    assert item.http_headers.get_header("Content-Length") == str(len(body))
    request = records[2][0]
    assert request.http_headers.to_str().startswith("GET /%C3%A9?q=%D8%A8 HTTP/1.1\r\n")
    assert request.http_headers.get_header("Host") == "x.example"
    assert request.rec_headers.get_header("WARC-Concurrent-To") == item.rec_headers.get_header("WARC-Record-ID")
    assert read_body(tmp_path, capture) == body


def test_the_file_is_named_after_time_and_chain(record: Record, tmp_path: Path) -> None:
    with EvidenceWriter(tmp_path, "7-a/../b") as evidence:
        name = evidence.keep(record, response()).warc_file
    assert name.startswith("rasad-20")
    assert name.endswith("-7-a----b.warc.gz")
    assert "/" not in name


def test_a_writer_that_keeps_nothing_leaves_nothing(tmp_path: Path) -> None:
    with EvidenceWriter(tmp_path, "c"):
        pass
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE captures SET url = 'https://other.example/' WHERE seq = 2", ["was changed"]),
        ("UPDATE captures SET fetched_at = fetched_at + 1 WHERE seq = 2", ["was changed"]),
        ("UPDATE captures SET status = 404 WHERE seq = 3", ["was changed"]),
        ("DELETE FROM captures WHERE seq = 2", ["entries 2 to 2 are missing", "where"]),
        ("DELETE FROM captures WHERE seq = 1", ["entries 1 to 1 are missing", "where"]),
        ("UPDATE captures SET entry_hash = prev_hash WHERE seq = 2", ["was changed", "does not follow"]),
        ("UPDATE captures SET warc_offset = warc_offset + 9 WHERE seq = 1", ["was changed"]),
    ],
)
def test_a_change_of_the_ledger_is_seen(record: Record, tmp_path: Path, change: str, found: list[str]) -> None:
    keep(record, tmp_path)
    assert verify(record, tmp_path) == []
    with record.write() as connection:
        connection.execute(text(change))
    problems = verify(record, tmp_path)
    assert len(problems) == len(found), problems
    for words, problem in zip(found, problems, strict=True):
        assert words in problem


def test_changed_or_missing_bytes_are_seen(record: Record, tmp_path: Path) -> None:
    first, second, third = keep(record, tmp_path)
    path = tmp_path / FOLDER / first.warc_file
    whole = path.read_bytes()
    middle = second.warc_offset + second.warc_length // 2
    path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    assert len(verify(record, tmp_path)) == 1
    with pytest.raises(StoreError, match=f"capture {second.id}") as caught:
        read_body(tmp_path, second)
    assert caught.value.remedy
    assert read_body(tmp_path, third) == b"body 2"
    with pytest.raises(StoreError, match="not those that were kept"):
        read_body(tmp_path, replace(third, sha256=first.sha256))
    path.unlink()
    assert len(verify(record, tmp_path)) == 3


def test_a_chain_goes_on_in_a_new_file(record: Record, tmp_path: Path) -> None:
    last = keep(record, tmp_path)[-1]
    first = keep(record, tmp_path)[0]
    assert (first.seq, first.prev_hash) == (4, last.entry_hash)
    assert first.warc_file != last.warc_file
    assert first.fetched_at == NOW
    assert verify(record, tmp_path) == []
