"""The page of a watched name: organisations, places, laws, events and offices. Of people no profile is made."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from model.annotation import Claim, Label
from model.article import Article
from model.query import ClaimAttribute, ClaimConstraint, ClaimMatch, Keyword, Term
from model.search import Facet, Hit, Overview, Sort
from model.watch import WatchEntity
from store import documents
from web.pages import Desk, desk, interface_language, page
from web.refining import Choice, choices
from web.strings import text_of
from web.timeline import Timeline, timeline

NEWEST = 10
MOST_CLAIMS = 15
_FACETS = (Facet.SOURCE, Facet.KIND, Facet.LANG, Facet.TOPIC)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page shows of an entity."""

    entity: WatchEntity
    parts: tuple[WatchEntity, ...]
    overview: Overview
    facets: dict[Facet, list[Choice]]
    timeline: Timeline | None
    newest: tuple[Hit, ...]
    claims: tuple[tuple[Claim, Article], ...]


async def entity_page(request: Request) -> Response:
    """One watched name."""
    at, lang = desk(request), interface_language(request)
    slug = request.path_params["slug"]
    entity = at.entities.get(slug)
    if entity is None:
        raise HTTPException(404, text_of("no_entity", lang))
    if entity.label is Label.PERSON:
        return page(request, "person.html", status=403, slug=slug)
    return page(request, "entity.html", sheet=await run_in_threadpool(_read, at, entity))


def _read(at: Desk, entity: WatchEntity) -> Sheet:
    tree = Term(Keyword.ENTITY, entity.id)
    overview = at.engine.overview(tree, facets=_FACETS, most=8)
    return Sheet(
        entity=entity,
        parts=tuple(other for other in at.entities.values() if other.parent == entity.id),
        overview=overview,
        facets=choices(tree, overview.facets),
        timeline=timeline(tree, overview.timeline),
        newest=at.engine.search(tree, limit=NEWEST, sort=Sort.NEWEST).hits,
        claims=_claims(at, entity.id),
    )


def _claims(at: Desk, slug: str) -> tuple[tuple[Claim, Article], ...]:
    """The newest claims about an entity, as the record has them."""
    about = ClaimMatch((ClaimConstraint(ClaimAttribute.ABOUT, (slug,)),))
    hits = at.engine.search(about, limit=MOST_CLAIMS, sort=Sort.NEWEST).hits
    rows = documents.get(at.record, [hit.id for hit in hits])
    found = [
        (claim, row.article)
        for row in rows
        for claim in (row.annotation.claims if row.annotation else ())
        if slug in claim.about
    ]
    return tuple(found[:MOST_CLAIMS])
