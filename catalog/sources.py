"""What a source's file promises beyond its types."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from catalog.problems import Problem, line_of
from catalog.zones import zone_problem
from model.source import FeedKind, Source

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VIA = ("http", "https", "socks5", "socks5h")


def source_problems(file: Path, tree: Any, source: Source) -> list[Problem]:
    """Everything in a source that its types cannot say."""
    found = []

    def problem(thing: str, remedy: str, *where: str | int) -> None:
        found.append(Problem(file, line_of(tree, where), thing, remedy))

    if not _ID.fullmatch(source.id):
        problem(f"id {source.id!r} is not a slug", "use small Latin letters, digits and single hyphens", "id")
    if source.id != file.stem:
        problem(f"id {source.id!r} is not the file's name", f"rename the file to {source.id}.yml", "id")
    if not source.owner_note.strip():
        problem("owner_note is empty", "say who owns the outlet, since when, and where that stands", "owner_note")
    if source.cadence_minutes <= 0:
        problem("cadence_minutes is not above 0", "10 to 1440 suits most outlets", "cadence_minutes")
    if not source.feeds and source.enabled:
        problem("feeds is empty", "give at least one, or set enabled: false and say why in note", "feeds")
    if wrong := zone_problem(source.zone):
        problem(f"zone: {wrong[0]}", wrong[1], "zone")
    for number, feed in enumerate(source.feeds):
        if not _web_address(feed.url):
            problem(f"feed address {feed.url!r} is not http(s)", "write the whole address", "feeds", number, "url")
        if feed.kind is FeedKind.FRONT and not feed.links:
            problem("a front page needs `links`", "give a CSS selector of the article links", "feeds", number)
    if not _web_address(source.home):
        problem(f"home {source.home!r} is not an http(s) address", "write the whole address", "home")
    if source.via is not None and urlsplit(source.via).scheme not in _VIA:
        problem(f"via {source.via!r} is not a proxy address", "write http://HOST:PORT or socks5://HOST:PORT", "via")
    return found


def _web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
