"""The page of an article: the text as published with what was understood, who claims what, and where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from model.access import Judged
from model.annotation import Annotation, Label
from model.article import Article
from model.capture import Capture
from model.notify import Match
from store import articles, captures, documents, matches, stories, verdicts
from store.annotations import get as annotation_of
from web.changes import changes
from web.pages import Desk, desk, interface_language, page
from web.strings import text_of
from web.wording import named
from web.writing import Mark, paragraphs, segments

_UNMARKED = (Label.DATE, Label.MONEY)
MOST_OTHERS = 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page shows of one article version. ``story`` holds the other reports of its story."""

    article: Article
    versions: Sequence[Article]
    annotation: Annotation | None
    capture: Capture | None
    story_id: str | None
    story: Sequence[Article]
    matches: Sequence[Match]


async def article_page(request: Request) -> Response:
    """One version of an article; ``?v=`` chooses an older one."""
    at, lang = desk(request), interface_language(request)
    asked = request.query_params.get("v")
    version = _version(asked, lang) if asked is not None else None
    sheet = await run_in_threadpool(_read, at, request.path_params["article_id"], version)
    if sheet is None:
        raise HTTPException(404, text_of("no_article", lang))
    marks = _marks(at, sheet.annotation, lang)
    article = sheet.article
    body = paragraphs(article.text, len(article.title) + 2)
    watched, others = _names(sheet.annotation)
    return page(
        request,
        "article.html",
        sheet=sheet,
        title=segments(article.title, 0, marks),
        body=[(text, segments(text, start, marks)) for start, text in body],
        owner_note=at.config.sources[article.source_id].owner_note if article.source_id in at.config.sources else "",
        watched=watched,
        others=others[:MOST_OTHERS],
        verdicts=await run_in_threadpool(verdicts.on, at.record, Judged.ARTICLE, article.id),
        rules={rule.id: rule.title for rule in at.config.rules},
    )


async def changes_page(request: Request) -> Response:
    """What changed between two versions: ``?from=1&to=2``, else the newest two."""
    at, lang = desk(request), interface_language(request)
    key = request.path_params["article_id"]
    found = {article.version: article for article in await run_in_threadpool(articles.versions, at.record, key)}
    if len(found) < 2:
        raise HTTPException(404, text_of("no_article", lang))
    new = _version(request.query_params.get("to", str(max(found))), lang)
    old = _version(request.query_params.get("from", str(new - 1)), lang)
    if old not in found or new not in found:
        raise HTTPException(404, text_of("no_article", lang))
    before, after = _paragraphs(found[old]), _paragraphs(found[new])
    changed = await run_in_threadpool(changes, before, after)
    return page(request, "changes.html", old=found[old], new=found[new], changes=changed, versions=sorted(found))


def _version(text: str, lang: str) -> int:
    if not text.isdecimal() or len(text) > 6:
        raise HTTPException(404, text_of("no_article", lang))
    return int(text)


def _paragraphs(article: Article) -> list[str]:
    return [article.title, *(text for _, text in paragraphs(article.text, 0))]


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
        story_id=story_id,
        story=[member for member in members if member.id != article_id],
        matches=matches.for_article(at.record, article_id),
    )


def _marks(at: Desk, annotation: Annotation | None, lang: str) -> list[Mark]:
    if annotation is None:
        return []
    claims = [
        Mark(
            claim.start,
            claim.end,
            f"claim {claim.modality.value}",
            f"{number}. {claim.speaker or text_of('outlet_itself', lang)}: {text_of(claim.modality.value, lang)}",
            number,
        )
        for number, claim in enumerate(annotation.claims, 1)
    ]
    mentions = [
        Mark(
            m.start,
            m.end,
            "entity watched" if m.id else "entity",
            at.entity_name(m.id, lang) if m.id else named("label", m.label.value, lang),
        )
        for m in annotation.mentions
        if m.label not in _UNMARKED
    ]
    return [*claims, *mentions]


def _names(annotation: Annotation | None) -> tuple[list[tuple[str, int]], list[tuple[str, str, int]]]:
    """Watched entities (id, mentions) and other names (text, class, mentions), most mentioned first."""
    watched: dict[str, int] = {}
    others: dict[tuple[str, str], int] = {}
    for mention in annotation.mentions if annotation else ():
        if mention.id is not None:
            watched[mention.id] = watched.get(mention.id, 0) + 1
        elif mention.label not in _UNMARKED:
            key = (mention.text, mention.label.value)
            others[key] = others.get(key, 0) + 1
    return (
        sorted(watched.items(), key=lambda item: (-item[1], item[0])),
        [(*key, count) for key, count in sorted(others.items(), key=lambda item: (-item[1], item[0]))],
    )
