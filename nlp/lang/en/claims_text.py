"""Sentences and speakers of English, as the claim rules need them."""

from __future__ import annotations

import re

from spacy.tokens import Token

from model.annotation import Label
from nlp.claims.draft import Span
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon

_END = re.compile(r"[.!?…][\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])")
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+)*|[A-Z][a-z]+)(?:, [A-Z][\w.]+)*\s+[—–-]{1,2}\s+|\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?\s*(?:[—–:-]\s*)?"
)
_OPENING = re.compile(
    r"(?:The|Its|He|She|It|They|His|Her|Their|This|That|These|Those|In|On|At|But|And|No|There|We|I|When|After|If)\s"
)
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_TIME = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "yesterday",
        "tomorrow",
        "week",
        "month",
        "year",
        "morning",
        "afternoon",
        "evening",
        "night",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)


def sentences(text: str, span: Span, lexicon: Lexicon) -> list[Span]:
    """Split a stretch into sentences; the dot of an abbreviation or an initial ends none."""
    spans, at = [], span[0]
    for match in _END.finditer(text, span[0], span[1]):
        if text[match.start()] == "." and _abbreviated(text, match.start(), lexicon) and not _opens(text, match.end()):
            continue
        spans.append((at, match.end()))
        at = match.end()
    if at < span[1]:
        spans.append((at, span[1]))
    return [_stripped(text, s) for s in spans if text[s[0] : s[1]].strip()]


def _opens(text: str, at: int) -> bool:
    """Whether a word follows that only a new sentence writes with a capital: "at 4:12 a.m. Its crew …"."""
    return _OPENING.match(text, at) is not None


def _abbreviated(text: str, dot: int, lexicon: Lexicon) -> bool:
    start = dot
    while start > 0 and not text[start - 1].isspace() and text[start - 1] not in '("“':
        start -= 1
    word = text[start:dot].lower()
    return word in lexicon["abbreviations"] or (len(word) == 1 and word.isalpha() and word != "i")


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def body_start(text: str, sentence: Span) -> int:
    """Where a sentence begins after a dateline ("OTTAWA — ") or a live blog's hour."""
    match = _DATELINE.match(text, sentence[0], sentence[1])
    return match.end() if match else sentence[0]


def tokens_in(page: Page, span: Span) -> list[Token]:
    """The tokens that begin within a span."""
    found = page.doc.char_span(span[0], span[1], alignment_mode="expand") if span[1] > span[0] else None
    return [t for t in found if span[0] <= t.idx < span[1]] if found is not None else []


def finite(tokens: list[Token]) -> bool:
    """Whether a verb with a tense stands among the tokens."""
    return any(t.tag_ in FINITE for t in tokens)


def end_of(token: Token) -> int:
    """The offset after a token."""
    return int(token.idx + len(token.text))


def base(verb: Token) -> str:
    """The lemma, with the e that the lemmatizer drops from "hopes" and "hoped"."""
    lemma = verb.lemma_.lower()
    return lemma + "e" if verb.lower_ in {f"{lemma}es", f"{lemma}ed"} and lemma == "hop" else lemma


def cue_span(verb: Token) -> Span:
    """The reporting verb with its auxiliaries where they stand directly before it."""
    start = verb
    while start.i > 0 and start.nbor(-1).head == verb and start.nbor(-1).dep_ in {"aux", "auxpass"}:
        start = start.nbor(-1)
    return int(start.idx), end_of(verb)


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb: its own, that of the verb it is joined to, or what a relative pronoun stands for."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            relative = child.lower_ in {"who", "which", "that"} and verb.dep_ in {"relcl", "acl"}
            return verb.head if relative else child
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        return subject_of(verb.head)
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.head.pos_ == "VERB":
        return subject_of(verb.head)
    if verb.dep_ == "xcomp" and verb.head.lemma_ in {"go", "begin", "continue", "refuse"}:
        return subject_of(verb.head)
    return None


def speaker_span(page: Page, subject: Token, lexicon: Lexicon) -> Span:
    """The words that name a speaker: the name where the role is given beside it, a whole clause for the unnamed."""
    own = [t for t in subject.subtree if t.i == subject.i or not _outside(t, subject)]
    run = _contiguous(own, subject)
    apposed = _apposed_name(page, subject)
    if apposed is not None:
        return apposed
    span = (int(run[0].idx), end_of(run[-1]))
    if subject.pos_ != "PROPN" and subject.lower_ in lexicon["anonymous"] and not page.inside(span):
        whole = _contiguous([t for t in subject.subtree if t.dep_ != "appos"], subject)
        span = (int(whole[0].idx), end_of(whole[-1]))
    return _clean(page.text, span)


def _outside(token: Token, subject: Token) -> bool:
    """Whether a token belongs to a clause or apposition hung on the subject, or to a date beside it."""
    at = token
    while at.i != subject.i:
        if at.head.i == subject.i and (
            at.dep_ in {"relcl", "acl", "appos", "npadvmod", "advcl", "punct", "parataxis"} and at.i > subject.i
        ):
            return True
        if at.dep_ == "prep" and at.i > subject.i and any(c.lower_ in _TIME for c in at.subtree):
            return True
        at = at.head
    return False


def _contiguous(tokens: list[Token], subject: Token) -> list[Token]:
    ids = {t.i for t in tokens}
    start = end = subject.i
    while start - 1 in ids:
        start -= 1
    while end + 1 in ids:
        end += 1
    return [subject.doc[i] for i in range(start, end + 1)]


def _apposed_name(page: Page, subject: Token) -> Span | None:
    """The person's name set beside a role: "Nikzad's lawyer, Priya Venkataraman"."""
    if subject.pos_ == "PROPN" and any(n.label is Label.PERSON for n in page.inside(_around(subject))):
        return None
    for child in subject.children:
        if child.dep_ == "appos" and child.i > subject.i and child.pos_ == "PROPN":
            run = _contiguous([t for t in child.subtree if t.dep_ in {"compound", "appos"} or t.i == child.i], child)
            return _clean(page.text, (int(run[0].idx), end_of(run[-1])))
    return _named_beside(page, subject)


def _named_beside(page: Page, subject: Token) -> Span | None:
    """The name after a comma, where the parser did not see that it stands beside the role."""
    if not subject.text.islower() or subject.i + 3 >= len(subject.doc) or subject.nbor().text != ",":
        return None
    run = []
    for token in subject.doc[subject.i + 2 : subject.i + 7]:
        if token.pos_ != "PROPN":
            break
        run.append(token)
    last = subject.doc[run[-1].i + 1] if run and run[-1].i + 1 < len(subject.doc) else None
    if (
        not 2 <= len(run) <= 4
        or last is None
        or (last.text not in {".", ",", ";"} and last.pos_ not in {"VERB", "AUX"})
    ):
        return None
    return int(run[0].idx), end_of(run[-1])


def _around(token: Token) -> Span:
    run = _contiguous([t for t in token.subtree if t.dep_ == "compound" or t.i == token.i], token)
    return int(run[0].idx), end_of(run[-1])


def _clean(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in ' \n,;:—–-"“”':
        start += 1
    while end > start and text[end - 1] in ' \n,;:—–-"“”':
        end -= 1
    return start, end
