"""Scrapy's settings for one crawl: polite, quiet, and leaving no traces of the reader."""

from __future__ import annotations

from typing import Any

from crawler.fetch.addresses import host_port
from crawler.fetch.exits import agent_for, exit_of, robots_token
from model.settings import FetchSettings
from model.source import Source

MAX_REDIRECTS = 5
JITTER = 0.2
"""Pauses vary by this share of themselves, upwards from what was promised: no host is asked in lockstep."""

ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.8"


def scrapy_settings(source: Source, fetch: FetchSettings, time_limit: float) -> dict[str, Any]:
    """The settings of a crawl of ``source`` that ends itself after ``time_limit`` seconds."""
    delay = delay_of(source, fetch)
    return {
        **_politeness(source, fetch, delay),
        **_privacy(source),
        **_limits(fetch, time_limit),
        **_wiring(source, fetch),
    }


def delay_of(source: Source, fetch: FetchSettings) -> float:
    """Seconds between requests to a host; none for a newsroom of our own that the settings except."""
    own = all(host_port(feed.url) in fetch.allow_private for feed in source.feeds)
    return 0.0 if own and source.feeds else fetch.delay


def _politeness(source: Source, fetch: FetchSettings, delay: float) -> dict[str, Any]:
    return {
        "USER_AGENT": agent_for(source, fetch),
        "RASAD_ROBOTS_TOKEN": robots_token(source, fetch),
        "RASAD_MAX_DELAY": fetch.max_delay,
        # The shortest of the varying pauses is the delay that was promised.
        "DOWNLOAD_DELAY": delay / (1 - JITTER),
        "DOWNLOAD_DELAY_JITTER": JITTER,
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_ITEMS": 1,  # There are none, and Scrapy starts a task for each at every answer.
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "AUTOTHROTTLE_ENABLED": delay > 0,
        "AUTOTHROTTLE_START_DELAY": delay / (1 - JITTER),
        "AUTOTHROTTLE_MAX_DELAY": fetch.max_delay,
        # Trying again is the record's business (entries with backoff), not the minute's.
        "RETRY_ENABLED": False,
    }


def _privacy(source: Source) -> dict[str, Any]:
    lang = "fa,en;q=0.5" if source.lang == "fa" else f"{source.lang},en;q=0.5" if source.lang != "en" else "en"
    return {
        "DEFAULT_REQUEST_HEADERS": {"Accept": ACCEPT, "Accept-Language": lang},
        "COOKIES_ENABLED": False,
        "REFERRER_POLICY": "no-referrer",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
    }


def _limits(fetch: FetchSettings, time_limit: float) -> dict[str, Any]:
    return {
        "DOWNLOAD_TIMEOUT": fetch.timeout,
        "DOWNLOAD_MAXSIZE": fetch.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DNS_TIMEOUT": fetch.timeout,
        "REDIRECT_MAX_TIMES": MAX_REDIRECTS,
        "METAREFRESH_ENABLED": False,
        "CLOSESPIDER_TIMEOUT": time_limit,
        "URLLENGTH_LIMIT": 4_000,
    }


def _wiring(source: Source, fetch: FetchSettings) -> dict[str, Any]:
    socks = (source.via or "").startswith("socks")
    handler = "crawler.fetch.socks.SocksDownloadHandler" if socks else "crawler.fetch.direct.DirectDownloadHandler"
    return {
        # Only the web is fetched: a redirect to file:, ftp: or data: has no handler.
        "DOWNLOAD_HANDLERS": {"file": None, "ftp": None, "s3": None, "data": None, "http": handler, "https": handler},
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "crawler.fetch.robots.RobotsMiddleware": 100,
            "crawler.fetch.backoff.BackoffMiddleware": 620,
            "crawler.fetch.exits.ExitMiddleware": 740,
        },
        # The proxy of the environment is not ours to use or to leak through; ExitMiddleware sets the exit.
        "HTTPPROXY_ENABLED": source.via is not None,
        "HTTPERROR_ALLOW_ALL": True,
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "TWISTED_DNS_RESOLVER": "crawler.fetch.resolver.PublicResolver",
        "RASAD_ALLOW_PRIVATE": list(fetch.allow_private),
        "RASAD_EXIT": exit_of(source),
        "EXTENSIONS": {
            "scrapy.extensions.telnet.TelnetConsole": None,
            "scrapy.extensions.logstats.LogStats": None,
            "scrapy.extensions.feedexport.FeedExporter": None,
            "scrapy.extensions.remote_control.RemoteControl": None,
        },
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "STATS_DUMP": False,
    }
