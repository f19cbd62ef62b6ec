"""Real HTTP servers on loopback, for tests that fetch."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class Answer:
    """What the server answers for a path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str | None = "text/html; charset=utf-8"
    write: Callable[[BaseHTTPRequestHandler], None] | None = None


@dataclass
class Newsroom:
    """A running server: ``pages`` may change while it runs; ``asked`` lists what came in, with its headers."""

    host: str
    port: int
    pages: dict[str, Answer]
    asked: list[tuple[str, dict[str, str]]]
    times: list[float] = field(default_factory=list)
    """When each request came, in seconds of one clock."""
    open_at_once: list[int] = field(default_factory=list)
    """How many connections were open as each one came."""
    scheme: str = "http"

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://{self.host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def newsroom(
    pages: dict[str, Answer] | None = None, host: str = "127.0.0.1", tls: Path | None = None
) -> Iterator[Newsroom]:
    """Serve pages on a free port; an ETag in an answer's headers is honoured; unknown paths are 404.

    ``tls`` is a file (PEM) with a key and its certificate.
    """
    room = Newsroom(host, 0, dict(pages or {}), [])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            room.times.append(time.monotonic())
            room.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            answer = room.pages.get(self.path, Answer(b"not here", 404, content_type="text/plain"))
            if answer.write is not None:
                answer.write(self)
                return
            etag, since = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
            unchanged = (etag and self.headers.get("If-None-Match") == etag) or (
                not etag and since and self.headers.get("If-Modified-Since") == since
            )
            self.send_response(304 if unchanged else answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.content_type:
                self.send_header("Content-Type", answer.content_type)
            body = b"" if unchanged else answer.body
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        connected = 0

        def process_request_thread(self, request: Any, client_address: Any) -> None:
            self.connected += 1
            room.open_at_once.append(self.connected)
            super().process_request_thread(request, client_address)
            self.connected -= 1

        def handle_error(self, request: object, client_address: object) -> None:
            return  # A client that hangs up is part of some tests.

    server = Server((host, 0), Handler)
    room.port = server.server_port
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        room.scheme = "https"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield room
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def rss(items: list[tuple[str, str, str]], title: str = "Newsroom", link: str = "http://127.0.0.1/") -> bytes:
    """An RSS feed of (address, headline, date)."""
    rows = "".join(
        f"<item><title>{head}</title><link>{url.replace('&', '&amp;')}</link>"
        + (f"<pubDate>{date}</pubDate>" if date else "")
        + "</item>"
        for url, head, date in items
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>{link}</link><description>test</description>{rows}</channel></rss>"
    ).encode()


def article(title: str, paragraphs: list[str], *, lang: str = "en", head: str = "") -> bytes:
    """A page with a headline, some chrome around it, and an article."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title} | Newsroom</title>{head}</head>'
        f'<body><header><nav><a href="/">Home</a> <a href="/world">World</a></nav></header>'
        f"<main><article><h1>{title}</h1>{body}</article></main><footer>All rights reserved</footer></body></html>"
    ).encode()
