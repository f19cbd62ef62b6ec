"""The spider of one run of one source: its lists, then the pages they announced."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import scrapy
from scrapy import Request
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.http import Response

from crawler.assertions import on_own_hosts
from crawler.cadence import Wishes, freshness
from crawler.feeds import Origin
from crawler.feeds.refusal import refusal, status_of_answer
from crawler.spiders.again import Again
from crawler.spiders.answers import headers_of, to_response
from crawler.spiders.failures import NO_WEB, Trouble, explain, hostile
from crawler.spiders.lists import Listed, read_listed
from crawler.spiders.tally import Tally
from model.capture import Capture, CaptureKind, Entry
from model.errors import InputError, RasadError
from model.source import Feed, RunStatus, Source
from store import articles, captures, entries
from store.evidence import EvidenceWriter, read_body
from store.record import Record

MAX_LISTS = 50
"""Lists asked for in one run, those that an index points to included."""

MAX_OLDER = 5
"""Pages before the newest one that a run reads of a channel, while they hold messages not seen yet."""

FOR_GOOD = {301, 308}
"""Redirects that say that an address is the old one."""

DEAD_AFTER = 3
"""Failures one after the other after which the pages of this run are left for the next."""


@dataclass(slots=True)
class Job:
    """What a run works with, and what it found."""

    source: Source
    record: Record
    home: Path
    evidence: EvidenceWriter
    run_id: int
    conditional: bool
    tally: Tally = field(default_factory=Tally)
    found: list[Entry] = field(default_factory=list)
    error: BaseException | None = None


class SourceSpider(scrapy.Spider):
    """Asks for the lists, keeps every answer, then asks for due pages one after the other."""

    name = "rasad"

    def __init__(self, job: Job, **settings: Any) -> None:
        super().__init__(**settings)
        self.job = job
        self.asked: set[str] = set()
        self.pages: deque[Entry] | None = None
        self.failures = 0
        self.older: set[str] = set()
        self.again = Again(job.record, job.source.id, job.source.max_pages, job.tally, self.keep, self.on_error)

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> SourceSpider:
        """Called by Scrapy."""
        spider: SourceSpider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_idle, signal=scrapy.signals.spider_idle)
        crawler.signals.connect(spider.on_error, signal=scrapy.signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The lists of the source."""
        for feed in self.job.source.feeds:
            for request in self._ask_list(feed):
                yield request

    def _ask_list(self, feed: Feed) -> Iterator[Request]:
        if feed.url in self.asked:
            return
        if len(self.asked) >= MAX_LISTS:
            self.job.tally.problem(f"{feed.url}: left out, a run asks for {MAX_LISTS} lists at most")
            return
        self.asked.add(feed.url)
        known = captures.validators(self.job.record, feed.url) if self.job.conditional else None
        headers = {}
        if known and known.etag:
            headers["If-None-Match"] = known.etag
        if known and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        yield Request(
            feed.url,
            callback=self.on_list,
            errback=self.on_list_failed,
            headers=headers,
            cb_kwargs={"feed": feed},
            dont_filter=True,
        )

    def on_list(self, response: Response, feed: Feed) -> Iterator[Request]:
        """Put the entries of a list in the record, and only then the answer, whose validators then count."""
        tally = self.job.tally
        headers = headers_of(response)
        fresh = freshness(headers.get("cache-control"))
        if response.status == 304:
            self.keep(response, CaptureKind.LIST, feed.url)
            tally.lists.append(RunStatus.UNCHANGED)
            tally.wishes.append(Wishes(fresh=fresh))
            return
        if response.status != 200:
            self.keep(response, CaptureKind.LIST, feed.url)
            tally.problem(f"{feed.url}: the answer is {response.status}")
            self._list_failed(feed, status_of_answer(response.status, headers, response.body))
            return
        source = self.job.source
        origin = Origin(url=response.url, source_id=source.id, zone=source.zone, base=feed.base, lang=source.lang)
        try:
            listed = read_listed(feed, response.body, headers.get("content-type"), origin)
        except InputError as error:
            self.keep(response, CaptureKind.LIST, feed.url)
            tally.problem(error.thing)
            self._list_failed(feed, refusal(response.status, headers, response.body) or RunStatus.WRONG_CONTENT)
            return
        tally.wishes.append(Wishes(fresh=fresh, hints=listed.hints))
        if response.meta.get("redirect_reasons") and set(response.meta["redirect_reasons"]) <= FOR_GOOD:
            tally.problem(f"{feed.url}: moved for good to {response.url}: correct the source's file")
        for line in listed.problems:
            tally.problem(line)
        older = self._take(feed, listed)
        self.keep(response, listed.kept_as, feed.url)
        for url in (*listed.lists, *older):
            yield from self._ask_list(replace(feed, url=url))

    def _take(self, feed: Feed, listed: Listed) -> tuple[str, ...]:
        """Put what was listed in the record; gives the page before it where that may hold texts not seen yet."""
        job, tally = self.job, self.job.tally
        own, line = on_own_hosts(job.source, listed.entries)
        if line:
            tally.problem(f"{feed.url}: {line}")
        tally.entries += len(listed.entries)
        job.found.extend(own)
        if listed.entries and not own:
            tally.lists.append(RunStatus.WRONG_CONTENT)
            return ()
        tally.lists.append(RunStatus.OK if listed.entries or listed.lists else RunStatus.EMPTY)
        if not listed.is_document:
            tally.new_entries += entries.add_entries(job.record, job.run_id, own)
        if not listed.is_document or listed.kept_as is CaptureKind.OFFICIAL:
            return ()
        new = articles.unknown(job.record, [entry.url for entry in own])
        tally.new_entries += len(new)
        if listed.older is None or own[0].url not in new or len(self.older) >= MAX_OLDER:
            return ()
        self.older.add(listed.older)
        return (listed.older,)

    def on_list_failed(self, failure: Any) -> None:
        """A list that could not be asked for."""
        if isinstance(failure.value, RasadError):
            self.on_error(failure)
            return
        feed: Feed = failure.request.cb_kwargs["feed"]
        trouble = explain(failure.value, failure.request.url)
        self.job.tally.problem(f"{feed.url}: {trouble.reason}")
        self._list_failed(feed, trouble.status)

    def _list_failed(self, feed: Feed, status: RunStatus) -> None:
        """Note how a list failed; a page before the newest one of a channel is no list of its own."""
        if feed.url not in self.older:
            self.job.tally.lists.append(status)
        return

    def on_idle(self) -> None:
        """Nothing is under way: the lists are read, or a page has been dealt with."""
        if self.job.error is not None:
            return
        try:
            request = self._next_page()
        except Exception as error:
            self.job.error = error
            raise
        if request is not None:
            self.crawler.engine.crawl(request)
            raise DontCloseSpider

    def _next_page(self) -> Request | None:
        if self.pages is None:
            source = self.job.source
            self.pages = deque(entries.due_entries(self.job.record, source.id, source.max_pages, datetime.now(UTC)))
        if not self.pages:
            return self.again.next() if self.failures < DEAD_AFTER else None
        if self.job.tally.rest is not None:
            self.job.tally.problem(f"{len(self.pages)} pages left for the next run")
            return None
        if self.failures >= DEAD_AFTER:
            self.job.tally.problem(f"{len(self.pages)} pages left for the next run after {self.failures} failures")
            return None
        entry = self.pages.popleft()
        return Request(
            entry.url,
            callback=self.on_page,
            errback=self.on_page_failed,
            cb_kwargs={"entry": entry},
            dont_filter=True,
        )

    def on_page(self, response: Response, entry: Entry) -> None:
        """Keep a page; one that is no success is tried again later."""
        capture = self.keep(response, CaptureKind.PAGE, entry.url)
        if 200 <= response.status < 300 and response.body:
            entries.entry_fetched(self.job.record, entry.url, capture.id)
            self.job.tally.pages += 1
            self.failures = 0
            return
        reason = f"the answer is {response.status}" if response.body or response.status != 200 else "an empty answer"
        if 300 <= response.status < 400 and "Location" in response.headers:
            self._page_failed(entry, hostile(NO_WEB))  # Scrapy follows what can be followed.
            return
        # A page that is gone says nothing about the host.
        host_ails = response.status in (403, 429) or response.status >= 500
        status = status_of_answer(response.status, headers_of(response), response.body)
        self._page_failed(entry, Trouble(status, reason, host_ails=host_ails))

    def on_page_failed(self, failure: Any) -> None:
        """A page that could not be asked for."""
        if isinstance(failure.value, RasadError):
            return self.on_error(failure)
        entry: Entry = failure.request.cb_kwargs["entry"]
        self._page_failed(entry, explain(failure.value, failure.request.url))
        return None

    def _page_failed(self, entry: Entry, trouble: Trouble) -> None:
        now = datetime.now(UTC)
        given_up = entries.entry_failed(self.job.record, entry.url, trouble.reason, now, final=trouble.hostile)
        tally = self.job.tally
        tally.failed += 1
        tally.page_failures.append(trouble.status)
        tally.problem(f"{entry.url}: {trouble.reason}{' (given up)' if given_up else ''}")
        self.failures = self.failures + 1 if trouble.host_ails else 0

    def keep(self, response: Response, kind: CaptureKind, asked: str) -> Capture:
        """Keep an answer as evidence; ``asked`` is the address as the record knows it, before any redirect."""
        job = self.job
        return job.evidence.keep(job.record, to_response(response, kind, asked, job.source.id, job.run_id))

    def kept(self, kind: CaptureKind, asked: str, since: datetime) -> tuple[int, bytes] | None:
        """Status and body of the newest answer of this kind that was kept since then, if there is one."""
        capture = captures.newest(self.job.record, kind, asked, since)
        return None if capture is None else (capture.status, read_body(self.job.home, capture))

    def on_error(self, failure: Any) -> None:
        """An error of ours or of the record (a full disk): the run ends and the caller gets it."""
        if not isinstance(failure.value, CloseSpider) and self.job.error is None:
            self.job.error = failure.value
        self.crawler.engine.close_spider(self, "failed")
