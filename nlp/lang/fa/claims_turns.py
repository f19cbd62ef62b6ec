"""Turns of speech in Persian: interviews whose answers stand in guillemets, debates with «نام: …»."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from model.annotation import Label, SpeakerKind
from nlp.claims.draft import Draft, Span, overlap, trimmed
from nlp.claims.page import Page
from nlp.claims.quotes import quoted
from nlp.claims.rules import Lexicon
from nlp.lang.fa.claims_objects import EDGES
from nlp.lang.fa.claims_reported import find_reported
from nlp.lang.fa.claims_text import bare, plain, word_pattern, words

_DASH = re.compile(r"(?:[-–—]|(?:س|ج|پرسش|پاسخ|سؤال|سوال|جواب)\s*[:：])\s*")
_HOUR = re.compile(
    r"(?:ساعت\s+)?[۰-۹0-9]{1,2}(?:[:٫.][۰-۹0-9]{2})?\s*[-–—:|•]\s*|(?:ساعت\s+)?[۰-۹0-9]{1,2}[:٫.][۰-۹0-9]{2}\s*"
)
_TURN = re.compile(r"([^\n:«».،؛؟!()]{3,45}?)\s?(?:\([^)\n]{2,60}\))?:\s+(?=[^\s«])")
_ADDRESS = re.compile(
    r"(?:جناب |سرکار )?(?:آقای|خانم) (?:رئیس|رییس)(?: محترم)?،\s*|(?:بله|نه|خیر|خب|ببینید|البته)[،.]\s+"
)
_INNER_END = re.compile(r"[.!؟?…]\s+|؛\s+(?=شاید|باید)")


def past_hour(text: str, paragraph: Span) -> int:
    """Where a paragraph of a live blog begins after its hour."""
    match = _HOUR.match(text, *paragraph)
    return match.end() if match else paragraph[0]


def find_turns(page: Page, mask: str, lexicon: Lexicon) -> tuple[list[Draft], list[Span]]:
    """The claims made in turns of speech, and the paragraphs that are none."""
    asked = [p for p in page.paragraphs if page.text[p[1] - 1] in "؟?" and page.text[p[0]] not in "«“"]
    answers = [p for p in page.paragraphs if page.text[p[0]] in "«“"]
    if len(asked) >= 2 and len(answers) >= 2:
        guest = _guest(page, lexicon)
        if guest is not None:
            drafts = [d for p in answers for d in _answer(page, guest, p, lexicon)]
            return drafts + _title(page, guest), [p for p in page.paragraphs if p not in answers and p not in asked]
    replies = _replies(page)
    if len(replies) >= 2 and (guest := _guest(page, lexicon)) is not None:
        drafts = [d for p in replies for d in _reply(page, guest, p, lexicon)]
        ends = {p[1] for p in replies} | {p[1] for p in page.paragraphs if _DASH.match(page.text, *p)}
        ends |= {p[1] for p in asked}
        return drafts + _title(page, guest), [p for p in page.paragraphs if p[1] not in ends]
    found = [(p, m) for p in page.paragraphs if (m := _TURN.match(page.text, *p)) and _speaks(m.group(1), lexicon)]
    if len(found) < 3:
        return [], list(page.paragraphs)
    spoken = {p for p, _ in found}
    drafts = [d for p, m in found for d in _turn(page, mask, m.span(1), (m.end(), p[1]), lexicon)]
    return drafts, [p for p in page.paragraphs if p not in spoken]


def _replies(page: Page) -> list[Span]:
    """The answers of an interview that dashes or «پاسخ:» mark, or that each follow a question, without their mark."""
    marked = [p for p in page.paragraphs if _DASH.match(page.text, *p)]
    questions = [p for p in marked if page.text[p[1] - 1] in "؟?"]
    answers = [p for p in marked if p not in questions]
    if len(questions) < 2 or len(answers) < 2:
        asked = [p for p in page.paragraphs if page.text[p[1] - 1] in "؟?" and len(page.text[slice(*p)].split()) < 16]
        following = [q for p, q in pairwise(page.paragraphs) if p in asked and q not in asked]
        answers = following if len(asked) >= 3 and len(following) >= 3 else []
    return [((m.end() if (m := _DASH.match(page.text, *p)) else p[0]), p[1]) for p in answers]


def _reply(page: Page, guest: Span, span: Span, lexicon: Lexicon) -> list[Draft]:
    drafts = []
    for sentence in _inner(page.text, span):
        nested = find_reported(page, page.text, sentence, None, lexicon)
        third = [d for d in nested if d.speaker and not _self(page, d.speaker, lexicon) and _whole(page, d)]
        if third:
            drafts += third
        elif _substance(page, sentence, lexicon):
            drafts.append(_said(page, guest, trimmed(page.text, sentence, EDGES), sentence))
    return drafts


def _speaks(name: str, lexicon: Lexicon) -> bool:
    return bare(name.split()[0]) not in plain(lexicon["labels"]) and 1 <= len(name.split()) <= 6


def _guest(page: Page, lexicon: Lexicon) -> Span | None:
    """Who is interviewed: the first person named, else the first words of the text up to a comma."""
    people = [n for n in page.named if n.label is Label.PERSON]
    if people:
        return people[0].start, people[0].end
    opening = words(page.text, page.paragraphs[0]) if page.paragraphs else []
    run = opening[:2]
    if len(run) == 2 and opening[0].bare in plain(lexicon["honorifics"]):
        run = opening[:3]
    return (run[0].start, run[-1].end) if len(run) >= 2 else None


def _title(page: Page, guest: Span) -> list[Draft]:
    """A headline that is nothing but the guest's words, or his name and his words."""
    marks = quoted(page.text, page.title)
    text = page.text[slice(*page.title)].strip()
    alone = len(marks) == 1 and len(text) - (marks[0][1] - marks[0][0]) <= 4
    led = len(marks) == 1 and len(page.text[slice(*marks[0])].split()) > 4 and ":" in text
    if not alone and not led:
        return []
    return [_said(page, guest, trimmed(page.text, marks[0], EDGES), page.title)]


