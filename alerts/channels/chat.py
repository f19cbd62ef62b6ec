"""Chat and push through apprise: a neutral notice that something waits, never what it is.

Services of others carry these messages and lock screens show them: a notice names neither story, rule nor person.
"""

from __future__ import annotations

import logging
import os
import warnings
from typing import TYPE_CHECKING

from alerts.strings import say
from alerts.words import clean
from model.errors import DeliveryError
from model.rules import Channel, Person, Severity

if TYPE_CHECKING:
    from apprise import Apprise


def notice(severity: Severity, lang: str) -> str:
    """All that a chat channel is told of an alert."""
    return say(lang, "notice.urgent" if severity is Severity.URGENT else "notice.one")


def send(channel: Channel, person: Person, severity: Severity) -> None:
    """Send the notice. Returning means that the service has accepted it."""
    address = os.environ.get(channel.url_env)
    if not address:
        raise DeliveryError(
            f"the environment variable {channel.url_env} (channel {channel.id} of {person.id}) is not set",
            "set it to the apprise address of the channel",
        )
    service = _service(address, channel, person)
    from apprise import LogCapture

    with LogCapture(level=logging.WARNING, fmt="%(message)s") as said:  # type: ignore[no-untyped-call]
        accepted = bool(service.notify(body=notice(severity, person.lang)))
        reason = clean(said.getvalue())
    if not accepted:
        why = _without(address, reason) or "no reason given"
        raise DeliveryError(
            f"channel {channel.id} of {person.id} did not accept the notice: {why}",
            f"check the address in {channel.url_env} and that the service is there",
        )


def _service(address: str, channel: Channel, person: Person) -> Apprise:
    """The service behind an address. Its plugins warn of what Python will retire, which is not ours to mend."""
    from apprise import Apprise  # slow to load: only where somebody has a channel

    service = Apprise()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        known = service.add(address)
    if not known:
        raise DeliveryError(
            f"the address of channel {channel.id} of {person.id} is none that apprise knows",
            f"correct {channel.url_env}; the forms are at the apprise project's pages",
        )
    return service


def _without(address: str, reason: str) -> str:
    """A reason that does not give away the address, which holds the channel's secret."""
    return reason.replace(address, "(address)")[:300]
