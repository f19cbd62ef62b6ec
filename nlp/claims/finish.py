"""A draft becomes a claim: original offsets, modality, whom it is about, topic, date, place."""

from __future__ import annotations

from model.annotation import Claim, Label, Topic
from nlp.claims.draft import Draft, Span
from nlp.claims.languages import Language
from nlp.claims.page import Named, Page
from nlp.claims.rules import Lexicon
from nlp.input import Parsed

_PLACES = (Label.GPE, Label.LOC, Label.FAC)


def finished(parsed: Parsed, page: Page, draft: Draft, language: Language, lexicon: Lexicon) -> Claim:
    """The claim that a draft stands for."""
    whole = parsed.document.whole
    start, end = parsed.canonical.to_original(*draft.content)
    content = whole[start:end]
    about = _about(page, draft)
    return Claim(
        start=start,
        end=end,
        content=content,
        speaker=_words(parsed, draft.speaker),
        speaker_kind=language.kind(page, draft, lexicon),
        cue=_words(parsed, draft.cue),
        direct=draft.direct,
        modality=language.modality(page, draft, lexicon),
        about=about,
        topic=page.topics[0] if page.relevant and page.topics else Topic.OTHER,
        speaker_ref=draft.ref,
        date=None,
        place=_place(page, draft.content),
        speaker_id=_speaker_id(page, draft),
    )


def _words(parsed: Parsed, span: Span | None) -> str | None:
    if span is None or span[1] <= span[0]:
        return None
    start, end = parsed.canonical.to_original(*span)
    return parsed.document.whole[start:end]


def _about(page: Page, draft: Draft) -> tuple[str, ...]:
    """The slugs named in the content, in reading order; a town is where it happened and not whom it is about."""
    inside = [n for n in page.inside(draft.content) if n.id is not None]
    return tuple(dict.fromkeys(n.id for n in inside if n.id is not None and not _is_town(n)))


def _is_town(named: Named) -> bool:
    return named.label in _PLACES and named.id not in {"canada", "iran", "ottawa", "tehran"}


def _place(page: Page, content: Span) -> str | None:
    places = [n for n in page.inside(content) if n.label in _PLACES]
    return page.text[places[-1].start : places[-1].end] if places else None


def _speaker_id(page: Page, draft: Draft) -> str | None:
    if draft.speaker is None:
        return None
    return next((n.id for n in page.inside(draft.speaker) if n.id is not None), None)
