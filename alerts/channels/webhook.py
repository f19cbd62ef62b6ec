"""Webhooks by the Standard Webhooks specification: signed, with a stable id, so that the receiver can refuse copies.

The outbox is the log: what was sent can be seen there and sent again under the same id.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime

import httpx2
from standardwebhooks.webhooks import Webhook

from model.errors import DeliveryError
from model.notify import Delivery
from model.rules import Channel, Person

TIMEOUT_SECONDS = 15.0
_GONE = 410


def send(channel: Channel, person: Person, delivery: Delivery, now: datetime) -> None:
    """Post a delivery. Returning means that the receiver has accepted it with a 2xx answer."""
    address, secret = _variable(channel.url_env, channel, person), _variable(channel.secret_env, channel, person)
    number = delivery.message_id.strip("<>").partition("@")[0]
    body = json.dumps(
        {"type": f"{delivery.kind.value}.created", "timestamp": now.isoformat(), "data": delivery.payload},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    now = now.astimezone(UTC)
    headers = {"content-type": "application/json", "user-agent": "Rasad", **_signed(number, now, body, secret)}
    try:
        # Without redirects and without the environment's proxies: the message goes where the settings say.
        with httpx2.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False) as client:
            answer = client.post(address, content=body.encode(), headers=headers)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise DeliveryError(
            f"webhook {channel.id} of {person.id} cannot be reached: {type(error).__name__}",
            f"check the address in {channel.url_env}; it is tried again",
            unsure=not isinstance(error, httpx2.ConnectError),
        ) from error
    if not answer.is_success:
        raise DeliveryError(
            f"webhook {channel.id} of {person.id} answered {answer.status_code}",
            "a receiver that is gone (410) is not asked again; others are"
            if answer.status_code == _GONE
            else "see what the receiver says of it; it is tried again",
            permanent=answer.status_code == _GONE,
        )


def _signed(number: str, now: datetime, body: str, secret: str) -> dict[str, str]:
    """The three headers of the specification: id, time (seconds) and signature (HMAC-SHA256 over all three)."""
    signature = Webhook(secret).sign(msg_id=number, timestamp=now, data=body)
    return {"webhook-id": number, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}


def _variable(name: str | None, channel: Channel, person: Person) -> str:
    value = os.environ.get(name) if name else None
    if not value:
        raise DeliveryError(
            f"the environment variable {name or 'secret_env'} (webhook {channel.id} of {person.id}) is not set",
            "url_env holds the address, secret_env a key in base64 (whsec_…)",
        )
    return value
