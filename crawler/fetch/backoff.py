"""Leaving a host alone when it says that it has enough: 429 and 5xx, with or without Retry-After."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response

LONGEST = timedelta(hours=24)
"""What a host may ask for at most; a misprint or malice would else silence a source for good."""

SECONDS = re.compile("[0-9]{1,12}")


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """How long a ``Retry-After`` header asks us to wait: seconds or a date (RFC 9110, 10.2.3); at most a day.

    None where there is none, or none that can be read. A date that is past asks for nothing: zero.
    """
    text = (value or "").strip()
    if SECONDS.fullmatch(text):
        return min(timedelta(seconds=int(text)), LONGEST) if len(text) < 10 else LONGEST
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(timedelta(0), min(at - now, LONGEST))


def asks_for_rest(status: int) -> bool:
    """True for answers that say the host has enough for now."""
    return status == 429 or 500 <= status < 600


def pause_after(delay: float, asked: timedelta | None, longest: float) -> float:
    """Seconds before the next request to a host that asked for rest: what it asks for, else twice the pause so far."""
    wished = asked.total_seconds() if asked is not None else delay * 2
    return max(delay, min(wished, longest))


class BackoffMiddleware:
    """Slows down for a host that asks for rest; where it asks for more than a run can wait, the run leaves it alone."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.max_delay = crawler.settings.getfloat("RASAD_MAX_DELAY")

    @classmethod
    def from_crawler(cls, crawler: Any) -> BackoffMiddleware:
        """Called by Scrapy."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Called by Scrapy for each answer, of robots.txt and of redirects too."""
        if not asks_for_rest(response.status):
            return response
        now = datetime.now(UTC)
        header = response.headers.get("Retry-After")
        asked = retry_after(header.decode("latin-1") if header else None, now)
        _, slot = self.crawler.engine.downloader._get_slot(request)
        slot.delay = pause_after(slot.delay, asked, self.max_delay)
        if asked is not None and asked.total_seconds() > self.max_delay:
            self.crawler.spider.job.tally.rest_until(now + asked)
        return response
