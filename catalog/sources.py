"""What a source's file promises beyond its types."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from catalog.languages import language_problem
from catalog.problems import SLUG, SLUG_REMEDY, Problem, line_of
from catalog.reading import read_text, validate
from catalog.zones import zone_problem
from model.source import FeedKind, Source

_VIA = ("http", "https", "socks5", "socks5h")


def source_problems(file: Path, tree: Any, source: Source) -> list[Problem]:
    """Everything in a source that its types cannot say."""
    found = []

    def problem(thing: str, remedy: str, *where: str | int) -> None:
        found.append(Problem(file, line_of(tree, where), thing, remedy))

    if not SLUG.fullmatch(source.id):
        problem(f"id {source.id!r} is not a slug", SLUG_REMEDY, "id")
    if source.id != file.stem:
        problem(f"id {source.id!r} is not the file's name", f"rename the file to {source.id}.yml", "id")
    if source.country != file.parent.name:
        problem(f"country {source.country!r} is not the folder's name", "move the file, or correct it", "country")
    if not source.name.strip():
        problem("name is blank", "write the outlet's own name", "name")
    if wrong := language_problem(source.lang):
        problem(f"lang: {wrong[0]}", wrong[1], "lang")
    if not source.owner_note.strip():
        problem("owner_note is empty", "say who owns the outlet, since when, and where that stands", "owner_note")
    if source.cadence_minutes <= 0:
        problem("cadence_minutes is not above 0", "10 to 1440 suits most outlets", "cadence_minutes")
    if source.max_pages < 1:
        problem("max_pages is below 1", "50 suits most outlets", "max_pages")
    if not source.feeds and source.enabled:
        problem("feeds is empty", "give at least one, or set enabled: false and say why in note", "feeds")
    if wrong := zone_problem(source.zone):
        problem(f"zone: {wrong[0]}", wrong[1], "zone")
    for number, feed in enumerate(source.feeds):
        if feed.url in [other.url for other in source.feeds[:number]]:
            problem(f"the list {feed.url} stands twice", "remove one", "feeds", number, "url")
        if not web_address(feed.url):
            problem(f"feed address {feed.url!r} is not http(s)", "write the whole address", "feeds", number, "url")
        if feed.kind is FeedKind.FRONT and not feed.links:
            problem("a front page needs `links`", "give a CSS selector of the article links", "feeds", number)
        if feed.kind not in (FeedKind.FRONT, FeedKind.HANSARD) and feed.links is not None:
            problem("only front pages have `links`", "remove it, or say kind: front", "feeds", number, "links")
        if feed.kind is FeedKind.TELEGRAM and not feed.url.startswith("https://t.me/s/"):
            remedy = "write https://t.me/s/NAME, the channel's public web view"
            problem(f"{feed.url!r} is no channel's web view", remedy, "feeds", number, "url")
        if feed.base is not None and not web_address(feed.base):
            problem(f"base {feed.base!r} is not http(s)", "write the whole address", "feeds", number, "base")
    if not web_address(source.home):
        problem(f"home {source.home!r} is not an http(s) address", "write the whole address", "home")
    if source.via is not None and not web_address(source.via, _VIA):
        problem(f"via {source.via!r} is not a proxy address", "write http://HOST:PORT or socks5://HOST:PORT", "via")
    if not 0 <= source.assertions.min_dated_share <= 1:
        problem("min_dated_share is not a share", "use 0 to 1", "assertions", "min_dated_share")
    if source.assertions.min_items < 0:
        problem("min_items is below 0", "use 0 for an outlet that may be silent", "assertions", "min_items")
    for number, host in enumerate(source.assertions.hosts):
        if "/" in host or ":" in host or not host.strip():
            problem(f"{host!r} is not a host", "write its bare name: example.org", "assertions", "hosts", number)
    return found


def written_problems(file: Path, text: str) -> list[Problem]:
    """What would be wrong in a source file with this text."""
    tree, problems = read_text(file, text)
    if problems:
        return problems
    source, problems = validate(file, tree, tree, Source)
    return problems if source is None else source_problems(file, tree, source)


def web_address(text: str, schemes: tuple[str, ...] = ("http", "https")) -> bool:
    """True for a whole address with one of these schemes."""
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0 and not set(text) & set(" \t\n")
    except ValueError:
        return False
