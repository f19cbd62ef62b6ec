import socket
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from corpora import missing
from crawling import FETCH, crawl, source_at
from loopback import Answer, Newsroom, article, newsroom, rss
from loopback_socks import socks_exit

from crawler.fetch.exits import agent_for, exit_of, robots_token
from model.errors import ConfigError
from model.source import Feed, Owner, RunStatus

NOWHERE = Newsroom("127.0.0.1", 1, {}, [])
TEXT = ["The council met on Monday and spoke for three hours about the new bridge over the river."] * 3


def test_ordinary_outlets_are_told_who_asks_and_watched_ones_are_not() -> None:
    source = source_at(NOWHERE)
    assert agent_for(source, FETCH) == "Rasad/0.1 (+https://example.org/about)"
    assert robots_token(source, FETCH) == "Rasad"
    for owner in (Owner.STATE_AFFILIATED, Owner.IRGC_AFFILIATED):
        watched = replace(source, owner=owner, via="http://127.0.0.1:9")
        assert "rasad" not in agent_for(watched, FETCH).lower()
        assert "example.org" not in agent_for(watched, FETCH)
        assert robots_token(watched, FETCH) == "*"


@pytest.mark.parametrize(
    ("via", "expected"),
    [
        (None, None),
        ("http://proxy.example:3128", "proxy.example:3128"),
        ("http://u:p@127.0.0.1:8080", "127.0.0.1:8080"),
    ],
)
def test_where_an_exit_is(via: str | None, expected: str | None) -> None:
    assert exit_of(source_at(NOWHERE, via=via)) == expected


@pytest.mark.parametrize("via", ["", "proxy.example:3128", "ftp://proxy.example:21", "http://", "socks5://x"])
def test_an_exit_that_is_none_is_refused_before_anything_is_sent(via: str) -> None:
    with pytest.raises(ConfigError, match="is no exit"):
        exit_of(source_at(NOWHERE, via=via))


def test_a_socks_exit_gets_names_and_everything_goes_through_it(tmp_path: Path) -> None:
    if find_spec("socksio") is None:
        missing("socksio is not installed: pip install 'httpx2[socks]'")
    with newsroom() as room, socks_exit(room) as (port, names):
        room.pages["/feed.xml"] = Answer(rss([("http://watched.example/a", "Headline", "")]))
        room.pages["/a"] = Answer(status=302, headers={"Location": "http://other.example/b"})
        room.pages["/b"] = Answer(article("Headline", TEXT))
        source = source_at(
            room,
            owner=Owner.IRGC_AFFILIATED,
            feeds=(Feed(url="http://watched.example/feed.xml"),),
            via=f"socks5://127.0.0.1:{port}",
        )
        report = crawl(tmp_path, source)
        assert (report.status, report.pages, report.problems) == (RunStatus.OK, 1, ())
        assert set(names) == {"watched.example:80", "other.example:80"}
        assert room.paths == ["/robots.txt", "/feed.xml", "/a", "/robots.txt", "/b"]
        assert {headers["user-agent"] for _, headers in room.asked} == {"Mozilla/5.0 (compatible)"}


def test_a_socks_exit_that_is_down_is_a_dead_source_not_a_leak(tmp_path: Path) -> None:
    if find_spec("socksio") is None:
        missing("socksio is not installed: pip install 'httpx2[socks]'")
    with newsroom() as room, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        room.pages["/feed.xml"] = Answer(rss([]))
        source = source_at(room, owner=Owner.IRGC_AFFILIATED, via=f"socks5://127.0.0.1:{closed.getsockname()[1]}")
        assert crawl(tmp_path, source, room).status is RunStatus.DEAD
        assert room.paths == []
