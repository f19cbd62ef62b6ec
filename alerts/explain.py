"""Why a document answers a rule: a passage of what was published, with the words that matched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TypeVar

from model.annotation import Annotation, Claim
from model.query import ClaimAttribute, ClaimConstraint, ClaimMatch, Keyword, Not, Query, Term
from model.search import Hit
from store.documents import DocumentRow

T = TypeVar("T", bound=Query)

WINDOW = 160
"""Code points on each side of a mention, where no engine gave a passage."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the title or the text. ``start`` is its offset in ``TextDocument.whole``, spans are its own."""

    text: str
    spans: tuple[tuple[int, int], ...]
    start: int

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the whole document."""
        return self.start, self.start + len(self.text)


def passage_of(query: Query, row: DocumentRow, hit: Hit) -> Passage:
    """The passage that explains a hit best.

    The engine's own passage with marked words comes first; a rule on entities or claims alone may have none, and is
    explained by the claim or the mention it asked for; a rule on neither (a source, a language) by the title.
    """
    whole = row.article.document().whole
    body = len(row.article.title) + 2
    marked = [light for light in hit.highlights if light.spans]
    if marked:
        best = max(marked, key=lambda light: (light.field == "text", len(light.spans)))
        return Passage(best.passage, best.spans, best.start + (body if best.field == "text" else 0))
    understood = row.annotation
    place = _claimed(query, understood) or _mentioned(query, understood) if understood is not None else None
    if place is not None:
        return around(whole, *place)
    return Passage(row.article.title, (), 0)


def around(whole: str, start: int, end: int) -> Passage:
    """The words about a span, cut at the ends of its paragraph and never within a word."""
    left = max(whole.rfind("\n", 0, start) + 1, start - WINDOW)
    right = whole.find("\n", end)
    right = min(len(whole) if right < 0 else right, end + WINDOW)
    if left > 0 and not whole[left - 1].isspace():
        gap = whole.find(" ", left, start)
        left = gap + 1 if gap >= 0 else left
    if right < len(whole) and not whole[right].isspace():
        gap = whole.rfind(" ", end, right)
        right = gap if gap >= 0 else right
    return Passage(whole[left:right], ((start - left, end - left),), left)


def _claimed(query: Query, annotation: Annotation) -> tuple[int, int] | None:
    """The first claim that satisfies a claim pattern of the query."""
    for pattern in _asked(query, ClaimMatch):
        for claim in annotation.claims:
            if all(_satisfies(claim, constraint) for constraint in pattern.constraints):
                return claim.start, claim.end
    return None


def _satisfies(claim: Claim, constraint: ClaimConstraint) -> bool:
    """Whether a claim has one of the values; texts (speaker, cue) are left to the engine, which has asked them."""
    values = set(constraint.values)
    match constraint.attribute:
        case ClaimAttribute.MODALITY:
            return claim.modality.value in values
        case ClaimAttribute.ABOUT:
            return not values.isdisjoint(claim.about)
        case ClaimAttribute.TOPIC:
            return claim.topic.value in values
        case ClaimAttribute.KIND:
            return claim.speaker_kind.value in values
        case _:
            return True


def _mentioned(query: Query, annotation: Annotation) -> tuple[int, int] | None:
    """The first mention of an entity that the query asks for."""
    wanted = {term.value for term in _asked(query, Term) if term.field is Keyword.ENTITY}
    places = [(mention.start, mention.end) for mention in annotation.mentions if mention.id in wanted]
    return min(places, default=None)


def _asked(query: Query, kind: type[T]) -> Iterator[T]:
    """All nodes of a kind that a query asks for; what stands under a NOT is asked against."""
    if isinstance(query, kind):
        yield query
    if isinstance(query, Not):
        return
    for field in fields(query):
        value = getattr(query, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Query):
                yield from _asked(part, kind)
