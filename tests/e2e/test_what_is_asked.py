"""What leaves the machine is the same whatever the watchlists and rules hold: nobody learns from requests what is sought."""

from __future__ import annotations

import json
import re
import shutil
from itertools import count
from pathlib import Path

import pytest
from loopback import Answer, Newsroom, article, newsroom, rss
from places import ROOT, rasad

SOURCE = """id: quay
name: The Quay
country: ca
lang: en
owner: independent
owner_note: invented
home: {home}
cadence_minutes: 0.001
feeds:
  - url: {feed}
"""
NAMED = "The IRGC threatened a family in Toronto, the RCMP said on Tuesday in a long statement about the case."
PLAIN = "The council met on Monday and spoke for three hours about the new bridge over the river."


def configuration(folder: Path, room: Newsroom, *, other: bool) -> Path:
    """The shipped one with one source; with ``other``, every watched name is another and every rule asks for others."""
    shutil.copytree(ROOT / "config", folder, ignore=shutil.ignore_patterns("demo", "sources", "compose"))
    (folder / "sources" / "ca").mkdir(parents=True)
    (folder / "sources" / "ca" / "quay.yml").write_text(SOURCE.format(home=room.url(), feed=room.url("/feed.xml")))
    settings = folder / "settings.yml"
    private = f'  allow_private: ["{room.host}:{room.port}"]\n  delay: 0\n'
    settings.write_text(settings.read_text("utf-8").replace("  delay: 2\n", private), "utf-8")
    if other:
        number = count()
        for path in (folder / "watchlists").glob("*.yml"):
            text = path.read_text("utf-8")
            path.write_text(
                re.sub(r'\{text: ("[^"]*"|[^,}]+)', lambda _: f"{{text: council {next(number)} river", text), "utf-8"
            )
        rules = folder / "alerts.yml"
        rules.write_text(re.sub(r"(?m)^  query: .*$", "  query: council OR bridge", rules.read_text("utf-8")), "utf-8")
    return folder


def published(room: Newsroom, edition: int) -> None:
    """An edition of the newsroom: new articles, an old one changed, one gone, one that fails."""
    numbers = range(edition * 3, edition * 3 + 6)
    items = [(room.url(f"/a{n}"), f"Report {n}", f"Mon, 01 Jun 2026 10:{n:02}:00 GMT") for n in numbers]
    room.pages = {"/feed.xml": Answer(rss(items), headers={"ETag": f'"{edition}"'})}
    for n in numbers:
        text = [NAMED if n % 2 else PLAIN, f"Edition {edition}. " + PLAIN, PLAIN]
        room.pages[f"/a{n}"] = Answer(article(f"Report {n}", text), headers={"ETag": f'"{edition}-{n}"'})
    room.pages[f"/a{edition * 3 + 1}"] = Answer(b"busy", 500)


def asked(config: Path, home: Path, room: Newsroom) -> list[tuple[str, dict[str, str]]]:
    """Everything that two rounds of crawling and understanding ask for."""
    room.asked.clear()
    checked = rasad(home, "check", config=config)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    for edition in range(2):
        published(room, edition)
        done = rasad(home, "crawl", "--source", "quay", config=config)
        assert json.loads(done.stdout)["source"] == "quay", done.stderr
        if edition == 0:
            assert rasad(home, "worker", "--once", config=config).returncode == 0
    return [*room.asked]


@pytest.mark.timeout(300)
def test_requests_are_the_same_whatever_is_watched(tmp_path: Path) -> None:
    with newsroom() as room:
        seen = [
            asked(configuration(tmp_path / name, room, other=other), tmp_path / f"home-{name}", room)
            for name, other in (("one", False), ("another", True))
        ]
    one, another = seen
    assert len(one) >= 10
    assert any("if-none-match" in headers for _, headers in one)
    # Same addresses, in the same order, with the same headers.
    assert one == another
    words = " ".join(f"{path} {headers}" for path, headers in one).lower()
    assert not any(name in words for name in ("irgc", "guard", "sepah", "council", "iran"))
