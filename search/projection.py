"""What an index holds of a document: the same values for every engine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from model.annotation import Annotation, Claim, Label
from model.query import ClaimAttribute, Keyword, Part
from model.search import Facet, IndexDocument
from query.analysis import index_terms
from query.times import to_ms

SHAPE = 2
"""Raised when what is indexed changes, so that an index of the former shape is rebuilt, never half understood."""
_PROBE = "Rasad's I.R.G.C. watch: می‌شود کتاب‌هاي ۷۵۲ سپاهِ پاسداران Sepāh 1,000 گفت‌وگو"
_PLACES = (Label.GPE, Label.LOC, Label.FAC)
_SHARED = {
    Facet.LANG: Keyword.LANG,
    Facet.SOURCE: Keyword.SOURCE,
    Facet.KIND: Keyword.KIND,
    Facet.TOPIC: Keyword.TOPIC,
}
"""Facets whose values are those of a keyword field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """The searchable values of one document, and ``payload``: what a hit needs of it."""

    id: str
    doc_seq: int
    order_key: int
    title_terms: list[str]
    body_terms: list[str]
    keywords: dict[Keyword, list[str]]
    facets: dict[Facet, list[str]]
    parts: list[str]
    published: int | None
    seen: int
    relevance: float
    claims: list[list[str]]
    """The attributes of each claim, each a word like ``modality=denied``."""
    payload: dict[str, Any]


def fingerprint() -> str:
    """Names the shape of the index and the analysis of its texts: an index of another one must be rebuilt."""
    return f"{SHAPE}:{' '.join(index_terms(_PROBE))}"


def project(document: IndexDocument) -> Projection:
    """The values of a document."""
    article, annotation = document.article, document.annotation
    claims = [claim_words(claim) for claim in annotation.claims] if annotation else []
    entities = sorted({mention.id for mention in annotation.mentions if mention.id}) if annotation else []
    topics = [topic.value for topic in annotation.topics] if annotation else []
    keywords = {
        Keyword.LANG: [language(document)],
        Keyword.SOURCE: [article.source_id],
        Keyword.KIND: [document.owner],
        Keyword.ENTITY: entities,
        Keyword.TOPIC: topics,
        Keyword.STORY: [document.story_id] if document.story_id else [],
        Keyword.URL: sorted({article.url, article.canonical_url}),
    }
    parts = {
        Part.CLAIMS: claims,
        Part.ENTITY: entities,
        Part.TOPIC: topics,
        Part.STORY: document.story_id,
        Part.PUBLISHED: article.published,
    }
    return Projection(
        id=article.id,
        doc_seq=document.doc_seq,
        order_key=document.order_key,
        title_terms=index_terms(article.title),
        body_terms=index_terms(article.text),
        keywords=keywords,
        facets={facet: keywords[keyword] for facet, keyword in _SHARED.items()} | _found(annotation),
        parts=[part.value for part, there in parts.items() if there],
        published=to_ms(article.published.at) if article.published else None,
        seen=to_ms(article.seen_at),
        relevance=annotation.relevance if annotation else 0.0,
        claims=claims,
        payload=_payload(document, claims),
    )


def _found(annotation: Annotation | None) -> dict[Facet, list[str]]:
    """Facets that stand in no keyword field: watched entities apart from watched places, and modalities of claims."""
    mentions = [mention for mention in annotation.mentions if mention.id] if annotation else []
    places = {str(mention.id) for mention in mentions if mention.label in _PLACES}
    others = {str(mention.id) for mention in mentions if mention.label not in _PLACES}
    modalities = {claim.modality.value for claim in annotation.claims} if annotation else set()
    return {Facet.ENTITY: sorted(others), Facet.PLACE: sorted(places), Facet.MODALITY: sorted(modalities)}


def language(document: IndexDocument) -> str:
    """The identified language, or what the publisher says where nothing could be told."""
    identified = document.annotation.lang if document.annotation else "und"
    return identified if identified != "und" else (document.article.lang or "und").lower()


def claim_words(claim: Claim) -> list[str]:
    """The attributes of a claim as words."""
    words = {
        attribute_word(ClaimAttribute.MODALITY, claim.modality.value),
        attribute_word(ClaimAttribute.TOPIC, claim.topic.value),
        attribute_word(ClaimAttribute.KIND, claim.speaker_kind.value),
        attribute_word(ClaimAttribute.DIRECT, "true" if claim.direct else "false"),
        *(attribute_word(ClaimAttribute.ABOUT, slug) for slug in claim.about),
        *(attribute_word(ClaimAttribute.CUE, term) for term in index_terms(claim.cue or "")),
        *(attribute_word(ClaimAttribute.SPEAKER, term) for term in index_terms(claim.speaker or "")),
        *(attribute_word(ClaimAttribute.SPEAKER, term) for term in index_terms(claim.speaker_ref or "")),
    }
    if claim.speaker_id:
        words.add(speaker_word(claim.speaker_id))
    return sorted(words)


def attribute_word(attribute: ClaimAttribute, value: str) -> str:
    """An attribute and its value as one word."""
    return f"{attribute.value}={value}"


def speaker_word(slug: str) -> str:
    """A speaker who is a known entity, as one word."""
    return f"speaker#{slug}"


def _payload(document: IndexDocument, claims: list[list[str]]) -> dict[str, Any]:
    article, annotation = document.article, document.annotation
    return {
        "id": article.id,
        "version": article.version,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "published": to_ms(article.published.at) if article.published else None,
        "lang": language(document),
        "source": article.source_id,
        "owner": document.owner,
        "story": document.story_id,
        "relevance": annotation.relevance if annotation else 0.0,
        "order_key": document.order_key,
        "mentions": [[m.start, m.end, m.id] for m in annotation.mentions if m.id] if annotation else [],
        "claims": [[c.start, c.end, words] for c, words in zip(annotation.claims, claims, strict=True)]
        if annotation
        else [],
    }


def pack(payload: dict[str, Any]) -> bytes:
    """A payload as bytes."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpack(data: bytes) -> dict[str, Any]:
    """A payload from its bytes."""
    payload: dict[str, Any] = json.loads(data.decode("utf-8", "surrogatepass"))
    return payload
