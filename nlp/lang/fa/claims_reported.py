"""Reported and direct speech in Persian clauses: the verb, what stands after it, what stands before «را»."""

from __future__ import annotations

import re

from model.annotation import Modality
from nlp.claims.draft import Draft, Span, trimmed
from nlp.claims.page import Page
from nlp.claims.quotes import quoted
from nlp.claims.rules import Lexicon
from nlp.lang.fa.claims_speaker import Subject, subject
from nlp.lang.fa.claims_text import Cue, bare, cues, plain, verb_pattern, word_pattern, words

EDGES = " \n،؛:.؟!…-–—"
_THAT = re.compile(r"[\s:،]*(?:(?:این\s)?که)?[\s:]+")
_RA = re.compile("(?<![\\w\u200c])را(?![\\w\u200c])")
_BECAME = re.compile(
    "(?:شد|شدند|شده[ \u200c]?(?:است|اند)|می[ \u200c]?شو(?:د|ند)|شدیم|است|هستند|بود|بودند)(?![\\w\u200c])"
)
_BREAK = re.compile(r"؛|،?\s(?:اما|ولی)\s")
_FROM = re.compile("(?<![\\w\u200c])از(?![\\w\u200c])")
_THIS = re.compile("(?:این|آن)\\s(?:خبر|مطلب|موضوع|نکته|سخن|سخنان|گفته|ادعا)(?:\u200c?ها)?\\sرا|(?:این|آن)\\sرا")
_MEETINGS = frozenset({"گفت‌وگو", "گفتگو", "پایان", "سفر", "دیدار", "پاسخ", "این", "آن", "همه", "نامه", "تماس"})
FORCE = {"deny": Modality.DENIED, "doubt": Modality.POSSIBLE, "intend": Modality.PLANNED, "accuse": Modality.ALLEGED,
         "demand": Modality.DEMANDED, "seek": Modality.DEMANDED}  # fmt: skip


def find_reported(page: Page, mask: str, sentence: Span, before: Span | None, lexicon: Lexicon) -> list[Draft]:
    """The claims of one sentence; ``before`` is the sentence that precedes it («این خبر را … اعلام کرد»)."""
    drafts: list[Draft] = []
    if mask[slice(*sentence)].rstrip().endswith(("؟", "?")):
        return drafts
    for clause in _clauses(mask, sentence, lexicon):
        drafts += _clause(page, mask, clause, sentence, before, lexicon)
        before = clause
    return drafts


def _clauses(mask: str, sentence: Span, lexicon: Lexicon) -> list[Span]:
    """The parts of a sentence at semicolons, where what follows has a cue of its own."""
    spans, at = [], sentence[0]
    for match in re.finditer("؛", mask[sentence[0] : sentence[1]]):
        cut = sentence[0] + match.start()
        following = (cut + 1, sentence[1])
        if cues(mask, following, lexicon) or _leads(mask, following, lexicon):
            spans.append((at, cut))
            at = cut + 1
    return [*spans, (at, sentence[1])]


def _leads(mask: str, span: Span, lexicon: Lexicon) -> bool:
    start = span[0] + len(mask[span[0] : span[1]]) - len(mask[span[0] : span[1]].lstrip())
    return word_pattern(lexicon["according"]).match(mask, start, span[1]) is not None


def _clause(page: Page, mask: str, clause: Span, sentence: Span, before: Span | None, lexicon: Lexicon) -> list[Draft]:
    drafts: list[Draft] = []
    found = cues(mask, clause, lexicon)
    at, held = clause[0], None
    for n, cue in enumerate(found):
        if cue.start < at or _in_relative(mask, at, cue.start):
            continue
        stop = _until(mask, clause, found[n + 1 :], cue)
        draft, held = _by_cue(page, mask, (at, stop), cue, sentence, before, held, lexicon)
        if draft is not None:
            drafts.append(draft)
            at = max(cue.end, draft.content[1])
        elif cue.kind in {"deny", "name", "accuse"}:
            at = cue.end
    return drafts


def _in_relative(mask: str, start: int, end: int) -> bool:
    """Whether the verb belongs to a clause that only says who the speaker is: «مردی که گفت …، »."""
    between = mask[start:end]
    at = between.rfind(" که ")
    return (
        at >= 0
        and "،" not in between[at:]
        and not between[at:].startswith(" که در آن ")
        and len(between[at:].split()) < 4
    )


