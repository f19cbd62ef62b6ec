"""Who stands before the desk, and which pages are for whom. Beyond loopback nobody is let in without a login."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from model.access import AuditEntry, Role
from model.errors import RasadError
from store import audit, users
from store.record import Record

OPEN = ("/static/", "/healthz", "/login")
_LEAST = (
    (("/audit",), Role.ADMIN),
    (("/alert", "/digest", "/rules", "/outbox", "/verdict", "/acknowledge"), Role.ANALYST),
)
_FORM = "application/x-www-form-urlencoded"
_MOST_BYTES = 16_384


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. ``csrf`` is what their forms carry; ``known`` is False on a desk that needs no login."""

    name: str
    role: Role
    csrf: str
    person_id: str | None = None
    known: bool = True

    @property
    def may_judge(self) -> bool:
        """True where verdicts may be given."""
        return self.role.covers(Role.ANALYST)


def least_role(path: str) -> Role:
    """The role that a page takes."""
    return next((role for starts, role in _LEAST if path.startswith(starts)), Role.READER)


def cookie_name(secure: bool) -> str:
    """The session's cookie. Under TLS its name makes the browser insist on host, path and encryption."""
    return "__Host-rasad" if secure else "rasad"


def visitor(request: Request) -> Visitor | None:
    """Who asks; None before a login."""
    found = getattr(request.state, "visitor", None)
    assert found is None or isinstance(found, Visitor)
    return found


def address(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""


async def note(request: Request, record: Record, who: str, action: str, target: str = "") -> None:
    """Write to the audit."""
    entry = AuditEntry(at=datetime.now(UTC), who=who, action=action, target=target, address=address(request))
    await run_in_threadpool(audit.note, record, entry)


def safe_next(path: str) -> str:
    """An address of the desk to go on to: never another host, whatever was given."""
    parts = urlsplit(path)
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return path if ours and path.isprintable() else "/"


def same_origin(request: Request) -> bool:
    """True where a page of the desk itself sent this form, as the browser says."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host")


async def form(request: Request, *, csrf: str | None) -> dict[str, str]:
    """The fields of a form. 403 where it was not the desk's own page that sent it (``csrf``: what it must carry)."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != _FORM:
        raise HTTPException(400)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise HTTPException(400)
    fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    right = csrf is None or secrets.compare_digest(fields.get("csrf", "").encode(), csrf.encode())
    if not (same_origin(request) and right):
        raise HTTPException(403)
    return fields


class Gate:
    """ASGI middleware: finds out who asks, keeps out who may not, and notes what is read.

    Without ``required`` everybody who reaches the desk (on this machine) is its one user; forms still carry a token, so
    that a page elsewhere cannot send them. ``refused`` renders an error.
    """

    def __init__(
        self,
        app: ASGIApp,
        record: Record,
        required: bool,
        secure: bool,
        refused: Callable[[Request, Exception], Awaitable[Response]],
    ) -> None:
        self.app = app
        self.record = record
        self.required = required
        self.cookie = cookie_name(secure)
        self.refused = refused
        self.local = Visitor("local", Role.ADMIN, secrets.token_urlsafe(32), known=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            answer = await self._admit(request)
        except RasadError as error:
            answer = await self.refused(request, error)
        await (answer or self.app)(scope, receive, send)

    async def _admit(self, request: Request) -> Response | None:
        """None where the request may pass."""
        path: str = request.scope["path"]  # what the router reads, too: a decoded ? in it ends no path
        if not self.required:
            request.state.visitor = self.local
            return None
        token = request.cookies.get(self.cookie)
        session = await run_in_threadpool(users.session, self.record, token) if token else None
        if session is not None:
            user = session.user
            request.state.visitor = Visitor(user.name, user.role, session.csrf, user.person_id)
        if path.startswith(OPEN):
            return None
        if session is None:
            return _login_first(request)
        target = f"{path}?{request.url.query}" if request.url.query else path
        if not session.user.role.covers(least_role(path)):
            await note(request, self.record, session.user.name, "refused", target)
            return await self.refused(request, HTTPException(403))
        # What cannot be audited is not shown.
        action = "read" if request.method in ("GET", "HEAD") else "change"
        await note(request, self.record, session.user.name, action, target)
        return None


def _login_first(request: Request) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": "log in first"}, status_code=401)
    target = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    onward = f"/login?next={quote(target, safe='')}" if request.method == "GET" and target != "/" else "/login"
    return RedirectResponse(onward, status_code=303)
