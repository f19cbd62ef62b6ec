"""Requests over HTTP, without an exit or through an HTTP proxy, with a limit on the head of an answer.

Scrapy limits the body and the time, but reads headers for as long as they come: a hostile host fills the memory
with them.
"""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from twisted.python.failure import Failure

MAX_HEAD = 256 * 1024
"""Bytes of status line and headers, interim answers included; real ones stay under 16 KiB."""

IN_HEAD = ("STATUS", "HEADER")


class HeadTooLargeError(ValueError):
    """The head of an answer does not end."""


class _Protocol(_LenientHTTP11ClientProtocol):
    """One connection."""

    head = 0

    def request(self, request: Any) -> Any:
        self.head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 (the name is Twisted's)
        base: Any = super()
        base.dataReceived(data)
        if self._parser is not None and self._parser.state in IN_HEAD:
            self.head += len(data)
            if self.head > MAX_HEAD:
                give_up: Any = self._giveUp
                failure: Any = Failure
                give_up(failure(HeadTooLargeError(f"more than {MAX_HEAD} bytes of headers")))


class _Factory(_LenientHTTP11ClientFactory):
    """Makes connections for the pool."""

    def buildProtocol(self, addr: Any) -> _Protocol:  # noqa: N802, ARG002 (Twisted's)
        made: Any = _Protocol
        protocol: _Protocol = made(self._quiescentCallback)
        return protocol


class DirectDownloadHandler(HTTP11DownloadHandler):
    """The download handler of sources without a SOCKS exit."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory
