"""Requests through a SOCKS exit, such as Tor's.

Scrapy's own handler speaks to HTTP proxies only. Its handler on httpx speaks SOCKS and leaves names to the exit; here
it is held to two more rules: nothing goes out beside the exit, and an answer has a time limit as a whole.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from scrapy import Request
from scrapy.core.downloader.handlers._httpx import HttpxDownloadHandler
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response


class SocksDownloadHandler(HttpxDownloadHandler):
    """The download handler of sources whose ``via`` is a SOCKS address."""

    experimental: ClassVar[bool] = False

    async def download_request(self, request: Request) -> Response:
        """Download through the exit, or not at all."""
        if not str(request.meta.get("proxy") or "").startswith("socks"):
            raise IgnoreRequest("no exit is set on the request")
        limit = float(request.meta.get("download_timeout", self._DEFAULT_CONNECT_TIMEOUT))
        try:
            return await asyncio.wait_for(super().download_request(request), limit)
        except TimeoutError as error:
            raise DownloadTimeoutError(f"no answer within {limit} seconds") from error
