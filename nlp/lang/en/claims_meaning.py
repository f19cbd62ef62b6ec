"""How an English claim is put forward (modality), and what kind of speaker makes it."""

from __future__ import annotations

from spacy.tokens import Token

from model.annotation import Label, Modality, SpeakerKind
from nlp.claims.draft import Draft
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.lang.en.claims_text import tokens_in


def modality(page: Page, draft: Draft, lexicon: Lexicon) -> Modality:
    """The modality by the cue, else by the words of the content."""
    if draft.force is not None:
        return draft.force
    tokens = [t for t in tokens_in(page, draft.content) if not t.is_space]
    main = _main_words(tokens)
    if any(t.lower_ in lexicon["possible"] for t in main):
        return Modality.POSSIBLE
    if _denies(page, draft, tokens, lexicon):
        return Modality.DENIED
    if any(t.lower_ in lexicon["demanded"] and t.tag_ in {"MD", "VBP", "VBZ"} for t in main) or _imperative(
        draft, tokens
    ):
        return Modality.DEMANDED
    if _planned(tokens, main, lexicon):
        return Modality.PLANNED
    return Modality.ALLEGED if alleges(page, draft, tokens, lexicon) else Modality.ASSERTED


def _main_words(tokens: list[Token]) -> list[Token]:
    """The words outside relative clauses: a doubt there is not the speaker's doubt of the whole."""
    inside = {t.i for r in tokens if r.dep_ in {"relcl", "acl"} for t in r.subtree}
    return [t for t in tokens if t.i not in inside] or tokens


def _planned(tokens: list[Token], main: list[Token], lexicon: Lexicon) -> bool:
    for token in main:
        if token.lower_ in {"will", "wo", "'ll", "’ll", "shall", "would"} and token.dep_ == "aux":
            return not any(m.text.lower() == "if" for m in tokens[: token.i - tokens[0].i])
        if token.lemma_ in {"intend", "plan"} and token.pos_ == "VERB":
            return True
    return False


def _imperative(draft: Draft, tokens: list[Token]) -> bool:
    """Whether a sentence of the content is a command: a bare verb with no subject opens it."""
    if not draft.direct:
        return False
    starts = [t for n, t in enumerate(tokens) if n == 0 or tokens[n - 1].text in ".!?"]
    starts += [t.nbor() for t in starts if t.lower_ in {"then", "please", "so"} and t.i + 1 < len(t.doc)]
    return any(t.tag_ == "VB" and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in t.children) for t in starts)


def _denies(page: Page, draft: Draft, tokens: list[Token], lexicon: Lexicon) -> bool:
    """A "we have none" from the side that is accused."""
    if draft.speaker is None:
        return False
    said = " ".join(filter(None, (page.text[slice(*draft.speaker)], draft.ref))).lower()
    if not any(word in said for word in lexicon["accused_side"]) or "canad" in said:
        return False
    negated = any(t.lower_ in {"no", "never", "none", "nobody", "nothing", "not", "n't"} for t in tokens[:14])
    return negated and not any(t.lemma_.lower() in lexicon["proof"] for t in tokens)


def alleges(page: Page, draft: Draft, tokens: list[Token], lexicon: Lexicon) -> bool:
    """Whether the content accuses somebody of wrongdoing that no court or regulator has found."""
    if not any(t.lemma_.lower() in lexicon["wrongdoing"] or t.lower_ in lexicon["wrongdoing"] for t in tokens):
        return False
    if draft.speaker is None:
        return True
    words = {t.lower_ for t in tokens_in(page, draft.speaker)} | set((draft.ref or "").lower().split())
    cue = page.text[slice(*draft.cue)].lower() if draft.cue else ""
    found = bool(words & set(lexicon["finders"])) and not words & set(lexicon["prosecution"])
    return not (found and "alleg" not in cue)


def kind(page: Page, draft: Draft, lexicon: Lexicon) -> SpeakerKind:
    """What kind of speaker stands in the speaker's span."""
    if draft.kind is not None:
        return draft.kind
    if draft.speaker is None:
        return SpeakerKind.ANONYMOUS
    tokens = tokens_in(page, draft.speaker)
    named = page.inside(draft.speaker)
    words = [t.lower_ for t in tokens]
    if any(n.label is Label.PERSON for n in named) or draft.ref or words[:1] in (["i"], ["he"], ["she"]):
        return SpeakerKind.PERSON
    roots = [t for t in tokens if t.head not in tokens] or tokens
    head = roots[0].lower_ if roots else ""
    if head in lexicon["documents"]:
        return SpeakerKind.DOCUMENT
    proper = any(n.label is not Label.PERSON for n in named)
    if head in lexicon["organisations"] or (proper and roots[0].pos_ == "PROPN"):
        return SpeakerKind.ORGANISATION
    if head in lexicon["anonymous"] and (
        words[0] in {"a", "an", "one", "some", "two", "three"} or roots[0].tag_ == "NNS"
    ):
        return SpeakerKind.ANONYMOUS
    return (
        SpeakerKind.PERSON if roots and (roots[0].pos_ == "PROPN" or roots[0].tag_ == "NN") else SpeakerKind.ANONYMOUS
    )
