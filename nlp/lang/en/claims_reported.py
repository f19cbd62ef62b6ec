"""Reported speech in English, by dependency parse with the sentence's surface as a check."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from model.annotation import Modality
from nlp.claims.draft import Draft, Span, overlap, trimmed
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.lang.en.claims_quotes import is_cue
from nlp.lang.en.claims_text import body_start, cue_span, end_of, finite, speaker_span, subject_of, tokens_in

_EDGES = " \n,.;:—–"
_CLAUSAL = frozenset({"ccomp", "xcomp", "acl", "parataxis", "advcl", "dobj"})


def find_reported(page: Page, sentence: Span, quotes: list[Span], used: set[int], lexicon: Lexicon) -> list[Draft]:
    """The claims that one sentence reports without quoting them."""
    tokens = [t for t in tokens_in(page, sentence) if not t.is_space]
    outside = [t for t in tokens if not any(q[0] <= t.idx < q[1] for q in quotes)]
    verbs = [t for t in outside if t.i not in used and t.pos_ in {"VERB", "AUX"} or t.tag_.startswith("VB")]
    verbs = [t for t in verbs if t.i not in used and t in outside]
    drafts = [d for t in verbs for d in _by_verb(page, sentence, t, tokens, lexicon)]
    drafts += _according(page, sentence, outside, lexicon)
    return _apart(drafts)


def _by_verb(page: Page, sentence: Span, verb: Token, tokens: list[Token], lexicon: Lexicon) -> Iterable[Draft]:
    lemma = verb.lemma_.lower()
    if any(c.dep_ == "neg" for c in verb.children):
        return
    content: Span | None = None
    force: Modality | None = None
    if lemma in lexicon["deny"] and not _passive(verb):
        content, force = _object(page, sentence, verb, tokens, lexicon), Modality.DENIED
    elif lemma in lexicon["accuse"] and (passive := _passive(verb) or _has_of(verb)):
        content, force = _accusation(page, sentence, verb, tokens, lexicon, passive=passive is True), Modality.ALLEGED
    if content is None and lemma in lexicon["demand"]:
        content, force = _demand(page, sentence, verb, tokens, lexicon), Modality.DEMANDED
    if content is None and lemma in lexicon["name"]:
        content, force = _naming(page, sentence, verb, tokens), Modality.ALLEGED
    if content is None and lemma in lexicon["intend"]:
        content, force = _intention(page, sentence, verb, tokens, lexicon), Modality.PLANNED
    if content is None and (is_cue(verb, lexicon, say_only=False)) and lemma not in lexicon["name"]:
        content, force = _said(page, sentence, verb, tokens, lexicon), None
    if content is None or content[1] - content[0] < 4:
        return
    subject = subject_of(verb)
    speaker = None
    if subject is not None and not (_passive(verb)):
        speaker = speaker_span(page, subject, lexicon)
        if overlap(speaker, content):
            return
    elif not _passive(verb):
        return
    yield Draft(content=content, speaker=speaker, cue=cue_span(verb), direct=False, sentence=sentence, force=force)


def _passive(verb: Token) -> bool:
    return any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children)


def _has_of(verb: Token) -> bool:
    return any(t.lower_ in {"of", "for", "in"} for c in verb.children for t in [c, *c.children] if t.i > verb.i)


def _right(page: Page, sentence: Span, verb: Token, tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """What follows a verb within its sentence, up to the next verb of speech that is joined to it."""
    after = [t for t in tokens if t.i > verb.i]
    for n, token in enumerate(after):
        joined = token.head == verb and token.dep_ == "conj" and token.pos_ == "VERB"
        if joined and any(token.lemma_ in lexicon[k] for k in ("say", "deny", "demand", "accuse", "believe")):
            return _without_joint(after[:n])
    return after


def _without_joint(tokens: list[Token]) -> list[Token]:
    while tokens and (tokens[-1].is_punct or tokens[-1].dep_ in {"cc", "advmod", "nsubj", "aux"}):
        tokens = tokens[:-1]
    return tokens


def _span(page: Page, tokens: list[Token]) -> Span | None:
    if not tokens:
        return None
    span = trimmed(page.text, (int(tokens[0].idx), end_of(tokens[-1])), _EDGES)
    return span if span[1] > span[0] else None


def _subtree(roots: Iterable[Token], within: list[Token]) -> list[Token]:
    """The stretch of ``within`` from the first to the last word below ``roots``."""
    ids = {t.i for root in roots for t in root.subtree}
    covered = [n for n, t in enumerate(within) if t.i in ids]
    return within[covered[0] : covered[-1] + 1] if covered else []


def _said(page: Page, sentence: Span, verb: Token, tokens: list[Token], lexicon: Lexicon) -> Span | None:
    """The clause that a verb of speech reports: after it, before it, or around it."""
    after = _right(page, sentence, verb, tokens, lexicon)
    inverted = [c for c in verb.children if c.dep_ == "nsubj" and c.i > verb.i]
    clause = [c for c in verb.children if c.dep_ in {"ccomp", "parataxis"} and c.i > verb.i]
    words = _subtree(clause, after)
    if words and not inverted:
        lead = [t for t in after if t.i < words[0].i]
        if any(t.lower_ == "that" for t in lead):
            words = after[[t.lower_ for t in after].index("that") + 1 :]
        if words and words[0].lower_ in {"that"}:
            words = words[1:]
        if not words or words[0].lower_ in lexicon["question_words"] or not _propositional(words):
            return None
        return _span(page, words)
    before = _left(page, sentence, verb, tokens, lexicon)
    if before is not None:
        return before
    that = [n for n, t in enumerate(after) if t.lower_ == "that" and t.dep_ == "mark"]
    if that and not inverted and finite(after[that[0] + 1 :]):
        return _span(page, after[that[0] + 1 :])
    return None


def _propositional(words: list[Token]) -> bool:
    return any(t.pos_ in {"VERB", "AUX"} for t in words) and len(words) > 2


def _left(page: Page, sentence: Span, verb: Token, tokens: list[Token], lexicon: Lexicon) -> Span | None:
    """The clause before ", X said": with what follows instead, where what precedes is no clause."""
    subject = subject_of(verb)
    if subject is None or verb.lemma_ in {"ask"} or subject.i < verb.i - 30:
        return None
    edge = min(speaker_span(page, subject, lexicon)[0], cue_span(verb)[0])
    first = body_start(page.text, sentence)
    lead = [t for t in tokens if first <= t.idx < edge]
    if len(lead) < 2 or lead[-1].text not in {",", "—", "–"}:
        return None
    if finite(lead) and _free(lead):
        return trimmed(page.text, (first, edge), _EDGES)
    after = [t for t in tokens if t.i > verb.i and t.idx >= end_of(subject)]
    comma = next((n for n, t in enumerate(after[:8]) if t.text == ","), None)
    if comma is not None and finite(after[comma + 1 :]):
        return _span(page, after[comma + 1 :])
    return None


def _free(lead: list[Token]) -> bool:
    """Whether the words before the attribution are a clause that can stand alone, not "If he agrees,"."""
    subjects = [t for t in lead if t.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"}]
    return bool(subjects) or lead[0].tag_ in {"VB", "EX"}


def _object(page: Page, sentence: Span, verb: Token, tokens: list[Token], lexicon: Lexicon) -> Span | None:
    """What a verb of rejection rejects: a clause, a gerund or a noun phrase after it."""
    after = _right(page, sentence, verb, tokens, lexicon)
    roots = [c for c in verb.children if c.i > verb.i and c.dep_ in _CLAUSAL]
    words = _subtree(roots, after)
    if not words:
        return None
    lead = [t for t in after if t.i < words[0].i and t.lower_ != "that"]
    words = lead + words if lead and not lead[0].is_punct else words
    if words[0].lower_ == "that":
        words = words[1:]
    return _span(page, words) if len(words) > 1 else None


def _accusation(
    page: Page, sentence: Span, verb: Token, tokens: list[Token], lexicon: Lexicon, *, passive: bool
) -> Span | None:
    after = _right(page, sentence, verb, tokens, lexicon)
    if passive:
        of = next((n for n, t in enumerate(after) if t.lower_ in {"of", "with"}), None)
        return _span(page, after[of + 1 :]) if of is not None and of < 2 else None
    comma = next((n for n, t in enumerate(after) if t.text == "," and n > 2), None)
    words = after if comma is None or finite(after[:comma]) else after[:comma]
    return _span(page, words)


def _demand(page: Page, sentence: Span, verb: Token, tokens: list[Token], lexicon: Lexicon) -> Span | None:
    after = _right(page, sentence, verb, tokens, lexicon)
    if not after or _passive(verb):
        return None
    lemma, first = verb.lemma_.lower(), after[0].lower_
    if first in lexicon["question_words"]:
        return None
    to = next((n for n, t in enumerate(after) if t.lower_ == "to" and t.dep_ == "aux"), None)
    to = to - 1 if to and after[to - 1].lower_ == "not" else to
    if lemma in {"call", "appeal", "press", "plead", "push", "lobby", "petition"}:
        return _call(page, after, to)
    if lemma in {"ask", "request", "order", "advise", "invite", "beg", "implore"}:
        return _span(page, after[to:]) if to else _after_word(page, after, ("for", "that"))
    if lemma in {"insist", "say", "propose", "recommend", "demand", "urge", "seek"}:
        that = next((n for n, t in enumerate(after) if t.lower_ == "that"), None)
        if lemma in {"insist", "propose"} and not (that is not None and any(t.tag_ == "VB" for t in after[that:][:8])):
            return None
        return _span(page, after[that + 1 :]) if that is not None and that < 6 else _phrase(page, verb, after)
    if lemma == "want" and to == 0:
        return None
    that = next((n for n, t in enumerate(after) if t.lower_ == "that"), None)
    return _span(page, after[that + 1 :]) if that is not None and that < 5 else _phrase(page, verb, after)


def _phrase(page: Page, verb: Token, after: list[Token]) -> Span | None:
    words = _subtree([c for c in verb.children if c.i > verb.i and c.dep_ in _CLAUSAL], after)
    return _span(page, words) if len(words) > 1 else None


def _call(page: Page, after: list[Token], to: int | None) -> Span | None:
    if after[0].lower_ in {"on", "upon", "to"} and to:
        return _span(page, after[to:])
    if after[0].lower_ == "for":
        return _span(page, after[1:])
    return _span(page, after[to:]) if to and to < 8 and after[0].dep_ not in {"oprd"} else None


def _after_word(page: Page, after: list[Token], words: tuple[str, ...]) -> Span | None:
    at = next((n for n, t in enumerate(after[:5]) if t.lower_ in words), None)
    return _span(page, after[at + 1 :]) if at is not None else None


def _naming(page: Page, sentence: Span, verb: Token, tokens: list[Token]) -> Span | None:
    """ "what Ottawa calls a ring": the name; "described the order as a sham": the thing and the name."""
    after = [t for t in tokens if t.i > verb.i]
    subject = subject_of(verb)
    if subject is None or not after or subject.pos_ == "PRON":
        return None
    what = any(t.lower_ == "what" and t.i < subject.i and subject.i - t.i < 8 for t in tokens)
    if what:
        roots = [c for c in verb.children if c.i > verb.i]
        return _span(page, _subtree(roots, after))
    if any(t.lower_ == "as" for t in after[:12]):
        return _phrase(page, verb, after) and _span(page, after)
    return None


def _intention(page: Page, sentence: Span, verb: Token, tokens: list[Token], lexicon: Lexicon) -> Span | None:
    after = _right(page, sentence, verb, tokens, lexicon)
    if len(after) > 2 and after[0].lower_ in {"to", "not"} and not _passive(verb):
        return _span(page, after)
    return None


def _according(page: Page, sentence: Span, tokens: list[Token], lexicon: Lexicon) -> list[Draft]:
    drafts = []
    for token in tokens:
        if token.lower_ != "according" or token.i + 1 >= len(token.doc) or token.nbor().lower_ != "to":
            continue
        noun = next((c for c in token.nbor().children if c.dep_ == "pobj"), None)
        if noun is None:
            continue
        speaker = speaker_span(page, noun, lexicon)
        content = _around(page, sentence, token, max(speaker[1], end_of(noun)), tokens)
        if content is not None:
            cue = (int(token.idx), end_of(token.nbor()))
            drafts.append(Draft(content=content, speaker=speaker, cue=cue, direct=False, sentence=sentence))
    return drafts


def _around(page: Page, sentence: Span, cue: Token, end: int, tokens: list[Token]) -> Span | None:
    """The clause that "according to X" attributes: before it, or after it where it opens the clause or parts it."""
    first = body_start(page.text, sentence)
    lead = [t for t in tokens if first <= t.idx < cue.idx]
    rest = [t for t in tokens if t.idx >= end]
    comma = next((n for n, t in enumerate(rest) if t.text == ","), None)
    joined = bool(lead) and lead[-1].text == "," and len(lead) > 1 and lead[-2].lower_ in {"that", "which", "who"}
    if finite(lead) and not joined:
        return trimmed(page.text, (first, int(cue.idx)), _EDGES)
    if comma is not None and finite(rest[comma + 1 :]):
        return _span(page, rest[comma + 1 :])
    return None


def _apart(drafts: list[Draft]) -> list[Draft]:
    """Without the claims that stand inside a larger one of the same sentence."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: d.content[0] - d.content[1]):
        if all(2 * overlap(draft.content, k.content) < draft.content[1] - draft.content[0] for k in kept):
            kept.append(draft)
    return sorted(kept, key=lambda d: d.content)
