"""The certificate of the host that answered, and its address, are kept with the answer."""

from __future__ import annotations

import hashlib
import ssl
import subprocess
from pathlib import Path

from crawling import TRUSTED, crawl, source_at
from loopback import Answer, article, newsroom, rss
from warcio.archiveiterator import ArchiveIterator

from model.source import RunStatus
from store.warc import FOLDER


def test_the_certificates_fingerprint_stands_beside_each_answer(tmp_path: Path) -> None:
    pem = tmp_path / "host.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", pem, "-out", pem]
    subprocess.run([*made, *names], check=True, capture_output=True)
    expected = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem.read_text()[pem.read_text().index("-----BEGIN CERT") :]))
    with newsroom(tls=pem) as room:
        room.pages["/a"] = Answer(article("Headline", ["The council met on Monday and spoke of the bridge."] * 4))
        listed = [(room.url("/a"), "Headline", "Mon, 01 Jun 2026 10:00:00 GMT")]
        room.pages["/feed.xml"] = Answer(rss(listed), content_type="application/rss+xml")
        home = tmp_path / "home"
        home.mkdir()
        assert crawl(home, source_at(room), room).status is RunStatus.DEAD, "a certificate that nobody vouches for"
        (home / TRUSTED).write_bytes(pem.read_bytes())
        assert crawl(home, source_at(room), room).status is RunStatus.OK
    (path,) = (home / FOLDER).glob("*.warc.gz")
    with path.open("rb") as file:
        found = [
            (item.rec_type, item.rec_headers, item.content_stream().read().decode()) for item in ArchiveIterator(file)
        ]
    assert len([kind for kind, _, _ in found if kind == "response"]) == 3, "rules, list and page"
    for kind, headers, content in found:
        if kind == "response":
            assert headers.get_header("WARC-IP-Address") == "127.0.0.1"
        if kind == "metadata":
            assert f"certificate-sha256: {expected.hexdigest()}\r\n" in content
            assert "robots: " in content
