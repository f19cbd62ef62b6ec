"""Whom «وی»، «این مقام» and «آقای X» stand for in Persian."""

from __future__ import annotations

import re
from dataclasses import replace

from model.annotation import Label
from nlp.claims.draft import Draft, Span
from nlp.claims.page import Named, Page
from nlp.claims.rules import Lexicon
from nlp.lang.fa.claims_speaker import is_anonymous
from nlp.lang.fa.claims_text import bare, plain, words

_GROUP = frozenset({"آنها", "آن‌ها", "آنان", "اینها", "این‌ها"})


def resolve(page: Page, mask: str, drafts: list[Draft], lexicon: Lexicon) -> list[Draft]:
    """Give ``ref`` to the claims whose speaker is a pronoun or «این» with a role."""
    done: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: d.content):
        ref = draft.ref or (_referent(page, mask, draft.speaker, done, lexicon) if draft.speaker else None)
        done.append(replace(draft, ref=ref))
    return done


def _referent(page: Page, mask: str, speaker: Span, before: list[Draft], lexicon: Lexicon) -> str | None:
    run = words(page.text, speaker)
    if not run:
        return None
    if run[0].bare in plain(lexicon["pronouns"]) and len(run) == 1:
        return None if run[0].bare in _GROUP else _last(page, mask, speaker, before, lexicon)
    role = run[1].bare if len(run) > 1 else ""
    if run[0].bare in {"این", "همین"} and (
        role in plain(lexicon["roles"]) or role.startswith(("سخنگو", "مقام", "دیپلمات", "فعال"))
    ):
        return _last(page, mask, speaker, before, lexicon)
    if not page.inside(speaker) and run[0].bare in plain(lexicon["roles"]):
        return _same_office(page, speaker, before, run[0].bare)
    return None


def _same_office(page: Page, speaker: Span, before: list[Draft], role: str) -> str | None:
    for draft in reversed(before):
        if draft.speaker and draft.speaker[1] <= speaker[0]:
            text = draft.ref or page.text[slice(*draft.speaker)]
            if bare(text.split()[0]) == role and text != page.text[slice(*speaker)]:
                return text
    return None


def _last(page: Page, mask: str, speaker: Span, before: list[Draft], lexicon: Lexicon) -> str | None:
    """The last person who spoke or was named before, whichever is nearer."""
    candidates: list[tuple[int, str]] = []
    for draft in before:
        if draft.speaker and draft.speaker[1] <= speaker[0] and _human(page, draft, lexicon):
            candidates.append((draft.speaker[0], draft.ref or page.text[slice(*draft.speaker)]))
    people = [n for n in page.named if n.label is Label.PERSON and page.title[1] <= n.start and n.end <= speaker[0]]
    candidates += [(n.start, page.text[n.start : n.end]) for n in people if _opens(page, n, lexicon)]
    opening = _topic(page, mask, speaker, lexicon)
    if opening is not None:
        candidates.append((opening[0], page.text[slice(*opening)]))
    if not candidates:
        return None
    return _fullest(page, max(candidates)[1], lexicon)


def _opens(page: Page, named: Named, lexicon: Lexicon) -> bool:
    """Whether a name opens its sentence, as subjects do, with at most a title before it."""
    before = page.text[max(0, named.start - 40) : named.start]
    last = re.split(r"[.!?؟\n«»:]", before)[-1].split()
    return len(last) < 2 or (len(last) < 4 and bare(last[0]) in plain(lexicon["honorifics"]) | plain(lexicon["roles"]))


def _human(page: Page, draft: Draft, lexicon: Lexicon) -> bool:
    assert draft.speaker is not None
    run = words(page.text, draft.speaker)
    if not run or run[0].bare in plain(lexicon["documents"]) | plain(lexicon["organisations"]):
        return False
    if len(run) > 1 and run[0].bare == "این" and run[1].bare in plain(lexicon["documents"]):
        return False
    return draft.ref is not None or not is_anonymous(page.text, run, lexicon) or run[0].bare == "یک"


def _topic(page: Page, mask: str, speaker: Span, lexicon: Lexicon) -> Span | None:
    """The name with which the paragraph opened: «ترانه وفا، از برگزارکنندگان، نظر دیگری دارد. او …»."""
    paragraph = next((p for p in page.paragraphs if p[0] <= speaker[0] < p[1]), None)
    if paragraph is None:
        return None
    comma = mask.find("،", paragraph[0], speaker[0])
    run = words(mask, (paragraph[0], comma)) if comma >= 0 else []
    function = (
        plain(lexicon["adjuncts"]) | plain(lexicon["time"]) | plain(lexicon["connectives"]) | plain(lexicon["pronouns"])
    )
    if not 2 <= len(run) <= 4 or any(w.bare in function or w.bare == "که" for w in run):
        return None
    if run[0].bare in plain(lexicon["organisations"]) | plain(lexicon["documents"]):
        return None
    return run[0].start, run[-1].end


def _fullest(page: Page, name: str, lexicon: Lexicon) -> str:
    """The longest person's name of the text that ends as this one does, without «آقای» and «خانم»."""
    parts = name.split()
    while len(parts) > 1 and bare(parts[0]) in plain(lexicon["honorifics"]):
        parts = parts[1:]
    full = [page.text[n.start : n.end] for n in page.named if n.label is Label.PERSON]
    return max((f for f in full if f.split() and f.split()[-1] == parts[-1]), key=len, default=" ".join(parts))
