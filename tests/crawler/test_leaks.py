"""What leaves this machine, and where to: written down by the interpreter itself as sockets are used."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawling import crawl, source_at
from loopback import Answer, Newsroom, article, newsroom, rss
from loopback_socks import socks_exit
from spying import network

from model.source import Feed, Owner, RunStatus, Source

TEXT = ["The council met on Monday and spoke for three hours about the new bridge over the river."] * 4


def test_an_ordinary_source_asks_for_its_own_host_alone(tmp_path: Path) -> None:
    with newsroom() as room:
        room.pages["/feed.xml"] = Answer(rss([(room.url("/a"), "Headline", "")]))
        room.pages["/a"] = Answer(article("Headline", TEXT, head='<link rel="icon" href="http://tracker.example/i">'))
        assert crawl(tmp_path, source_at(room), room).pages == 1
        seen = network(tmp_path)
        assert set(seen.connections) == {f"{room.host}:{room.port}"}
        assert set(seen.names) <= {room.host}


def _behind(exit_: Newsroom, via: str) -> Source:
    """A source under watch whose hosts only the exit knows."""
    return source_at(exit_, owner=Owner.IRGC_AFFILIATED, feeds=(Feed(url="http://watched.example/feed.xml"),), via=via)


def test_nothing_but_the_exit_is_looked_up_or_connected_to(tmp_path: Path) -> None:
    """A proxy by name: redirects, robots.txt and dead names go the same way as pages."""
    with newsroom() as exit_:
        exit_.pages = {
            "http://watched.example/feed.xml": Answer(
                rss([(f"http://{host}.example/a", "Headline", "") for host in ("watched", "moved", "dead")])
            ),
            "http://watched.example/a": Answer(article("Headline", TEXT)),
            "http://moved.example/a": Answer(status=302, headers={"Location": "http://elsewhere.example/b"}),
            "http://elsewhere.example/b": Answer(article("Headline", TEXT)),
            "http://dead.example/robots.txt": Answer(b"no such host", 502),
        }
        report = crawl(tmp_path, _behind(exit_, f"http://localhost:{exit_.port}"))
        assert (report.pages, report.failed) == (2, 1), report
        seen = network(tmp_path)
        assert set(seen.names) == {"localhost"}
        assert {connection.rpartition(":")[2] for connection in seen.connections} == {str(exit_.port)}
        assert all("example" in path for path in exit_.paths)


def test_a_socks_exit_is_all_that_is_looked_up_or_connected_to(tmp_path: Path) -> None:
    with newsroom() as room, socks_exit(room) as (port, names):
        room.pages["/feed.xml"] = Answer(rss([("http://watched.example/a", "Headline", "")]))
        room.pages["/a"] = Answer(status=302, headers={"Location": "http://other.example/b"})
        room.pages["/b"] = Answer(article("Headline", TEXT))
        report = crawl(tmp_path, _behind(room, f"socks5://127.0.0.1:{port}"))
        assert report.pages == 1
        seen = network(tmp_path)
        assert set(seen.connections) == {f"127.0.0.1:{port}"}
        assert set(seen.names) <= {"127.0.0.1"}
        assert set(names) == {"watched.example:80", "other.example:80"}


@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_where_the_exit_is_down_nothing_is_sent(tmp_path: Path, scheme: str) -> None:
    with newsroom() as room:
        gone = room.port
    report = crawl(tmp_path, _behind(room, f"{scheme}://127.0.0.1:{gone}"))
    assert report.status is RunStatus.DEAD
    seen = network(tmp_path)
    assert set(seen.connections) <= {f"127.0.0.1:{gone}"}
    assert set(seen.names) <= {"127.0.0.1"}


def test_a_held_source_opens_no_socket(tmp_path: Path) -> None:
    with newsroom() as room:
        assert crawl(tmp_path, source_at(room, owner=Owner.STATE_AFFILIATED), room).status is RunStatus.HELD
        seen = network(tmp_path)
        assert (seen.names, seen.connections, room.paths) == ([], [], [])


def test_a_name_that_changes_its_address_leads_nowhere_private(tmp_path: Path) -> None:
    """The address that was checked is the one that is connected to, at each request anew."""
    with newsroom() as secret, newsroom() as other:
        feeds = tuple(Feed(url=f"http://rebind.example:{room.port}/feed.xml") for room in (secret, other))
        names = {"rebind.example": ["93.184.216.34", "127.0.0.1"]}
        report = crawl(tmp_path, source_at(secret, feeds=feeds), names=names)
        assert report.status is RunStatus.DEAD
        assert secret.paths == other.paths == []
        assert network(tmp_path).connections == [f"93.184.216.34:{secret.port}"]
        assert "the host cannot be reached" in report.problems[0]
        assert any("refused: rebind.example is 127.0.0.1" in line for line in report.problems), report.problems


def test_a_redirect_to_a_name_for_a_private_address_is_refused_and_told(tmp_path: Path) -> None:
    with newsroom() as secret, newsroom() as room:
        room.pages["/feed.xml"] = Answer(rss([(room.url("/a"), "Headline", "")]))
        room.pages["/a"] = Answer(status=302, headers={"Location": f"http://inside.example:{secret.port}/a"})
        names = {"inside.example": ["127.0.0.1"], room.host: [room.host]}
        report = crawl(tmp_path, source_at(room), room, names=names)
        assert report.failed == 1
        assert secret.paths == []
        assert "refused: inside.example is 127.0.0.1, which is no public address" in report.problems[0]
