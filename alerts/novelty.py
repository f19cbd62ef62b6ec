"""What a later report of a story claims that no report before it did: the only thing that is worth another message.

Claims are compared by what they say of whom (modality, topic, about) and by the numbers in them, which is the same in
every language; the same position in other words is no news.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from alerts.rules import Found
from model.annotation import Annotation, Claim, Modality
from store import Record, articles, matches, stories
from store.annotations import get as annotation_of

_NUMBER = re.compile(r"\d[\d,.٬٫]*")
_TELLING = frozenset({Modality.DENIED, Modality.ALLEGED})
"""A denial or an accusation is news even where nobody watched is named in it."""

Position = tuple[str, str, tuple[str, ...]]


def fresh(record: Record, found: Sequence[Found]) -> list[Found]:
    """Finds in article versions that no rule has matched before: what was told already is no update."""
    seen = matches.versions_seen(record, {one.row.article.id for one in found})
    return [one for one in found if (one.row.article.id, one.row.article.version) not in seen]


def new_claims(record: Record, story_id: str, found: Sequence[Found]) -> list[Claim]:
    """Claims of these reports that no earlier report of the story, and no earlier version of one, had made."""
    now_told = {(one.row.article.id, one.row.article.version): one.row.annotation for one in found}
    before = list(_before(record, story_id, set(now_told)))
    positions = {_position(claim) for claim in before}
    numbers = {number for claim in before for number in _numbers(claim)}
    news: list[Claim] = []
    for annotation in now_told.values():
        for claim in annotation.claims if annotation else ():
            if not claim.about and claim.modality not in _TELLING:
                continue
            if _position(claim) not in positions or _numbers(claim) - numbers:
                news.append(claim)
                positions.add(_position(claim))
                numbers |= _numbers(claim)
    return news


def _before(record: Record, story_id: str, now_told: set[tuple[str, int]]) -> Iterable[Claim]:
    """The claims of the story's other reports, and of earlier versions of these."""
    ids = {article_id for article_id, _ in now_told}
    known: list[tuple[str, int]] = [
        (member.id, member.version)
        for member in stories.members(record, story_id)
        if (member.id, member.version) not in now_told
    ]
    known += [
        (article_id, version.version)
        for article_id in ids
        for version in articles.versions(record, article_id)
        if (article_id, version.version) not in now_told
    ]
    for article_id, version_number in dict.fromkeys(known):
        annotation: Annotation | None = annotation_of(record, article_id, version_number)
        yield from annotation.claims if annotation else ()


def _position(claim: Claim) -> Position:
    return claim.modality.value, claim.topic.value, tuple(sorted(claim.about))


def _numbers(claim: Claim) -> set[str]:
    """Numbers of two digits and more, in Latin digits: «۱۷۶» and 176 are one."""
    found = (re.sub(r"\D", "", match) for match in _NUMBER.findall(claim.content))
    return {str(int(digits)) for digits in found if len(digits) > 1}
