"""Who speaks in a Persian clause: the words before the verb, up to where time, place or object begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from model.annotation import Label
from nlp.claims.draft import Span
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.lang.fa.claims_joined import last_clause
from nlp.lang.fa.claims_text import Word, bare, plain, word_pattern, words

_PARTITIVE = frozenset({"یکی", "شماری", "برخی", "بعضی", "گروهی", "عده‌ای", "تعدادی", "نفر", "تن", "بسیاری", "جمعی"})
_INFINITIVE = re.compile(r"(?:[دت]ن|یت|سازی|گذاری|گیری|خواهی|کاری)$")
LONGEST = 10


@dataclass(frozen=True, slots=True)
class Subject:
    """The speaker's words, None where the clause names none, and where the rest of the clause begins."""

    span: Span | None
    rest: int


def subject(
    page: Page, mask: str, span: Span, lexicon: Lexicon, *, with_object: bool = False, held: bool = False
) -> Subject:
    """The subject with which a clause opens. ``with_object`` ends it where the noun of an object begins, too.

    ``held`` says that a speaker stands before the clause: it may have none of its own.
    """
    span = last_clause(page, mask, span, lexicon)
    start = _opening(page, mask, span, lexicon)
    run = words(mask, (start, span[1]))
    if not run:
        return Subject(None, start)
    if _name_at(page, run[0].start) is None and run[0].bare in plain(lexicon["adjuncts"]) | plain(lexicon["time"]):
        return Subject(None, run[0].start)
    if run[0].bare in plain(lexicon["pronouns"]):
        return Subject((run[0].start, run[0].end), run[0].end)
    if with_object and held and _starts_object(page, run[0], plain(lexicon["objects"])):
        return Subject(None, run[0].start)
    taken, comma = _take(page, mask, run, lexicon, with_object)
    if not taken:
        return Subject(None, run[0].start)
    first = (taken[0].start, taken[-1].end)
    if comma:
        apposed = _apposition(page, mask, (taken[-1].end, span[1]), lexicon)
        if apposed is not None:
            role = _is_role(page, first, taken, lexicon)
            return Subject(apposed if role else first, apposed[1])
    return Subject(first, taken[-1].end)


def _opening(page: Page, mask: str, span: Span, lexicon: Lexicon) -> int:
    """Where the clause proper begins: after conjunctions, and after adjuncts that a comma sets off."""
    start = _past_space(mask, span[0], span[1])
    pattern = word_pattern(lexicon["connectives"])
    skip = plain(lexicon["adjuncts"]) | plain(lexicon["time"])
    for _ in range(6):
        match = pattern.match(mask, start, span[1])
        if match:
            start = _past_space(mask, match.end(), span[1])
            continue
        run = words(mask, (start, min(span[1], start + 60)))
        comma = mask.find("،", start, span[1])
        opens = bool(run) and (run[0].bare in skip or run[0].bare.endswith(("ًا", "اً")) or _hour(run))
        if opens and comma >= 0 and _name_at(page, start) is None and mask[comma + 1 : span[1]].strip():
            start = _past_space(mask, comma + 1, span[1])
            continue
        break
    return start


def _hour(run: list[Word]) -> bool:
    return (
        len(run) > 1 and run[1].bare in {"ساعت", "روز", "هفته", "بعد"} and (run[0].bare in {"چند", "ساعتی", "دو", "یک"})
    )


def _past_space(mask: str, at: int, end: int) -> int:
    while at < end and mask[at] in " ،\n\u200c":
        at += 1
    return at


def _name_at(page: Page, start: int) -> Span | None:
    return next(((n.start, n.end) for n in page.named if n.start == start and n.label is not Label.DATE), None)


def _covered(page: Page, word: Word) -> bool:
    """Whether a word stands inside a name, but not at its head."""
    labels = (Label.PERSON, Label.ORG, Label.GPE, Label.FAC, Label.LOC, Label.EVENT, Label.LAW)
    return any(n.start < word.start < n.end for n in page.named if n.label in labels)


