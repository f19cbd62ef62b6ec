"""Which addresses of the network may be asked: public ones, and the exceptions that the settings name."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from crawler.urls import DEFAULT_PORTS

NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""Networks whose last four bytes are an IPv4 address that a gateway goes on to."""


def is_public(address: str) -> bool:
    """True for a unicast address of the public network, v4 or v6, whatever it is wrapped in."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    reached = _carried(parsed) or (parsed,)
    return all(one.is_global and not one.is_multicast for one in reached)


def _carried(address: IPv4Address | IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address stands for: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, IPv4Address):
        return ()
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if any(address in network for network in NAT64):
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return ()


def host_port(url: str) -> str:
    """``host:port`` of an address, the scheme's port where none is written; empty for what is no address."""
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return ""
    return f"{parts.hostname}:{port}" if parts.hostname and port else ""


def allowed(host: str, port: int, address: str, exceptions: frozenset[str]) -> bool:
    """May a connection to ``address`` be made, which the name ``host`` stands for?"""
    return f"{host}:{port}" in exceptions or is_public(address)
