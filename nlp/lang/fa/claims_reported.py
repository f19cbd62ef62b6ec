"""Reported and direct speech in Persian clauses: the verb, what stands after it, what stands before «را»."""

from __future__ import annotations

import re

from model.annotation import Label, Modality
from nlp.claims.draft import Draft, Span, trimmed
from nlp.claims.page import Page
from nlp.claims.quotes import quoted
from nlp.claims.rules import Lexicon
from nlp.lang.fa.claims_objects import EDGES, RA, objected, prepositional, sought, what_follows
from nlp.lang.fa.claims_speaker import Subject, subject
from nlp.lang.fa.claims_text import Cue, bare, cues, plain, verb_pattern, word_pattern, words

_BREAK = re.compile(r"؛|،?\s(?:اما|ولی)\s")
_FROM = re.compile("(?<![\\w\u200c])از(?![\\w\u200c])")
_THIS = re.compile("(?:این|آن)\\s(?:خبر|مطلب|موضوع|نکته|سخن|سخنان|گفته|ادعا)(?:\u200c?ها)?\\sرا|(?:این|آن)\\sرا")
_VERBAL = re.compile("(?:د|ند|ست|م|یم|ه|شد|بود)$")
"""How a clause before «اما» ends; «وکیل او اما …» is none."""
_STATING = re.compile(
    "(?:با|ضمن)\\s(?:بیان|تأکید بر|تاکید بر|اشاره به|اذعان به|اعلام|یادآوری|تصریح بر|ادعای|اظهار|تأکید|تاکید)\\s(?:این|آن)\u200c?\\s?که\\s"
)
"""«وی با بیان این‌که …، تصریح کرد: …»: a claim beside that of the verb."""
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
        stated = _stated(page, mask, (at, cue.start), sentence, lexicon)
        if stated is not None:
            drafts.append(stated)
            held = stated.speaker
            at = stated.content[1]
        split = _split(page, mask, (at, stop), cue, sentence, lexicon)
        if split:
            drafts += split
            at, held = split[-1].content[1], split[-1].speaker
            continue
        draft, held = _by_cue(page, mask, (at, stop), cue, sentence, before, held, lexicon)
        if draft is not None:
            drafts.append(draft)
            at = max(cue.end, draft.content[1])
        elif cue.kind in {"deny", "name", "accuse"}:
            at = cue.end
    return drafts


def _stated(page: Page, mask: str, lead: Span, sentence: Span, lexicon: Lexicon) -> Draft | None:
    """What somebody says beside his verb of speech: «وی با بیان این‌که …، افزود»."""
    match = _STATING.search(mask, *lead)
    if match is None:
        return None
    who = subject(page, mask, (lead[0], match.start()), lexicon).span
    comma = mask.rfind("،", match.end(), lead[1])
    content = trimmed(page.text, (match.end(), comma if comma > match.end() + 8 else lead[1]), EDGES)
    if who is None or len(words(mask, content)) < 3:
        return None
    return Draft(content=content, speaker=who, cue=match.span(), direct=False, sentence=sentence)


def _split(page: Page, mask: str, span: Span, cue: Cue, sentence: Span, lexicon: Lexicon) -> list[Draft]:
    """«…»، او گفت، «…»: the quotation before the verb, with its speaker between, and the one that goes on after it."""
    marks = quoted(page.text, (span[0], cue.start))
    if cue.kind != "say" or not marks or len(page.text[slice(*marks[-1])].split()) < 3:
        return []
    if mask[span[0] : marks[-1][0] - 1].strip(EDGES + "«»") or len(mask[marks[-1][1] + 1 : cue.start].split()) > 12:
        return []
    who = subject(page, mask, (trimmed(mask, (marks[-1][1] + 1, cue.start), EDGES)[0], cue.start), lexicon).span
    if who is None:
        return []
    later = quoted(page.text, (cue.end, span[1]))
    later = later[:1] if later and not mask[cue.end : later[0][0] - 1].strip(EDGES) else []
    return [
        Draft(
            content=trimmed(page.text, m, EDGES), speaker=who, cue=(cue.start, cue.end), direct=True, sentence=sentence
        )
        for m in (marks[-1], *later)
    ]


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
        speaker = _understood(page, mask, (start, cue.start), before)
    if speaker is None and not _unnamed(mask, cue):
        return None, held
    return Draft(
        content=content, speaker=speaker, cue=(cue.start, cue.end), direct=direct, sentence=sentence, force=force
    ), speaker


def _unnamed(mask: str, cue: Cue) -> bool:
    """«می‌گویند»: people say, nobody in particular."""
    words_ = mask[cue.start : cue.end]
    return words_.endswith("ند") and "آمد" not in words_


def _understood(page: Page, mask: str, lead: Span, before: Span | None) -> Span | None:
    """«می‌گوید …» that opens a sentence: the person whom the sentence before is about."""
    if before is None or mask[slice(*lead)].strip(EDGES):
        return None
    people = [n for n in page.inside(before) if n.label is Label.PERSON]
    opening = before[0] + len(mask[before[0] : before[1]]) - len(mask[before[0] : before[1]].lstrip())
    return next(((n.start, n.end) for n in people if n.start - opening < 25), None)


def _past_other(mask: str, start: int, end: int) -> int:
    """Past a clause that reports nothing: «ایران وکیلی نفرستاد، اما وزارت خارجه …»."""
    other = [
        m for m in _BREAK.finditer(mask, start, end)
        if len(run := mask[start : m.start()].split()) > 2 and ("؛" in m.group() or _VERBAL.search(run[-1]))
    ]  # fmt: skip
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
    after = what_follows(mask, (cue.end, span[1]))
    if cue.kind in {"deny", "name", "accuse"}:
        return objected(page, mask, (who.rest, cue.start), after, cue, lexicon)
    if cue.kind == "seek":
        return sought(mask, (cue.end, span[1])), False
    if after is not None and (_substantial(mask, after) or (cue.kind == "demand" and len(words(mask, after)) == 2)):
        return _spoken(page, mask, after)
    marks = quoted(page.text, (span[0], cue.start))
    if marks and len(page.text[slice(*marks[-1])].split()) > 3:
        return trimmed(page.text, marks[-1], EDGES), True
    if before is not None and _THIS.match(mask, trimmed(mask, span, EDGES)[0]):
        marks = quoted(page.text, before)
        alone = len(marks) == 1 and marks[0][1] - marks[0][0] > before[1] - before[0] - 5
        return trimmed(page.text, marks[0] if alone else before, EDGES), alone
    if _granted(mask, (who.rest, cue.start), cue, lexicon):
        return objected(page, mask, (who.rest, cue.start), None, Cue("deny", cue.start, cue.end), lexicon)
    return prepositional(page, mask, (who.rest, cue.start), cue, lexicon), False


def _granted(mask: str, lead: Span, cue: Cue, lexicon: Lexicon) -> bool:
    """Whether the verb grants the thing before «را»: «دریافت پول را پذیرفت»."""
    return verb_pattern(lexicon["admit"], lexicon["stems"]).match(mask, cue.start) is not None and bool(
        RA.search(mask, *lead)
    )


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
    broken = next((m for m in _BREAK.finditer(mask, *after) if len(words(mask, (after[0], m.start()))) > 2), None)
    if broken:
        end = broken.start()
    return trimmed(page.text, (after[0], end), EDGES), False


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
