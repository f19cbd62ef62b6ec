"""Headers that keep the desk to itself: no third party, no referrer, no cache, no frame."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    # What was read must not lie in the cache of a shared computer.
    "cache-control": "no-store",
}

MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
"""For a mail of our own, shown as it was sent: styles in the text as mail needs them, and no way to do anything."""


class SafeHeaders:
    """ASGI middleware that sets ``HEADERS`` on every response, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and set the headers on the way back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [v for n, v in message.get("headers", []) if n.lower() == b"content-security-policy"]
                policy = {"content-security-policy": MAIL_POLICY} if given == [MAIL_POLICY.encode()] else {}
                ours = [(name.encode(), value.encode()) for name, value in {**HEADERS, **policy}.items()]
                others = [(n, v) for n, v in message.get("headers", []) if n.decode("latin-1").lower() not in HEADERS]
                message = {**message, "headers": [*others, *ours]}
            await send(message)

        await self.app(scope, receive, with_headers)
