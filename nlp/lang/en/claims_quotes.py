"""Direct speech in English: who says a quotation, with the cue before, inside or after it."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from model.annotation import Label
from nlp.claims.draft import Draft, Span, trimmed
from nlp.claims.page import Page
from nlp.claims.quotes import quoted
from nlp.claims.rules import Lexicon
from nlp.lang.en.claims_text import (
    FINITE,
    base,
    body_start,
    cue_span,
    end_of,
    finite,
    sentences,
    speaker_span,
    subject_of,
    tokens_in,
)

_EDGES = ' \n,.;:—–"“”'
_ADJUNCT = frozenset(
    ["and", "but", "in", "on", "at", "during", "after", "when", "as", "from", "between", "since", "until"]
)
_SUBORDINATE = frozenset(
    ["when", "if", "because", "while", "since", "although", "though", "before", "after", "until", "unless"]
)


def find_quotes(page: Page, paragraph: Span, lexicon: Lexicon) -> tuple[list[Draft], set[int]]:
    """The attributed quotations of a paragraph, and the indices of the cue tokens they used."""
    spans = quoted(page.text, paragraph)
    drafts: list[Draft] = []
    used: set[int] = set()
    last: tuple[Span, Span] | None = None
    for i, inner in enumerate(spans):
        if len(page.text[inner[0] : inner[1]].split()) < 2:
            continue
        stop = spans[i + 1][0] - 1 if i + 1 < len(spans) else paragraph[1]
        begin = spans[i - 1][1] + 1 if i else paragraph[0]
        verb = _after(page, inner, stop, lexicon) or _before(page, begin, inner, stop, lexicon)
        if verb is not None:
            draft = _attributed(page, inner, verb, (begin, stop), lexicon)
            used.add(verb.i)
            last = (draft.speaker, draft.cue) if draft.speaker and draft.cue else None
            drafts.append(draft)
        elif (speaker := _colon(page, begin, inner, lexicon)) is not None:
            content = trimmed(page.text, inner, _EDGES)
            drafts.append(
                Draft(content=content, speaker=speaker, cue=None, direct=True, sentence=(speaker[0], inner[1]))
            )
        elif last and _continues(page, begin, inner):
            drafts.append(
                Draft(
                    content=trimmed(page.text, inner, _EDGES), speaker=last[0], cue=last[1], direct=True, sentence=inner
                )
            )
    return drafts, used


def _attributed(page: Page, inner: Span, verb: Token, around: Span, lexicon: Lexicon) -> Draft:
    content, direct = _content(page, inner, verb, around)
    subject = subject_of(verb) or _inverted(verb, inner)
    opening = body_start(page.text, (around[0], around[1]))
    if subject is not None and opening <= subject.idx < around[1] and not inner[0] <= subject.idx < inner[1]:
        speaker: Span | None = speaker_span(page, subject, lexicon)
    else:
        speaker = _beside(page, inner, verb, around)
    return Draft(
        content=content, speaker=speaker, cue=cue_span(verb), direct=direct,
        sentence=(min(inner[0], verb.idx), max(inner[1], end_of(verb))),
    )  # fmt: skip


def _inverted(verb: Token, inner: Span) -> Token | None:
    """ "…?" asked the mayor: the parser takes the mayor for the one who is asked."""
    directly = verb.idx > inner[1] and verb.i > 0 and verb.nbor(-1).is_punct
    return next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None) if directly else None


def _content(page: Page, inner: Span, verb: Token, around: Span) -> tuple[Span, bool]:
    """The quotation; or the words before it in the same clause, where it is only their tail."""
    own = trimmed(page.text, inner, _EDGES)
    if verb.idx > inner[0]:
        return own, True
    lead = [t for t in tokens_in(page, (end_of(verb), inner[0] - 1)) if not t.is_space]
    if lead and lead[0].lower_ == "that":
        lead = lead[1:]
    words = [t for t in tokens_in(page, own) if t.is_alpha]
    tail = bool(words) and (words[0].lower_ in _SUBORDINATE or 2 * len(words) < len(lead))
    if tail and finite(lead):
        return trimmed(page.text, (lead[0].idx, inner[0] - 1), _EDGES), False
    return own, True


def _after(page: Page, inner: Span, stop: int, lexicon: Lexicon) -> Token | None:
    """The cue that follows a quotation: "…," she said; "…," said the mayor."""
    last = page.text[inner[1] - 1]
    beyond = page.text[inner[1] + 1 : inner[1] + 2]
    if inner[1] + 1 >= stop or not (last in ",?!—–…" or beyond in {",", "—", "–"}):
        return None
    tail = sentences(page.text, (inner[1] + 1, stop), lexicon)
    if not tail:
        return None
    tokens = [t for t in tokens_in(page, tail[0]) if not t.is_space]
    for n, token in enumerate(tokens[:16]):
        if is_cue(token, lexicon, say_only=True):
            return token
        if token.tag_ in FINITE and token.dep_ not in {"aux", "auxpass", "relcl"} and n > 0 and last not in ",?!":
            return None
    return None


def _before(page: Page, begin: int, inner: Span, stop: int, lexicon: Lexicon) -> Token | None:
    """The cue that leads to a quotation: She said: "…"; the notice alleges that the firm "…"."""
    lead = sentences(page.text, (begin, inner[0] - 1), lexicon)
    ended = page.text[begin : inner[0] - 1].rstrip().endswith((".", "?", "!"))
    if not lead or ended or not _closes(page, inner, stop):
        return None
    tokens = [t for t in tokens_in(page, lead[-1]) if not t.is_space]
    cues = [t for t in tokens if is_cue(t, lexicon, say_only=False) and subject_of(t) is not None]
    if not cues:
        return None
    verb = cues[0] if len(cues) == 1 else cues[-1]
    between = [t for t in tokens if t.i > verb.i]
    text = page.text[inner[0] : inner[1]]
    words = [t for t in tokens_in(page, inner) if t.is_alpha]
    led = not between or between[-1].text in {":", ",", "that"} or between[-1].lower_ == "that"
    if led or (text[:1].isupper() and not between[-1].is_punct and len(words) > 3):
        return verb if len(words) > 1 else None
    if base(verb) in lexicon["name"] and between[-1].lower_ == "as" and len(words) > 1:
        return verb
    verbal = words and (words[0].tag_.startswith("VB") or words[0].tag_ in {"TO", "MD"})
    if len(words) >= 3 and (verbal or finite(words) or len(words) > 5):
        return verb
    return None


def _colon(page: Page, begin: int, inner: Span, lexicon: Lexicon) -> Span | None:
    """Who stands before a colon that leads to a quotation with no verb: 'Motamed, at the microphone: "…"'."""
    lead = sentences(page.text, (begin, inner[0] - 1), lexicon)
    if not lead or not page.text[: inner[0] - 1].rstrip().endswith(":"):
        return None
    start = body_start(page.text, lead[-1])
    tokens = [t for t in tokens_in(page, (start, inner[0] - 1)) if not t.is_space]
    if not tokens or finite(tokens) or len(tokens) > 20:
        return None
    person = next((n for n in page.inside((start, inner[0])) if n.label in (Label.PERSON, Label.ORG)), None)
    if person is not None:
        return person.start, person.end
    words = [t.lower_ for t in tokens]
    return (start, end_of(tokens[0])) if len(words) < 4 and words[-2:-1] and words[0] in lexicon["pronouns"] else None


def is_cue(token: Token, lexicon: Lexicon, *, say_only: bool) -> bool:
    """Whether a token is a verb of speech, not negated and not refused."""
    if not token.tag_.startswith("VB") and token.pos_ not in {"VERB"}:
        return False
    lemma = base(token)
    if f"{lemma} {_next(token)}" in lexicon["phrasal"]:
        return not any(c.dep_ == "neg" for c in token.children)
    listed = (
        lemma in lexicon["say"]
        or (say_only and lemma in lexicon["quote_only"])
        or (not say_only and (lemma in lexicon["believe"] or lemma in lexicon["name"]))
    )
    if not listed or any(c.dep_ == "neg" for c in token.children):
        return False
    return not (token.dep_ == "xcomp" and token.head.lemma_ in lexicon["refuse"]) and not _unsaid(token)


def _next(token: Token) -> str:
    return str(token.nbor().lower_) if token.i + 1 < len(token.doc) else ""


def _unsaid(token: Token) -> bool:
    """Speech that is only thought of ("will write"), and participles that tell of something else ("posts shared")."""
    helpers = [c for c in token.children if c.dep_ in {"aux", "auxpass"} and c.i < token.i]
    if any(h.tag_ == "MD" for h in helpers):
        return not any(c.dep_ == "nsubj" and c.lower_ in {"i", "we"} for c in token.children)
    return token.tag_ in {"VBN", "VBG"} and not helpers and token.lemma_ not in {"say", "tell", "add"}


def _closes(page: Page, inner: Span, stop: int) -> bool:
    """Whether a quotation ends its sentence (but for a short adjunct), as speech does and a quoted name does not."""
    if page.text[inner[1] - 1] in ".?!…":
        return True
    rest = page.text[inner[1] + 1 : stop]
    end = min((rest.find(mark) for mark in ".;!?\n" if mark in rest), default=len(rest))
    following = rest[:end].strip()
    return not following or following.split()[0].strip(",") in _ADJUNCT


def _continues(page: Page, begin: int, inner: Span) -> bool:
    """Whether a quotation with no cue goes on with the last speaker: a clause of its own, after a full stop."""
    between = page.text[begin : inner[0] - 1]
    text = page.text[inner[0] : inner[1]]
    if any(mark in between for mark in "\n:") or not text[:1].isupper():
        return False
    if between.strip().strip(".,—–") and not between.rstrip().endswith((".", ",", "—")):
        return False
    tokens = tokens_in(page, inner)
    return finite(tokens) and len([t for t in tokens if t.is_alpha]) >= 3


def _beside(page: Page, inner: Span, verb: Token, around: Span) -> Span | None:
    """The speaker by position, where the parse gives none: between quotation and verb, else right after the verb."""
    if verb.idx > inner[1]:
        span = trimmed(page.text, (inner[1] + 1, verb.idx), _EDGES)
        if span[1] > span[0]:
            return span
    run: list[Token] = []
    for token in verb.doc[verb.i + 1 :]:
        if token.idx >= around[1] or token.is_punct or token.pos_ in {"ADP", "VERB", "AUX", "SCONJ", "SPACE"}:
            break
        run.append(token)
    return (int(run[0].idx), end_of(run[-1])) if run else None


def carried_on(page: Page, paragraph: Span, marks: list[Span], found: list[Draft]) -> list[Draft]:
    """Quotations with no cue of their own that follow a sentence in which somebody is reported."""
    drafts = []
    for inner in marks:
        earlier = [d for d in found if paragraph[0] <= d.sentence[0] and d.sentence[1] <= inner[0] - 1 and d.speaker]
        if (
            earlier
            and not page.text[earlier[-1].sentence[1] : inner[0] - 1].strip(" .")
            and _continues(page, earlier[-1].sentence[1], inner)
        ):
            content = trimmed(page.text, inner, _EDGES)
            drafts.append(replace(earlier[-1], content=content, direct=True, force=None, sentence=inner))
    return drafts
