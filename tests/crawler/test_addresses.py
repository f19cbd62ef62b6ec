import socket
from typing import ClassVar

import pytest
from twisted.internet.address import IPv4Address, IPv6Address

from crawler.fetch.addresses import allowed, host_port, is_public
from crawler.fetch.resolver import PublicResolver


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("8.8.8.8", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("127.8.9.10", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::1", False),
        ("nonsense", False),
        ("", False),
    ],
)
def test_only_public_addresses_may_be_asked(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_exceptions_are_a_host_and_a_port() -> None:
    exceptions = frozenset({"127.0.0.1:8753"})
    assert allowed("127.0.0.1", 8753, "127.0.0.1", exceptions)
    assert not allowed("127.0.0.1", 8754, "127.0.0.1", exceptions)
    assert not allowed("localhost", 8753, "127.0.0.1", exceptions)
    assert not allowed("2130706433", 8753, "127.0.0.1", exceptions)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8753/a", "127.0.0.1:8753"),
        ("http://example.com/", "example.com:80"),
        ("https://example.com", "example.com:443"),
        ("http://[::1]:99/", "::1:99"),
        ("http://x:99999/", ""),
        ("nonsense", ""),
    ],
)
def test_host_and_port_of_an_address(url: str, expected: str) -> None:
    assert host_port(url) == expected


class Receiver:
    def __init__(self) -> None:
        self.found: list[str] = []
        self.complete = False

    def resolutionBegan(self, resolution: object) -> None: ...

    def addressResolved(self, address: IPv4Address | IPv6Address) -> None:
        self.found.append(address.host)

    def resolutionComplete(self) -> None:
        self.complete = True


class SystemResolver:
    """Answers as the system does for literal addresses in any spelling, and for names that we make up."""

    NAMES: ClassVar = {"rebind.example": ["93.184.216.34", "127.0.0.1"], "inside.example": ["10.0.0.5", "fd00::5"]}

    def resolveHostName(self, receiver: Receiver, host: str, port: int = 0, *rest: object) -> Receiver:
        known = self.NAMES.get(host)
        if known is None:
            known = [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        receiver.resolutionBegan(self)
        for address in known:
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()
        return receiver


class Reactor:
    nameResolver = SystemResolver()  # noqa: N815 (Twisted's name)


def resolve(host: str, port: int = 80, exceptions: tuple[str, ...] = (), exit_at: str | None = None) -> list[str]:
    receiver = Receiver()
    PublicResolver(Reactor(), frozenset(exceptions), exit_at).resolveHostName(receiver, host, port)
    assert receiver.complete
    return receiver.found


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "::1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "::ffff:127.0.0.1", "inside.example"],
)
def test_however_it_is_spelled_a_private_address_resolves_to_nothing(host: str) -> None:
    assert resolve(host) == []


def test_of_a_name_with_both_kinds_only_the_public_addresses_are_used() -> None:
    assert resolve("rebind.example") == ["93.184.216.34"]


def test_an_exception_is_for_its_port_alone() -> None:
    assert resolve("127.0.0.1", 8753, ("127.0.0.1:8753",)) == ["127.0.0.1"]
    assert resolve("127.0.0.1", 80, ("127.0.0.1:8753",)) == []


def test_with_an_exit_no_name_but_the_exits_is_looked_up() -> None:
    assert resolve("127.0.0.1", 9050, exit_at="127.0.0.1:9050") == ["127.0.0.1"]
    assert resolve("127.0.0.1", 9051, exit_at="127.0.0.1:9050") == []
    assert resolve("rebind.example", 443, exit_at="127.0.0.1:9050") == []
