"""What English says with an adjective or a noun: "is confident that …", "voiced hope that …", "is of the view that …"."""

from __future__ import annotations

from spacy.tokens import Token

from model.annotation import Modality
from nlp.claims.draft import Draft, Span, overlap
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.lang.en.claims_clause import span_of
from nlp.lang.en.claims_text import base, cue_span, end_of, finite, speaker_span, subject_of


def find_attitudes(page: Page, sentence: Span, tokens: list[Token], lexicon: Lexicon) -> list[Draft]:
    """The claims of a sentence whose cue is an adjective or a noun; ``tokens`` are those outside quotations."""
    drafts = []
    for token in tokens:
        cue, force = _cue(token, lexicon)
        if cue is None or any(c.dep_ == "neg" for c in cue.children):
            continue
        after = [t for t in tokens if t.i > token.i]
        that = next((n for n, t in enumerate(after[:3]) if t.lower_ == "that"), None)
        words = after[that + 1 :] if that is not None else after
        if (that is None and (not words or words[0].tag_ in {"IN", "TO"} or words[0].is_punct)) or not finite(words):
            continue
        content, subject = span_of(page, words), subject_of(cue)
        if content is None or len(words) < 3 or subject is None or subject.lower_ in {"it", "there", "that", "this"}:
            continue
        speaker = speaker_span(page, subject, lexicon)
        if sentence[0] <= speaker[0] and not overlap(speaker, content):
            span = (cue_span(cue)[0], end_of(token))
            drafts.append(
                Draft(content=content, speaker=speaker, cue=span, direct=False, sentence=sentence, force=force)
            )
    return drafts


def _cue(token: Token, lexicon: Lexicon) -> tuple[Token | None, Modality | None]:
    """The verb that a word makes a cue of, and the modality that the word alone decides."""
    word = token.lower_
    if token.dep_ in {"acomp", "oprd"} and token.head.lemma_ in {"be", "remain", "feel", "seem"}:
        if word in lexicon["certain"]:
            return token.head, None
        return (token.head, Modality.POSSIBLE) if word in lexicon["uncertain"] else (None, None)
    if token.dep_ == "dobj" and base(token.head) in lexicon["voicing"]:
        lemma = token.lemma_.lower()
        if lemma in lexicon["feared"]:
            return token.head, Modality.POSSIBLE
        return (token.head, None) if lemma in lexicon["voiced"] else (None, None)
    of_view = token.dep_ == "pobj" and word in {"view", "opinion", "belief"} and token.head.lower_ == "of"
    return (token.head.head, None) if of_view and token.head.head.lemma_ == "be" else (None, None)
