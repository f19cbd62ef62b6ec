"""Runs a crawl as Rasad does: in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from loopback import Newsroom

from model.settings import FetchSettings, ScheduleSettings
from model.source import Assertions, Feed, FeedKind, Owner, RunReport, RunStatus, Source

FETCH = FetchSettings(contact="https://example.org/about", timeout=5, delay=0.0)


def source_at(room: Newsroom, *paths: str, **changes: Any) -> Source:
    """A source whose feeds lie in the newsroom."""
    source = Source(
        id="room",
        name="Newsroom",
        country="ca",
        lang="en",
        owner=Owner.INDEPENDENT,
        owner_note="invented",
        home=room.url("/"),
        feeds=tuple(Feed(url=room.url(path)) for path in paths or ("/feed.xml",)),
    )
    return replace(source, **changes)


def crawl(home: Path, source: Source, *rooms: Newsroom, timeout: float = 60, **fetch: Any) -> RunReport:
    """Crawl ``source`` into the record under ``home`` in a child process; loopback rooms may be asked."""
    allowed = tuple(f"{room.host}:{room.port}" for room in rooms)
    order = {
        "source": asdict(source),
        "fetch": asdict(replace(FETCH, allow_private=allowed, **fetch)),
        "home": str(home),
    }
    child = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", __file__, json.dumps(order)],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    if child.returncode:
        raise AssertionError(f"the crawl failed ({child.returncode}): {child.stderr}")
    assert child.stderr == "", child.stderr
    value = json.loads(child.stdout)
    return RunReport(**{**value, "status": RunStatus(value["status"]), "problems": tuple(value["problems"])})


@dataclass
class _Config:
    settings: Any


def _child(order: dict[str, Any]) -> None:
    from crawler.collect import crawl as crawl_here
    from store import open_record

    home = Path(order["home"])
    value = order["source"]
    source = Source(
        **{
            **value,
            "owner": Owner(value["owner"]),
            "feeds": tuple(Feed(**{**feed, "kind": FeedKind(feed["kind"])}) for feed in value["feeds"]),
            "assertions": Assertions(**{**value["assertions"], "hosts": tuple(value["assertions"]["hosts"])}),
        }
    )
    fetch = FetchSettings(**{**order["fetch"], "allow_private": tuple(order["fetch"]["allow_private"])})
    config: Any = _Config(SimpleNamespace(fetch=fetch, schedule=ScheduleSettings()))
    record = open_record(f"sqlite:///{home / 'rasad.db'}")
    try:
        report = crawl_here(config, source, record, home)
    finally:
        record.close()
    print(json.dumps(asdict(report)))


if __name__ == "__main__":
    _child(json.loads(sys.argv[1]))
