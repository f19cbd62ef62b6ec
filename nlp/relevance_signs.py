"""The signs by which relevance is judged: numbers between 0 and 1, each with words for a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.linking import Hit
from nlp.terms import Term

_SENTENCE = re.compile(r"(?<=[.!?؟])[\s»”\"]+|\n+")
_PARAGRAPH = re.compile(r"\n\n+")
_LEAD = 320
"""Code points of title and first lines: what a report is about stands there."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What relevance means, by slugs of the watchlists."""

    id: str
    title: str
    actors: frozenset[str]
    near_actors: frozenset[str]
    victims: frozenset[str]
    measures: frozenset[str]
    nexus: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: its name in the weights, how strong it is (0 to 1), and what a person reads."""

    name: str
    value: float
    reason: str


def signs(subject: Subject, text: str, hits: Sequence[Hit], terms: Sequence[Term], title_end: int) -> tuple[Sign, ...]:
    """The signs of a canonical text; ``terms`` are the words of the lexicons found in it."""
    actors = [h for h in hits if h.id in subject.actors]
    near = [h for h in hits if h.id in subject.near_actors]
    victims = [h for h in hits if h.id in subject.victims]
    spots = [h.start for h in hits if h.id in subject.nexus or h.canadian]
    spots += [t.start for t in terms if t.group == "nexus"]
    found = [*_who(text, actors, near, victims), *_where(subject, text, hits, spots, title_end)]
    if actors or near:
        acts = [t for t in terms if t.group == "acts"]
        found += _together(text, actors or near, spots, acts, 1.0 if actors else 0.6)
    if any(h.start < title_end for h in (*actors, *victims)):
        found.append(Sign("in_title", 1.0, "the subject stands in the title"))
    found += _elsewhere(terms, len(spots), title_end)
    return tuple(found)


def _who(text: str, actors: Sequence[Hit], near: Sequence[Hit], victims: Sequence[Hit]) -> Iterator[Sign]:
    if actors:
        yield Sign("actor", 1.0, f"names {said(text, actors)}")
        yield Sign("actor_again", min(len(actors) - 1, 3) / 3, "")
    elif near:
        yield Sign("near_actor", 1.0, f"names {said(text, near)}")
    if victims:
        yield Sign("victims", 1.0, f"names {said(text, victims)}")
        yield Sign("victims_again", min(len(victims) - 1, 3) / 3, "")


def _where(subject: Subject, text: str, hits: Sequence[Hit], spots: Sequence[int], title_end: int) -> Iterator[Sign]:
    if not spots:
        return
    yield Sign("tie", 1.0, f"{len(spots)} ties to Canada" if len(spots) > 1 else "a tie to Canada")
    yield Sign("ties", min(len(spots) - 1, 5) / 5, "")
    if any(spot < max(title_end, _LEAD) for spot in spots):
        yield Sign("tie_in_lead", 1.0, "Canada stands in the first lines")
    measures = [h for h in hits if h.id in subject.measures]
    if measures:
        yield Sign("measure", 1.0, f"a measure of Canada: {said(text, measures)}")


def _together(
    text: str, actors: Sequence[Hit], spots: Sequence[int], acts: Sequence[Term], scale: float
) -> Iterator[Sign]:
    """What stands beside the actors: Canada, and the acts that make news of the two."""
    if not spots:
        return
    sentences, paragraphs = _bounds(text, _SENTENCE), _bounds(text, _PARAGRAPH)
    in_sentence = {_index(sentences, h.start) for h in actors}
    in_paragraph = {_index(paragraphs, h.start) for h in actors}
    if any(_index(sentences, spot) in in_sentence for spot in spots):
        yield Sign("one_sentence", scale, "the actor and Canada in one sentence")
    elif any(_index(paragraphs, spot) in in_paragraph for spot in spots):
        yield Sign("one_paragraph", scale, "the actor and Canada in one paragraph")
    beside = next((t.word for t in acts if _index(sentences, t.start) in in_sentence), None)
    if beside is not None:
        yield Sign("act_beside", scale, f"beside the actor: {beside.rstrip('*')}")
    words = {t.word for t in acts}
    if words:
        yield Sign(
            "acts", min(len(words), 5) / 5, f"acts of the kind: {', '.join(sorted(w.rstrip('*') for w in words)[:3])}"
        )


def _elsewhere(terms: Sequence[Term], spots: int, title_end: int) -> Iterator[Sign]:
    foreign = [t for t in terms if t.group == "foreign"]
    if foreign:
        share = len(foreign) / (len(foreign) + spots)
        yield Sign("foreign", share, f"about another country: {foreign[0].word}" if share >= 0.4 else "")
    if foreign and any(t.start < max(title_end, _LEAD // 2) for t in foreign) and len(foreign) >= 2 * spots:
        yield Sign("abroad", 1.0, "it opens in another country")
    traps = {t.word for t in terms if t.group == "traps"}
    if traps:
        yield Sign("traps", min(len(traps), 4) / 4, f"words of sport, kitchen, film or farewell: {min(traps)}")


def said(text: str, hits: Sequence[Hit]) -> str:
    """The first two different names as printed."""
    return ", ".join(list(dict.fromkeys(text[h.start : h.end] for h in hits))[:2])


def _bounds(text: str, at: re.Pattern[str]) -> list[int]:
    return [m.end() for m in at.finditer(text)]


def _index(bounds: Sequence[int], spot: int) -> int:
    return sum(bound <= spot for bound in bounds)
