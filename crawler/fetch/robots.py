"""robots.txt, kept and obeyed as RFC 9309 says.

Scrapy's middleware takes any answer for rules and any failure for leave. Here rules are only in an answer of
200; 4xx means that there are none; 5xx and 429 mean that nothing may be asked until they can be had.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser

from model.capture import CaptureKind

MAX_RULES = 500 * 1024
"""RFC 9309: at least this much of the file is read; no more is here."""

MAX_DELAY = 60.0
NOTHING = b"User-agent: *\nDisallow: /\n"


class RobotsRefused(IgnoreRequest):
    """The host's robots.txt does not let the page be asked for."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Obeys robots.txt, notes the decision on each request, keeps the file, honours its crawl delay."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._agent = str(crawler.settings["ROBOTSTXT_USER_AGENT"])
        self._absent: set[str] = set()
        self._shut: dict[str, str] = {}
        self._delays: dict[str, float] = {}

    async def process_request(self, request: Request, spider: Any = None) -> None:  # noqa: ARG002 (Scrapy's)
        """Let a request pass or refuse it."""
        if request.meta.get("dont_obey_robotstxt"):
            request.meta["robots"] = "exempt"
            return
        rules = await self.robot_parser(request)
        netloc = request.url.split("/")[2]
        if rules is None or netloc in self._absent:
            request.meta["robots"] = "unavailable"
            return
        if not rules.allowed(request.url, self._agent):
            request.meta["robots"] = "disallowed"
            raise RobotsRefused(self._shut.get(netloc, "robots.txt does not allow it"))
        request.meta["robots"] = "allowed"
        self._slow_down(request, netloc)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        keeper: Any = self.crawler.spider
        keeper.keep(response, CaptureKind.ROBOTS, f"{request.url.split(':')[0]}://{netloc}/robots.txt")
        status = response.status
        body = response.body[:MAX_RULES] if status < 300 else b""
        if status >= 500 or status == 429:
            self._shut[netloc] = f"robots.txt cannot be had ({status}), so nothing may be asked for now"
            body = NOTHING
        elif status >= 300:
            self._absent.add(netloc)
        rules = ProtegoRobotParser(robotstxt_body=body, spider=None)
        delay = rules.rp.crawl_delay(self._agent)
        if delay:
            self._delays[netloc] = min(float(delay), MAX_DELAY)
        waiting: Any = self._parsers[netloc]
        self._parsers[netloc] = rules
        waiting.callback(rules)

    def _slow_down(self, request: Request, netloc: str) -> None:
        """Apply the host's crawl delay, which AutoThrottle must then leave alone."""
        delay = self._delays.get(netloc)
        if delay is None:
            return
        request.meta["autothrottle_dont_adjust_delay"] = True
        downloader = self.crawler.engine.downloader
        _, slot = downloader._get_slot(request)
        slot.delay = max(slot.delay, delay)
