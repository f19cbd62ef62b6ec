"""`rasad evidence`: as its users call it, with a time stamp authority of our own made with openssl."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from places import ROOT, rasad
from record_nouns import NOW, draft, response

from rasad.stamping import seal_daily
from rasad.wiring import Place
from store import articles, open_record, revisits, seals
from store.evidence import EvidenceWriter
from store.stamps import problems
from store.warc import FOLDER

TSA = """[tsa]
default_tsa = own
[own]
serial = {0}/serial
signer_cert = {0}/tsa.crt
signer_key = {0}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[ext]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
"""


def openssl(*arguments: str | Path, data: bytes = b"") -> bytes:
    done = subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "tsa.cnf").write_text(TSA.format(folder))
    (folder / "serial").write_text("01\n")
    new = ("req", "-newkey", "rsa:2048", "-nodes")
    ca = ("-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    openssl(*new, "-x509", "-subj", "/CN=Own root", *ca, "-keyout", folder / "ca.key", "-out", folder / "ca.crt")
    openssl(*new, "-subj", "/CN=Own stamps", "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr")
    signed = ("-CA", folder / "ca.crt", "-CAkey", folder / "ca.key", "-CAcreateserial")
    extensions = ("-extfile", folder / "tsa.cnf", "-extensions", "ext", "-days", "30")
    openssl("x509", "-req", "-in", folder / "tsa.csr", *signed, *extensions, "-out", folder / "tsa.crt")
    return folder


@contextmanager
def stamping(folder: Path) -> Iterator[str]:
    """The authority as a server; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            (folder / "query").write_bytes(query)
            answer = openssl(
                *("ts", "-reply", "-config", folder / "tsa.cnf", "-queryfile", folder / "query"),
                *("-signer", folder / "tsa.crt", "-inkey", folder / "tsa.key"),
            )
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def test_from_captures_to_a_stamped_package_and_retention(tmp_path: Path, authority: Path) -> None:
    home = tmp_path / "var"
    home.mkdir()
    config = Path(shutil.copytree(ROOT / "config", tmp_path / "config"))
    record = open_record(f"sqlite:///{home / 'rasad.sqlite'}")
    with EvidenceWriter(home, "room-1") as evidence:
        pages = [evidence.keep(record, response(n, b"<p>Dam" * 999)) for n in range(3)]
    article, _ = articles.save(record, draft(1, capture_id=pages[0].id))

    done = rasad(home, "evidence", "seal", config=config)
    assert done.returncode == 0, done.stderr
    with stamping(authority) as url:
        with (config / "settings.yml").open("a", encoding="utf-8") as file:
            file.write(f"\nevidence:\n  tsa_url: {url}\n  tsa_ca: {authority / 'ca.crt'}\n  keep_days: 1\n")
        done = rasad(home, "evidence", "seal", config=config)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(b"stamped: ") == 2, "the one that had none yet, and the new one"
    (first, second) = seals.paths(home)
    for path in (first, second):
        openssl("ts", "-verify", "-data", path, "-in", seals.stamp_of(path), "-CAfile", authority / "ca.crt")

    done = rasad(home, "evidence", "export", article.id, "--to", str(tmp_path / "case.zip"), config=config)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        archive.extractall(tmp_path / "clerk")
    clerk = [sys.executable, "-I", "verify.py"]
    said = subprocess.run(clerk, cwd=tmp_path / "clerk", capture_output=True, text=True, check=True).stdout
    assert "openssl ts -verify -data seals/" in said
    assert said.splitlines()[-2].split()[-1] in done.stdout.decode()

    plan = rasad(home, "evidence", "retain", "--dry-run", config=config).stdout.decode()
    assert [line.split()[0] for line in plan.splitlines()] == ["2", "3"]
    done = rasad(home, "evidence", "retain", config=config)
    assert done.stdout == b"2 captures removed; 1 files written anew, 0 files removed\n", done.stderr
    done = rasad(home, "evidence", "verify", "--json", config=config)
    found = json.loads(done.stdout)
    assert (done.returncode, found["captures"], found["removed"], found["seals"]) == (0, 3, 2, 2)
    assert found["problems"] == []

    (path,) = (home / FOLDER).glob("*.warc.gz")
    whole = path.read_bytes()
    path.write_bytes(whole[:-9] + b"x" + whole[-8:])
    done = rasad(home, "evidence", "verify", config=config)
    assert done.returncode == 1
    assert b"capture 3: the bytes in" in done.stdout
    record.close()


