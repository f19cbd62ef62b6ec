"""What went wrong with a request, in words, and what that says about the source."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import DNSLookupError
from twisted.internet.error import TimeoutError as TxTimeoutError

from crawler.fetch.resolver import REFUSED
from crawler.fetch.robots import RobotsRefused, RobotsUnreachable
from crawler.urls import host_of
from model.source import RunStatus


def explain(error: BaseException, url: str) -> tuple[RunStatus, str]:
    """The status that a failed request stands for, and a reason without the address in it."""
    if isinstance(error, RobotsRefused):
        return RunStatus.ROBOTS, str(error)
    if isinstance(error, RobotsUnreachable):
        status, reason = explain(error.cause, error.url)
        return status, f"{reason} (asking for robots.txt)"
    if isinstance(error, CannotResolveHostError | DNSLookupError):
        return RunStatus.DEAD, _not_found(str(error), host_of(url))
    if isinstance(error, DownloadTimeoutError | TxTimeoutError):
        return RunStatus.DEAD, "no answer in time"
    if isinstance(error, DownloadConnectionRefusedError):
        return RunStatus.DEAD, "the host refuses connections"
    if isinstance(error, DownloadCancelledError):
        return RunStatus.DEAD, "the answer is larger than fetch.max_bytes"
    if isinstance(error, ResponseDataLossError):
        return RunStatus.DEAD, "the connection broke before the end of the answer"
    if isinstance(error, UnsupportedURLSchemeError):
        return RunStatus.DEAD, "it leads to an address that is not of the web"
    if isinstance(error, IgnoreRequest):
        return RunStatus.DEAD, _ignored(str(error))
    return RunStatus.DEAD, f"{type(error).__name__}: {str(error)[:200]}"


def _not_found(text: str, asked: str) -> str:
    """A name without an address, or with one that may not be asked; a redirect may have led there."""
    last = next((host for host in REFUSED if text.rstrip(".").endswith(f" {host}")), asked)
    if address := REFUSED.get(last):
        return f"refused: {last} is {address}, which is no public address"
    return "the host's name is not known"


def _ignored(text: str) -> str:
    if "redirection" in text:
        return "too many redirects"
    if "during decompression" in text:
        return "the answer unpacks to more than fetch.max_bytes"
    return text[:200]
