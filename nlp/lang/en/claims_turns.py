"""Turns of speech in English: interviews with Q and A, debates with "Mr. X: …"."""

from __future__ import annotations

import re
from dataclasses import replace

from model.annotation import Label, SpeakerKind
from nlp.claims.draft import Draft, Span, overlap, trimmed
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.lang.en.claims_reported import find_reported
from nlp.lang.en.claims_text import FINITE, finite, sentences, tokens_in

_EDGES = " \n,.;:—–"
_ANSWER = re.compile(r"(?:A|Answer)\s*[:.]\s+")
_ASKED = re.compile(r"(?:Q|Question)\s*[:.]\s+")
_NAME = r"(?:(?:Right )?(?:Mr|Mrs|Ms|Mx|Dr|Hon|Sen|Rep|Prof)\.? )*[A-Z][\w.’'-]+(?: (?:[A-Z]|de |van |von |al-|of |the )[\w.’'-]*){0,5}"
_TURN = re.compile(rf"({_NAME})(?: \([^)\n]*\))?:\s+")
_ADDRESS = re.compile(
    r"(?:(?:Mr|Madam|Mrs|Ms)\.? (?:Speaker|Chair|President)|Of course|No|Yes|Well|Look|Honestly|So|And|But)[,.]\s+",
    re.I,
)


def find_turns(page: Page, lexicon: Lexicon) -> tuple[list[Draft], list[Span]]:
    """The claims made in turns of speech, and the paragraphs that are none (all of them, where the text has no turns)."""
    answers = [(p, m) for p in page.paragraphs if (m := _ANSWER.match(page.text, *p))]
    asked = [p for p in page.paragraphs if _ASKED.match(page.text, *p)]
    if answers and asked:
        guest = _guest(page, asked[0][0])
        if guest is None:
            return [], list(page.paragraphs)
        turns = [(guest, (m.end(), p[1]), True) for p, m in answers]
        said = [d for p in asked for d in _asked(page, p, lexicon)]
        spoken = {p for p, _ in answers} | set(asked)
    else:
        found = [(p, m) for p in page.paragraphs if (m := _TURN.match(page.text, *p)) and _speaks(m.group(1), lexicon)]
        if len(found) < 3:
            return [], list(page.paragraphs)
        turns = [(m.span(1), (m.end(), p[1]), False) for p, m in found]
        said, spoken = [], {p for p, _ in found}
    drafts = [d for speaker, span, _ in turns for d in _turn(page, speaker, span, lexicon)]
    return drafts + said, [p for p in page.paragraphs if p not in spoken]


def _speaks(name: str, lexicon: Lexicon) -> bool:
    return name.lower() not in lexicon["labels"] and name.split()[0].lower() not in {"dear", "some", "the", "an", "a"}


def _guest(page: Page, before: int) -> Span | None:
    """Who is interviewed: the first person named before the first question."""
    people = [n for n in page.named if n.label is Label.PERSON and n.end <= before]
    body = [n for n in people if n.start >= page.title[1]] or people
    return (body[0].start, body[0].end) if body else None


def _asked(page: Page, paragraph: Span, lexicon: Lexicon) -> list[Draft]:
    """What a question reports of others: "The government has always denied …"."""
    match = _ASKED.match(page.text, *paragraph)
    start = match.end() if match else paragraph[0]
    found = [
        d
        for s in sentences(page.text, (start, paragraph[1]), lexicon)
        for d in find_reported(page, s, [], set(), lexicon)
    ]
    return [d for d in found if d.speaker and page.text[slice(*d.speaker)].lower() not in lexicon["pronouns"]]


def _turn(page: Page, speaker: Span, span: Span, lexicon: Lexicon) -> list[Draft]:
    drafts: list[Draft] = []
    name = page.text[slice(*speaker)]
    for sentence in sentences(page.text, span, lexicon):
        reported = find_reported(page, sentence, [], set(), lexicon)
        mine = [d for d in reported if d.speaker and page.text[slice(*d.speaker)].lower() in {"i", "we"}]
        other = [d for d in reported if d not in mine and _third(page, d, lexicon)]
        if mine:
            ref = " ".join(w for w in name.split() if w.rstrip(".").lower() not in lexicon["honorifics"])
            drafts += [replace(d, direct=True, ref=ref, kind=SpeakerKind.PERSON) for d in mine]
        elif other:
            drafts += other
        elif (content := _substance(page, sentence, lexicon)) is not None:
            drafts.append(
                Draft(
                    content=content, speaker=speaker, cue=None, direct=True, sentence=sentence, kind=SpeakerKind.PERSON
                )
            )
    return drafts


def _third(page: Page, draft: Draft, lexicon: Lexicon) -> bool:
    return draft.speaker is not None and page.text[slice(*draft.speaker)].lower() not in lexicon["pronouns"]


def _substance(page: Page, sentence: Span, lexicon: Lexicon) -> Span | None:
    """The sentence of a turn, without its address, where it says something of substance; None for the rest."""
    start = sentence[0]
    while match := _ADDRESS.match(page.text, start, sentence[1]):
        start = match.end()
    tokens = [t for t in tokens_in(page, (start, sentence[1])) if not t.is_space]
    if len(tokens) < 6 or tokens[-1].text == "?" or not finite(tokens):
        return None
    denial = any(t.lemma_ in lexicon["deny"] for t in tokens)
    modal = denial or any(
        t.lower_ in lexicon["possible"] or t.lower_ in lexicon["demanded"] or t.lower_ in {"will", "shall"}
        for t in tokens
    )
    named = any(n.id for n in page.named if overlap((n.start, n.end), (start, sentence[1])))
    root = next((t for t in tokens if t.dep_ == "ROOT"), tokens[0])
    copula = root.lemma_ == "be" and not any(c.dep_ == "neg" for c in root.children) and root.tag_ in FINITE
    if not (modal or (named and not copula)):
        return None
    return trimmed(page.text, (start, sentence[1]), _EDGES)
