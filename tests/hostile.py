"""What hostile servers do, each behind a path of a server on loopback. Everything here ends by itself."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler
from itertools import chain, repeat

import brotli
from backports import zstd
from loopback import Answer, article

TEXT = ["The council met on Monday and spoke for three hours about the new bridge over the river."] * 4
PAGE = article("A quiet headline", TEXT)
ZEROS = bytes(30_000_000)
LONGEST_SECONDS = 15
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def sends(parts: Callable[[], Iterable[bytes]], pause: float = 0.0) -> Answer:
    """Raw bytes on the wire, part by part, until the client hangs up or ``LONGEST_SECONDS`` are over."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        until = time.monotonic() + LONGEST_SECONDS
        for part in parts():
            handler.connection.sendall(part)
            if pause:
                time.sleep(pause)
            if time.monotonic() > until:
                return

    return Answer(write=write)


def raw(*parts: bytes) -> Answer:
    return sends(lambda: parts)


def packed(body: bytes, *codings: str) -> Answer:
    return Answer(body, headers={"Content-Encoding": ", ".join(codings)})


def moved(to: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": to})


def _brotli() -> bytes:
    packer = brotli.Compressor(quality=5)
    return b"".join(packer.process(ZEROS[:1_000_000]) for _ in range(30)) + packer.finish()


def _nested() -> bytes:
    return gzip.compress(gzip.compress(gzip.compress(ZEROS, 9), 9), 9)


BOMBS = {
    "gzip-bomb": packed(gzip.compress(ZEROS), "gzip"),
    "deflate-bomb": packed(zlib.compress(ZEROS), "deflate"),
    "brotli-bomb": packed(_brotli(), "br"),
    "zstd-bomb": packed(zstd.compress(ZEROS), "zstd"),
    "nested-bomb": packed(_nested(), "gzip", "gzip", "gzip"),
}

TOO_LARGE = {
    "endless-body": sends(lambda: chain([HEAD + b"\r\n"], repeat(b"x" * 65_536))),
    "endless-chunks": sends(
        lambda: chain([HEAD + b"Transfer-Encoding: chunked\r\n\r\n"], repeat(b"2000\r\n" + b"x" * 8192 + b"\r\n"))
    ),
    "claims-ten-gigabytes": raw(HEAD + b"Content-Length: 10000000000\r\n\r\n", b"x" * 1000),
}

REDIRECTS = {
    "to-itself": moved("/to-itself"),
    "to-and-fro": moved("/fro-and-to"),
    "fro-and-to": moved("/to-and-fro", 308),
    **{f"further-{n}": moved(f"/further-{n + 1}", 301) for n in range(12)},
}

NO_WEB = {
    "to-a-file": moved("file:///etc/passwd"),
    "to-ftp": moved("ftp://files.example/a"),
    "to-data": moved("data:text/html,<h1>A</h1>"),
    "to-a-script": moved("javascript:alert(1)"),
    "to-nothing": moved(""),
    "to-no-address": moved("http://[::bad"),
    "to-a-long-address": moved("/" + "a" * 30_000),
}

NO_HTTP = {
    "no-status-line": raw(b"<html><body>old</body></html>"),
    "status-of-words": raw(b"HTTP/1.1 OK 200\r\n\r\n"),
    "status-below-zero": raw(b"HTTP/1.1 -200 OK\r\nContent-Length: 0\r\n\r\n"),
    "binary": raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xff" * 300),
    "hangs-up": raw(),
    "header-without-colon": raw(b"HTTP/1.1 200 OK\r\nnothing here\r\nContent-Length: 0\r\n\r\n"),
    "two-lengths": raw(HEAD + b"Content-Length: 5\r\nContent-Length: 50000\r\n\r\nhello"),
    "length-of-words": raw(HEAD + b"Content-Length: many\r\n\r\nhello"),
    "length-below-zero": raw(HEAD + b"Content-Length: -1\r\n\r\nhello"),
    "chunk-size-of-words": raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nmany\r\nhello\r\n0\r\n\r\n"),
    "chunk-size-below-zero": raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n"),
    "huge-chunk-size": raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 5_000 + b"\r\nhello"),
    "no-last-chunk": raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
    "body-cut-short": raw(HEAD + b"Content-Length: 5000\r\n\r\n" + PAGE[:400]),
    "no-gzip": packed(b"this is not packed at all", "gzip"),
    "gzip-cut-short": packed(gzip.compress(PAGE * 20)[:60], "gzip"),
    "no-brotli": packed(b"\xff\xfe\xfd" * 90, "br"),
    "no-zstd": packed(b"\xff\xfe\xfd" * 90, "zstd"),
}

