"""The newsroom's server over real HTTP: restarts, validators, control, the exit, taken ports."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from corpora import ROOT

from model.errors import RasadError
from rasad.newsroom import Running, running
from rasad.newsroom.clock import open_clock

DEMO = ROOT / "config" / "demo"


def url(newsroom: Running, path: str) -> str:
    return f"http://127.0.0.1:{newsroom.port}{path}"


def test_feeds_and_pages_are_served_with_the_address_of_the_server(tmp_path: Path) -> None:
    with running(DEMO, tmp_path) as newsroom, httpx.Client() as client:
        feed = client.get(url(newsroom, "/harbour-ledger/feed.xml"))
        assert feed.headers["content-type"] == "application/rss+xml; charset=utf-8"
        [first, *_] = newsroom.site.listed(newsroom.site.outlets[0], 0)
        assert first.url.startswith(f"http://127.0.0.1:{newsroom.port}/")
        assert client.get(first.url).status_code in (200, 403)
        held = {"If-None-Match": feed.headers["etag"]}
        again = client.get(url(newsroom, "/harbour-ledger/feed.xml"), headers=held)
        assert (again.status_code, again.content) == (304, b"")
        head = client.head(url(newsroom, "/harbour-ledger/feed.xml"))
        assert (head.status_code, head.content) == (200, b"")
        assert int(head.headers["content-length"]) == len(feed.content)


def test_a_restart_serves_the_same_bytes(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    bodies = []
    for _ in range(3):
        with running(DEMO, tmp_path, port) as newsroom:
            bodies.append(httpx.get(url(newsroom, "/cheragh-darya/feed.xml")).content)
        time.sleep(0.6)  # a base taken anew, in whole seconds, would differ by then
    assert len(set(bodies)) == 1


def test_control_moves_the_clock_for_good_and_only_with_its_header(tmp_path: Path) -> None:
    late = "/harbour-ledger/second-exchange-under-review"
    with running(DEMO, tmp_path) as newsroom:
        control = url(newsroom, "/__control")
        assert httpx.get(url(newsroom, late)).status_code == 404
        assert httpx.post(control, data={"advance": "30"}).status_code == 403
        assert httpx.post(control, data={"back": "1"}, headers={"X-Newsroom-Control": "1"}).status_code == 400
        moved = httpx.post(control, data={"advance": "30"}, headers={"X-Newsroom-Control": "1"})
        assert moved.json()["minutes"] >= 30
        assert httpx.get(url(newsroom, late)).status_code == 200
    with running(DEMO, tmp_path) as newsroom:
        assert httpx.get(url(newsroom, late)).status_code == 200


def test_the_exit_leads_to_the_newsroom_and_nowhere_else(tmp_path: Path) -> None:
    with running(DEMO, tmp_path) as newsroom, socket.create_server(("127.0.0.1", 0)) as elsewhere:
        proxy = f"http://127.0.0.1:{newsroom.exit_port}"
        guarded = url(newsroom, "/ofogh-hirkan/atom.xml")
        assert httpx.get(guarded).status_code == 403
        with httpx.Client(proxy=proxy) as through:
            feed = through.get(guarded)
            assert feed.status_code == 200
            assert feed.headers["content-type"].startswith("application/atom+xml")
            assert through.get(guarded, headers={"If-None-Match": feed.headers["etag"]}).status_code == 304
            other = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/"
            assert through.get(other).status_code == 403
            assert through.get("http://example.invalid/").status_code == 403
        elsewhere.setblocking(False)
        with pytest.raises(BlockingIOError):
            elsewhere.accept()


def test_a_taken_port_names_the_port_and_the_remedy(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        for ports in ((port, 0), (0, port)):
            with pytest.raises(RasadError, match=f"port {port} ") as raised, running(DEMO, tmp_path, *ports):
                pass
            assert "settings.yml" in raised.value.remedy


def test_a_broken_clock_file_is_named(tmp_path: Path) -> None:
    for text in ("{", "{}", '{"base": "2026-11-22T10:00:00", "advanced": 0}', '{"base": 7, "advanced": 0}'):
        (tmp_path / "newsroom.json").write_text(text)
        with pytest.raises(RasadError, match=r"newsroom\.json") as raised:
            open_clock(tmp_path)
        assert "delete" in raised.value.remedy


def test_a_reader_that_hangs_up_does_not_disturb(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with running(DEMO, tmp_path) as newsroom:
        for _ in range(5):
            with socket.create_connection(("127.0.0.1", newsroom.port)) as rude:
                rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                rude.sendall(b"GET /harbour-ledger/feed.xml HTTP/1.1\r\nHost: x\r\n\r\n" * 50)
        assert httpx.get(url(newsroom, "/robots.txt")).text.startswith("User-agent: *")
    assert capfd.readouterr().err == ""


def test_serve_stays_in_front_until_sigterm(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from rasad.newsroom import serve; serve(*map(Path, sys.argv[1:]), 0, 0)"
    )
    command = [sys.executable, "-c", code, str(DEMO), str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[1]
        assert "Harbour Ledger" in httpx.get(address).text
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(10) == 0
        assert process.stderr.read() == ""