def _until(mask: str, clause: Span, later: list[Cue], cue: Cue) -> int:
    """Where what a verb reports ends: at «و» or «اما» with another verb of speech, else with the clause."""
    for other in later:
        if _plural(mask, cue) != _plural(mask, other):
            continue
        joint = max(mask.rfind(" و ", cue.end, other.start), mask.rfind(" اما ", cue.end, other.start))
        if joint >= 0 and (len(mask[joint : other.start].split()) <= 2 or _own_turn(mask, joint, other)):
            return joint
    return clause[1]


def _plural(mask: str, cue: Cue) -> bool:
    return mask[cue.start : cue.end].endswith("ند")


def _own_turn(mask: str, joint: int, other: Cue) -> bool:
    """«… و از مردم خواست», «… و گفته‌های او را رد کرد»: a second predicate of the same speaker."""
    lead = mask[joint + 3 : other.start].split()
    if other.kind == "demand":
        return bool(lead) and lead[0] == "از"
    return other.kind in {"deny", "accuse"} and "را" in lead[-3:] and len(lead) < 9


def _by_cue(
    page: Page,
    mask: str,
    span: Span,
    cue: Cue,
    sentence: Span,
    before: Span | None,
    held: Span | None,
    lexicon: Lexicon,
) -> tuple[Draft | None, Span | None]:
    start = span[0]
    inner = mask.rfind("که در آن ", start, cue.start)
    start = inner + len("که در آن ") if inner >= 0 else _past_other(mask, start, cue.start)
    lead = (start, cue.start)
    objected = cue.kind in {"deny", "name", "accuse", "seek"} or _granted(mask, lead, cue, lexicon)
    this = _THIS.match(mask, trimmed(mask, (start, cue.start), EDGES)[0])
    who = subject(
        page, mask, (this.end(), cue.start) if this else lead, lexicon, with_object=objected, held=held is not None
    )
    content, direct = _content(page, mask, (start, span[1]), cue, who, before, lexicon)
    if content is None:
        return None, held
    speaker = who.span or _document(page, mask, lead, lexicon) or held
    force = _force(mask, lead, cue)
    if force is Modality.DEMANDED and cue.kind == "demand" and _no_claim(mask, lead, cue):
        return None, held
    speaker = _after_quote(page, mask, lead, content, lexicon) or speaker
    if (speaker is not None and bare(mask[slice(*speaker)]) == "ما") or mask[cue.start : cue.end].endswith("یم"):
        return None, held
    if speaker is None and not _unnamed(mask, cue):
        return None, held
    return Draft(
        content=content, speaker=speaker, cue=(cue.start, cue.end), direct=direct, sentence=sentence, force=force
    ), speaker


def _unnamed(mask: str, cue: Cue) -> bool:
    """«می‌گویند»: people say, nobody in particular."""
    words_ = mask[cue.start : cue.end]
    return words_.endswith("ند") and "آمد" not in words_


def _past_other(mask: str, start: int, end: int) -> int:
    """Past a clause that reports nothing: «ایران وکیلی نفرستاد، اما وزارت خارجه …»."""
    other = [m for m in _BREAK.finditer(mask, start, end) if len(mask[start : m.start()].split()) > 2]
    return other[-1].end() if other else start


def _force(mask: str, lead: Span, cue: Cue) -> Modality | None:
    words_ = mask[cue.start : cue.end]
    if cue.kind == "demand" and words_.startswith("می") and not _FROM.search(mask, *lead):
        return Modality.PLANNED
    return FORCE.get(cue.kind)


def _no_claim(mask: str, lead: Span, cue: Cue) -> bool:
    """«خواست» with nobody who is asked, in the singular past, is a wish and no demand."""
    wish = mask[cue.start : cue.end] in {"خواست", "خواسته", "خواسته بود"} and not _FROM.search(mask, *lead)
    return wish and not mask[cue.end :].lstrip().startswith("که ")


def _content(
    page: Page, mask: str, span: Span, cue: Cue, who: Subject, before: Span | None, lexicon: Lexicon
) -> tuple[Span | None, bool]:
    after = _after(mask, (cue.end, span[1]))
    if cue.kind in {"deny", "name", "accuse"}:
        return _objected(page, mask, (who.rest, cue.start), after, cue, lexicon)
    if cue.kind == "seek":
        return _sought(mask, (cue.end, span[1])), False
    if after is not None and _substantial(mask, after):
        return _spoken(page, mask, after)
    marks = quoted(page.text, (span[0], cue.start))
    if marks and len(page.text[slice(*marks[-1])].split()) > 3:
        return trimmed(page.text, marks[-1], EDGES), True
    if before is not None and _THIS.match(mask, trimmed(mask, span, EDGES)[0]):
        marks = quoted(page.text, before)
        alone = len(marks) == 1 and marks[0][1] - marks[0][0] > before[1] - before[0] - 5
        return trimmed(page.text, marks[0] if alone else before, EDGES), alone
    if _granted(mask, (who.rest, cue.start), cue, lexicon):
        return _objected(page, mask, (who.rest, cue.start), None, Cue("deny", cue.start, cue.end), lexicon)
    return _prepositional(page, mask, (who.rest, cue.start), cue, lexicon), False


