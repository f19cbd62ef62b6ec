"""Writes down every name that this process has looked up and every address that it connects to. Installed for good."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any

NETWORK = "network.json"
LOOKUPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
SENDS = ("socket.connect", "socket.sendto", "socket.sendmsg")


@dataclass(frozen=True)
class Network:
    """What a process did: names, and ``host:port`` of connections."""

    names: list[str]
    connections: list[str]


def spy(home: Path) -> None:
    """Begin to write into the home. Connections that would leave this machine are refused."""
    file = (home / NETWORK).open("w", encoding="utf-8")

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event in LOOKUPS:
            file.write(json.dumps(["name", _text(arguments[0])]) + "\n")
        elif event in SENDS and isinstance(address := arguments[-1], tuple):
            file.write(json.dumps(["connection", f"{address[0]}:{address[1]}"]) + "\n")
        else:
            return
        file.flush()
        if event in SENDS and not ip_address(address[0]).is_loopback:
            raise OSError(101, "tests stay on this machine")

    sys.addaudithook(note)


def network(home: Path) -> Network:
    """What was written."""
    lines: Sequence[list[str]] = [json.loads(line) for line in (home / NETWORK).read_text("utf-8").splitlines()]
    return Network(
        [value for kind, value in lines if kind == "name"], [value for kind, value in lines if kind == "connection"]
    )


def _text(name: Any) -> str:
    return name.decode() if isinstance(name, bytes) else str(name[0] if isinstance(name, tuple) else name)
