"""The pages of the sources: what was seen against what was promised, and what was not."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from model.source import Source, SourceHealth
from store.runs import health, newest
from web.pages import desk, interface_language, page
from web.strings import text_of

IN_ORDER = ("ok", "unchanged", "running")
RUNS = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A source as the page shows it. ``state`` is ``held``, ``off``, ``new`` or how its last run ended."""

    source: Source
    health: SourceHealth
    state: str

    @property
    def in_order(self) -> bool:
        """True where nobody has to look."""
        return self.state in IN_ORDER


async def sources_page(request: Request) -> Response:
    """All sources with their health; those in trouble first."""
    at = desk(request)
    known = at.config.sources
    states = await run_in_threadpool(health, at.record, sorted(known))
    lines = [line_of(known[h.source_id], h) for h in states]
    lines.sort(key=lambda line: (line.in_order, line.source.id))
    return page(request, "sources.html", lines=lines, good=sum(line.in_order for line in lines))


async def source_page(request: Request) -> Response:
    """One source: its promise, its owner and its newest runs."""
    at = desk(request)
    source = at.config.sources.get(request.path_params["source_id"])
    if source is None:
        raise HTTPException(404, text_of("no_source", interface_language(request)))
    state = (await run_in_threadpool(health, at.record, [source.id]))[0]
    runs = await run_in_threadpool(newest, at.record, source.id, RUNS)
    return page(request, "source.html", line=line_of(source, state), runs=runs)


def line_of(source: Source, state: SourceHealth) -> Line:
    """A source with the state that a person is told."""
    if source.held:
        return Line(source, state, "held")
    if not source.enabled:
        return Line(source, state, "off")
    return Line(source, state, state.status.value if state.status else "new")
