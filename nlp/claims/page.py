"""A document as the rules of claims read it: canonical text, paragraphs, mentions at canonical offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from spacy.tokens import Doc

from model.annotation import Label, Topic
from nlp.claims.draft import Span
from nlp.input import Parsed

_BLANK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Named:
    """A mention at canonical offsets."""

    start: int
    end: int
    label: Label
    id: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """What the rules of a language are given. ``title`` is a span too, empty where there is none."""

    text: str
    doc: Doc
    title: Span
    paragraphs: tuple[Span, ...]
    named: tuple[Named, ...]
    published: datetime | None
    relevant: bool = False
    topics: tuple[Topic, ...] = ()

    def inside(self, span: Span) -> list[Named]:
        """The mentions that lie within a span."""
        return [n for n in self.named if n.start >= span[0] and n.end <= span[1]]


def page_of(parsed: Parsed, relevant: bool, topics: Sequence[Topic]) -> Page:
    """Lay out a parsed document for the rules."""
    text = parsed.canonical.text
    cut = parsed.canonical.from_original(len(parsed.document.title))
    named = tuple(
        Named(parsed.canonical.from_original(m.start), parsed.canonical.from_original(m.end), m.label, m.id)
        for m in parsed.mentions
    )
    return Page(
        text=text,
        doc=parsed.doc,
        title=(0, cut),
        paragraphs=tuple(_paragraphs(text, cut)),
        named=named,
        published=parsed.document.published,
        relevant=relevant,
        topics=tuple(topics),
    )


def _paragraphs(text: str, start: int) -> list[Span]:
    spans, at = [], start
    for blank in [*_BLANK.finditer(text, start), None]:
        end = blank.start() if blank else len(text)
        if text[at:end].strip():
            spans.append((at + len(text[at:end]) - len(text[at:end].lstrip()), at + len(text[at:end].rstrip())))
        at = blank.end() if blank else end
    return spans
