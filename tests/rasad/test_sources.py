"""`rasad sources`: the list, the health of each, and a proposal for a new one, over real HTTP."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from loopback import Answer, Newsroom, newsroom, rss
from places import ROOT, rasad


@pytest.fixture
def room() -> Iterator[Newsroom]:
    now = datetime.now(UTC)
    with newsroom() as room:
        dates = [f"{now - timedelta(hours=number):%a, %d %b %Y %H:%M:%S} GMT" for number in range(12)]
        items = [
            (room.url(f"/a{number}"), f"The council met on the bridge, part {number}", date)
            for number, date in enumerate(dates)
        ]
        room.pages["/"] = Answer(
            b'<html lang="en"><head><title>The Quay</title><link rel="alternate" type="application/rss+xml" href="/all.xml">'
            b'<link rel="alternate" type="application/rss+xml" href="/dead.xml"></head><body><h1>News</h1></body></html>'
        )
        room.pages["/all.xml"] = Answer(rss(items), content_type="application/rss+xml")
        room.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /feed/\n", content_type="text/plain")
        yield room


@pytest.fixture
def config(tmp_path: Path, room: Newsroom) -> Path:
    folder = Path(shutil.copytree(ROOT / "config", tmp_path / "config"))
    settings = folder / "settings.yml"
    text = settings.read_text(encoding="utf-8")
    assert "\nfetch:\n" in text
    allowed = f"\nfetch:\n  allow_private: ['{room.host}:{room.port}']\n"
    settings.write_text(text.replace("\nfetch:\n", allowed, 1), encoding="utf-8")
    return folder


def test_a_source_is_proposed_written_crawled_and_in_health(tmp_path: Path, room: Newsroom, config: Path) -> None:
    home = tmp_path / "var"
    options = ("--owner", "independent", "--country", "ca", "--id", "quay")
    done = rasad(home, "sources", "add", room.url("/"), *options, config=config)
    assert done.returncode == 0, done.stderr.decode()
    printed = done.stdout.decode()
    assert f"# {room.url('/all.xml')}: 12 items, 12 with a date" in printed
    assert "owner_note: 'TO BE FILLED IN" in printed
    assert "enabled: false" in printed
    assert "min_items: 6" in printed
    assert f"no list: {room.url('/dead.xml')}: no whole answer" in done.stderr.decode()
    assert "/feed/" not in room.paths, "robots.txt holds for a trial too"
    assert all("rasad" in headers["user-agent"].lower() for _, headers in room.asked)
    assert not (config / "sources" / "ca" / "quay.yml").exists()

    note = "Invented; 2026-11."
    done = rasad(home, "sources", "add", room.url("/"), *options, "--owner-note", note, "--write", config=config)
    assert done.returncode == 0, done.stderr.decode()
    file = config / "sources" / "ca" / "quay.yml"
    assert Path(done.stdout.decode().strip()) == file
    assert rasad(home, "sources", "add", room.url("/"), *options, "--write", config=config).returncode == 2, "it exists"
    done = rasad(home, "crawl", "--source", "quay", config=config)
    assert json.loads(done.stdout)["status"] in ("ok", "dead"), done.stderr.decode()

    done = rasad(home, "sources", "health", "--json", config=config)
    lines = {line["source"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert lines["quay"]["expected"]["min_items"] == 6
    assert lines["quay"]["seen"]["items"] == 12
    assert lines["quay"]["due_why"]
    assert (lines["cbc"]["state"], lines["tasnim"]["state"], lines["csis"]["state"]) == ("new", "held", "off")
    assert lines["csis"]["note"]
    done = rasad(home, "sources", "health", "--unseen", config=config)
    assert "cbc" in done.stdout.decode()
    assert "enabled sources were not, or not well, read" in done.stderr.decode()


def test_what_cannot_be_proposed_says_why(tmp_path: Path, room: Newsroom, config: Path) -> None:
    home = tmp_path / "var"
    room.pages["/"] = Answer(b"<html><body>nothing</body></html>")
    done = rasad(home, "sources", "add", room.url("/"), "--owner", "independent", config=config)
    assert done.returncode == 1
    assert "no list of articles found" in done.stderr.decode()
    done = rasad(home, "sources", "add", room.url("/"), "--owner", "irgc-affiliated", config=config)
    assert done.returncode == 1
    assert "through an exit only" in done.stderr.decode()
    assert rasad(home, "sources", "add", room.url("/"), config=config).returncode == 2, (
        "the owner is for a person to say"
    )
