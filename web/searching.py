"""The front page and the search page."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from model.errors import QueryError
from model.search import Highlight, Hit, HitPage, Sort
from query import parse
from web.pages import Desk, desk, page
from web.writing import Mark, Segment, segments

PER_PAGE = 20
EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class Row:
    """A hit as the page shows it."""

    hit: Hit
    outlet: str
    title: list[Segment]
    passage: list[Segment]


async def front_page(request: Request) -> Response:
    """The newest articles, and where to type."""
    return await _answer(request, "", EVERYTHING, Sort.NEWEST)


async def search_page(request: Request) -> Response:
    """The articles that answer a query, page by page."""
    query = request.query_params.get("q", "").strip()
    sort = Sort.NEWEST if request.query_params.get("sort") == Sort.NEWEST.value else Sort.RELEVANCE
    return await _answer(request, query, query or EVERYTHING, sort)


async def _answer(request: Request, shown: str, query: str, sort: Sort) -> Response:
    at = desk(request)
    try:
        found = await run_in_threadpool(_search, at, query, sort, request.query_params.get("cursor"))
    except QueryError as error:
        return page(request, "search.html", status=400, query=shown, sort=sort.value, error=error, rows=[], found=None)
    rows = [_row(at, hit) for hit in found.hits]
    return page(request, "search.html", query=shown, sort=sort.value, error=None, rows=rows, found=found)


def _search(at: Desk, query: str, sort: Sort, cursor: str | None) -> HitPage:
    return at.engine.search(parse(query, at.config.vocabulary), limit=PER_PAGE, cursor=cursor, sort=sort)


def _row(at: Desk, hit: Hit) -> Row:
    title = next((h for h in hit.highlights if h.field == "title"), None)
    body = next((h for h in hit.highlights if h.field == "text"), None)
    return Row(
        hit=hit,
        outlet=at.source_name(hit.source),
        title=_marked(title) if title and title.passage == hit.title else [Segment(hit.title, "", "")],
        passage=_marked(body) if body else [],
    )


def _marked(highlight: Highlight) -> list[Segment]:
    return segments(highlight.passage, 0, [Mark(start, end, "found", "") for start, end in highlight.spans])
