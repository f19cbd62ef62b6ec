"""Reported speech in English: the surface of the sentence first (", X said"), then the dependency parse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Token

from model.annotation import Modality
from nlp.claims.draft import Draft, Span, overlap, trimmed
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.lang.en.claims_attitudes import find_attitudes
from nlp.lang.en.claims_clause import EDGES, following, is_passive, span_of, subtree
from nlp.lang.en.claims_quotes import is_cue
from nlp.lang.en.claims_text import base, body_start, cue_span, end_of, finite, speaker_span, subject_of, tokens_in
from nlp.lang.en.claims_verbs import accused, alleged_to, demanded, granted, intended, named, rejected

_TELLING = frozenset(
    {"tell", "inform", "notify", "advise", "assure", "remind", "warn", "show", "promise", "write", "ask"}
)
_SUBORDINATE = frozenset(
    [
        "if",
        "when",
        "while",
        "although",
        "though",
        "as",
        "because",
        "since",
        "after",
        "before",
        "unless",
        "until",
        "whereas",
    ]
)
_CLOSED = frozenset({"and", "but", "or", "who", "which", "that", "when", "as", "while", "if", "because", "where"})


def find_reported(page: Page, sentence: Span, quotes: list[Span], used: set[int], lexicon: Lexicon) -> list[Draft]:
    """The claims that one sentence reports without quoting them."""
    tokens = [t for t in tokens_in(page, (body_start(page.text, sentence), sentence[1])) if not t.is_space]
    outside = [t for t in tokens if not any(q[0] <= t.idx < q[1] for q in quotes)]
    verbs = [t for t in outside if t.i not in used and (t.pos_ == "VERB" or t.tag_.startswith("VB"))]
    drafts: list[Draft] = []
    for verb in verbs:
        for draft in _by_verb(page, sentence, verb, tokens, lexicon):
            shared = drafts and _second_predicate(verb) and drafts[-1].speaker
            drafts.append(replace(draft, speaker=drafts[-1].speaker) if shared else draft)
    drafts += _according(page, sentence, outside, lexicon)
    drafts += find_attitudes(page, sentence, outside, lexicon)
    return _apart(drafts)


def _second_predicate(verb: Token) -> bool:
    """ "…, and denied that …": a verb that shares the subject of the verb of speech before it."""
    lead = verb.doc[max(0, verb.i - 3) : verb.i]
    words = [t.lower_ for t in lead if t.pos_ != "ADV" and t.dep_ != "aux"]
    return bool(words) and words[-1] in {"and", "but"} and not any(c.dep_ == "nsubj" for c in verb.children)


def _by_verb(page: Page, sentence: Span, verb: Token, tokens: list[Token], lexicon: Lexicon) -> Iterable[Draft]:
    if any(c.dep_ == "neg" for c in verb.children):
        return
    content, force = _special(page, verb, tokens, lexicon)
    speaker: Span | None = None
    if content is None and is_cue(verb, lexicon, say_only=False) and base(verb) not in lexicon["name"]:
        trailing = _trailing(page, verb, tokens, lexicon)
        if trailing is not None:
            content, speaker = trailing
        elif not is_passive(verb):
            content = _after(page, verb, tokens, lexicon)
    if content is None or content[1] - content[0] < 4:
        return
    if is_passive(verb):
        if force is not Modality.ALLEGED:
            return
        speaker = None
    elif speaker is None:
        subject = subject_of(verb)
        if subject is None or not sentence[0] <= subject.idx < sentence[1]:
            return
        speaker = speaker_span(page, subject, lexicon) if subject.idx >= tokens[0].idx else _opening(page, verb, tokens)
        if speaker is None:
            return
        if overlap(speaker, content):
            return
    yield Draft(content=content, speaker=speaker, cue=cue_span(verb), direct=False, sentence=sentence, force=force)


def _opening(page: Page, verb: Token, tokens: list[Token]) -> Span | None:
    """The words before the verb, where the parser took its subject from the dateline."""
    lead = [t for t in tokens if t.idx < cue_span(verb)[0]]
    while lead and (lead[-1].ent_type_ in {"DATE", "TIME"} or lead[-1].pos_ in {"ADV", "PUNCT"}):
        lead = lead[:-1]
    return span_of(page, lead)


def _special(page: Page, verb: Token, tokens: list[Token], lexicon: Lexicon) -> tuple[Span | None, Modality | None]:
    """The object of a verb that decides the modality by itself."""
    lemma = base(verb)
    if lemma in lexicon["deny"] and not is_passive(verb) and (content := rejected(page, verb, tokens, lexicon)):
        return content, Modality.DENIED
    if lemma in lexicon["admit"] and (content := granted(page, verb, tokens, lexicon)):
        return content, None
    if lemma in lexicon["accuse"] and (content := accused(page, verb, tokens, lexicon)):
        return content, Modality.ALLEGED
    if lemma in {"allege", "accuse", "believe", "suspect"} and (content := alleged_to(page, verb, tokens)):
        return content, Modality.ALLEGED
    if lemma in lexicon["demand"] and (content := demanded(page, verb, tokens, lexicon)):
        return content, Modality.DEMANDED
    if lemma in lexicon["name"] and (content := named(page, verb, tokens)):
        return content, Modality.ALLEGED
    if lemma in lexicon["intend"] and (content := intended(page, verb, tokens, lexicon)):
        return content, Modality.PLANNED
    return None, None


def _trailing(page: Page, verb: Token, tokens: list[Token], lexicon: Lexicon) -> tuple[Span, Span | None] | None:
    """ "CLAUSE, X said [on Monday]." and "…, X said, CLAUSE": content, and the speaker where the parse has none."""
    if verb.lemma_ == "ask" or not _ends_there(verb, tokens):
        return None
    at = _edge(page, verb, tokens, lexicon)
    if at is None:
        return None
    lead, speaker = tokens[:at], None
    subject = subject_of(verb)
    if subject is None or subject.idx < tokens[at].idx:
        speaker = span_of(page, [t for t in tokens[at:] if end_of(t) <= cue_span(verb)[0]])
        if speaker is None:
            return None
    if finite(lead) and _free(lead):
        return trimmed(page.text, (int(lead[0].idx), int(tokens[at].idx)), EDGES), speaker
    rest = [t for t in tokens if t.i > verb.i]
    comma = next((n for n, t in enumerate(rest[:8]) if t.text == ","), None)
    if comma is not None and finite(rest[comma + 1 :]):
        content = span_of(page, rest[comma + 1 :])
        return (content, speaker) if content else None
    return None


def _ends_there(verb: Token, tokens: list[Token]) -> bool:
    """Whether nothing but an adjunct or an addressee follows a verb before the next comma: it has no clause after it."""
    rest = [t for t in tokens if t.i > verb.i]
    cut = next((n for n, t in enumerate(rest) if t.is_punct), len(rest))
    near = rest[:cut]
    inverted = any(c.dep_ == "nsubj" and c.i > verb.i for c in verb.children)
    if finite(near) and not inverted and not any(t.dep_ == "relcl" for t in near):
        return False
    taken = {"dobj", "xcomp", "ccomp"} & {c.dep_ for c in verb.children if c in near}
    return inverted or not taken or verb.lemma_ in _TELLING


def _edge(page: Page, verb: Token, tokens: list[Token], lexicon: Lexicon) -> int | None:
    """The index of the first token of the attribution: the subject's by the parse, else that after the last comma."""
    start = cue_span(verb)[0]
    subject = subject_of(verb)
    if subject is not None and verb.i - 30 < subject.i:
        first = min(speaker_span(page, subject, lexicon)[0], start)
        at = next((n for n, t in enumerate(tokens) if t.idx >= first), None)
        if at and tokens[at - 1].text in {",", "—", "–"}:
            return at
    before = [n for n, t in enumerate(tokens) if t.idx < start]
    for n in reversed(before):
        if tokens[n].text == ",":
            stretch = tokens[n + 1 : before[-1] + 1]
            nominal = any(t.pos_ in {"NOUN", "PROPN", "PRON"} for t in stretch)
            if nominal and not finite(stretch) and stretch[0].lower_ not in _CLOSED:
                return n + 1
            return None
    return None


