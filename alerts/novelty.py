"""What a later report of a story claims that no report before it did: the only thing that is worth another message.

Claims are compared by their stance towards whom (said, denied, demanded, planned) and by numbers that stood nowhere in
the story, which is the same in every language; the same position in other words is no news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alerts.rules import Found
from model.annotation import Annotation, Claim, Modality
from model.article import Article
from store import Record, articles, matches, stories
from store.annotations import get as annotation_of

_NUMBER = re.compile(r"\d[\d,.٬٫]*")
_STANCE = {
    Modality.ASSERTED: "said",
    Modality.ALLEGED: "said",
    Modality.POSSIBLE: "said",
    Modality.DENIED: "denied",
    Modality.DEMANDED: "demanded",
    Modality.PLANNED: "planned",
}
"""How firmly something is said differs from outlet to outlet; that it is denied, demanded or planned is news."""

Position = tuple[str, str]
"""A stance towards a watched entity; "" where a denial names none."""


def fresh(record: Record, found: Sequence[Found]) -> list[Found]:
    """Finds in article versions that no rule has matched before: what was told already is no update."""
    seen = matches.versions_seen(record, {one.row.article.id for one in found})
    return [one for one in found if (one.row.article.id, one.row.article.version) not in seen]


def new_claims(record: Record, story_id: str, found: Sequence[Found]) -> list[Claim]:
    """Claims of these reports that no earlier report of the story, and no earlier version of one, had made."""
    now_told = {(one.row.article.id, one.row.article.version): one.row.annotation for one in found}
    positions: set[Position] = set()
    numbers: set[str] = set()
    for article, annotation in _before(record, story_id, set(now_told)):
        numbers |= _numbers(f"{article.title} {article.text}")
        for claim in annotation.claims if annotation else ():
            positions |= _positions(claim)
    news: list[Claim] = []
    for understood in now_told.values():
        for claim in understood.claims if understood else ():
            stands, counted = _positions(claim), _numbers(claim.content) if claim.about else set()
            if stands - positions or counted - numbers:
                news.append(claim)
                positions |= stands
                numbers |= counted
    return news


def _before(
    record: Record, story_id: str, now_told: set[tuple[str, int]]
) -> Iterator[tuple[Article, Annotation | None]]:
    """The story's other reports, and earlier versions of these."""
    known = [*stories.members(record, story_id)]
    for article_id in {article_id for article_id, _ in now_told}:
        known += articles.versions(record, article_id)
    for article in {(one.id, one.version): one for one in known}.values():
        if (article.id, article.version) not in now_told:
            yield article, annotation_of(record, article.id, article.version)


def _positions(claim: Claim) -> set[Position]:
    """What a claim takes a stance on: each watched entity it is about; a denial does so even of nobody watched."""
    stance = _STANCE[claim.modality]
    if not claim.about:
        return {(stance, "")} if claim.modality is Modality.DENIED else set()
    return {(stance, slug) for slug in claim.about}


def _numbers(text: str) -> set[str]:
    """Numbers of two digits and more, in Latin digits: «۱۷۶» and 176 are one."""
    found = (re.sub(r"\D", "", match) for match in _NUMBER.findall(text))
    return {str(int(digits)) for digits in found if len(digits) > 1}
