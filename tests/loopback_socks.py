"""A SOCKS exit on loopback, as Tor's is one."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from loopback import Newsroom


class Socks(socketserver.BaseRequestHandler):
    """SOCKS 5 as far as CONNECT to a name goes; every name leads to the newsroom behind it."""

    behind: tuple[str, int]
    names: list[str]

    def handle(self) -> None:
        assert self.request.recv(2)[0] == 5
        self.request.recv(1)
        self.request.sendall(b"\x05\x00")
        head = self.request.recv(5)
        assert head[3] == 3, "the name must be left to the exit"
        name = self.request.recv(head[4])
        port = int.from_bytes(self.request.recv(2), "big")
        self.names.append(f"{name.decode()}:{port}")
        self.request.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        with socket.create_connection(self.behind) as onward:
            copier = threading.Thread(target=_copy, args=(onward, self.request), daemon=True)
            copier.start()
            _copy(self.request, onward)
            copier.join(5)


def _copy(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


@contextmanager
def socks_exit(room: Newsroom) -> Iterator[tuple[int, list[str]]]:
    names: list[str] = []
    handler = type("Handler", (Socks,), {"behind": (room.host, room.port), "names": names})
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server.server_address[1], names
    finally:
        server.shutdown()
        server.server_close()
