"""The front page and the search page: hits, facets, timeline, and the query part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from model.errors import QueryError
from model.query import Everything, Has, Keyword, Not, Query, Term
from model.query import Part as HasPart
from model.search import Facet, Highlight, Hit, HitPage, Overview, Sort
from query import parse
from store import stories
from web.pages import Desk, desk, page
from web.refining import EVERYTHING, Choice, Part, choices, join, parts, shown_parts, written
from web.strings.search import HELP
from web.timeline import Timeline, timeline
from web.writing import Mark, Segment, segments

PER_PAGE = 20
VALUES = 8
MOST_WITHOUT = 5


@dataclass(slots=True)
class Row:
    """A hit as the page shows it. ``reports`` is the size of its story in the record; ``folded`` are other hits of the
    same story on this page."""

    hit: Hit
    title: list[Segment]
    passage: list[Segment]
    reports: int = 1
    folded: list[Hit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """All that the page shows of a query. ``without`` tells, where nothing is found, what each part costs."""

    tree: Query
    found: HitPage
    overview: Overview
    rows: list[Row]
    parts: list[Part]
    facets: dict[Facet, list[Choice]]
    timeline: Timeline | None
    without: list[tuple[Part, int]]
    undated: str


async def front_page(request: Request) -> Response:
    """The newest articles, and where to type."""
    return await _answer(request, "", Sort.NEWEST)


async def search_page(request: Request) -> Response:
    """The articles that answer a query, page by page."""
    query = request.query_params.get("q", "").strip()
    sort = Sort.NEWEST if request.query_params.get("sort") == Sort.NEWEST.value else Sort.RELEVANCE
    return await _answer(request, query, sort)


async def help_page(request: Request) -> Response:
    """How to ask: the query language by examples, and what can be named."""
    at = desk(request)
    return page(
        request, "help.html", examples=HELP, entities=sorted(at.entities.values(), key=lambda e: (e.label, e.id))
    )


async def _answer(request: Request, query: str, sort: Sort) -> Response:
    at = desk(request)
    flat = request.query_params.get("flat") == "1"
    cursor = request.query_params.get("cursor")
    common: dict[str, Any] = {"query": query, "sort": sort.value, "flat": flat, "cursor": cursor, "examples": HELP[:8]}
    try:
        answer = await run_in_threadpool(_ask, at, query, sort, cursor, flat)
    except QueryError as error:
        return page(request, "search.html", status=400, error=error, answer=None, **common)
    return page(request, "search.html", error=None, answer=answer, **common)


def _ask(at: Desk, query: str, sort: Sort, cursor: str | None, flat: bool) -> Answer:
    tree = parse(query or EVERYTHING, at.config.vocabulary)
    found = at.engine.search(tree, limit=PER_PAGE, cursor=cursor, sort=sort)
    overview = at.engine.overview(tree, most=VALUES)
    own = shown_parts(tree)
    return Answer(
        tree=tree,
        found=found,
        overview=overview,
        rows=_rows(at, found.hits, flat or _of_one_story(tree)),
        parts=own,
        facets=choices(tree, overview.facets),
        timeline=timeline(tree, overview.timeline),
        without=_without(at, own) if overview.total == 0 and len(parts(tree)) > 1 else [],
        undated=written(join((*parts(tree), Not(Has(HasPart.PUBLISHED))))),
    )


def _without(at: Desk, own: Sequence[Part]) -> list[tuple[Part, int]]:
    """What would be found without each part of the query, the most first: only what helps."""
    found = []
    for part in own[:MOST_WITHOUT]:
        tree = parse(part.without, at.config.vocabulary) if part.without else Everything()
        total = at.engine.search(tree, limit=0).total
        if total:
            found.append((part, total))
    return sorted(found, key=lambda item: -item[1])


def _rows(at: Desk, hits: Sequence[Hit], flat: bool) -> list[Row]:
    """The hits as rows; reports of one story stand under the first of them, unless each is to stand by itself."""
    sizes = stories.sizes(at.record, [hit.story_id for hit in hits if hit.story_id is not None])
    rows: list[Row] = []
    leads: dict[str, Row] = {}
    for hit in hits:
        lead = leads.get(hit.story_id) if hit.story_id is not None else None
        if lead is not None and not flat:
            lead.folded.append(hit)
            continue
        row = _row(hit, sizes.get(hit.story_id or "", 1))
        rows.append(row)
        if hit.story_id is not None:
            leads[hit.story_id] = row
    return rows


def _of_one_story(tree: Query) -> bool:
    return any(isinstance(part, Term) and part.field is Keyword.STORY for part in parts(tree))


def _row(hit: Hit, reports: int) -> Row:
    title = next((h for h in hit.highlights if h.field == "title"), None)
    body = next((h for h in hit.highlights if h.field == "text"), None)
    return Row(
        hit=hit,
        title=_marked(title) if title and title.passage == hit.title else [Segment(hit.title, "", "")],
        passage=_marked(body) if body else [],
        reports=reports,
    )


def _marked(highlight: Highlight) -> list[Segment]:
    return segments(highlight.passage, 0, [Mark(start, end, "found", "") for start, end in highlight.spans])
