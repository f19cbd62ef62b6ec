"""What goes wrong with a database or a disk is told with its thing and its remedy, and nothing is lost."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from record_nouns import draft, response
from servers import postgres_programs
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from model.errors import StoreError
from store import Record, articles, open_record
from store import record as opening
from store.evidence import EvidenceWriter, read_body
from store.migrate import HEAD
from store.verification import verify
from store.warc import FOLDER

TESTS = Path(__file__).resolve().parent.parent


def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'home' / 'record.db'}"


def fails(url: str) -> StoreError:
    with pytest.raises(StoreError) as caught:
        open_record(url)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://u@h/d", "sqlite://", "sqlite:///:memory:", "oracle:///x"])
def test_an_address_that_cannot_hold_the_record(url: str) -> None:
    assert fails(url).exit_code == 1


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    assert str(tmp_path / "home") in fails(sqlite(tmp_path)).thing


def test_a_folder_where_the_file_should_be(tmp_path: Path) -> None:
    (tmp_path / "home" / "record.db").mkdir(parents=True)
    assert "cannot be opened" in fails(sqlite(tmp_path)).thing


def test_a_file_that_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "record.db").write_bytes(b"<html>" * 900)
    assert "not a record" in fails(sqlite(tmp_path)).thing


def test_a_record_from_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    record = open_record(sqlite(tmp_path))
    with record.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    record.close()
    error = fails(sqlite(tmp_path))
    assert "newer Rasad" in error.thing
    assert "9999" in error.thing
    assert HEAD in error.thing


def test_a_record_that_another_process_holds_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    one, two = open_record(sqlite(tmp_path)), open_record(sqlite(tmp_path))
    with one.write() as connection:
        articles.save_in(connection, draft(1))
        assert articles.count(two) == 0, "reading goes on beside a writer"
        with pytest.raises(StoreError, match="locked by another process"):
            articles.save(two, draft(2))
    articles.save(two, draft(2))
    assert articles.count(one) == 2
    one.close()
    two.close()


def test_a_full_disk_loses_nothing_that_was_reported(tmp_path: Path) -> None:
    record = open_record(sqlite(tmp_path))
    limit_pages(record, 80)
    kept = []
    with pytest.raises(StoreError, match="disk is full") as caught:
        for number in range(1000):
            kept.append(articles.save(record, draft(number, text="x" * 5_000))[0])
    assert "free space" in caught.value.remedy
    assert kept
    limit_pages(record, 1_000_000)
    assert [articles.get(record, article.id) for article in kept] == kept
    assert articles.count(record) == len(kept)
    articles.save(record, draft(5_000))
    record.close()


def limit_pages(record: Record, pages: int) -> None:
    """How large SQLite may grow; the pool has one connection here."""
    with record.read() as connection:
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))


def test_evidence_that_does_not_fit_is_cut_off_again(tmp_path: Path) -> None:
    """A real limit of the system, in a process of its own, in the middle of a record."""
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from record_nouns import response\n"
        "from model.errors import StoreError\n"
        "from store import open_record\n"
        "from store.evidence import EvidenceWriter\n"
        "import os\n"
        "home = Path(sys.argv[1])\n"
        "record = open_record(sys.argv[2])\n"
        "with EvidenceWriter(home, 'c') as evidence:\n"
        "    evidence.keep(record, response(1))\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))\n"
        "    try:\n"
        "        evidence.keep(record, response(2, os.urandom(50_000)))\n"
        "    except StoreError as error:\n"
        "        print(error)\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\n"
        "    evidence.keep(record, response(3))\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path), sqlite(tmp_path)]
    done = subprocess.run(command, env={"PYTHONPATH": str(TESTS)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "cannot be written: File too large" in done.stdout
    assert verify(open_record(sqlite(tmp_path)), tmp_path) == []
    check = Path(sys.executable).parent / "warcio"
    files = list((tmp_path / FOLDER).iterdir())
    assert len(files) == 1
    checked = subprocess.run([check, "check", "-v", *files], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.count("digest pass") == 7, "the information and two exchanges"


def test_a_full_disk_under_the_evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = open_record(sqlite(tmp_path))
    with EvidenceWriter(tmp_path, "c") as evidence:
        kept = evidence.keep(record, response(1))
        size = (tmp_path / FOLDER / kept.warc_file).stat().st_size
        with monkeypatch.context() as patched:
            patched.setattr("os.fsync", _no_space)
            with pytest.raises(StoreError, match="disk is full"):
                evidence.keep(record, response(2))
        assert (tmp_path / FOLDER / kept.warc_file).stat().st_size == size
        again = evidence.keep(record, response(2))
    assert again.seq == 2
    assert read_body(tmp_path, again) == response(2).body
    assert verify(record, tmp_path) == []
    record.close()


def _no_space(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_an_evidence_folder_that_cannot_be_made(tmp_path: Path) -> None:
    record = open_record(sqlite(tmp_path))
    (tmp_path / FOLDER).write_text("a file")
    with pytest.raises(StoreError, match=FOLDER), EvidenceWriter(tmp_path, "c") as evidence:
        evidence.keep(record, response(1))
    record.close()


def test_a_fault_of_the_program_is_not_dressed_up(tmp_path: Path) -> None:
    record = open_record(sqlite(tmp_path))
    with pytest.raises(IntegrityError), record.write() as connection:
        connection.execute(text("INSERT INTO extractions (capture_id, extractor, outcome) VALUES (99, 'x', 'y')"))
    record.close()


def test_a_server_that_is_away_is_named_without_its_password() -> None:
    postgres_programs()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error = fails(f"postgresql+psycopg://mina:secret@127.0.0.1:{taken.getsockname()[1]}/rasad")
    assert "cannot be reached" in error.thing
    assert "secret" not in str(error)
