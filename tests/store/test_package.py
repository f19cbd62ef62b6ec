"""A package of evidence: verified by its own program in a clean folder, and any change in it is found."""

from __future__ import annotations

import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from record_nouns import NOW, draft, response

from model.errors import InputError, StoreError
from store import Record, articles, open_record, package, retention, seals
from store.evidence import EvidenceWriter
from store.warc import FOLDER


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    opened = open_record(f"sqlite:///{tmp_path / 'record.db'}")
    yield opened
    opened.close()


def published(record: Record, home: Path) -> list[str]:
    """Two articles of one run, one of them in two versions, and an imported one; their ids."""
    with EvidenceWriter(home, "room-1") as evidence:
        pages = [evidence.keep(record, response(n, f"<p>سد {n}</p>".encode() * 50)) for n in range(4)]
    texts = [(1, "A dam was opened.", pages[0]), (1, "A dam was closed.", pages[1]), (2, "Fog.", pages[2])]
    ids = [articles.save(record, draft(n, text, capture_id=page.id))[0].id for n, text, page in texts]
    ids.append(articles.save(record, draft(7, "Imported."))[0].id)
    seals.seal(record, home, NOW)
    return list(dict.fromkeys(ids))


def unpacked(archive: Path, folder: Path) -> Path:
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder)
    return folder


def verdict(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-W", "error", "verify.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/nowhere", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return done.returncode, done.stdout + done.stderr


def test_a_clerk_verifies_it_with_nothing_but_python(record: Record, tmp_path: Path) -> None:
    ids = published(record, tmp_path)
    made = package.export(record, tmp_path, ids, tmp_path / "case.zip", "Azimuth Watch", NOW)
    assert (made.captures, made.versions, len(made.notes)) == (3, 4, 1)
    folder = unpacked(made.path, tmp_path / "clerk")
    code, said = verdict(folder)
    assert code == 0, said
    assert said.endswith("ALL IS WELL\n")
    assert made.manifest_sha256 in said
    assert "ALL IS WELL" in (folder / "README.txt").read_text()
    assert [key for key, _, _ in retention.held(record)] == ids, "what is exported is held"
    again = package.export(record, tmp_path, ids, tmp_path / "again.zip", "Azimuth Watch", NOW)
    assert again.path.read_bytes() == made.path.read_bytes(), "the same evidence gives the same package"


def test_any_change_in_any_file_is_found(record: Record, tmp_path: Path) -> None:
    ids = published(record, tmp_path)
    made = package.export(record, tmp_path, ids, tmp_path / "case.zip", "Azimuth Watch", NOW)
    folder = unpacked(made.path, tmp_path / "clerk")
    chosen = random.Random(5)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert len(files) >= 4 * 2 + 3 * 2 + 5
    for path in files:
        whole = path.read_bytes()
        places = [chosen.randrange(len(whole))] if path.name != "verify.py" else [10, len(whole) // 2, len(whole) - 3]
        for at in places:
            path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chosen.randrange(7))]) + whole[at + 1 :])
            code, said = verdict(folder)
            assert code != 0, f"{path.name}, byte {at}: {said}"
        path.write_bytes(whole)
    (folder / "articles" / "more.txt").write_text("slipped in")
    assert "is not part of the package" in verdict(folder)[1]
    (folder / "articles" / "more.txt").unlink()
    removed = next(folder.glob("captures/*/body.bin"))
    kept = removed.read_bytes()
    removed.unlink()
    assert verdict(folder)[0] == 1
    removed.write_bytes(kept)
    assert verdict(folder)[0] == 0


def test_a_forger_who_mends_the_digests_breaks_the_chain(record: Record, tmp_path: Path) -> None:
    """Whoever writes the manifest anew after a change must still break the ledger, or show another manifest digest."""
    import hashlib
    import json

    made = package.export(record, tmp_path, published(record, tmp_path), tmp_path / "case.zip", "Azimuth Watch", NOW)
    folder = unpacked(made.path, tmp_path / "clerk")
    ledger = json.loads((folder / "ledger.json").read_bytes())
    ledger["chains"]["room-1"][0]["entry"]["url"] = "https://elsewhere.example/"
    (folder / "ledger.json").write_text(json.dumps(ledger))
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["files"]["ledger.json"] = hashlib.sha256((folder / "ledger.json").read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    digest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    (folder / "manifest.sha256").write_text(f"{digest}  manifest.json\n")
    code, said = verdict(folder)
    assert code == 1
    assert "entry 1 was changed" in said
    assert "was changed\n" not in said.replace("entry 1 was changed\n", "")


def test_what_is_unknown_or_damaged_is_refused(record: Record, tmp_path: Path) -> None:
    ids = published(record, tmp_path)
    target = tmp_path / "case.zip"
    with pytest.raises(InputError, match="no article has the id 0123456789abcdef"):
        package.export(record, tmp_path, [*ids, "0123456789abcdef"], target, "Azimuth Watch", NOW)
    with pytest.raises(StoreError, match="cannot be written"):
        package.export(record, tmp_path, ids, tmp_path / "nowhere" / "case.zip", "Azimuth Watch", NOW)
    (path,) = (tmp_path / FOLDER).glob("*.warc.gz")
    whole = path.read_bytes()
    path.write_bytes(whole[:700] + bytes([whole[700] ^ 4]) + whole[701:])
    with pytest.raises(StoreError, match="not those that were kept"):
        package.export(record, tmp_path, ids, target, "Azimuth Watch", NOW)
    assert not target.exists()