def _free(lead: list[Token]) -> bool:
    """Whether the words before the attribution hold a clause that can stand alone, not "If he agrees,"."""
    if lead[0].lower_ in _SUBORDINATE:
        comma = next((n for n, t in enumerate(lead) if t.text == ","), len(lead))
        return finite(lead[comma + 1 :])
    return any(t.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} for t in lead) or lead[0].tag_ in {"VB", "EX"}


def _after(page: Page, verb: Token, tokens: list[Token], lexicon: Lexicon) -> Span | None:
    """The clause that follows a verb of speech, with or without "that"."""
    after = following(verb, tokens, lexicon)
    if any(c.dep_ == "nsubj" and c.i > verb.i for c in verb.children):
        return None
    words = subtree([c for c in verb.children if c.dep_ in {"ccomp", "parataxis"} and c.i > verb.i], after)
    that = next((n for n, t in enumerate(after) if t.lower_ == "that" and t.dep_ == "mark" and _below(t, verb)), None)
    if that is not None and that > 2 and not words and any(c.dep_ == "xcomp" for c in verb.children):
        that = None
    if that is not None and (not words or that <= after.index(words[0]) + 1):
        words = after[that + 1 :]
    elif words:
        words = _gap(verb, after, words) + words
    elif _bare_clause(verb, after, lexicon):
        words = after
    words = _whole(words, after)
    if len(words) < 3 or words[0].lower_ in lexicon["question_words"] or not finite(words):
        return None
    return span_of(page, words)


