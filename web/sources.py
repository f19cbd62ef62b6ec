"""The page of the sources: what was seen, and what was not."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from model.source import Source, SourceHealth
from store.runs import health
from web.pages import desk, page


@dataclass(frozen=True, slots=True)
class Line:
    """A source as the page shows it. ``state`` is ``held``, ``off``, ``new`` or how its last run ended."""

    source: Source
    health: SourceHealth
    state: str


async def sources_page(request: Request) -> Response:
    """All sources with their health; those in trouble first."""
    at = desk(request)
    known = at.config.sources
    states = await run_in_threadpool(health, at.record, sorted(known))
    lines = [Line(known[h.source_id], h, _state(known[h.source_id], h)) for h in states]
    lines.sort(key=lambda line: (line.state in ("ok", "unchanged"), line.source.id))
    return page(request, "sources.html", lines=lines)


def _state(source: Source, state: SourceHealth) -> str:
    if source.held:
        return "held"
    if not source.enabled:
        return "off"
    return state.status.value if state.status else "new"
