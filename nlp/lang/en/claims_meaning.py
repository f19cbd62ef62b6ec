"""How an English claim is put forward (modality), and what kind of speaker makes it."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from model.annotation import Label, Modality, SpeakerKind, Topic
from nlp.claims.draft import Draft
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.lang.en.claims_text import tokens_in

DARK = frozenset({Topic.THREATS, Topic.FINANCING, Topic.INFLUENCE, Topic.CYBER})
_WILL = frozenset({"will", "wo", "'ll", "’ll", "shall", "would"})
_NONE = frozenset({"no", "never", "none", "nobody", "nothing", "not", "n't", "n’t"})


def modality(page: Page, draft: Draft, lexicon: Lexicon) -> Modality:
    """The modality by the cue, else by the words of the content."""
    if draft.force is not None:
        return draft.force
    if draft.cue and "alleg" in page.text[slice(*draft.cue)].lower():
        return Modality.ALLEGED
    tokens = [t for t in tokens_in(page, draft.content) if not t.is_space]
    main = _main_words(tokens)
    found = _finds(page, draft, lexicon)
    if not found and any(t.lower_ in lexicon["possible"] and not _negated(t) for t in main):
        return Modality.POSSIBLE
    if _denies(page, draft, tokens, lexicon):
        return Modality.DENIED
    if _demands(draft, main, tokens, lexicon):
        return Modality.DEMANDED
    if not found and _planned(main):
        return Modality.PLANNED
    trace = any(t.lower_ in _NONE for t in tokens) and any(t.lemma_.lower() in lexicon["traces"] for t in tokens)
    if page.relevant and not trace and _speaker_words(page, draft) & set(lexicon["accusers"]):
        return Modality.ALLEGED
    return Modality.ALLEGED if not found and alleges(page, draft, tokens, lexicon) else Modality.ASSERTED


def _main_words(tokens: list[Token]) -> list[Token]:
    """The words outside relative clauses: a doubt there is not the speaker's doubt of the whole."""
    inside = {t.i for r in tokens if r.dep_ in {"relcl", "acl"} for t in r.subtree}
    return [t for t in tokens if t.i not in inside] or tokens


def _negated(token: Token) -> bool:
    """ "could not enter" tells a fact and no doubt."""
    return token.lower_ == "could" and any(c.dep_ == "neg" for c in token.head.children)


def _planned(main: list[Token]) -> bool:
    for token in main:
        if token.lower_ in _WILL and token.dep_ == "aux" and not _hypothetical(token):
            return True
        if token.lemma_ in {"intend", "plan"} and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
            return True
    return False


