"""What went wrong with a request, in words, and what that says about the source."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectError, DNSLookupError
from twisted.internet.error import TimeoutError as TxTimeoutError

from crawler.fetch.direct import MAX_HEAD
from crawler.fetch.resolver import REFUSED
from crawler.fetch.robots import RobotsRefused, RobotsUnreachable
from crawler.urls import host_of
from model.source import RunStatus

NO_WEB = "it leads to an address that is not of the web"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no answer. ``hostile`` is what another attempt would not mend: the page is set aside at once;
    ``host_ails`` is what speaks against all pages of the host."""

    status: RunStatus
    reason: str
    hostile: bool = False
    host_ails: bool = True


def hostile(reason: str) -> Trouble:
    """A page that does harm or nonsense; its host may be well."""
    return Trouble(RunStatus.DEAD, reason, hostile=True, host_ails=False)


def explain(error: BaseException, url: str) -> Trouble:
    """The trouble that a failed request stands for, with a reason without the address in it."""
    if isinstance(error, RobotsRefused):
        return Trouble(RunStatus.ROBOTS, str(error), host_ails=False)
    if isinstance(error, RobotsUnreachable):
        cause = explain(error.cause, error.url)
        return Trouble(cause.status, f"{cause.reason} (asking for robots.txt)")
    if isinstance(error, CannotResolveHostError | DNSLookupError):
        return _not_found(str(error), host_of(url))
    if isinstance(error, DownloadTimeoutError | TxTimeoutError):
        return Trouble(RunStatus.DEAD, "no answer in time")
    if isinstance(error, DownloadConnectionRefusedError):
        return Trouble(RunStatus.DEAD, "the host refuses connections")
    if isinstance(error, ConnectError):
        return Trouble(RunStatus.DEAD, "the host cannot be reached")
    if isinstance(error, DownloadCancelledError):
        return hostile("the answer is larger than fetch.max_bytes")
    if isinstance(error, ResponseDataLossError):
        return Trouble(RunStatus.DEAD, "the connection broke before the end of the answer")
    if isinstance(error, DownloadFailedError):
        return _failed(str(error))
    if isinstance(error, UnsupportedURLSchemeError):
        return hostile(NO_WEB)
    if isinstance(error, IgnoreRequest):
        return _ignored(str(error))
    return _nonsense(error)


def _not_found(text: str, asked: str) -> Trouble:
    """A name without an address, or with one that may not be asked; a redirect may have led there."""
    last = next((host for host in REFUSED if text.rstrip(".").endswith(f" {host}")), asked)
    if address := REFUSED.get(last):
        return hostile(f"refused: {last} is {address}, which is no public address")
    return Trouble(RunStatus.DEAD, "the host's name is not known")


def _failed(text: str) -> Trouble:
    """An answer that broke off, or is none."""
    if "HeadTooLargeError" in text:
        return hostile(f"the headers of the answer are larger than {MAX_HEAD // 1024} KiB")
    if "ParseError" in text or "ValueError" in text:
        return hostile("the answer is no valid HTTP")
    return Trouble(RunStatus.DEAD, "the host hung up without a valid answer")


def _ignored(text: str) -> Trouble:
    if "redirection" in text:
        return hostile("too many redirects")
    if "during decompression" in text:
        return hostile("the answer unpacks to more than fetch.max_bytes")
    return Trouble(RunStatus.DEAD, text[:200])


def _nonsense(error: BaseException) -> Trouble:
    """What our own reading of an answer stumbled over: its coding, or the address it leads to."""
    kind = type(error)
    if isinstance(error, zlib.error | OSError | EOFError) or kind.__module__.split(".")[0] in UNPACKERS:
        return hostile(f"the answer cannot be unpacked ({str(error)[:100]})")
    if isinstance(error, ValueError):
        return hostile(NO_WEB)
    return Trouble(RunStatus.DEAD, f"{kind.__name__}: {str(error)[:200]}")


UNPACKERS = ("brotli", "_brotli", "backports", "compression", "_zstd", "zstd")
"""Modules whose errors come from unpacking an answer."""
