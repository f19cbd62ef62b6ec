"""The second part of a run: visits to pages that are kept already."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.spiders.failures import explain
from crawler.spiders.tally import Tally
from model.capture import Capture, CaptureKind
from model.errors import RasadError
from store import captures, revisits
from store.record import Record

SHARE = 2
"""One visit for so many pages that a run may fetch anew; at least ``LEAST``."""
LEAST = 5
FAILURES = 3
"""After so many failures one after the other the host is left alone for this run."""

Keep = Callable[[Response, CaptureKind, str], Capture]


@dataclass(slots=True)
class Again:
    """The visits of one run of a source."""

    record: Record
    source_id: str
    limit: int
    tally: Tally
    keep: Keep
    on_error: Callable[[Any], None]
    waiting: deque[str] | None = None
    failures: int = 0
    removed: list[str] = field(default_factory=list)

    def next(self) -> Request | None:
        """The next page to ask for, if one is due and its host answers."""
        if self.waiting is None:
            limit = max(LEAST, self.limit // SHARE)
            self.waiting = deque(revisits.due(self.record, self.source_id, limit, datetime.now(UTC)))
        if not self.waiting or self.failures >= FAILURES or self.tally.rest is not None:
            return None
        url = self.waiting.popleft()
        known = captures.validators(self.record, url)
        headers = {}
        if known and known.etag:
            headers["If-None-Match"] = known.etag
        if known and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        return Request(
            url,
            callback=self.on_page,
            errback=self.on_failed,
            headers=headers,
            cb_kwargs={"asked": url},
            dont_filter=True,
        )

    def on_page(self, response: Response, asked: str) -> None:
        """Keep the answer; what became of the text is for the extraction to see."""
        now = datetime.now(UTC)
        left = _leads_home(asked, response.url) and 200 <= response.status < 300
        # A front page in place of the article is no page of ours: as a list it is kept and read by nobody.
        capture = self.keep(response, CaptureKind.LIST if left else CaptureKind.PAGE, asked)
        if response.status in (404, 410) or left:
            status = 302 if left else response.status
            if revisits.missing(self.record, asked, capture.id, status, now):
                self.removed.append(asked)
                self.tally.problem(f"{asked}: removed by its publisher ({status})")
        elif response.status == 304 or (200 <= response.status < 300 and response.body):
            revisits.seen(self.record, asked, now)
        else:
            revisits.failed(self.record, asked, now)
            self.failures += 1
            return
        self.failures = 0

    def on_failed(self, failure: Any) -> None:
        """A page that could not be asked for."""
        if isinstance(failure.value, RasadError):
            return self.on_error(failure)
        asked: str = failure.request.cb_kwargs["asked"]
        trouble = explain(failure.value, failure.request.url)
        revisits.failed(self.record, asked, datetime.now(UTC))
        self.failures += trouble.host_ails
        return None


def _leads_home(asked: str, answered: str) -> bool:
    """True where an article's address leads to a front page, as many publishers do instead of saying 404."""
    one, other = urlsplit(asked), urlsplit(answered)
    return len(one.path.strip("/")) > 3 and not other.query and other.path.strip("/") in ("", "en", "fa", "index.html")