HEADERS = {
    "a-million-headers": sends(lambda: chain([HEAD], repeat(b"X-A: b\r\n" * 1_000, 1_000), [b"\r\n"])),
    "endless-headers": sends(lambda: chain([HEAD], repeat(b"X-A: b\r\n" * 1_000))),
    "a-huge-header": raw(HEAD + b"X-A: " + b"b" * 10_000_000 + b"\r\n\r\n", PAGE),
    "an-endless-status": sends(lambda: chain([b"HTTP/1.1 200 "], repeat(b"O" * 65_536))),
    "endless-interim-answers": sends(lambda: repeat(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)),
    "endless-chunk-extension": sends(
        lambda: chain([HEAD + b"Transfer-Encoding: chunked\r\n\r\n5;"], repeat(b"a=b;" * 10_000))
    ),
    "endless-trailers": sends(
        lambda: chain([HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"], repeat(b"X-A: b\r\n" * 1_000))
    ),
}

SLOW = {
    "silent": sends(lambda: repeat(b""), pause=0.1),
    "slow-headers": sends(lambda: chain([HEAD], repeat(b"X-A: b\r\n")), pause=0.1),
    "slow-body": sends(lambda: chain([HEAD + b"\r\n"], repeat(b"x")), pause=0.1),
}

AT_ONCE = {
    # What another attempt would not mend is set aside at the first one.
    **dict.fromkeys(BOMBS, "unpacks to more than fetch.max_bytes"),
    **dict.fromkeys(TOO_LARGE, "larger than fetch.max_bytes"),
    **dict.fromkeys(("to-itself", "to-and-fro", "fro-and-to", "further-0", "to-nothing"), "too many redirects"),
    **dict.fromkeys(("to-a-file", "to-ftp", "to-data", "to-a-script", "to-no-address"), "not of the web"),
    **dict.fromkeys(("status-of-words", "two-lengths", "length-of-words", "length-below-zero"), "no valid HTTP"),
    **dict.fromkeys(("no-gzip", "gzip-cut-short", "no-brotli", "no-zstd"), "cannot be unpacked"),
    **dict.fromkeys(("a-million-headers", "endless-headers", "endless-interim-answers"), "larger than 256 KiB"),
}

IN_THE_END = {
    # What may be a bad day of an honest server is set aside after the last attempt.
    **dict.fromkeys(("no-status-line", "binary", "hangs-up", "to-a-long-address"), "hung up"),
    **dict.fromkeys(("a-huge-header", "an-endless-status"), "hung up"),
    **dict.fromkeys(("chunk-size-of-words", "chunk-size-below-zero", "huge-chunk-size"), "connection broke"),
    **dict.fromkeys(("no-last-chunk", "body-cut-short"), "connection broke"),
    **dict.fromkeys(("endless-chunk-extension", "endless-trailers"), "connection broke"),
    **dict.fromkeys(SLOW, "no answer in time"),
    "status-below-zero": "the answer is -200",
    "header-without-colon": "an empty answer",
}

ANSWERS = {**BOMBS, **TOO_LARGE, **REDIRECTS, **NO_WEB, **NO_HTTP, **HEADERS, **SLOW}