def _bare_clause(verb: Token, after: list[Token], lexicon: Lexicon) -> bool:
    """Whether a clause follows a verb directly, though the parser did not see it as one."""
    lemma = base(verb)
    if not after or lemma in _TELLING or lemma in lexicon["clause_only"] or after[0].is_punct or after[0].pos_ == "ADP":
        return False
    cut = next((n for n, t in enumerate(after) if t.is_punct), len(after))
    objects = [c for c in verb.children if c.dep_ in {"dobj", "prep"} and c.i > verb.i]
    unseen = any(c.dep_ == "xcomp" and any(g.dep_ == "nsubj" for g in c.children) for c in verb.children)
    return (finite(after[:cut]) or unseen) and not objects


def _below(token: Token, verb: Token) -> bool:
    """Whether a "that" opens the verb's own clause, and not one deeper down."""
    head = token.head
    return head == verb or head.head == verb or not any(c.dep_ == "ccomp" for c in verb.children)


def _gap(verb: Token, after: list[Token], words: list[Token]) -> list[Token]:
    """Nouns that the parser left between the verb and its clause, where the verb addresses nobody."""
    lead = [t for t in after if t.i < words[0].i]
    if verb.lemma_ in _TELLING or not lead or lead[0].pos_ not in {"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM"}:
        return []
    return [] if lead[0].ent_type_ == "DATE" or any(t.is_punct for t in lead) else lead


def _whole(words: list[Token], after: list[Token]) -> list[Token]:
    """The clause up to the end of the sentence, where the parser cut it short and no other clause follows."""
    if not words:
        return words
    rest = [t for t in after if t.i > words[-1].i]
    cut = next((n for n, t in enumerate(rest) if t.text in {",", ";", "—", "–", "("}), len(rest))
    whole = words + rest[:cut]
    aside = next((n for n, t in enumerate(whole) if n > 4 and _aside(whole, n)), len(whole))
    return whole[:aside]


def _aside(words: list[Token], at: int) -> bool:
    """Whether a comma opens an aside of the narrator's: ", most of them signatories", ", even from a hotel"."""
    following_ = [t.lower_ for t in words[at + 1 : at + 3]]
    if words[at].text != "," or len(following_) < 2:
        return False
    part = following_[0] in {"most", "many", "some", "all", "none", "both", "several", "half"} and following_[1] == "of"
    return part or following_[0] in {"even", "enough", "although", "though"}


def _according(page: Page, sentence: Span, tokens: list[Token], lexicon: Lexicon) -> list[Draft]:
    drafts = []
    for token in tokens:
        if token.lower_ != "according" or token.i + 1 >= len(token.doc) or token.nbor().lower_ != "to":
            continue
        noun = next((c for c in token.nbor().children if c.dep_ == "pobj"), None)
        if noun is None:
            continue
        speaker = speaker_span(page, noun, lexicon)
        content = _around(page, token, max(speaker[1], end_of(noun)), tokens)
        if content is not None:
            cue = (int(token.idx), end_of(token.nbor()))
            drafts.append(Draft(content=content, speaker=speaker, cue=cue, direct=False, sentence=sentence))
    return drafts


def _around(page: Page, cue: Token, end: int, tokens: list[Token]) -> Span | None:
    """The clause that "according to X" attributes: before it, or after it where it opens the clause or parts it."""
    lead = [t for t in tokens if t.idx < cue.idx]
    rest = [t for t in tokens if t.idx >= end]
    comma = next((n for n, t in enumerate(rest) if t.text == ","), None)
    joined = len(lead) > 1 and lead[-1].text == "," and lead[-2].lower_ in {"that", "which", "who", "and", "but"}
    if finite(lead) and not joined:
        return trimmed(page.text, (int(lead[0].idx), int(cue.idx)), EDGES)
    if comma is not None and any(t.tag_.startswith("VB") for t in rest[comma + 1 :]):
        return span_of(page, rest[comma + 1 :])
    return None


def _apart(drafts: list[Draft]) -> list[Draft]:
    """Without the claims that stand inside a larger one of the same sentence."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: d.content[0] - d.content[1]):
        if all(2 * overlap(draft.content, k.content) < draft.content[1] - draft.content[0] for k in kept):
            kept.append(draft)
    return sorted(kept, key=lambda d: d.content)
