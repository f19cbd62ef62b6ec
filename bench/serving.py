"""A newsroom on loopback for benches: a feed of many pages, real ones in turn or short ones made on the spot."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

Page = Callable[[int], bytes]


@dataclass
class Served:
    """A running server. ``pages`` counts the pages that went out; ``on_page`` is told each count."""

    port: int
    pages: int = 0
    on_page: list[Callable[[int], None]] = field(default_factory=list)

    @property
    def feed(self) -> str:
        return f"http://127.0.0.1:{self.port}/feed.xml"


def real_pages(folder: Path) -> Page:
    """The saved pages of a folder, one after the other and again."""
    bodies = [gzip.decompress(file.read_bytes()) for file in sorted(folder.glob("*.gz"))]
    if not bodies:
        raise SystemExit(f"no pages in {folder}; set RASAD_CORPORA")
    return lambda number: bodies[number % len(bodies)]


def made_page(number: int) -> bytes:
    """A short article of our own, no two alike."""
    text = "".join(
        f"<p>Report {number}, part {part}: the council met on Monday and spoke for {number % 7 + 2} hours about the "
        f"new bridge over the river, which will cost {number} dollars.</p>"
        for part in range(6)
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Headline {number}</title>'
        f'<meta property="article:published_time" content="2026-06-01T10:{number % 60:02}:00Z"></head><body>'
        f'<nav><a href="/">Home</a></nav><article><h1>Headline {number}</h1>{text}</article></body></html>'
    ).encode()


@contextmanager
def serving(page: Page, listed: int) -> Iterator[Served]:
    """Serve ``listed`` pages; the feed names them in parts of 1,000 (``/feed.xml?part=N``), or all without a part."""
    served = Served(0)
    numbers = count(1)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path
            if path.startswith("/p"):
                body, kind = page(int(path[2:])), "text/html"
            elif path.startswith("/feed.xml"):
                body, kind = _feed(served.port, listed, path.partition("part=")[2]), "application/rss+xml"
            else:
                body, kind = b"User-agent: *\nDisallow: /private\n", "text/plain"
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            if path.startswith("/p"):
                served.pages = next(numbers)
                for told in served.on_page:
                    told(served.pages)

        def log_message(self, *_: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            return  # A client that is killed hangs up.

    server = Server(("127.0.0.1", 0), Handler)
    served.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def _feed(port: int, listed: int, part: str) -> bytes:
    first = int(part) * 1_000 if part else 0
    numbers = range(first, min(first + 1_000, listed) if part else listed)
    items = "".join(
        f"<item><title>Headline {n}</title><link>http://127.0.0.1:{port}/p{n}</link></item>" for n in numbers
    )
    return f'<rss version="2.0"><channel><title>Bench</title>{items}</channel></rss>'.encode()
