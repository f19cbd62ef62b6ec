"""Trying a site before it is a source: asked politely, by the crawler itself, into a record that is thrown away."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from parsel import Selector

from crawler.discovery import candidates, telegram_view
from crawler.encoding import decode
from crawler.feeds import Origin
from crawler.plain import one_line
from crawler.proposal import Tried, chosen, proposal
from crawler.spiders.lists import read_listed
from crawler.urls import fetchable, same_site
from model.capture import CaptureKind
from model.errors import InputError, RasadError
from model.source import Feed, FeedKind, Owner, Source
from store import captures, open_record
from store.evidence import read_body
from store.record import Record

SECONDS = 600
REMEDY = "look at the address in a browser; write the file by hand (docs/how-to-add-a-source.md)"


@dataclass(frozen=True, slots=True)
class Trial:
    """A proposed source, what was seen of each of its lists, and what was tried and is none."""

    source: Source
    seen: tuple[str, ...]
    refused: tuple[str, ...]


def try_site(config_dir: Path, url: str, owner: Owner, via: str | None) -> Trial:
    """Ask a site for its page and for the lists that it may have; propose a source with those that are lists.

    Everything goes through the crawler: robots.txt, pauses, limits, the exit of an owner under watch. Raises
    ``RasadError`` where nothing can be proposed.
    """
    home = fetchable(url)
    front = _draft(home, (Feed(url=home, kind=FeedKind.FRONT, links="a[href]"),), owner, via)
    if front.held:
        thing = f"{owner} outlets are fetched through an exit only"
        raise RasadError(thing, "give --via socks5://HOST:PORT, or write the file by hand")
    view = telegram_view(home)
    with _scratch(config_dir) as scratch:
        page = b""
        lists: tuple[Feed, ...] = (view,) if view is not None else ()
        if view is None:
            scratch.crawl(front)
            found = scratch.answer(home, CaptureKind.LIST)
            page, at = found if found is not None else (b"", home)
            if not page:
                raise RasadError(f"{home}: {scratch.problem()}", REMEDY)
            robots = scratch.answer(f"{at.partition('://')[0]}://{at.split('/')[2]}/robots.txt", CaptureKind.ROBOTS)
            itself = Feed(url=home)
            lists = (itself,) if _reads(itself, page, at) else candidates(page, None, at, robots[0] if robots else b"")
        scratch.crawl(_draft(home, lists, owner, via))
        tried, refused = scratch.read(lists)
    kept = chosen(tried)
    if not kept:
        raise RasadError(f"{home}: no list of articles found; tried were: {'; '.join(refused)}", REMEDY)
    now = datetime.now(UTC)
    return Trial(_proposed(home, page, kept, owner, via, now), tuple(_seen(one) for one in kept), tuple(refused))


def _draft(home: str, feeds: tuple[Feed, ...], owner: Owner, via: str | None) -> Source:
    # No page is fetched: a list is known by its entries.
    return Source(
        id="trial", name="trial", country="zz", lang="en", owner=owner, owner_note="", home=home, feeds=feeds,
        max_pages=0, via=via,
    )  # fmt: skip


def _reads(feed: Feed, body: bytes, url: str) -> bool:
    try:
        return bool(read_listed(feed, body, None, Origin(url=url, source_id="trial")).entries)
    except InputError:
        return False


def _proposed(home: str, page: bytes, kept: Sequence[Tried], owner: Owner, via: str | None, now: datetime) -> Source:
    html = Selector(text=decode(page).replace("\x00", "") or "<html></html>", type="html")
    title = html.css("meta[property='og:site_name']::attr(content)").get() or html.css("title::text").get() or ""
    lang = (html.css("html::attr(lang)").get() or "").split("-")[0].lower()
    said = lang if lang.isalpha() and len(lang) in (2, 3) else None
    return replace(proposal(home, one_line(title, 100), said, kept, owner, now), via=via)


def _seen(one: Tried) -> str:
    dates = [entry.published for entry in one.entries if entry.published]
    newest = f", newest {max(dates):%Y-%m-%d %H:%M}Z" if dates else ""
    return f"{one.feed.url}: {len(one.entries)} items, {len(dates)} with a date{newest}"


@dataclass(frozen=True, slots=True)
class _Scratch:
    """A record and a folder for the time of a trial."""

    config_dir: Path
    home: Path
    record: Record

    def crawl(self, source: Source) -> None:
        """Run the crawler in a process of its own, which can hold only one run."""
        child = multiprocessing.get_context("spawn").Process(target=_crawl, args=(self.config_dir, self.home, source))
        child.start()
        child.join(SECONDS)
        if child.is_alive():
            child.kill()
            child.join()

    def answer(self, url: str, kind: CaptureKind) -> tuple[bytes, str] | None:
        """The whole answer of an address, and the address it came from at last."""
        capture = captures.newest(self.record, kind, url, datetime(1970, 1, 1, tzinfo=UTC))
        if capture is None or capture.status != 200:
            return None
        return read_body(self.home, capture), capture.final_url

    def problem(self) -> str:
        """What went wrong in the last run."""
        from store.runs import health

        report = health(self.record, ["trial"])[0].report
        return "; ".join(report.problems[:3]) if report and report.problems else "no answer"

    def read(self, lists: Sequence[Feed]) -> tuple[list[Tried], list[str]]:
        """Those of these that are lists of the site's own articles, and a line for each that is not."""
        tried, refused = [], []
        for feed in lists:
            found = next((one for kind in CaptureKind if (one := self.answer(feed.url, kind)) is not None), None)
            if found is None:
                refused.append(f"{feed.url}: no whole answer")
                continue
            try:
                listed = read_listed(feed, found[0], None, Origin(url=found[1], source_id="trial"))
            except InputError as error:
                refused.append(error.thing)
                continue
            # A channel's web view and its messages lie on one host.
            own = [entry for entry in listed.entries if same_site(entry.url, feed.url)]
            if len(own) * 2 <= len(listed.entries) or not own:
                refused.append(f"{feed.url}: {len(own)} of {len(listed.entries)} items are the site's own")
                continue
            tried.append(Tried(feed, tuple(own)))
        return tried, refused


@contextmanager
def _scratch(config_dir: Path) -> Iterator[_Scratch]:
    with TemporaryDirectory(prefix="rasad-trial-") as folder:
        record = open_record(f"sqlite:///{folder}/record.sqlite")
        try:
            yield _Scratch(config_dir, Path(folder), record)
        finally:
            record.close()


def _crawl(config_dir: Path, home: Path, source: Source) -> None:
    """In the child: one run into the record of the trial."""
    from catalog import load
    from crawler.collect import crawl

    record = open_record(f"sqlite:///{home}/record.sqlite")
    try:
        crawl(load(config_dir), source, record, home)
    finally:
        record.close()
