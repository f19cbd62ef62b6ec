"""What a killed writer leaves is cleared by the next run of its source; what a hand leaves is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from record_nouns import NOW, response

from model.source import RunReport, RunStatus
from store import Record, leftovers, open_record, runs, warc
from store.evidence import EvidenceWriter
from store.verification import examine

SOURCE = "bbc-persian"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    opened = open_record(f"sqlite:///{tmp_path / 'record.db'}")
    yield opened
    opened.close()


def run_of(record: Record, home: Path, kept: int, source: str = SOURCE) -> tuple[int, Path]:
    """A run that nobody ended, with its file."""
    run = runs.start_run(record, source, NOW)
    with EvidenceWriter(home, f"{source}-{run}") as evidence:
        for number in range(kept):
            evidence.keep(record, response(number, f"body {number}".encode(), run_id=run, source_id=source))
        if not kept:
            evidence._opened()
    [path] = (home / warc.FOLDER).glob(f"*-{source}-{run}.warc.gz")
    return run, path


def grow(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


EXCHANGE = warc.exchange(response(9, b"a page whose row never came"))[0]


@pytest.mark.parametrize("rest", [b"\x1f\x8b\x08", EXCHANGE[:200], EXCHANGE[:-3], EXCHANGE])
def test_a_cut_or_whole_exchange_without_a_row_is_cleared(record: Record, tmp_path: Path, rest: bytes) -> None:
    _, path = run_of(record, tmp_path, 2)
    before = path.read_bytes()
    grow(path, rest)
    assert examine(record, tmp_path).notes
    assert leftovers.clear(record, tmp_path, SOURCE) == len(rest)
    assert path.read_bytes() == before
    examined = examine(record, tmp_path)
    assert (examined.problems, examined.notes, examined.captures) == ([], [], 2)
    assert leftovers.clear(record, tmp_path, SOURCE) == 0


@pytest.mark.parametrize("rest", [b"", EXCHANGE])
def test_a_file_without_any_row_goes(record: Record, tmp_path: Path, rest: bytes) -> None:
    _, path = run_of(record, tmp_path, 0)
    grow(path, rest)
    leftovers.clear(record, tmp_path, SOURCE)
    assert not path.exists()


def test_more_than_one_exchange_is_left_to_be_found(record: Record, tmp_path: Path) -> None:
    _, path = run_of(record, tmp_path, 1)
    grow(path, EXCHANGE * 2)
    size = path.stat().st_size
    assert leftovers.clear(record, tmp_path, SOURCE) == 0
    assert path.stat().st_size == size
    assert examine(record, tmp_path).problems


def test_a_run_that_ended_is_not_touched(record: Record, tmp_path: Path) -> None:
    run, path = run_of(record, tmp_path, 1)
    runs.finish_run(record, run, RunReport(status=RunStatus.OK), NOW, NOW)
    grow(path, EXCHANGE)
    size = path.stat().st_size
    assert leftovers.clear(record, tmp_path, SOURCE) == 0
    assert path.stat().st_size == size


def test_another_source_and_a_living_writer_are_not_touched(record: Record, tmp_path: Path) -> None:
    _, other = run_of(record, tmp_path, 1, source=f"the-{SOURCE}")
    grow(other, EXCHANGE)
    run = runs.start_run(record, SOURCE, NOW)
    with EvidenceWriter(tmp_path, f"{SOURCE}-{run}") as evidence:
        evidence.keep(record, response(1, b"first", run_id=run, source_id=SOURCE))
        [path] = (tmp_path / warc.FOLDER).glob(f"*-{SOURCE}-{run}.warc.gz")
        grow(path, EXCHANGE)
        sizes = path.stat().st_size, other.stat().st_size
        assert leftovers.clear(record, tmp_path, SOURCE) == 0
        assert (path.stat().st_size, other.stat().st_size) == sizes
    assert leftovers.clear(record, tmp_path, SOURCE) == len(EXCHANGE)
