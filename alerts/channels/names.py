"""How the outbox names the channels of a person."""

from __future__ import annotations

from model.errors import DeliveryError
from model.rules import Channel, ChannelKind, Person

MAIL = "mail"
_PREFIX = {ChannelKind.CHAT: "chat:", ChannelKind.WEBHOOK: "hook:"}


def name_of(channel: Channel) -> str:
    """The channel as the outbox names it."""
    return f"{_PREFIX[channel.kind]}{channel.id}"


def channel_of(person: Person, name: str) -> Channel:
    """A person's channel by its name in the outbox; one that was taken away is refused for good."""
    for channel in person.channels:
        if name_of(channel) == name:
            return channel
    raise DeliveryError(
        f"{person.id} has no channel {name.partition(':')[2]!r} any more",
        "add it again to settings.yml",
        permanent=True,
    )
