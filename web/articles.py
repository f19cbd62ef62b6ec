"""The page of an article: the text as published with what was understood, who claims what, and where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from model.annotation import Annotation
from model.article import Article
from model.capture import Capture
from store import articles, captures, documents, stories
from store.annotations import get as annotation_of
from web.pages import Desk, desk, interface_language, page
from web.strings import text_of
from web.writing import Mark, paragraphs, segments


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page shows of one article version."""

    article: Article
    versions: Sequence[Article]
    annotation: Annotation | None
    capture: Capture | None
    story: Sequence[Article]


async def article_page(request: Request) -> Response:
    """One version of an article; ``?v=`` chooses an older one."""
    at, lang = desk(request), interface_language(request)
    asked = request.query_params.get("v")
    if asked is not None and not asked.isdecimal():
        raise HTTPException(404, text_of("no_article", lang))
    sheet = await run_in_threadpool(_read, at, request.path_params["article_id"], int(asked) if asked else None)
    if sheet is None:
        raise HTTPException(404, text_of("no_article", lang))
    marks = _marks(at, sheet.annotation, lang)
    article = sheet.article
    body = paragraphs(article.text, len(article.title) + 2)
    owner = at.config.sources.get(article.source_id)
    return page(
        request,
        "article.html",
        sheet=sheet,
        title=segments(article.title, 0, marks),
        body=[(text, segments(text, start, marks)) for start, text in body],
        outlet=at.source_name(article.source_id),
        owner=owner.owner.value if owner else None,
        owner_note=owner.owner_note if owner else "",
        names=_names(at, sheet.annotation, lang),
        outlet_of=at.source_name,
        claim_notes=[_about(at, c.about, lang) for c in sheet.annotation.claims] if sheet.annotation else [],
    )


def _read(at: Desk, article_id: str, version: int | None) -> Sheet | None:
    article = articles.get(at.record, article_id, version)
    if article is None:
        return None
    newest = documents.get(at.record, [article_id])
    story_id = newest[0].story_id if newest else None
    members = stories.members(at.record, story_id) if story_id else []
    return Sheet(
        article=article,
        versions=articles.versions(at.record, article_id),
        annotation=annotation_of(at.record, article_id, article.version),
        capture=captures.get(at.record, article.capture_id) if article.capture_id is not None else None,
        story=[member for member in members if member.id != article_id],
    )


def _marks(at: Desk, annotation: Annotation | None, lang: str) -> list[Mark]:
    if annotation is None:
        return []
    claims = [
        Mark(c.start, c.end, f"claim {c.modality.value}", f"{c.speaker or '–'}: {text_of(c.modality.value, lang)}")
        for c in annotation.claims
    ]
    named = [
        Mark(
            m.start,
            m.end,
            "entity watched" if m.id else "entity",
            at.entity_name(m.id, lang) if m.id else m.label.value,
        )
        for m in annotation.mentions
        if m.label.value not in ("DATE", "MONEY")
    ]
    return [*claims, *named]


def _names(at: Desk, annotation: Annotation | None, lang: str) -> list[tuple[str, str, int]]:
    """Watched entities of the article: (slug, name, number of mentions), most mentioned first."""
    counts: dict[str, int] = {}
    for mention in annotation.mentions if annotation else ():
        if mention.id is not None:
            counts[mention.id] = counts.get(mention.id, 0) + 1
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(slug, at.entity_name(slug, lang), number) for slug, number in order]


def _about(at: Desk, slugs: Sequence[str], lang: str) -> str:
    return ", ".join(at.entity_name(slug, lang) for slug in slugs)
