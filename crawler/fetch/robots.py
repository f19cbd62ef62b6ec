"""robots.txt, asked for once a day, kept, and obeyed as RFC 9309 says.

Rules are only in an answer of 2xx. 4xx, and more than five redirects, mean that there are none. 5xx, 429 and a host
that cannot be reached mean that nothing may be asked until the rules can be had.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.fetch.rules import ALL_ALLOWED, NOTHING_ALLOWED, Rules, read_rules
from model.capture import CaptureKind

LIFE = timedelta(hours=24)
"""RFC 9309, 2.4: how long a copy may be used."""


class RobotsRefused(IgnoreRequest):
    """The host's robots.txt does not let the page be asked for."""


class RobotsUnreachable(IgnoreRequest):
    """The host's robots.txt could not be asked for; the cause says why."""

    def __init__(self, cause: BaseException, url: str) -> None:
        super().__init__(str(cause))
        self.cause = cause
        self.url = url


@dataclass(frozen=True, slots=True)
class Standing:
    """What a host's robots.txt says to us. ``decision`` is noted with each request that it lets pass."""

    rules: Rules
    decision: str = "allowed"
    refusal: Exception | None = None


def standing_of(status: int, body: bytes, agent: str) -> Standing:
    """What an answer to the question for robots.txt means."""
    if 200 <= status < 300:
        return Standing(read_rules(body, agent))
    if status >= 500 or status == 429:
        why = f"robots.txt cannot be had ({status}), so nothing may be asked for now"
        return Standing(NOTHING_ALLOWED, refusal=RobotsRefused(why))
    return Standing(ALL_ALLOWED, "unavailable")


def standing_after(error: Exception, url: str) -> Standing:
    """What it means that there was no answer."""
    if isinstance(error, IgnoreRequest) and "redirection" in str(error):
        return Standing(ALL_ALLOWED, "unavailable")
    return Standing(NOTHING_ALLOWED, refusal=RobotsUnreachable(error, url))


class RobotsMiddleware:
    """Lets a request pass or refuses it, notes the decision on it, and makes the host's crawl delay count."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.agent = str(crawler.settings["RASAD_ROBOTS_TOKEN"])
        self.max_delay = crawler.settings.getfloat("RASAD_MAX_DELAY")
        self.known: dict[str, Standing] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> RobotsMiddleware:
        """Called by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Called by Scrapy for each request and each redirect."""
        if request.meta.get("dont_obey_robotstxt"):
            request.meta["robots"] = "exempt"
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        standing = self.known.get(origin)
        if standing is None:
            standing = self.known[origin] = await self._standing(f"{origin}/robots.txt")
        if not standing.rules.allows(request.url):
            request.meta["robots"] = "disallowed"
            raise standing.refusal or RobotsRefused("robots.txt does not allow it")
        request.meta["robots"] = standing.decision
        if standing.rules.delay:
            self._slow_down(request, standing.rules.delay)

    async def _standing(self, url: str) -> Standing:
        """From today's copy, or else by asking."""
        keeper: Any = self.crawler.spider
        kept: tuple[int, bytes] | None = keeper.kept(CaptureKind.ROBOTS, url, datetime.now(UTC) - LIFE)
        if kept is not None and kept[0] < 500 and kept[0] != 429:
            return standing_of(*kept, self.agent)
        asking = Request(url, meta={"dont_obey_robotstxt": True}, callback=NO_CALLBACK)
        try:
            answer: Response = await self.crawler.engine.download_async(asking)
        except Exception as error:  # noqa: BLE001 (whatever kept the rules from us; it is told with each refusal)
            return standing_after(error, url)
        keeper.keep(answer, CaptureKind.ROBOTS, url)
        return standing_of(answer.status, answer.body, self.agent)

    def _slow_down(self, request: Request, delay: float) -> None:
        """Apply the host's crawl delay, which AutoThrottle must then leave alone."""
        request.meta["autothrottle_dont_adjust_delay"] = True
        _, slot = self.crawler.engine.downloader._get_slot(request)
        slot.delay = max(slot.delay, min(delay, self.max_delay) / (1 - slot.jitter))
