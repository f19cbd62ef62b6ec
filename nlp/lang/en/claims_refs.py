"""Whom "she", "the spokesman" and "the lawyer" stand for in English."""

from __future__ import annotations

import re
from dataclasses import replace

from model.annotation import Label
from nlp.claims.draft import Draft, Span
from nlp.claims.page import Named, Page
from nlp.claims.rules import Lexicon
from nlp.lang.en.claims_text import tokens_in

_SINGULAR = frozenset({"he", "she", "i", "his", "her"})


def resolve(page: Page, drafts: list[Draft], lexicon: Lexicon) -> list[Draft]:
    """Give ``ref`` to the claims whose speaker is a pronoun or a role, from the speakers and people named before."""
    done: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: d.content):
        ref = draft.ref or (_referent(page, draft.speaker, done, lexicon) if draft.speaker else None)
        done.append(replace(draft, ref=ref))
    return done


def _referent(page: Page, speaker: Span, before: list[Draft], lexicon: Lexicon) -> str | None:
    tokens = tokens_in(page, speaker)
    words = [t.lower_ for t in tokens]
    if not words:
        return None
    if words == ["they"]:
        return _group(page, speaker, before, lexicon)
    if len(words) == 1 and words[0] in _SINGULAR:
        return _person(page, speaker, before, words[0], lexicon)
    definite = words[0] in {"the", "her", "his", "this", "that"} and len(words) <= 3 and words[-1] in lexicon["roles"]
    if definite and not page.inside(speaker):
        return _role(page, speaker, before, words[-1], lexicon)
    return None


def _person(page: Page, speaker: Span, before: list[Draft], word: str, lexicon: Lexicon) -> str | None:
    """The last one who spoke or was named as a subject, and whom the pronoun suits."""
    candidates: list[tuple[int, str]] = []
    for draft in before:
        if draft.speaker is None or draft.speaker[0] >= speaker[0]:
            continue
        text = draft.ref or page.text[slice(*draft.speaker)]
        if draft.ref or _human(page, draft.speaker, lexicon):
            candidates.append((draft.speaker[0], text))
    people = [n for n in page.named if n.label is Label.PERSON and page.title[1] <= n.start < speaker[0]]
    candidates += [
        (n.start, page.text[n.start : n.end]) for n in people if _prominent(page, n) and not _of_hers(page, n, word)
    ]
    others = _known_as_other(page, before, word)
    candidates = [c for c in sorted(candidates) if _suits(page, c[1], word, lexicon) and c[1].split()[-1] not in others]
    if not candidates:
        return page.text[people[-1].start : people[-1].end] if people else None
    return _fullest(page, candidates[-1][1])


def _human(page: Page, span: Span, lexicon: Lexicon) -> bool:
    words = [t.lower_ for t in tokens_in(page, span)]
    if any(n.label is Label.PERSON for n in page.inside(span)):
        return True
    head = words[: words.index(",")] if "," in words else words
    return bool(head) and (head[-1] in lexicon["roles"] or any(w in lexicon["roles"][:9] for w in words))


def _prominent(page: Page, named: Named) -> bool:
    """Whether a name stands as the subject of its clause, or beside one."""
    found = page.doc.char_span(named.start, named.end, alignment_mode="expand")
    return found is not None and found.root.dep_ in {"nsubj", "nsubjpass", "appos", "pobj"}


def _known_as_other(page: Page, before: list[Draft], word: str) -> set[str]:
    """The last names of those whom a pronoun of the other sex stood for before."""
    other = {"he", "his"} if word in {"she", "her"} else {"she", "her"} if word in {"he", "his"} else set()
    return {d.ref.split()[-1] for d in before if d.ref and d.speaker and page.text[slice(*d.speaker)].lower() in other}


def _of_hers(page: Page, named: Named, word: str) -> bool:
    """Whether the name is that of "her lawyer" (for "she"): then she is somebody else, named before."""
    own = "her" if word in {"she", "her"} else "his"
    return (
        re.search(rf"\b{own}\s+(?:[\w'-]+,?\s+){{1,3}}$", page.text[max(0, named.start - 40) : named.start]) is not None
    )


def _suits(page: Page, name: str, word: str, lexicon: Lexicon) -> bool:
    """No sign in the name, or right beside it, of the other sex."""
    other = lexicon["male"] if word in {"she", "her"} else lexicon["female"]
    return not any(w.strip(".,").lower() in other for w in name.split())


def _fullest(page: Page, name: str) -> str:
    """The longest person's name of the text that ends as this one does: "Ashby" is "Conrad Ashby"."""
    last = name.split()[-1]
    full = [page.text[n.start : n.end] for n in page.named if n.label is Label.PERSON]
    return max((f for f in full if re.search(rf"\b{re.escape(last)}$", f)), key=len, default=name)


def _role(page: Page, speaker: Span, before: list[Draft], role: str, lexicon: Lexicon) -> str | None:
    """Who was named beside that role, else the last person who spoke, else the words in which the role first stood."""
    spans = [m.start() for m in re.finditer(rf"\b{re.escape(role)}\b", page.text[: speaker[0]], re.I)]
    for at in reversed(spans):
        beside = [n for n in page.named if n.label is Label.PERSON and _adjoins(page.text, n, at, at + len(role))]
        if beside:
            return page.text[beside[0].start : beside[0].end]
    for draft in reversed(before):
        if draft.speaker and draft.speaker[0] < speaker[0] and role in page.text[slice(*draft.speaker)].lower():
            return draft.ref or page.text[slice(*draft.speaker)]
    people = [d for d in before if d.speaker and _human(page, d.speaker, lexicon) and d.speaker[0] < speaker[0]]
    if people and people[-1].speaker:
        return people[-1].ref or _fullest(page, page.text[slice(*people[-1].speaker)])
    return _noun_phrase(page, spans[-1]) if spans else None


def _adjoins(text: str, named: Named, start: int, end: int) -> bool:
    """Whether nothing but a comma, or the rest of a short title, parts a name from a role."""
    between = text[end : named.start] if named.start >= end else text[named.end : start]
    return (
        len(between) < 25 and between.count(",") < 2 and not set(between) & set('.;:\n"“”') and len(between.split()) < 4
    )


def _noun_phrase(page: Page, at: int) -> str | None:
    for chunk in page.doc.noun_chunks:
        if chunk.start_char <= at < chunk.end_char and len(chunk) > 2:
            return str(chunk.text)
    return None


def _group(page: Page, speaker: Span, before: list[Draft], lexicon: Lexicon) -> str | None:
    """The last plural that was a subject and can speak: "The families"."""
    people = {*lexicon["anonymous"], *lexicon["organisations"], *(f"{role}s" for role in lexicon["roles"])}
    for chunk in reversed(list(page.doc.noun_chunks)):
        plural = chunk.root.tag_ in {"NNS", "NNPS"} and chunk.root.dep_ in {"nsubj", "nsubjpass"}
        human = chunk.root.lower_ in people or chunk.root.tag_ == "NNPS"
        if chunk.end_char <= speaker[0] and plural and human:
            return str(chunk.text)
    return None