def _granted(mask: str, lead: Span, cue: Cue, lexicon: Lexicon) -> bool:
    """Whether the verb grants the thing before «را»: «دریافت پول را پذیرفت»."""
    return verb_pattern(lexicon["admit"], lexicon["stems"]).match(mask, cue.start) is not None and bool(
        _RA.search(mask, *lead)
    )


def _after(mask: str, span: Span) -> Span | None:
    """What follows the verb, without «که» and colon."""
    match = _THAT.match(mask, *span)
    start = match.end() if match else span[0]
    return (start, span[1]) if start < span[1] else None


def _substantial(mask: str, span: Span) -> bool:
    run = words(mask, span)
    return len(run) > 2 or any("\u00b7" in w.text for w in run)


def _spoken(page: Page, mask: str, after: Span) -> tuple[Span | None, bool]:
    """What is said: a quotation alone, or a clause up to the next full break."""
    marks = quoted(page.text, after)
    if marks and not mask[after[0] : marks[0][0]].strip(' «“":'):
        rest = mask[marks[0][1] + 1 : after[1]].strip(EDGES)
        if len(rest.split()) < 2 or rest.startswith(("اما", "و ")) or mask[marks[0][1] + 1 : after[1]][:1] in "،.؛":
            return (trimmed(page.text, marks[0], EDGES), True) if marks[0][1] > marks[0][0] else (None, True)
    if marks and mask[: marks[0][0] - 1].rstrip().endswith(":"):
        after = (after[0], marks[0][0] - 1)
    end = after[1]
    broken = next((m for m in _BREAK.finditer(mask, *after) if len(words(mask, (after[0], m.start()))) > 3), None)
    if broken:
        end = broken.start()
    return trimmed(page.text, (after[0], end), EDGES), False


def _objected(
    page: Page, mask: str, lead: Span, after: Span | None, cue: Cue, lexicon: Lexicon
) -> tuple[Span | None, bool]:
    """What is denied, named or accused: the noun phrase before «را»; or a clause with «که» after the verb."""
    ra = list(_RA.finditer(mask, *lead))
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
    while run and (run[0].bare in time or run[0].bare.isdigit() or run[0].bare in {"نیز", "هم", "همچنین"}):
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


def _sought(mask: str, span: Span) -> Span | None:
    """«خواستار … شد», «خواستار آن شدند که …»."""
    became = _BECAME.search(mask, *span)
    if became is None:
        return None
    between = mask[span[0] : became.start()].strip()
    if between in {"", "آن", "این"}:
        after = _after(mask, (became.end(), span[1]))
        return trimmed(mask, after, EDGES) if after else None
    return trimmed(mask, (span[0], became.start()), EDGES)


def _prepositional(page: Page, mask: str, lead: Span, cue: Cue, lexicon: Lexicon) -> Span | None:
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


def _document(page: Page, mask: str, lead: Span, lexicon: Lexicon) -> Span | None:
    """«در این گزارش … آمده است»: the document as speaker."""
    for word in words(mask, lead):
        if word.bare in plain(lexicon["documents"]):
            start = word.start
            before = words(mask, (lead[0], word.start))
            if before and before[-1].bare in {"این", "همین", "آن"}:
                start = before[-1].start
            end = mask.find("،", word.end, lead[1])
            relative = mask.find(" که ", word.end, lead[1])
            if start < word.start and 0 <= relative < (end if end >= 0 else lead[1]):
                end = relative
            return trimmed(page.text, (start, end if end >= 0 else min(lead[1], word.end)), EDGES)
    return None


def _after_quote(page: Page, mask: str, lead: Span, content: Span, lexicon: Lexicon) -> Span | None:
    """The speaker between a quotation and its verb: «…»، X گفت."""
    if not (lead[0] <= content[0] and content[1] < lead[1]) or "\u00b7" not in mask[content[0] : content[1]]:
        return None
    return subject(page, mask, (trimmed(mask, (content[1], lead[1]), EDGES + '»”"')[0], lead[1]), lexicon).span
