"""Names become addresses here, and only allowed ones come out.

Scrapy connects to what the reactor's resolver returns, on each request and each redirect, literal addresses
included. So what is checked is what is connected to: a name cannot change its answer between the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer, provider  # type: ignore[import-untyped]

from crawler.fetch.addresses import allowed

REFUSED: dict[str, str] = {}
"""Hosts that were refused and the address they stood for, for the report. One crawl a process, so one table."""


@implementer(IHostnameResolver)
class PublicResolver:
    """A Scrapy ``TWISTED_DNS_RESOLVER``: the system's resolver, less the addresses that may not be asked.

    With an exit configured (``RASAD_EXIT``, ``host:port``) nothing but the exit is ever looked up here:
    names are the exit's to resolve, and a request that missed it fails instead of leaking.
    """

    def __init__(self, reactor: Any, exceptions: frozenset[str], exit_at: str | None) -> None:
        self.reactor = reactor
        self.inner = reactor.nameResolver
        self.exceptions = exceptions
        self.exit_at = exit_at

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> PublicResolver:
        """Called by Scrapy; the settings hold what may be asked."""
        settings = crawler.settings
        return cls(reactor, frozenset(settings.getlist("RASAD_ALLOW_PRIVATE")), settings.get("RASAD_EXIT"))

    def install_on_reactor(self) -> None:
        """Called by Scrapy before the reactor runs."""
        self.reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 (the name is Twisted's)
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803 (called by keyword)
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Resolve a name to those of its addresses that may be asked; none of them is a name not found."""
        checked = _Checked(resolutionReceiver, lambda address: self._may_ask(hostName, portNumber, address))
        receiver = provider(IResolutionReceiver)(checked)
        return self.inner.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)

    def _may_ask(self, host: str, port: int, address: str) -> bool:
        if self.exit_at is not None:
            passed = self.exit_at == f"{host}:{port}" or (port == 0 and self.exit_at.rpartition(":")[0] == host)
        else:
            passed = allowed(host, port, address, self.exceptions)
        if not passed:
            REFUSED[host] = address
        return passed


class _Checked:
    """Hands addresses on that pass."""

    def __init__(self, receiver: Any, may_ask: Any) -> None:
        self.receiver = receiver
        self.may_ask = may_ask

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if self.may_ask(address.host):
            self.receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.receiver.resolutionComplete()
