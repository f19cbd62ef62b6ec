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
_WANT = re.compile(
    rf"(?<![\w{ZWNJ}])(?:می{GAP}خواهیم|خواستاریم|می{GAP}طلبیم|درخواست می{GAP}کنیم|فرا{GAP}می{GAP}خوانیم)(?![\w{ZWNJ}])"
)
_SHALL = re.compile(rf"(?<![\w{ZWNJ}])خواهیم \w+")
_DUTY = re.compile(rf"(?<![\w{ZWNJ}])(?:باید|نباید|بایستی|می{GAP}بایست)(?![\w{ZWNJ}])")
_DOUBT = re.compile(rf"(?<![\w{ZWNJ}])(?:شاید|ممکن است)(?![\w{ZWNJ}])")


def first_person(page: Page, mask: str, lexicon: Lexicon) -> bool:
    """Whether the text speaks of itself as "we" or "I" outside quotations."""
    return len(_WE.findall(mask, page.title[1])) >= 2


def find_own(page: Page, mask: str, sentence: Span, personal: bool, lexicon: Lexicon) -> list[Draft]:
    """The claim that the outlet itself makes in a sentence, if any."""
    if mask[slice(*sentence)].rstrip().endswith(("؟", "?")) or len(words(mask, sentence)) < 6 or not personal:
        return []
    want = _WANT.search(mask, *sentence)
    if want:
        content = trimmed(page.text, (want.end(), sentence[1]), EDGES)
        content = (content[0] + 3, content[1]) if page.text.startswith("که ", content[0]) else content
        return [_draft(content, sentence, Modality.DEMANDED, want.span())] if len(words(mask, content)) > 2 else []
    for pattern, force in ((_DUTY, Modality.DEMANDED), (_DOUBT, Modality.POSSIBLE), (_SHALL, Modality.PLANNED)):
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
    return trimmed(page.text, (opening.end() if opening else start, sentence[1]), EDGES)


def _draft(content: Span, sentence: Span, force: Modality, cue: Span | None) -> Draft:
    return Draft(
        content=content, speaker=None, cue=cue, direct=False, sentence=sentence, kind=SpeakerKind.OUTLET, force=force
    )
