"""What Persian verbs take: the noun phrase before «را», «خواستار … شد», a preposition's noun; and what follows them."""

from __future__ import annotations

import re

from nlp.claims.draft import Span, trimmed
from nlp.claims.page import Page
from nlp.claims.quotes import quoted
from nlp.claims.rules import Lexicon
from nlp.lang.fa.claims_text import Cue, plain, word_pattern, words

EDGES = " \n،؛:.؟!…-–—"
_THAT = re.compile(r"[\s:،]*(?:(?:این\s)?که)?[\s:]+")
RA = re.compile("(?<![\\w\u200c])را(?![\\w\u200c])")
_BECAME = re.compile(
    "(?:شد|شدند|شده[ \u200c]?(?:است|اند)|می[ \u200c]?شو(?:د|ند)|شدیم|است|هستند|بود|بودند)(?![\\w\u200c])"
)
_MEETINGS = frozenset({"گفت‌وگو", "گفتگو", "پایان", "سفر", "دیدار", "پاسخ", "این", "آن", "همه", "نامه", "تماس"})


def what_follows(mask: str, span: Span) -> Span | None:
    """What follows the verb, without «که» and colon."""
    match = _THAT.match(mask, *span)
    start = match.end() if match else span[0]
    return (start, span[1]) if start < span[1] else None


def objected(
    page: Page, mask: str, lead: Span, after: Span | None, cue: Cue, lexicon: Lexicon
) -> tuple[Span | None, bool]:
    """What is denied, named or accused: the noun phrase before «را»; or a clause with «که» after the verb."""
    ra = list(RA.finditer(mask, *lead))
    if not ra:
        clause = after is not None and cue.kind == "deny" and len(words(mask, after)) > 3
        return (trimmed(page.text, after, EDGES), False) if clause and after else (None, False)
    start = _object_start(page, mask, (lead[0], ra[-1].start()), lexicon)
    if cue.kind == "deny":
        return trimmed(page.text, (_past_talk(mask, (start, ra[-1].start()), lexicon), ra[-1].start()), EDGES), False
    if cue.kind == "name":
        given = mask[ra[-1].end() : cue.start].split()
        if not given or (given[0].startswith(("برا", "در", "با", "به")) and "خوان" in mask[cue.start : cue.end]):
            return None, False
        marks = quoted(page.text, (ra[-1].end(), cue.start))
        if marks:
            return trimmed(page.text, marks[0], EDGES), True
    return trimmed(page.text, (start, cue.start), EDGES), False


def _object_start(page: Page, mask: str, span: Span, lexicon: Lexicon) -> int:
    """Past the time and place that stand between subject and object: «روز جمعه در گفت‌وگو با ما خرید …»."""
    start = span[0]
    comma = mask.find("،", *span)
    run = words(mask, span)
    adjunct = plain(lexicon["adjuncts"])
    if comma >= 0 and run and run[0].bare in adjunct | plain(lexicon["time"]) and comma + 1 < span[1]:
        start, run = comma + 1, words(mask, (comma + 1, span[1]))
    time, objects = plain(lexicon["time"]) | plain(lexicon["months"]), plain(lexicon["objects"])
    while run and (
        run[0].bare in time or run[0].bare.isdigit() or run[0].bare in {"نیز", "هم", "همچنین", "اما", "ولی"}
    ):
        start, run = run[0].end, run[1:]
    if run and run[0].bare in adjunct:
        later = next((w for w in run[1:] if w.bare not in _MEETINGS and _in(w.bare, objects)), None)
        indefinite = next(
            (n for n, w in enumerate(run[1:4], 1) if w.bare.endswith(("ی", "ای")) and len(w.bare) > 3), None
        )
        if later is not None:
            start = later.start
        elif indefinite is not None and indefinite + 1 < len(run):
            start = run[indefinite + 1].start
    return start


def _in(word: str, objects: frozenset[str]) -> bool:
    return word in objects or word.removesuffix("ی").removesuffix("\u200c") in objects


def _past_talk(mask: str, span: Span, lexicon: Lexicon) -> int:
    run = words(mask, span)
    stem = run[0].bare.removesuffix("ی").removesuffix("\u200c") if run else ""
    if len(run) > 2 and (stem in plain(lexicon["talk"]) or run[0].bare in plain(lexicon["talk"])):
        return run[1].start
    return span[0]


def sought(mask: str, span: Span) -> Span | None:
    """«خواستار … شد», «خواستار آن شدند که …»."""
    became = _BECAME.search(mask, *span)
    if became is None:
        return None
    between = mask[span[0] : became.start()].strip()
    if between in {"", "آن", "این"}:
        after = what_follows(mask, (became.end(), span[1]))
        return trimmed(mask, after, EDGES) if after else None
    return trimmed(mask, (span[0], became.start()), EDGES)


def prepositional(page: Page, mask: str, lead: Span, cue: Cue, lexicon: Lexicon) -> Span | None:
    """«از آغاز بررسی خبر داد»: the noun phrase that a verb takes with its preposition."""
    verb = mask[cue.start : cue.end].split()[0]
    for entry in lexicon["prepositions"]:
        preposition, _, phrase = entry.partition(" … ")
        if phrase.split()[0] != verb and phrase.split()[0].replace("أ", "ا") != verb.replace("أ", "ا"):
            continue
        match = next(word_pattern((preposition,)).finditer(mask, *lead), None)
        if match and len(words(mask, (match.end(), lead[1]))) > 1:
            return trimmed(page.text, (match.end(), lead[1]), EDGES)
    return None
