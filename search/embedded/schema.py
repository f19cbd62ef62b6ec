"""The schema of the embedded index, and documents in it."""

from __future__ import annotations

import tantivy

from model.query import Keyword
from model.search import Facet
from search.projection import Projection, pack

TITLE, BODY = "title_terms", "body_terms"
CLAIMS, PARTS = "claims", "parts"
ID, SEQ, ORDER, PUBLISHED, SEEN, RELEVANCE, PAYLOAD = (
    "id",
    "doc_seq",
    "order_key",
    "published",
    "seen",
    "relevance",
    "payload",
)
_TERMS = "rasad_terms"


def facet_field(facet: Facet) -> str:
    """The column of a facet."""
    return f"facet_{facet.value}"


def schema() -> tantivy.Schema:
    """Terms come analysed, parted by spaces; keywords as they are; times as milliseconds (dates drop fractions)."""
    builder = tantivy.SchemaBuilder()
    for name in (TITLE, BODY):
        builder.add_text_field(name, tokenizer_name=_TERMS, index_option="position")
    for name in (ID, PARTS, *(keyword.value for keyword in Keyword)):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for facet in Facet:
        builder.add_text_field(facet_field(facet), tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field(CLAIMS, tokenizer_name="raw", index_option="position")
    for name in (SEQ, ORDER, PUBLISHED, SEEN):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_float_field(RELEVANCE, indexed=True, fast=True)
    builder.add_bytes_field(PAYLOAD, stored=True)
    return builder.build()


SCHEMA = schema()
"""Queries are built against it; a schema is a description and belongs to no index."""


def register(index: tantivy.Index) -> tantivy.Index:
    """Tell an index how its terms are parted; needed wherever documents are added."""
    index.register_tokenizer(_TERMS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def document(values: Projection) -> tantivy.Document:
    """A document of the index."""
    made = tantivy.Document()
    made.add_text(ID, values.id)
    made.add_integer(SEQ, values.doc_seq)
    made.add_integer(ORDER, values.order_key)
    made.add_text(TITLE, " ".join(values.title_terms))
    made.add_text(BODY, " ".join(values.body_terms))
    for keyword, found in values.keywords.items():
        for value in found:
            made.add_text(keyword.value, value)
    for facet, counted in values.facets.items():
        for value in counted:
            made.add_text(facet_field(facet), value)
    for part in values.parts:
        made.add_text(PARTS, part)
    if values.published is not None:
        made.add_integer(PUBLISHED, values.published)
    made.add_integer(SEEN, values.seen)
    made.add_float(RELEVANCE, values.relevance)
    if values.claims:
        made.add_pre_tokenized_text(CLAIMS, _claims(values.claims))
    made.add_bytes(PAYLOAD, pack(values.payload))
    return made


def _claims(claims: list[list[str]]) -> tantivy.PreTokenizedString:
    """All attributes of a claim at one position, so that a phrase of words at the same position is one claim."""
    words = [tantivy.Token(word, place, 0, 0) for place, claim in enumerate(claims) for word in claim]
    return tantivy.PreTokenizedString("", words)