def test_a_stamp_of_something_else_or_of_somebody_else_is_found(tmp_path: Path, authority: Path) -> None:
    from rasad.stamping import stamp

    record = open_record(f"sqlite:///{tmp_path / 'rasad.sqlite'}")
    with EvidenceWriter(tmp_path, "room-1") as evidence:
        evidence.keep(record, response())
    one, two = seals.seal(record, tmp_path, NOW), seals.seal(record, tmp_path, NOW)
    with stamping(authority) as url:
        for path in (one, two):
            stamp(path, url, authority / "ca.crt")
    assert problems(tmp_path, authority / "ca.crt") == []
    right = seals.stamp_of(one).read_bytes()
    seals.stamp_of(one).write_bytes(seals.stamp_of(two).read_bytes())
    assert "it stamps something else" in problems(tmp_path, None)[0]
    for at in range(200, len(right), 97):
        seals.stamp_of(one).write_bytes(right[:at] + bytes([right[at] ^ 1]) + right[at + 1 :])
        assert problems(tmp_path, authority / "ca.crt"), f"byte {at}"
    seals.stamp_of(one).write_bytes(right)
    other = tmp_path / "other.crt"
    subject = ("-subj", "/CN=Other", "-keyout", tmp_path / "other.key", "-out", other)
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-x509", *subject)
    assert len(problems(tmp_path, other)) == 2
    record.close()


def test_a_worker_seals_once_a_day_where_something_came(tmp_path: Path, authority: Path) -> None:
    config = Path(shutil.copytree(ROOT / "config", tmp_path / "config"))
    at = Place(config_dir=config, home=tmp_path / "var")
    seal_daily(at)
    assert seals.paths(at.home) == [], "nothing has come"
    with EvidenceWriter(at.home, "room-1") as evidence:
        evidence.keep(at.record, response(1))
        seal_daily(at)
        evidence.keep(at.record, response(2))
        seal_daily(at)
    assert len(seals.paths(at.home)) == 1
    assert seals.is_due(at.record, at.home, datetime.now(UTC) + timedelta(days=1), timedelta(days=1))
    at.record.close()


def test_history_tells_edits_and_a_removal(tmp_path: Path) -> None:
    home = tmp_path / "var"
    home.mkdir()
    record = open_record(f"sqlite:///{home / 'rasad.sqlite'}")
    with EvidenceWriter(home, "room-1") as evidence:
        page = evidence.keep(record, response(1))
        gone = evidence.keep(record, response(1, status=404))
    article, _ = articles.save(record, draft(1, "Twelve people came. Fog rose.", capture_id=page.id))
    articles.save(record, draft(1, "Twenty people came. Fog rose.", title="News of the fog", capture_id=page.id))
    with record.write() as connection:
        revisits.plan_in(connection, page.url, "room", NOW)
    assert not revisits.missing(record, page.url, gone.id, 404, NOW)
    assert revisits.missing(record, page.url, gone.id, 404, NOW)
    record.close()
    told = rasad(home, "history", article.id).stdout.decode()
    assert "headline: News of the dam" in told
    assert "-> News of the fog" in told
    assert "changed: Twelve people came." in told
    assert "removed by its publisher: noticed 2026-11-01 12:30Z (404)" in told
    assert rasad(home, "history", "0123456789abcdef").returncode == 1
