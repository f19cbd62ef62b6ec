"""What a Persian text says in its own name: the demands, plans and doubts of an op-ed or a statement."""

from __future__ import annotations

import re

from model.annotation import Modality, SpeakerKind
from nlp.claims.draft import Draft, Span, trimmed
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.lang.fa.claims_objects import EDGES
from nlp.lang.fa.claims_text import GAP, ZWNJ, word_pattern, words

_WE = re.compile(rf"(?<![\w{ZWNJ}])(?:ما|من|خواهیم|داریم|هستیم|(?:ن?می{GAP}\w+[^دنش]م))(?![\w{ZWNJ}])")
_MINE = re.compile(
    rf"(?<![\w{ZWNJ}])(?:نگارنده|برایم|برایمان|خودم|خودمان|مرا|به{GAP}نظرم|برادرم|خواهرم|مادرم|پدرم|دوستانم|همسایه{GAP}ام|(?:کرد|بود|شد|دید|داشت|رفت|آمد|گفت|نوشت|خواند|شنید|ماند)(?:م|یم))(?![\w{ZWNJ}])"
)
_HOLD = re.compile(
    rf"(?<![\w{ZWNJ}])(?:بر این باوریم|معتقدیم|باور داریم|اعلام می{GAP}(?:کنیم|داریم)|هشدار می{GAP}دهیم|تأکید می{GAP}کنیم|یادآوری می{GAP}کنیم|یادآور می{GAP}شویم|نگرانیم|تکذیب می{GAP}کنیم)\s*(?:که|:)\s"
)
_DUTY_BOUND = re.compile(rf"(?<![\w{ZWNJ}])(?:موظف|مکلف|ناچار)\s(?:است|اند|هستند)(?![\w{ZWNJ}])")
_WILL = re.compile(rf"(?<![\w{ZWNJ}])(?:خواهد|خواهند)\s\w+")
_STATES = re.compile(rf"(?:دولت|پارلمان|مجلس|اتاوا|کانادا|وزیر|وزارت|پلیس|نخست{GAP}وزیر)(?![\w{ZWNJ}])")
_WANT = re.compile(
    rf"(?<![\w{ZWNJ}])(?:می{GAP}خواهیم|خواستاریم|می{GAP}طلبیم|درخواست می{GAP}کنیم|فرا{GAP}می{GAP}خوانیم)(?![\w{ZWNJ}])"
)
_SHALL = re.compile(rf"(?<![\w{ZWNJ}])خواهیم \w+")
_DUTY = re.compile(rf"(?<![\w{ZWNJ}])(?:باید|نباید|بایستی|می{GAP}بایست)(?![\w{ZWNJ}])")
_DOUBT = re.compile(rf"(?<![\w{ZWNJ}])(?:شاید|ممکن است)(?![\w{ZWNJ}])")


def first_person(page: Page, mask: str, lexicon: Lexicon) -> bool:
    """Whether the text speaks of itself as "we" or "I" outside quotations."""
    return len(_WE.findall(mask, page.title[1])) + len(_MINE.findall(mask, page.title[1])) >= 2


def find_own(page: Page, mask: str, sentence: Span, personal: bool, lexicon: Lexicon) -> list[Draft]:
    """The claim that the outlet itself makes in a sentence, if any."""
    if mask[slice(*sentence)].rstrip().endswith(("؟", "?")) or len(words(mask, sentence)) < 6:
        return []
    duty = next((m for p in (_DUTY, _DUTY_BOUND) if (m := p.search(mask, *sentence))), None)
    if not personal:
        own = duty is not None and _STATES.match(mask, sentence[0]) and duty.start() - sentence[0] < 30
        return (
            [_draft(_part(page, mask, sentence, duty.start(), lexicon), sentence, Modality.DEMANDED, None)]
            if own and duty
            else []
        )
    held = _HOLD.search(mask, *sentence)
    if held:
        content = trimmed(page.text, (held.end(), sentence[1]), EDGES)
        return [_draft(content, sentence, None, held.span())] if len(words(mask, content)) > 3 else []
    want = _WANT.search(mask, *sentence)
    if want:
        content = trimmed(page.text, (want.end(), sentence[1]), EDGES)
        content = (content[0] + 3, content[1]) if page.text.startswith("که ", content[0]) else content
        return [_draft(content, sentence, Modality.DEMANDED, want.span())] if len(words(mask, content)) > 2 else []
    for pattern, force in (
        (_DUTY, Modality.DEMANDED), (_DUTY_BOUND, Modality.DEMANDED), (_DOUBT, Modality.POSSIBLE),
        (_SHALL, Modality.PLANNED), (_WILL, Modality.PLANNED),
    ):  # fmt: skip
        match = pattern.search(mask, *sentence)
        if match:
            return [_draft(_part(page, mask, sentence, match.start(), lexicon), sentence, force, None)]
    return []


def _part(page: Page, mask: str, sentence: Span, at: int, lexicon: Lexicon) -> Span:
    """The clause with the modal word: a doubt that «و» adds to another statement stands alone."""
    start = max(sentence[0], mask.rfind("؛", sentence[0], at) + 1)
    joint = mask.rfind(" و ", start, at)
    if joint >= 0 and at - joint < 5:
        start = joint + 3
    opening = word_pattern(lexicon["connectives"]).match(mask, start)
    stop = mask.find("؛", at, sentence[1])
    if stop >= 0 and len(words(mask, (start, stop))) > 3:
        return trimmed(page.text, (opening.end() if opening else start, stop), EDGES)
    return trimmed(page.text, (opening.end() if opening else start, sentence[1]), EDGES)


def _draft(content: Span, sentence: Span, force: Modality | None, cue: Span | None) -> Draft:
    return Draft(
        content=content, speaker=None, cue=cue, direct=False, sentence=sentence, kind=SpeakerKind.OUTLET, force=force
    )
