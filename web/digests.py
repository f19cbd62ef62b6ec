"""The digests as they were made, and the outbox: what was sent, what was not, what is set aside."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from alerts.payload import DigestPayload, load_digest
from alerts.render import Frame, render_digest
from model.errors import DeliveryError
from model.notify import Delivery, DeliveryKind, DeliveryState
from store import deliveries, quarantine
from web.alerts import people
from web.pages import desk, interface_language, page
from web.safety import MAIL_POLICY
from web.strings import text_of

NEWEST = 60


async def digests_page(request: Request) -> Response:
    """The newest editions."""
    at = desk(request)
    found = await run_in_threadpool(deliveries.of_kind, at.record, DeliveryKind.DIGEST, NEWEST)
    return page(request, "digests.html", editions=[(d, _read(d)) for d in found], people=people(at))


async def digest_page(request: Request) -> Response:
    """One edition, told by the desk."""
    delivery = await _edition(request)
    return page(request, "digest.html", delivery=delivery, digest=_read(delivery), people=people(desk(request)))


async def digest_mail(request: Request) -> Response:
    """One edition as it was mailed: our own HTML, in a sandbox without scripts, forms or other hosts."""
    at, delivery = desk(request), await _edition(request)
    payload = _read(delivery)
    person = next((p for p in at.config.settings.people if p.id == delivery.person_id), None)
    if payload is None or person is None:
        raise HTTPException(404, text_of("unreadable", interface_language(request)))
    settings = at.config.settings
    frame = Frame(person=person, organisation=settings.organisation, desk_url=settings.desk_url)
    letter = await run_in_threadpool(render_digest, payload, frame)
    return HTMLResponse(letter.html, headers={"content-security-policy": MAIL_POLICY})


async def outbox_page(request: Request) -> Response:
    """Dead letters, what waits, the newest deliveries and the quarantine."""
    at = desk(request)
    dead = await run_in_threadpool(deliveries.listing, at.record, DeliveryState.DEAD, NEWEST)
    waiting = await run_in_threadpool(deliveries.listing, at.record, DeliveryState.PENDING, NEWEST)
    newest = await run_in_threadpool(deliveries.listing, at.record, None, NEWEST)
    held = await run_in_threadpool(quarantine.listing, at.record)
    return page(request, "outbox.html", dead=dead, waiting=waiting, newest=newest, held=held, people=people(at))


async def _edition(request: Request) -> Delivery:
    found = await run_in_threadpool(deliveries.get, desk(request).record, request.path_params["number"])
    if found is None or found.kind is not DeliveryKind.DIGEST:
        raise HTTPException(404, text_of("no_digest", interface_language(request)))
    return found


def _read(delivery: Delivery) -> DigestPayload | None:
    """What an edition told; None for what another version of the program wrote, and the page says so."""
    try:
        return load_digest(delivery)
    except DeliveryError:
        return None
