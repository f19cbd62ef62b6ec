"""What reading a list of articles gives, whatever its format."""

from __future__ import annotations

import gzip
import io
import re
from dataclasses import dataclass

from crawler.feeds.hints import NO_HINTS, Hints
from crawler.plain import one_line
from crawler.urls import fetchable
from model.capture import Entry
from model.errors import InputError

MAX_ENTRIES = 2_000
MAX_UNPACKED = 50_000_000
SUMMARY_LIMIT = 4_000

BLOCK_WORDS = re.compile(
    rb"just a moment|attention required|access denied|captcha|verify you are (?:a )?human|are you a robot"
    rb"|request blocked|cf-browser-verification|enable javascript and cookies|unusual traffic|ddos",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReading:
    """The entries of a list, a line for each item that was left out, the lists it points to, and its wishes."""

    entries: tuple[Entry, ...]
    problems: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    hints: Hints = NO_HINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a list came from: its address, what relative links are relative to, its outlet, its zone and its language
    (where that is known, it chooses among editions)."""

    url: str
    source_id: str
    zone: str = "UTC"
    base: str | None = None
    lang: str | None = None


class Gathering:
    """Collects entries: one for each address, the first wins; what is left out is counted with its reason."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.entries: dict[str, Entry] = {}
        self.left_out: dict[str, int] = {}

    def add(self, entry: Entry | None, link: str, reason: str = "without an address") -> None:
        """Add an entry whose ``url`` is still as written; ``None`` or an address that is none is left out."""
        if len(self.entries) >= MAX_ENTRIES:
            self.skip(f"past the first {MAX_ENTRIES:,}")
            return
        if entry is None or not link.strip():
            self.skip(reason)
            return
        try:
            url = fetchable(link, self.origin.base or self.origin.url)
        except InputError:
            self.skip("with an address that is not of the web")
            return
        cleaned = Entry(
            url=url,
            source_id=self.origin.source_id,
            title=one_line(entry.title),
            summary=one_line(entry.summary, SUMMARY_LIMIT),
            published=entry.published,
            published_text=one_line(entry.published_text, 100),
        )
        self.entries.setdefault(url, cleaned)

    def skip(self, reason: str) -> None:
        """Count an item that is left out."""
        self.left_out[reason] = self.left_out.get(reason, 0) + 1

    def reading(self, lists: tuple[str, ...] = (), hints: Hints = NO_HINTS) -> ListReading:
        """What was gathered."""
        problems = tuple(f"{self.origin.url}: {count} items {why}" for why, count in self.left_out.items())
        return ListReading(entries=tuple(self.entries.values()), problems=problems, lists=lists, hints=hints)


def unpacked(body: bytes, url: str) -> bytes:
    """The body, unzipped where the file itself is gzip (sitemaps often are); bounded."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
            data = packed.read(MAX_UNPACKED + 1)
    except (OSError, EOFError, ValueError) as error:
        raise InputError(f"{url}: a broken gzip file ({error})", "look at the kept response") from error
    if len(data) > MAX_UNPACKED:
        raise InputError(f"{url}: unpacks to more than {MAX_UNPACKED:,} bytes", "remove the list from the source")
    return data


def what_it_is(body: bytes) -> str:
    """A guess, for the error message, at what came instead of a list."""
    head = body[:2048].lstrip().lower()
    if not body.strip():
        return "the answer is empty"
    if b"<html" in head or b"<!doctype html" in head or b"<head" in head:
        kind = "a block page" if BLOCK_WORDS.search(body[:50_000]) else "an HTML page"
        return f"it looks like {kind}"
    if b"<urlset" in head or b"<sitemapindex" in head:
        return "it looks like a sitemap (kind: sitemap)"
    if head.startswith((b"{", b"[")):
        return "it looks like JSON that is no JSON Feed"
    if b"<?xml" in head or head.startswith(b"<"):
        return "it is XML without a feed in it"
    return "it begins with " + ascii(body[:40].decode("latin-1"))
