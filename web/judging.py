"""What is changed at the desk: verdicts and acknowledgements, each a new record; and the audit of it all."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from model.access import Judged, Judgement, Verdict
from model.notify import DeliveryKind
from store import acknowledgements, articles, audit, deliveries, verdicts
from web.access import Visitor, form, safe_next, visitor
from web.pages import Desk, desk, page

LONGEST_NOTE = 1000
NEWEST = 300


async def verdict(request: Request) -> Response:
    """Keep an analyst's verdict on an article or an alert."""
    at, who = desk(request), _who(request)
    fields = await form(request, csrf=who.csrf)
    try:
        kind, judgement = Judged(fields.get("kind", "")), Judgement(fields.get("judgement", ""))
    except ValueError as error:
        raise HTTPException(400) from error
    key = fields.get("key", "")
    if not await run_in_threadpool(_exists, at, kind, key):
        raise HTTPException(404)
    given = Verdict(
        at=datetime.now(UTC),
        who=who.name,
        kind=kind,
        key=key,
        judgement=judgement,
        note=fields.get("note", "").strip()[:LONGEST_NOTE],
    )
    await run_in_threadpool(verdicts.give, at.record, given)
    return RedirectResponse(safe_next(fields.get("back", "/")), status_code=303)


async def acknowledge(request: Request) -> Response:
    """Note that a person has seen an alert, which is what its escalation waits for."""
    at, who = desk(request), _who(request)
    fields = await form(request, csrf=who.csrf)
    number = fields.get("alert", "")
    if who.person_id is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise HTTPException(400)
    alert = await run_in_threadpool(deliveries.get, at.record, int(number))
    if alert is None or alert.kind is not DeliveryKind.ALERT:
        raise HTTPException(404)
    await run_in_threadpool(acknowledgements.put, at.record, alert.subject_key, who.person_id, datetime.now(UTC))
    return RedirectResponse(f"/alert/{alert.id}", status_code=303)


async def audit_page(request: Request) -> Response:
    """The newest entries of the audit; ``?who=`` those of one user."""
    who = request.query_params.get("who") or None
    entries = await run_in_threadpool(audit.newest, desk(request).record, NEWEST, who)
    return page(request, "audit.html", entries=entries, who=who)


def _who(request: Request) -> Visitor:
    found = visitor(request)
    if found is None:
        raise HTTPException(403)
    return found


def _exists(at: Desk, kind: Judged, key: str) -> bool:
    if kind is Judged.ARTICLE:
        return articles.get(at.record, key) is not None
    return bool(deliveries.on_subject(at.record, DeliveryKind.ALERT, key))
