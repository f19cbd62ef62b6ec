"""What English verbs of rejecting, accusing, demanding, naming and intending take as their object."""

from __future__ import annotations

from spacy.tokens import Token

from nlp.claims.draft import Span
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.lang.en.claims_clause import following, is_passive, span_of, subtree
from nlp.lang.en.claims_text import FINITE, base, finite, subject_of

_CLAUSAL = frozenset({"ccomp", "xcomp", "acl", "parataxis", "advcl", "dobj"})
_CALLING = frozenset({"call", "appeal", "press", "plead", "push", "lobby", "petition"})
_ASKING = frozenset({"ask", "request", "order", "advise", "invite", "beg", "implore"})


def rejected(page: Page, verb: Token, tokens: list[Token], lexicon: Lexicon) -> Span | None:
    """What is denied: a clause, a gerund or a noun phrase after the verb."""
    after = following(verb, tokens, lexicon)
    roots = [c for c in verb.children if c.i > verb.i and c.dep_ in _CLAUSAL]
    words = subtree(roots, after)
    if not words:
        return None
    lead = [t for t in after if t.i < words[0].i and t.lower_ != "that"]
    words = lead + words if lead and not lead[0].is_punct else words
    beyond = [t for t in after if t.i > words[-1].i]
    if any(c.dep_ in {"xcomp", "ccomp"} for c in roots) or (beyond and beyond[0].lower_ == "as"):
        words = _extended(words, after)
    if words[0].lower_ == "that" and words[0].dep_ == "mark":
        words = words[1:]
    bare = len(words) == 2 and words[0].dep_ in {"det", "poss"}
    return span_of(page, words) if len(words) > 1 and not bare else None


def granted(page: Page, verb: Token, tokens: list[Token], lexicon: Lexicon) -> Span | None:
    """What is admitted with a gerund: "acknowledged receiving the transfer"."""
    gerunds = [c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.tag_ == "VBG" and c.i == verb.i + 1]
    return rejected(page, verb, tokens, lexicon) if gerunds else None


def _extended(words: list[Token], after: list[Token]) -> list[Token]:
    """The clause with the phrases that follow it without a comma: the parser hangs them elsewhere."""
    rest = [t for t in after if t.i > words[-1].i]
    cut = next((n for n, t in enumerate(rest) if t.is_punct or t.dep_ == "cc"), len(rest))
    return words + rest[:cut]


def accused(page: Page, verb: Token, tokens: list[Token], lexicon: Lexicon) -> Span | None:
    """Whom and of what: "X of burning …"; of the passive only what follows "of"."""
    after = following(verb, tokens, lexicon)
    if is_passive(verb):
        of = next((n for n, t in enumerate(after) if t.lower_ in {"of", "with"}), None)
        return span_of(page, after[of + 1 :]) if of is not None and of < 2 else None
    if not any(t.lower_ in {"of", "for", "in"} for t in after):
        return None
    comma = next((n for n, t in enumerate(after) if t.text == "," and n > 2), None)
    return span_of(page, after if comma is None else after[:comma])


def alleged_to(page: Page, verb: Token, tokens: list[Token]) -> Span | None:
    """ "is alleged to have run a cell": the infinitive."""
    after = [t for t in tokens if t.i > verb.i]
    return span_of(page, after) if is_passive(verb) and len(after) > 3 and after[0].lower_ == "to" else None


def demanded(page: Page, verb: Token, tokens: list[Token], lexicon: Lexicon) -> Span | None:
    """What is called for: an infinitive, a noun phrase after "for", a clause with "that"."""
    after = following(verb, tokens, lexicon)
    if not after or is_passive(verb) or after[0].lower_ in lexicon["question_words"]:
        return None
    lemma = base(verb)
    to = next((n for n, t in enumerate(after) if t.lower_ == "to" and t.dep_ == "aux"), None)
    to = to - 1 if to and after[to - 1].lower_ == "not" else to
    if lemma in _CALLING:
        return _called(page, after, to)
    that = next((n for n, t in enumerate(after[:6]) if t.lower_ == "that" and t.dep_ in {"mark", "det"}), None)
    if lemma in _ASKING:
        if that is not None and (to is None or that < to):
            return span_of(page, after[that + 1 :])
        return span_of(page, after[to:]) if to else _after_for(page, after)
    if lemma in {"insist", "propose"} and not (that is not None and any(t.tag_ == "VB" for t in after[that:][:8])):
        return None
    if lemma in {"want", "seek"} and (to == 0 or subject_of(verb) is None):
        return None
    return span_of(page, after[that + 1 :]) if that is not None else _phrase(page, verb, after)


def _phrase(page: Page, verb: Token, after: list[Token]) -> Span | None:
    words = subtree([c for c in verb.children if c.i > verb.i and c.dep_ in _CLAUSAL], after)
    return span_of(page, words) if len(words) > 2 else None


def _called(page: Page, after: list[Token], to: int | None) -> Span | None:
    if after[0].lower_ in {"on", "upon", "to"} and to:
        return span_of(page, after[to:])
    if after[0].lower_ == "for":
        return span_of(page, after[1:])
    return span_of(page, after[to:]) if to and 0 < to < 8 and after[0].dep_ != "oprd" else None


def _after_for(page: Page, after: list[Token]) -> Span | None:
    at = next((n for n, t in enumerate(after[:4]) if t.lower_ == "for"), None)
    return span_of(page, after[at + 1 :]) if at is not None else None


def named(page: Page, verb: Token, tokens: list[Token]) -> Span | None:
    """ "what Ottawa calls a ring": the name; "described the order as a sham": the thing and the name."""
    after = [t for t in tokens if t.i > verb.i]
    subject = subject_of(verb)
    if subject is None or not after or subject.pos_ == "PRON" or is_passive(verb) or verb.tag_ == "VBG":
        return None
    if any(t.lower_ == "what" and 0 < subject.i - t.i < 8 for t in tokens):
        return span_of(page, subtree([c for c in verb.children if c.i > verb.i], after))
    if verb.lemma_ != "call" and any(t.lower_ == "as" for t in after[:12]):
        return span_of(page, after)
    if any(c.dep_ == "oprd" for c in verb.children) and not finite(after[:2]):
        return span_of(page, after)
    return None


def intended(page: Page, verb: Token, tokens: list[Token], lexicon: Lexicon) -> Span | None:
    """ "vowed to appeal": the infinitive."""
    after = following(verb, tokens, lexicon)
    told = any(t.tag_ in FINITE and t.lemma_ in lexicon["say"] and t.i + 1 < len(t.doc) for t in after)
    if told and base(verb) in {"intend", "plan", "resolve"}:
        return None
    if len(after) > 2 and after[0].lower_ in {"to", "not"} and not is_passive(verb):
        return span_of(page, after)
    return None
