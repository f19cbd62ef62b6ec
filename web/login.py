"""Logging in and out. Failures are counted in the audit, which also slows down who guesses."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from model.access import User
from store import Record, audit, users
from web.access import address, cookie_name, form, note, safe_next, visitor
from web.pages import desk, page

WINDOW = timedelta(minutes=15)
PER_NAME_AND_ADDRESS, PER_ADDRESS, PER_NAME = 5, 20, 50
"""Failures in WINDOW after which no password is looked at any more."""
FAILED = "login-failed"
_AT_ONCE = threading.BoundedSemaphore(2)
"""Each check takes 32 MiB: a storm of logins must not take the machine's memory."""


async def login_page(request: Request) -> Response:
    """The form."""
    onward = safe_next(request.query_params.get("next", "/"))
    anyone = await run_in_threadpool(users.any_active, desk(request).record)
    return page(request, "login.html", onward=onward, failed=False, anyone=anyone)


async def login(request: Request) -> Response:
    """Open a session, or say no without saying why."""
    at = desk(request)
    fields = await form(request, csrf=None)
    name, onward = fields.get("name", "").strip(), safe_next(fields.get("next", "/"))
    if await run_in_threadpool(_too_many, at.record, name, address(request)):
        raise HTTPException(429)
    user = await run_in_threadpool(_check, at.record, name, fields.get("password", ""))
    if user is None:
        # A password typed into the wrong field must not stand in the audit: only names that exist do.
        known = any(found.name == name for found in await run_in_threadpool(users.listing, at.record))
        await note(request, at.record, name if known else "?", FAILED)
        return page(request, "login.html", status=403, onward=onward, failed=True, anyone=True)
    token = await run_in_threadpool(users.begin_session, at.record, user, datetime.now(UTC))
    await note(request, at.record, user.name, "login")
    response = RedirectResponse(onward, status_code=303)
    _set_cookie(request, response, token, None)
    return response


async def logout(request: Request) -> Response:
    """Close the session."""
    at, who = desk(request), visitor(request)
    if who is None or not who.known:
        raise HTTPException(404)
    await form(request, csrf=who.csrf)
    token = request.cookies.get(cookie_name(_secure(request)), "")
    await run_in_threadpool(users.end_session, at.record, token)
    await note(request, at.record, who.name, "logout")
    response = RedirectResponse("/login", status_code=303)
    _set_cookie(request, response, "", 0)
    return response


def _secure(request: Request) -> bool:
    return urlsplit(desk(request).config.settings.desk_url).scheme == "https"


def _set_cookie(request: Request, response: Response, token: str, max_age: int | None) -> None:
    """Only for this host, out of reach of scripts, and never sent along with what another site asks for."""
    secure = _secure(request)
    response.set_cookie(
        cookie_name(secure), token, max_age=max_age, path="/", secure=secure, httponly=True, samesite="strict"
    )


def _too_many(record: Record, name: str, where: str) -> bool:
    since = datetime.now(UTC) - WINDOW
    return (
        audit.how_many(record, FAILED, since, who=name, address=where) >= PER_NAME_AND_ADDRESS
        or audit.how_many(record, FAILED, since, address=where) >= PER_ADDRESS
        or audit.how_many(record, FAILED, since, who=name) >= PER_NAME
    )


def _check(record: Record, name: str, password: str) -> User | None:
    with _AT_ONCE:
        return users.authenticated(record, name, password)
