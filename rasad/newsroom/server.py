"""The newsroom's HTTP server on loopback, and its exit: a forward proxy that leads to the newsroom alone."""

from __future__ import annotations

import errno
import http.client
import json
import signal
import socketserver
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from model.errors import RasadError
from rasad.newsroom.clock import Clock, open_clock
from rasad.newsroom.site import Reply, Site, build_site

HOST = "127.0.0.1"
PORT = 8753
EXIT_PORT = 8755
CONTROL_HEADER = "X-Newsroom-Control"
"""Must stand in a request to /__control: a page in somebody's browser cannot send it unasked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A newsroom that listens."""

    site: Site
    clock: Clock
    port: int
    exit_port: int


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        # HTTPServer asks the resolver for its own name here: loopback needs none, and it can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        # A reader that hangs up half-way is no fault of the newsroom.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def version_string(self) -> str:
        """What the Server header says."""
        return "Newsroom/1"

    def log_message(self, format: str, *args: object) -> None:
        """Silent: what the crawler asked for stands in the record."""

    def names(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items()}

    def send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.status != 304:
            self.send_header("Content-Type", reply.media_type)
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD" and reply.status != 304:
            self.wfile.write(reply.body)


def _newsroom_handler(site: Callable[[], Site], clock: Clock) -> type[_Handler]:
    class NewsroomHandler(_Handler):
        def do_GET(self) -> None:
            self.send(site().reply(self.path, clock.minutes(), self.names()))

        do_HEAD = do_GET  # noqa: N815

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            form = parse_qs(self.rfile.read(min(length, 1_000)).decode("ascii", "replace"))
            if self.path != "/__control" or CONTROL_HEADER not in self.headers:
                self.send(Reply(status=403, body=f"POST /__control with the header {CONTROL_HEADER}\n".encode()))
                return
            try:
                minutes = clock.advance(float(form["advance"][0]))
            except (KeyError, ValueError):
                self.send(Reply(status=400, body=b"say advance=MINUTES\n"))
                return
            body = json.dumps({"minutes": round(minutes, 3)}).encode()
            self.send(Reply(status=200, media_type="application/json", body=body))

    return NewsroomHandler


def _exit_handler(port: int) -> type[_Handler]:
    class ExitHandler(_Handler):
        def do_GET(self) -> None:
            target = urlsplit(self.path)
            if (target.scheme, target.netloc) != ("http", f"{HOST}:{port}"):
                self.send(Reply(status=403, body=b"This exit leads to the demonstration newsroom alone.\n"))
                return
            dropped = {"connection", "proxy-connection", "proxy-authorization", "keep-alive", "te", "upgrade", "via"}
            headers = {name: value for name, value in self.headers.items() if name.lower() not in dropped}
            path = (target.path or "/") + (f"?{target.query}" if target.query else "")
            connection = http.client.HTTPConnection(HOST, port, timeout=20)
            try:
                connection.request("GET", path, headers={**headers, "Via": "1.1 newsroom-exit"})
                answer = connection.getresponse()
                kept = ("etag", "last-modified")
                self.send(
                    Reply(
                        status=answer.status,
                        media_type=answer.headers.get("Content-Type", "text/plain"),
                        body=answer.read(),
                        headers=tuple((name, value) for name, value in answer.getheaders() if name.lower() in kept),
                    )
                )
            except OSError as error:
                self.send(Reply(status=502, body=f"The newsroom does not answer: {error}\n".encode()))
            finally:
                connection.close()

        do_HEAD = do_GET  # noqa: N815

    return ExitHandler


@contextmanager
def running(config_dir: Path, home: Path, port: int = 0, exit_port: int = 0) -> Iterator[Running]:
    """Serve ``config_dir/newsroom`` from threads of this process while the context lasts; port 0 takes a free one."""
    clock = open_clock(home)
    held: list[Site] = []
    servers = [_listen(port, "newsroom", _newsroom_handler(lambda: held[0], clock))]
    threads: list[threading.Thread] = []
    try:
        port = servers[0].server_port
        held.append(build_site(config_dir / "newsroom", clock.base, f"http://{HOST}:{port}"))
        servers.append(_listen(exit_port, "newsroom's exit", _exit_handler(port)))
        threads += [threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True) for server in servers]
        for thread in threads:
            thread.start()
        yield Running(site=held[0], clock=clock, port=port, exit_port=servers[1].server_port)
    finally:
        for server in servers[: len(threads)]:
            server.shutdown()
        for server in servers:
            server.server_close()


def serve(config_dir: Path, home: Path, port: int = PORT, exit_port: int = EXIT_PORT) -> None:
    """Serve in front until SIGTERM or SIGINT."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with running(config_dir, home, port, exit_port) as newsroom:
        print(f"newsroom: http://{HOST}:{newsroom.port}/ (exit {newsroom.exit_port})", file=sys.stderr, flush=True)
        ended.wait()


def _listen(port: int, what: str, handler: type[_Handler]) -> _Server:
    try:
        return _Server((HOST, port), handler)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise RasadError(
                f"the {what} cannot listen on {HOST}:{port}: {error.strerror}", "choose another port"
            ) from error
        raise RasadError(
            f"port {port} on {HOST} is taken: the {what} cannot listen there",
            "stop what holds it (is another `rasad run` at work?), or change the port under demo: in settings.yml "
            "and in the sources",
        ) from error