def _take(page: Page, mask: str, run: list[Word], lexicon: Lexicon, with_object: bool) -> tuple[list[Word], bool]:
    """The words of the subject, and whether a comma ended them."""
    stops = plain(lexicon["adjuncts"]) | plain(lexicon["time"]) | plain(lexicon["stops"])
    objects = plain(lexicon["objects"])
    unnamed = is_anonymous(mask, run, lexicon)
    taken: list[Word] = []
    for n, word in enumerate(run):
        if taken and "،" in mask[taken[-1].end : word.start]:
            return taken, True
        if taken and mask[taken[-1].end : word.start].strip(" ()«»\u200c"):
            return taken, False
        if not _covered(page, word):
            if word.bare == "که" and unnamed and taken:
                return _clause(mask, run, n)
            partitive = word.bare == "از" and bool(taken) and taken[-1].bare in _PARTITIVE
            if word.bare in stops and not partitive and not (n == 0 and word.bare not in plain(lexicon["stops"])):
                # «آژانس او را عامل می‌داند»: the pronoun is the object's.
                shared = word.bare == "را" and len(taken) > 1 and taken[-1].bare in plain(lexicon["pronouns"])
                return (taken[:-1] if shared else taken), False
            if with_object and taken and _starts_object(page, word, objects):
                return taken, False
        taken.append(word)
        if len(taken) >= LONGEST:
            break
    return taken, False


def _starts_object(page: Page, word: Word, objects: frozenset[str]) -> bool:
    if _name_at(page, word.start) is not None:
        return False
    stem = word.bare.removesuffix("ی").removesuffix("\u200c") if word.bare.endswith("\u200cی") else word.bare
    return stem in objects or word.bare in objects or (len(word.bare) > 4 and bool(_INFINITIVE.search(word.bare)))


def _clause(mask: str, run: list[Word], at: int) -> tuple[list[Word], bool]:
    """An unnamed speaker with the whole relative clause that tells who it is."""
    taken = run[:at]
    for word in run[at:]:
        if "،" in mask[taken[-1].end : word.start]:
            return taken, True
        taken.append(word)
    return taken, False


def is_anonymous(mask: str, run: list[Word], lexicon: Lexicon) -> bool:
    """Whether a speaker's words open as those of one whom nobody names."""
    if not run:
        return False
    opening = mask[run[0].start : run[0].start + 30]
    return word_pattern(lexicon["anonymous"]).match(opening) is not None


def _is_role(page: Page, span: Span, taken: list[Word], lexicon: Lexicon) -> bool:
    """Whether words are a role and no name: «شهردار های‌لول», not «آقای رئیس‌پور»."""
    if any(n.label is Label.PERSON for n in page.inside(span)):
        return False
    if taken[0].bare in _PARTITIVE:
        return True
    head = bare(taken[0].text).removesuffix("ی").removesuffix("\u200c")
    return head in plain(lexicon["roles"]) or taken[0].bare in plain(lexicon["roles"]) or head.endswith("ش")


def _apposition(page: Page, mask: str, span: Span, lexicon: Lexicon) -> Span | None:
    """The short stretch between two commas (or a comma and the verb) beside a subject: a name or a role."""
    start = _past_space(mask, span[0], span[1])
    comma = mask.find("،", start, span[1])
    end = comma if comma >= 0 else span[1]
    run = words(mask, (start, end))
    other = plain(lexicon["adjuncts"]) | plain(lexicon["time"]) | plain(lexicon["stops"])
    kept: list[Word] = []
    for word in run:
        if word.bare in other and not _covered(page, word):
            break
        kept.append(word)
    if (
        not kept
        or len(kept) > 8
        or (len(kept) > 4 and not _is_role(page, (kept[0].start, kept[-1].end), kept, lexicon))
    ):
        return None
    return kept[0].start, kept[-1].end
