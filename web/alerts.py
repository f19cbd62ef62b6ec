"""The pages of the alerts: what was told to whom and why, and the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from alerts.payload import AlertPayload, ReportLine, load_alert
from model.access import Judged
from model.errors import DeliveryError, QueryError
from model.notify import Delivery, DeliveryKind
from model.search import Sort
from query import parse
from store import acknowledgements, deliveries, verdicts
from web.pages import Desk, desk, interface_language, page
from web.strings import text_of
from web.writing import Mark, Segment, segments

PER_PAGE = 60
_LONGEST = 18


@dataclass(frozen=True, slots=True)
class Told:
    """One alert: a story's revision, and all who were told of it. ``payload`` is None where only neutral notices went,
    or where this version cannot read it."""

    first: Delivery
    payload: AlertPayload | None
    deliveries: tuple[Delivery, ...]


async def alerts_page(request: Request) -> Response:
    """The newest alerts, each with the people who were told."""
    at = desk(request)
    before = request.query_params.get("before", "")
    start = int(before) if before.isdecimal() and len(before) < _LONGEST else None
    found = await run_in_threadpool(deliveries.of_kind, at.record, DeliveryKind.ALERT, PER_PAGE, start)
    older = found[-1].id if len(found) == PER_PAGE else None
    return page(request, "alerts.html", told=_grouped(found), older=older)


async def alert_page(request: Request) -> Response:
    """Why somebody got an alert, and who else was told of the story."""
    at, lang = desk(request), interface_language(request)
    delivery = await run_in_threadpool(_delivery, at, request.path_params["number"], DeliveryKind.ALERT)
    if delivery is None:
        raise HTTPException(404, text_of("no_alert", lang))
    ledger = await run_in_threadpool(deliveries.on_subject, at.record, DeliveryKind.ALERT, delivery.subject_key)
    payload = read(delivery)
    return page(
        request,
        "alert.html",
        delivery=delivery,
        payload=payload,
        passages=[_passage(report) for report in payload.reports] if payload else [],
        rules={rule.id: rule for rule in at.config.rules},
        ledger=ledger,
        verdicts=await run_in_threadpool(verdicts.on, at.record, Judged.ALERT, delivery.subject_key),
        seen=await run_in_threadpool(acknowledgements.of, at.record, delivery.subject_key),
    )


async def rules_page(request: Request) -> Response:
    """The rules as alerts.yml has them, with the number of articles that answer each now."""
    at = desk(request)
    totals = await run_in_threadpool(_totals, at)
    return page(request, "rules.html", rules=at.config.rules, totals=totals, people=people(at))


def people(at: Desk) -> dict[str, str]:
    """Names of the people who are told, by id."""
    return {person.id: person.name for person in at.config.settings.people}


def read(delivery: Delivery) -> AlertPayload | None:
    """What an alert told. None for a neutral notice, and for what another version of the program wrote."""
    try:
        return load_alert(delivery)
    except DeliveryError:
        return None  # The page says so: ``unreadable`` or ``notice_only``.


def _delivery(at: Desk, number: int, kind: DeliveryKind) -> Delivery | None:
    found = deliveries.get(at.record, number)
    return found if found is not None and found.kind is kind else None


def _totals(at: Desk) -> dict[str, int | None]:
    """How many articles answer each rule; None for one that the engine cannot answer."""
    found: dict[str, int | None] = {}
    for rule in at.config.rules:
        try:
            found[rule.id] = at.engine.search(parse(rule.query, at.config.vocabulary), limit=0, sort=Sort.NEWEST).total
        except QueryError:
            found[rule.id] = None
    return found


def _grouped(found: Sequence[Delivery]) -> list[Told]:
    """The deliveries of one story and revision together; the mail tells what it was, a notice does not."""
    groups: dict[tuple[str, int], list[Delivery]] = {}
    for delivery in found:
        groups.setdefault((delivery.subject_key, delivery.revision), []).append(delivery)
    told = []
    for group in groups.values():
        payloads = [(delivery, read(delivery)) for delivery in group]
        first, payload = next((pair for pair in payloads if pair[1] is not None), payloads[0])
        told.append(Told(first, payload, tuple(sorted(group, key=lambda d: d.id))))
    return told


def _passage(report: ReportLine) -> list[Segment]:
    return segments(report.passage, 0, [Mark(start, end, "found", "") for start, end in report.spans])
