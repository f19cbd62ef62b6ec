"""Real robots.txt files and real answers to the question for them."""

import re
from collections import Counter
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from corpora import corpus
from crawling import crawl, source_at
from loopback import Answer, newsroom, rss
from protego import Protego

from crawler.fetch.rules import MAX_BYTES, read_rules
from model.source import Feed

FILES = 308
RULE = re.compile(r"^\s*(?:dis)?allow\s*:\s*([/*][^#\s]*)", re.IGNORECASE | re.MULTILINE)
PATHS_A_FILE = 8
AGENTS = ("Rasad", "Googlebot", "bingbot")

DIFFERENT = {("www.carters.com", "bingbot")}
"""A crawl delay between two agents ends the first one's group for protego, and not for RFC 9309, 2.2.4."""

KNOWN = [
    # What a person reads in the file of an outlet: path, may it be asked.
    ("www.cbc.ca", "/news/canada/toronto/a-1.6712345", True),
    ("www.cbc.ca", "/search/", False),
    ("www.cbc.ca", "/news/index.html", False),
    ("www.cbc.ca", "/photogallery/a/b.xml", False),
    ("www.cbc.ca", "/photogallery/a/b.xml?c", True),
    ("www.ctvnews.ca", "/canada/a-1.2", True),
    ("www.ctvnews.ca", "/content/a", False),
    ("www.ctvnews.ca", "/a/b?x=stubReferenceName", False),
    ("www.nationalpost.com", "/news/canada/a", True),
    ("www.nationalpost.com", "/todays-paper/", False),
    ("www.theglobeandmail.com", "/canada/article-a/", True),
    ("www.theglobeandmail.com", "/feeds/a.xml", False),
    ("www.thestar.com", "/news/canada/a.html", True),
    ("www.thestar.com", "/qa", False),
    ("toronto.citynews.ca", "/2023/05/06/a/", True),
    ("toronto.citynews.ca", "/events/action~agenda/", False),
    ("toronto.citynews.ca", "/local/action~x/", False),
    ("www.irna.ir", "/news/84963517/", True),
    ("www.irib.ir", "/", True),
    ("www.aljazeera.com", "/news/2023/5/6/a", True),
    ("www.aljazeera.com", "/Portal/x", False),
    ("www.dw.com", "/fa-ir/a/a-65536510", True),
    ("www.dw.com", "/fa-ir/x/user/account", False),
    ("www.dw.com", "/fa-ir/x/user/account/", True),
    ("www.reuters.com", "/world/middle-east/a/", True),
    ("www.reuters.com", "/searching", False),
]

DELAYS = {"toronto.citynews.ca": 10.0, "www.cbc.ca": None, "www.irib.ir": None}


def files() -> list[Path]:
    return sorted(corpus("corpora", "robots_real", "subset").iterdir())


@pytest.mark.parametrize(("host", "path", "allowed"), KNOWN)
def test_what_known_outlets_allow(host: str, path: str, allowed: bool) -> None:
    body = corpus("corpora", "robots_real", "subset", host).read_bytes()
    assert read_rules(body, "Rasad").allows(f"https://{host}{path}") is allowed


def test_what_known_outlets_wish_between_two_requests() -> None:
    for host, seconds in DELAYS.items():
        assert read_rules(corpus("corpora", "robots_real", "subset", host).read_bytes(), "Rasad").delay == seconds


def test_all_files_are_decided_as_by_another_reader() -> None:
    """protego reads the same files on its own; where it differs, RFC 9309 says why."""
    assert len(files()) == FILES
    decided, different = 0, Counter[tuple[str, str]]()
    for file in files():
        body = file.read_bytes()[:MAX_BYTES]
        text = body.decode("utf-8", "ignore").removeprefix("\ufeff")
        # Addresses that each file speaks of, and some of no file.
        written = list(dict.fromkeys(RULE.findall(text)))
        chosen = written[:: max(1, len(written) // PATHS_A_FILE)]
        paths = [part for rule in chosen for part in (_instance(rule, "x"), _instance(rule, "y/z") + "w")]
        urls = [f"https://{file.name}{path}" for path in (*paths, "/", "/news/a-1.2?page=3", "/feed/", "/rss.xml")]
        other = Protego.parse(text)
        for agent in AGENTS:
            rules = read_rules(body, agent)
            for url in urls:
                decided += 1
                different[file.name, agent] += rules.allows(url) is not other.can_fetch(url, agent)
    assert {key for key, count in different.items() if count} <= DIFFERENT
    assert decided > 13_000


def _instance(rule: str, star: str) -> str:
    """An address that a rule speaks of."""
    path = rule.removesuffix("$").replace("*", star)
    return path if path.startswith("/") else f"/{path}"


ANSWERS = {
    # Each raw answer to the question for robots.txt: may the list be asked for, and why not.
    "test_after_parse_hook": "",
    "test_after_response_hook": "",
    "test_agent_allowed": "",
    "test_caches_agent": "",
    "test_caches_robots": "",
    "test_robots_allowed": "",
    "test_ssl_exception": "",
    "test_fetch_status_401": "",
    "test_fetch_status_403": "",
    "test_fetch_status_4XX": "",
    "test_content_too_big": "robots.txt does not allow it",
    "test_fetch_status_200": "robots.txt does not allow it",
    "test_returns_a_robots_object": "robots.txt does not allow it",
    "test_returns_an_agent_object": "robots.txt does not allow it",
    "test_fetch_status_5XX": "robots.txt cannot be had (500), so nothing may be asked for now",
    # It leads to port 8080 of this machine, which is no public address.
    "test_excessive_redirects": "refused: localhost is 127.0.0.1, which is no public address (asking for robots.txt)",
}
"""The rules of the first seven close one folder, which the list does not lie in."""


def test_raw_answers_over_the_wire(tmp_path: Path) -> None:
    folder = corpus("corpora", "robots_reppy_asis", "asis")
    assert {path.name for path in folder.iterdir()} == set(ANSWERS)
    with ExitStack() as stack:
        rooms = {name: stack.enter_context(newsroom()) for name in ANSWERS}
        for name, room in rooms.items():
            room.pages["/robots.txt"] = Answer(write=_raw((folder / name / "robots.txt").read_bytes()))
            for path in ("/feed.xml", "/disallowed/feed.xml", "/allowed/feed.xml"):
                room.pages[path] = Answer(rss([]))
        feeds = tuple(
            Feed(url=room.url(path))
            for room in rooms.values()
            for path in ("/feed.xml", "/disallowed/feed.xml", "/allowed/feed.xml")
        )
        first = next(iter(rooms.values()))
        report = crawl(tmp_path, source_at(first, feeds=feeds), *rooms.values())
        for name, reason in ANSWERS.items():
            room = rooms[name]
            said = [line for line in report.problems if line.startswith(room.url("/feed.xml"))]
            assert said == ([f"{room.url('/feed.xml')}: {reason}"] if reason else []), name
            closed = bool(reason) or b"/disallowed" in (folder / name / "robots.txt").read_bytes()
            assert ("/disallowed/feed.xml" in room.paths) is not closed, name
            assert ("/allowed/feed.xml" in room.paths) is not bool(reason), name
            assert room.paths.count("/robots.txt") == 1, name


def _raw(answer: bytes) -> object:
    """Sends bytes as they stand; an answer that is all head gets the empty line that ends it."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer if b"\n\n" in answer else answer + b"\n")
        handler.close_connection = True

    return write
