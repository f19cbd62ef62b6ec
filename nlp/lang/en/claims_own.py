"""What an English text says in its own name: the demands and doubts of an op-ed or a statement."""

from __future__ import annotations

from spacy.tokens import Token

from model.annotation import Modality, SpeakerKind
from nlp.claims.draft import Draft, Span, trimmed
from nlp.claims.page import Page
from nlp.claims.quotes import quoted
from nlp.claims.rules import Lexicon
from nlp.lang.en.claims_text import cue_span, end_of, sentences, subject_of, tokens_in

_EDGES = " \n,.;:—–"
_DUTY = frozenset({"should", "must", "ought"})
_STATE = frozenset(
    {
        "government",
        "parliament",
        "ottawa",
        "canada",
        "minister",
        "ministers",
        "cabinet",
        "senate",
        "police",
        "state",
        "court",
        "courts",
    }
)
_DOUBT = frozenset({"may", "might"})


def first_person(page: Page, lexicon: Lexicon) -> bool:
    """Whether the text speaks of itself as "we" or "I" outside quotations: an op-ed or a statement."""
    marks = [q for p in page.paragraphs for q in quoted(page.text, p)]
    own = [
        t for t in page.doc
        if t.lower_ in lexicon["first_person"] and t.idx >= page.title[1] and not any(a <= t.idx < b for a, b in marks)
    ]  # fmt: skip
    return len(own) >= 2


def find_own(page: Page, paragraph: Span, marks: list[Span], personal: bool, lexicon: Lexicon) -> list[Draft]:
    """The sentences of a paragraph in which the outlet itself demands or doubts something."""
    drafts = []
    for sentence in sentences(page.text, paragraph, lexicon):
        tokens = [t for t in tokens_in(page, sentence) if not t.is_space]
        outside = [t for t in tokens if not any(a <= t.idx < b for a, b in marks)]
        if not outside or tokens[-1].text == "?" or tokens[0].text in {'"', "“"}:
            continue
        draft = _called_for(page, sentence, outside) if personal else None
        draft = draft or _modal(page, sentence, outside, personal, lexicon)
        if draft is not None:
            drafts.append(draft)
    return drafts


def _called_for(page: Page, sentence: Span, tokens: list[Token]) -> Draft | None:
    """ "We call on the government to publish …": what "we" ask for."""
    for verb in tokens:
        if verb.lemma_ not in {"call", "urge", "demand", "ask", "request", "insist"} or verb.pos_ != "VERB":
            continue
        subject = subject_of(verb)
        if subject is None or subject.lower_ not in {"we", "i"}:
            continue
        to = next((t for t in tokens if t.i > verb.i and t.lower_ in {"to", "that", "for"}), None)
        if to is not None:
            start = int(to.idx) if to.lower_ == "to" else end_of(to)
            content = trimmed(page.text, (start, sentence[1]), _EDGES)
            return _draft(content, sentence, Modality.DEMANDED, cue_span(verb))
    return None


def _bound(token: Token) -> bool:
    """ "has to stop", "needs to act": a duty without a modal verb."""
    return (
        token.lemma_ in {"have", "need"}
        and token.tag_ in {"VBZ", "VBP"}
        and any(c.dep_ == "xcomp" and any(g.lower_ == "to" for g in c.children) for c in token.children)
    )


def _modal(page: Page, sentence: Span, tokens: list[Token], personal: bool, lexicon: Lexicon) -> Draft | None:
    for token in tokens:
        bound = subject_of(token) if personal and len(tokens) > 5 and _bound(token) else None
        if bound is not None and bound.lower_ not in {"i", "he", "she", "they", "it"}:
            return _draft(trimmed(page.text, sentence, _EDGES), sentence, Modality.DEMANDED, None)
        subject = subject_of(token.head) if token.dep_ == "aux" else None
        if subject is None or token.head.dep_ not in {"ROOT", "conj", "ccomp"} or len(tokens) < 7:
            continue
        if (
            token.head.dep_ == "ccomp"
            and token.head.head.i in {t.i for t in tokens}
            and token.head.head.lemma_ in lexicon["say"]
        ):
            continue
        if token.lower_ in _DUTY and (personal or subject.lower_ in _STATE):
            return _draft(trimmed(page.text, sentence, _EDGES), sentence, Modality.DEMANDED, None)
        if token.lower_ in _DOUBT and subject.pos_ != "PRON":
            return _draft(trimmed(page.text, sentence, _EDGES), sentence, Modality.POSSIBLE, None)
    return None


def _draft(content: Span, sentence: Span, force: Modality, cue: Span | None) -> Draft:
    return Draft(
        content=content, speaker=None, cue=cue, direct=False, sentence=sentence, kind=SpeakerKind.OUTLET, force=force
    )
