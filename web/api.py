"""The JSON API: the same questions as the pages, the same answers, read only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from model.annotation import Annotation
from model.article import Article
from model.capture import Capture
from model.errors import QueryError, RasadError
from model.query import Query
from model.search import Facet, Hit, Overview, Sort
from query import parse, show
from store import articles, captures, documents, stories
from store.annotations import get as annotation_of
from store.runs import health
from web.pages import Desk, desk
from web.refining import EVERYTHING
from web.sources import line_of

MOST = 200
DEFAULT = 20
_DIGITS = 9
_ARTICLE = TypeAdapter(Article)
_ANNOTATION = TypeAdapter(Annotation)
_CAPTURE = TypeAdapter(Capture)


async def search(request: Request) -> Response:
    """Hits of ``q``: ``limit`` (to 200), ``sort`` (relevance, newest), ``cursor`` of the page before."""
    at = desk(request)
    tree = _query(request, at)
    limit = _number(request, "limit", DEFAULT, MOST)
    sort = _one_of(request, "sort", [s.value for s in Sort], Sort.RELEVANCE.value)
    cursor = request.query_params.get("cursor")
    found = await run_in_threadpool(at.engine.search, tree, limit=limit, cursor=cursor, sort=Sort(sort))
    hits = [_hit(hit) for hit in found.hits]
    return JSONResponse({"query": show(tree), "total": found.total, "cursor": found.cursor, "hits": hits})


async def overview(request: Request) -> Response:
    """All hits of ``q`` by facet (at most ``most`` values each, to 200) and by day."""
    at = desk(request)
    tree = _query(request, at)
    most = _number(request, "most", 10, MOST)
    counted: Overview = await run_in_threadpool(at.engine.overview, tree, facets=tuple(Facet), most=most)
    return JSONResponse(
        {
            "query": show(tree),
            "total": counted.total,
            "undated": counted.undated,
            "facets": {
                facet.value: [{"value": bucket.value, "count": bucket.count} for bucket in buckets]
                for facet, buckets in counted.facets.items()
            },
            "timeline": [{"day": day.day.isoformat(), "count": day.count} for day in counted.timeline],
        }
    )


async def article(request: Request) -> Response:
    """One article (``v`` for an older version) with what was understood and where it comes from."""
    at = desk(request)
    version = _number(request, "v", 0, 10**_DIGITS) or None
    found = await run_in_threadpool(_article, at, request.path_params["article_id"], version)
    if found is None:
        raise HTTPException(404, "there is no such article")
    return JSONResponse(found)


async def sources(request: Request) -> Response:
    """All sources with their health."""
    at = desk(request)
    states = await run_in_threadpool(health, at.record, sorted(at.config.sources))
    lines = [line_of(at.config.sources[state.source_id], state) for state in states]
    return JSONResponse(
        {
            "sources": [
                {
                    "id": line.source.id,
                    "name": line.source.name,
                    "lang": line.source.lang,
                    "country": line.source.country,
                    "owner": line.source.owner.value,
                    "owner_note": line.source.owner_note,
                    "state": line.state,
                    "articles": line.health.articles,
                    "last_run": _moment(line.health.last_run),
                    "last_ok": _moment(line.health.last_ok),
                    "next_due": _moment(line.health.next_due),
                    "problems": list(line.health.report.problems) if line.health.report else [],
                }
                for line in lines
            ]
        }
    )


def failure(error: Exception) -> Response:
    """An error as the API tells it: what is wrong, the remedy, and for a query the place (0-based)."""
    if isinstance(error, HTTPException):
        return JSONResponse({"error": str(error.detail)}, status_code=error.status_code)
    assert isinstance(error, RasadError)
    told: dict[str, Any] = {"error": error.thing, "remedy": error.remedy}
    if isinstance(error, QueryError):
        return JSONResponse({**told, "position": error.position}, status_code=400)
    return JSONResponse(told, status_code=503)


def _query(request: Request, at: Desk) -> Query:
    return parse(request.query_params.get("q", "").strip() or EVERYTHING, at.config.vocabulary)


def _number(request: Request, name: str, default: int, most: int) -> int:
    given = request.query_params.get(name)
    if given is None:
        return default
    if not (given.isascii() and given.isdigit() and len(given) <= _DIGITS and int(given) <= most):
        raise HTTPException(400, f"{name} is a whole number from 0 to {most}")
    return int(given)


def _one_of(request: Request, name: str, options: list[str], default: str) -> str:
    given = request.query_params.get(name, default)
    if given not in options:
        raise HTTPException(400, f"{name} is one of {', '.join(options)}")
    return given


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "version": hit.version,
        "url": hit.url,
        "title": hit.title,
        "published": _moment(hit.published),
        "lang": hit.lang,
        "source": hit.source,
        "owner": hit.owner,
        "story": hit.story_id,
        "relevance": hit.relevance,
        "score": hit.score,
        "highlights": [
            {"field": h.field, "start": h.start, "passage": h.passage, "spans": [list(span) for span in h.spans]}
            for h in hit.highlights
        ],
    }


def _article(at: Desk, key: str, version: int | None) -> dict[str, Any] | None:
    found = articles.get(at.record, key, version)
    if found is None:
        return None
    annotation = annotation_of(at.record, key, found.version)
    capture = captures.get(at.record, found.capture_id) if found.capture_id is not None else None
    newest = documents.get(at.record, [key])
    story_id = newest[0].story_id if newest else None
    members = stories.members(at.record, story_id) if story_id else []
    return {
        "article": _ARTICLE.dump_python(found, mode="json"),
        "owner": at.owner_of(found.source_id),
        "versions": [v.version for v in articles.versions(at.record, key)],
        "annotation": _ANNOTATION.dump_python(annotation, mode="json") if annotation else None,
        "capture": _CAPTURE.dump_python(capture, mode="json") if capture else None,
        "story": {"id": story_id, "articles": [member.id for member in members]} if story_id else None,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
