"""Which way requests leave, and what they say of us."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from crawler.fetch.addresses import host_port
from model.errors import ConfigError
from model.settings import FetchSettings
from model.source import Source

UNNAMED_AGENT = "Mozilla/5.0 (compatible)"
"""What owners under watch are told: nothing about who asks."""

EXIT_SCHEMES = ("http", "socks5", "socks5h")


def agent_for(source: Source, fetch: FetchSettings) -> str:
    """The agent string: who we are and how to reach us, but never to an owner under watch."""
    return UNNAMED_AGENT if source.owner.under_watch else f"{fetch.agent} (+{fetch.contact})"


def robots_token(source: Source, fetch: FetchSettings) -> str:
    """The name that robots.txt addresses us by."""
    return "*" if source.owner.under_watch else fetch.agent.split("/")[0].split(" ")[0]


def exit_of(source: Source) -> str | None:
    """``host:port`` of the source's exit; raises for one that cannot be used, as sending without it would tell."""
    if source.via is None:
        return None
    at = host_port(source.via)
    if urlsplit(source.via).scheme not in EXIT_SCHEMES or not at:
        raise ConfigError(
            f"source {source.id}: via: {source.via!r} is no exit",
            "write http://HOST:PORT or socks5://HOST:PORT",
        )
    if source.via.startswith("socks") and find_spec("socksio") is None:
        raise ConfigError(
            f"source {source.id}: via: {source.via!r} needs a library that is not installed",
            "pip install 'httpx2[socks]'",
        )
    return at


class ExitMiddleware:
    """Sends every request, robots.txt and redirects included, through the source's exit."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @classmethod
    def from_crawler(cls, crawler: Any) -> ExitMiddleware:
        """Called by Scrapy."""
        return cls(crawler.spider.job.source)

    def process_request(self, request: Request) -> None:
        """Set the exit and take away what would tell where the request comes from."""
        if self.source.held:
            raise IgnoreRequest(f"{self.source.id} is held: no exit is configured")
        request.headers.pop("Referer", None)
        request.headers.pop("Cookie", None)
        request.meta["proxy"] = self.source.via