def _hypothetical(token: Token) -> bool:
    """ "a registry would expose them", "it would have failed": no plan of anybody's."""
    if token.lower_ != "would":
        return False
    if any(c.lower_ == "have" and c.dep_ == "aux" for c in token.head.children):
        return True
    subject = next((c for c in token.head.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    own = subject is None or subject.pos_ in {"PRON", "PROPN"} or any(c.dep_ == "poss" for c in subject.children)
    return not own or (subject is not None and subject.lower_ in {"it", "that", "this"} and subject.pos_ == "PRON")


def _demands(draft: Draft, main: list[Token], tokens: list[Token], lexicon: Lexicon) -> bool:
    """A duty ("should", "must"), a wish in the first person, a command."""
    for token in main:
        if token.lower_ in lexicon["demanded"] and token.tag_ in {"MD", "VBP", "VBZ"}:
            return True
        wish = token.lemma_ in {"want", "need", "demand"} and token.tag_ == "VBP" and draft.direct
        if wish and any(c.dep_ == "nsubj" and c.lower_ in {"i", "we"} for c in token.children):
            return True
    return draft.direct and _imperative(tokens)


def _imperative(tokens: list[Token]) -> bool:
    """Whether a sentence of the content is a command: a bare verb with no subject opens it."""
    starts = [t for n, t in enumerate(tokens) if n == 0 or tokens[n - 1].text in ".!?"]
    starts += [t.nbor() for t in starts if t.lower_ in {"then", "please", "so"} and t.i + 1 < len(t.doc)]
    return any(t.tag_ == "VB" and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in t.children) for t in starts)


def _speaker_words(page: Page, draft: Draft) -> set[str]:
    if draft.speaker is None:
        return set()
    return {t.lower_ for t in tokens_in(page, draft.speaker)} | set((draft.ref or "").lower().split())


def _finds(page: Page, draft: Draft, lexicon: Lexicon) -> bool:
    """Whether a court, tribunal or regulator finds, and does not merely allege."""
    words = _speaker_words(page, draft) | _office(page, draft.ref)
    cue = page.text[slice(*draft.cue)].lower().split() if draft.cue else []
    guess = bool(cue) and any(cue[-1].startswith(verb) for verb in lexicon["believe"])
    no_finder = words & set(lexicon["prosecution"]) or "minister" in words
    return bool(words & set(lexicon["finders"])) and not no_finder and not guess


def _office(page: Page, name: str | None) -> set[str]:
    """The words right before a name where it first stands in full: "Justice", "adjudicator"."""
    at = page.text.find(name) if name else -1
    return set(page.text[max(0, at - 30) : at].lower().split()[-2:]) if at > 0 else set()


def _denies(page: Page, draft: Draft, tokens: list[Token], lexicon: Lexicon) -> bool:
    """A "we have none" from the side that is accused."""
    if not accused_side(page, draft, lexicon):
        return False
    negated = any(t.lower_ in _NONE for t in tokens[:14])
    return negated and not any(t.lemma_.lower() in lexicon["proof"] for t in tokens)


def speaks_for_accused(page: Page, draft: Draft, lexicon: Lexicon) -> Draft:
    """A headline's claim: what the accused side calls a story, a script or a smear, it denies."""
    content = {t.lower_ for t in tokens_in(page, draft.content)}
    denies = accused_side(page, draft, lexicon) and bool(content & set(lexicon["belittling"]))
    return replace(draft, force=Modality.DENIED) if denies else draft


def accused_side(page: Page, draft: Draft, lexicon: Lexicon) -> bool:
    """Whether the speaker speaks for the state or the organ under watch."""
    if draft.speaker is None:
        return False
    said = " ".join(filter(None, (page.text[slice(*draft.speaker)], draft.ref))).lower()
    return any(word in said for word in lexicon["accused_side"]) and "canad" not in said


def alleges(page: Page, draft: Draft, tokens: list[Token], lexicon: Lexicon) -> bool:
    """Whether the content accuses somebody of wrongdoing."""
    forms = {t.lemma_.lower() for t in tokens} | {t.lower_ for t in tokens}
    root = next((t for t in tokens if t.dep_ in {"ROOT", "ccomp"} or t.head not in tokens), None)
    passive = root is not None and any(c.dep_ == "nsubjpass" for c in root.children)
    if (
        root is not None
        and not passive
        and root.lemma_ in lexicon["guarding"]
        and not forms & set(lexicon["prosecution"])
    ):
        return False
    if forms & _NONE and forms & set(lexicon["traces"]):
        return False
    if (
        {"is", "crime"} <= forms
        or {"is", "illegal"} <= forms
        or (_guardians(tokens, lexicon) and not forms & set(lexicon["neglect"]))
    ):
        return False
    if forms & set(lexicon["wrongdoing"]):
        return True
    if not page.relevant or draft.defends or accused_side(page, draft, lexicon):
        return False
    suspects = any(n.id in lexicon["suspects"] for n in page.inside(draft.content))
    if suspects:
        return not forms & _NONE
    return bool(forms & set(lexicon["suspicious"])) and bool(DARK & set(page.topics)) and not draft.direct


def _guardians(tokens: list[Token], lexicon: Lexicon) -> bool:
    """Whether the police or an agency is what the content tells of."""
    subject = next((t for t in tokens if t.dep_ == "nsubj"), None)
    return subject is not None and subject.lower_ in lexicon["guardians"]


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
    unnamed = head in lexicon["anonymous"]
    if unnamed and words and (words[0] in {"a", "an", "one", "some", "two", "three"} or roots[0].tag_ == "NNS"):
        return SpeakerKind.ANONYMOUS
    if head in lexicon["organisations"] or (proper and roots[0].pos_ == "PROPN"):
        return SpeakerKind.ORGANISATION
    plain = bool(roots) and (roots[0].pos_ == "PROPN" or roots[0].tag_ == "NN")
    return SpeakerKind.PERSON if plain else SpeakerKind.ANONYMOUS