def _answer(page: Page, guest: Span, paragraph: Span, lexicon: Lexicon) -> list[Draft]:
    return [d for inner in quoted(page.text, paragraph) for d in _reply(page, guest, inner, lexicon)]


def _whole(page: Page, draft: Draft) -> bool:
    return len(page.text[slice(*draft.content)].split()) > 3


def _inner(text: str, span: Span) -> list[Span]:
    spans, at = [], span[0]
    for match in _INNER_END.finditer(text, *span):
        spans.append((at, match.end()))
        at = match.end()
    return [s for s in [*spans, (at, span[1])] if text[slice(*s)].strip()]


def _said(page: Page, speaker: Span, content: Span, sentence: Span) -> Draft:
    return Draft(content=content, speaker=speaker, cue=None, direct=True, sentence=sentence, kind=SpeakerKind.PERSON)


def _self(page: Page, speaker: Span, lexicon: Lexicon) -> bool:
    return bare(page.text[slice(*speaker)]) in plain(lexicon["pronouns"])


def _substance(page: Page, span: Span, lexicon: Lexicon) -> bool:
    """Whether a sentence of an answer says something of substance: long enough, and with a name or a modal word."""
    text = page.text[slice(*span)].strip()
    run = words(page.text, span)
    if len(run) < 5 or text.endswith(("؟", "?")):
        return False
    modal = any(word_pattern(lexicon[k]).search(text) for k in ("possible", "demanded", "planned"))
    return modal or any(overlap((n.start, n.end), span) for n in page.named if n.label is not Label.DATE)


def _turn(page: Page, mask: str, speaker: Span, span: Span, lexicon: Lexicon) -> list[Draft]:
    drafts: list[Draft] = []
    for sentence in _inner(page.text, span):
        start = sentence[0]
        while match := _ADDRESS.match(page.text, start, sentence[1]):
            start = match.end()
        body = (start, sentence[1])
        if page.text[slice(*body)].rstrip().endswith(("؟", "?")):
            continue
        reported = find_reported(page, mask, body, None, lexicon)
        if reported:
            drafts += [_by(page, d, speaker, lexicon) for d in reported]
        elif _substance(page, body, lexicon) and not _copula(page, body):
            drafts.append(_said(page, speaker, trimmed(page.text, body, EDGES), body))
    return drafts


def _by(page: Page, draft: Draft, speaker: Span, lexicon: Lexicon) -> Draft:
    """A claim within a turn: the turn's speaker where he speaks of himself, another where he reports."""
    cue = page.text[slice(*draft.cue)] if draft.cue else ""
    if draft.speaker is None or cue.rstrip().endswith(("م", "یم")):
        mine = draft.speaker is not None and _self(page, draft.speaker, lexicon)
        ref = page.text[slice(*speaker)] if mine else None
        return replace(draft, speaker=draft.speaker if mine else speaker, ref=ref, direct=True, kind=SpeakerKind.PERSON)
    return draft


def _copula(page: Page, span: Span) -> bool:
    """Whether all a sentence says is what something is: background."""
    text = page.text[slice(*span)].rstrip(" .")
    return (
        re.search(r"[^ه\s] (?:است|هستند)(?: و | |$)", text) is not None and "باید" not in text and "خواهد" not in text
    )
