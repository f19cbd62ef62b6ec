"""The index template of generations, and documents in them."""

from __future__ import annotations

import json
import re
from typing import Any

from model.query import Keyword
from model.search import Facet
from model.settings import ElasticSettings
from search.hits import DEEPEST
from search.projection import Projection, fingerprint

TITLE, BODY = "title_terms", "body_terms"
CLAIMS, WORDS, PARTS = "claims", "claims.words", "parts"
SEQ, ORDER, PUBLISHED, SEEN, RELEVANCE, PAYLOAD = "doc_seq", "order_key", "published", "seen", "relevance", "payload"
WINDOW = DEEPEST + 10_000
"""Hits that one request may reach into a list sorted by relevance."""
_TERMS = "rasad_terms"
_READERS = {"en": "english", "fa": "persian", "other": "standard"}
"""Analysers of the texts that people search by hand in Kibana; Rasad asks only the terms fields."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def facet_field(facet: Facet) -> str:
    """The field of a facet: a keyword field where there is one, else one of its own."""
    own = {Facet.ENTITY: "facet_entity", Facet.PLACE: "facet_place", Facet.MODALITY: "facet_modality"}
    return own.get(facet, facet.value)


def mapping() -> dict[str, Any]:
    """Every field, and no other: a document with one more is refused. The terms fields are not kept in the source."""
    terms = {"type": "text", "analyzer": _TERMS}
    keyword = {"type": "keyword"}
    time = {"type": "date", "format": "epoch_millis"}
    text = {"properties": {lang: {"type": "text", "analyzer": analyser} for lang, analyser in _READERS.items()}}
    keywords = [*(field.value for field in Keyword), *(facet_field(facet) for facet in Facet), PARTS]
    return {
        "dynamic": "strict",
        "_meta": {"shape": fingerprint()},
        "_source": {"excludes": [TITLE, BODY]},
        "properties": {
            TITLE: terms,
            BODY: terms,
            "title": text,
            "body": text,
            **dict.fromkeys(keywords, keyword),
            CLAIMS: {"type": "nested", "dynamic": "strict", "properties": {"words": keyword}},
            SEQ: {"type": "long"},
            ORDER: {"type": "long"},
            PUBLISHED: time,
            SEEN: time,
            RELEVANCE: {"type": "double"},
            PAYLOAD: {"type": "object", "enabled": False},
        },
    }


def template(settings: ElasticSettings, pattern: str) -> dict[str, Any]:
    """The template by which generations are made, and never made by a stray write."""
    tokenizer = {"type": "whitespace", "max_token_length": 2000}
    return {
        "index_patterns": [pattern],
        "priority": 500,
        "allow_auto_create": False,
        "template": {
            "settings": {
                "number_of_shards": settings.shards,
                "number_of_replicas": settings.replicas,
                "max_result_window": WINDOW,
                "analysis": {
                    "tokenizer": {_TERMS: tokenizer},
                    "analyzer": {_TERMS: {"type": "custom", "tokenizer": _TERMS}},
                },
            },
            "mappings": mapping(),
        },
        "_meta": {"made_by": "rasad"},
    }


def document(values: Projection) -> bytes:
    """A document of the index as JSON. A lone surrogate, which no index takes, becomes the replacement character."""
    payload = dict(values.payload)
    title, text = payload.pop("title"), payload.pop("text")
    lang = payload["lang"] if payload["lang"] in _READERS else "other"
    source: dict[str, Any] = {
        TITLE: " ".join(values.title_terms),
        BODY: " ".join(values.body_terms),
        "title": {lang: title},
        "body": {lang: text},
        **{keyword.value: found for keyword, found in values.keywords.items()},
        **{facet_field(facet): found for facet, found in values.facets.items()},
        PARTS: values.parts,
        CLAIMS: [{"words": words} for words in values.claims],
        SEQ: values.doc_seq,
        ORDER: values.order_key,
        PUBLISHED: values.published,
        SEEN: values.seen,
        RELEVANCE: values.relevance,
        PAYLOAD: payload,
    }
    return _SURROGATE.sub("�", json.dumps(source, ensure_ascii=False, separators=(",", ":"))).encode()


def payload_of(source: dict[str, Any]) -> dict[str, Any]:
    """The payload of a found document: what ``document`` took apart."""
    (title,), (text,) = source["title"].values(), source["body"].values()
    return {**source[PAYLOAD], "title": title, "text": text}
