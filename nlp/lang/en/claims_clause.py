"""Stretches of an English sentence around a verb: what follows it, what stands below a word."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from nlp.claims.draft import Span, trimmed
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.lang.en.claims_text import FINITE, end_of

EDGES = " \n,.;:—–"
_CUES = ("say", "deny", "demand", "accuse", "believe")


def is_passive(verb: Token) -> bool:
    """Whether a verb is in the passive voice."""
    return any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children)


def span_of(page: Page, tokens: list[Token]) -> Span | None:
    """The words from the first to the last token, without the punctuation at either end; None where nothing is left."""
    if not tokens:
        return None
    span = trimmed(page.text, (int(tokens[0].idx), end_of(tokens[-1])), EDGES)
    if page.text[span[0] : span[1]].count('"') % 2 or page.text[span[0] : span[1]].count("“") != page.text[
        span[0] : span[1]
    ].count("”"):
        span = trimmed(page.text, span, EDGES + '"“”')
    return span if span[1] > span[0] else None


def subtree(roots: Iterable[Token], within: list[Token]) -> list[Token]:
    """The stretch of ``within`` from the first to the last word below ``roots``."""
    ids = {t.i for root in roots for t in root.subtree}
    covered = [n for n, t in enumerate(within) if t.i in ids]
    return within[covered[0] : covered[-1] + 1] if covered else []


def following(verb: Token, tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """What follows a verb within its sentence, up to the next verb of speech that is joined to it."""
    after = [t for t in tokens if t.i > verb.i]
    for n, token in enumerate(after):
        known = token.tag_ in FINITE and any(token.lemma_.lower() in lexicon[k] for k in _CUES)
        if known and (_joined(token, verb) or _next_to_joint(after, n)):
            return _without_joint(after[:n])
    return after


def _joined(token: Token, verb: Token) -> bool:
    return token.head == verb and token.dep_ == "conj" and not any(c.dep_ == "nsubj" for c in token.children)


def _next_to_joint(after: list[Token], n: int) -> bool:
    """ "…, and denied": the joint stands right before the verb, after a comma or with an adverb between."""
    lead = [t.lower_ for t in after[max(0, n - 3) : n] if t.pos_ not in {"ADV"} and t.dep_ != "aux"]
    return lead[-2:] in ([",", "and"], [",", "but"]) or (lead[-1:] == ["but"])


def _without_joint(tokens: list[Token]) -> list[Token]:
    while tokens and (tokens[-1].is_punct or tokens[-1].dep_ in {"cc", "advmod", "aux"}):
        tokens = tokens[:-1]
    return tokens
