"""Whom a claim is about, where it is said to have happened, and whose claim it is, by watchlist slug."""

from __future__ import annotations

import re

from model.annotation import Label, Modality
from nlp.claims.draft import Draft, Span
from nlp.claims.page import Named, Page
from nlp.claims.rules import Lexicon

_PLACES = (Label.GPE, Label.LOC, Label.FAC)
_STATES = frozenset({"canada", "iran", "ottawa", "tehran"})
_LAST_WORD = re.compile(r"([^\s،,.;:«»\"“”()]+)[\s«\"“]*$")


def about(page: Page, draft: Draft, lexicon: Lexicon) -> tuple[str, ...]:
    """The slugs named in the content, in reading order; of a demand, also who is asked.

    A town is where it happened and not whom it is about; so is a state, where "in" or "from" stands before it. Where
    nothing is named, a denial, and words on "us" and "our", are about the speaker.
    """
    inside = [n for n in page.inside(draft.content) if n.id is not None and _acts(page, n, lexicon)]
    if draft.force in {Modality.DEMANDED, Modality.ALLEGED} or (draft.direct is False and draft.force is None):
        inside += _addressed(page, draft)
    slugs = [n.id for n in inside if n.id is not None]
    if not slugs and _of_himself(page, draft, lexicon):
        own = speaker_id(page, draft)
        slugs = [own] if own is not None else []
    return tuple(dict.fromkeys(slugs))


def _acts(page: Page, named: Named, lexicon: Lexicon) -> bool:
    """Whether a name stands for one who acts: no town, and no country that is only a place or an owner."""
    if named.label not in _PLACES:
        return True
    if named.id not in _STATES:
        return False
    before = _LAST_WORD.search(page.text, max(0, named.start - 20), named.start)
    if before and before.group(1).lower() in lexicon["place_words"]:
        return False
    follows = page.text[named.end : named.end + 3]
    return not (follows.startswith(("'s ", "’s ")) and any(n.start == named.end + 3 for n in page.named))


def _addressed(page: Page, draft: Draft) -> list[Named]:
    """Who is asked, in a demand: named between the speaker and what is demanded."""
    if draft.force is not Modality.DEMANDED:
        return []
    start = draft.speaker[1] if draft.speaker and draft.speaker[1] <= draft.content[0] else draft.sentence[0]
    return [n for n in page.inside((start, draft.content[0])) if n.id is not None and _state_or_body(n)]


def _state_or_body(named: Named) -> bool:
    return named.label not in _PLACES or named.id in _STATES


def _of_himself(page: Page, draft: Draft, lexicon: Lexicon) -> bool:
    if draft.force is Modality.DENIED:
        return True
    content = page.text[slice(*draft.content)].lower()
    return draft.direct and any(re.search(rf"(?<!\w){re.escape(w)}(?!\w)", content) for w in lexicon["own_words"])


def place(page: Page, content: Span, lexicon: Lexicon) -> Named | None:
    """The place of the event: the first place in the content that "in", "at" or "near" leads to."""
    for named in page.inside(content):
        if named.label not in _PLACES:
            continue
        before = _LAST_WORD.search(page.text, max(content[0], named.start - 20), named.start)
        if before and before.group(1).lower() in lexicon["at_words"]:
            return named
    return None


def speaker_id(page: Page, draft: Draft) -> str | None:
    """The slug of the speaker, where a watched entity speaks or is spoken for."""
    if draft.speaker is not None:
        for named in page.inside(draft.speaker):
            if named.id is not None:
                return named.id
    if draft.ref:
        at = page.text.find(draft.ref)
        return next((n.id for n in page.inside((at, at + len(draft.ref))) if n.id), None) if at >= 0 else None
    return None
