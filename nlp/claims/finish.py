"""A draft becomes a claim: original offsets, modality, whom it is about, topic, date, place."""

from __future__ import annotations

from model.annotation import Claim, Topic
from nlp.claims.about import about, place, speaker_id
from nlp.claims.draft import Draft, Span
from nlp.claims.languages import Language
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.claims.when import day_of
from nlp.input import Parsed
from nlp.topics import TopicRules, claim_topic
from text.dates import DateSpan


def finished(
    parsed: Parsed,
    page: Page,
    draft: Draft,
    language: Language,
    lexicon: Lexicon,
    topics: TopicRules,
    found: list[DateSpan],
) -> Claim:
    """The claim that a draft stands for; ``found`` are the days that the document names."""
    whole = parsed.document.whole
    start, end = parsed.canonical.to_original(*draft.content)
    content = whole[start:end]
    modality = language.modality(page, draft, lexicon)
    at = place(page, draft.content, lexicon)
    return Claim(
        start=start,
        end=end,
        content=content,
        speaker=_words(parsed, draft.speaker),
        speaker_kind=language.kind(page, draft, lexicon),
        cue=_words(parsed, draft.cue),
        direct=draft.direct,
        modality=modality,
        about=about(page, draft, lexicon),
        topic=claim_topic(topics, content, page.topics) if page.relevant else Topic.OTHER,
        speaker_ref=draft.ref,
        date=day_of(page, draft, modality, found, lexicon),
        place=_words(parsed, (at.start, at.end)) if at is not None else None,
        speaker_id=speaker_id(page, draft),
    )


def _words(parsed: Parsed, span: Span | None) -> str | None:
    if span is None or span[1] <= span[0]:
        return None
    start, end = parsed.canonical.to_original(*span)
    return parsed.document.whole[start:end]
