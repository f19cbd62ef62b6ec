"""From names, models and rules to the mentions of a document: one label a span, none inside another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from model.annotation import Label, Mention
from nlp.linking import Hit
from text.dates import find_dates
from text.orthography import Canonical


@dataclass(frozen=True, slots=True)
class Span:
    """A named stretch of canonical text."""

    start: int
    end: int
    label: Label
    id: str | None = None

    def overlaps(self, other: Span) -> bool:
        """True if the two share a character."""
        return self.start < other.end and other.start < self.end


PLACES = frozenset({Label.GPE, Label.LOC, Label.FAC})


def from_hits(hits: Iterable[Hit]) -> list[Span]:
    """Names of lists as spans."""
    return [Span(hit.start, hit.end, hit.label, hit.id) for hit in hits]


def merged(named: Sequence[Span], found: Iterable[Span]) -> list[Span]:
    """Names of lists with what models and rules found beside them.

    What overlaps a listed name gives way, but for one case: a longer organisation, building or event that holds no more
    than places ("North Vancouver library", «پلیس اتاوا») takes their place, for the longest name is the one meant.
    """
    kept = list(named)
    for span in sorted(found, key=lambda s: (s.start - s.end, s.start)):
        inside = [other for other in kept if span.overlaps(other)]
        if not inside:
            kept.append(span)
        elif span.label not in (Label.ORG, Label.FAC, Label.EVENT):
            continue
        elif all(_held(span, other) for other in inside):
            kept = [other for other in kept if other not in inside] + [span]
    return sorted(kept, key=lambda s: s.start)


def _held(span: Span, other: Span) -> bool:
    longer = span.end - span.start > other.end - other.start + 2
    plain = other.label in PLACES or (other.label is Label.ORG and other.id is None)
    return plain and span.start <= other.start and other.end <= span.end and longer


def mentions(canonical: Canonical, spans: Iterable[Span]) -> tuple[Mention, ...]:
    """Spans of canonical text as mentions of the document."""
    made = []
    for span in spans:
        start, end = canonical.to_original(span.start, span.end)
        text = canonical.original[start:end]
        made.append(Mention(start=start, end=end, text=text, label=span.label, id=span.id))
    return tuple(made)


def dates(text: str, published: datetime, lang: str, named: Sequence[Mention]) -> tuple[Mention, ...]:
    """Mentions with the dates of the original text beside them, in reading order."""
    kept = [m for m in named if m.label is not Label.DATE]
    for day in find_dates(text, published, lang):
        if all(day.end <= m.start or m.end <= day.start for m in kept):
            kept.append(Mention(start=day.start, end=day.end, text=text[day.start : day.end], label=Label.DATE))
    return tuple(sorted(kept, key=lambda m: m.start))
