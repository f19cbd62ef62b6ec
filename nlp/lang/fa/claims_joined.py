"""Persian sentences of several clauses: the one that a verb of saying ends, where others stand before it."""

from __future__ import annotations

import re

from nlp.claims.draft import Span
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.lang.fa.claims_text import Word, plain, words

_FINITE = re.compile(
    r"(?:ن?می[\u200c ]?)?(?:شد|شدند|شده(?:[\u200c ]?اند| است)|شود|شوند|کرد|کردند|کرده(?:[\u200c ]?اند| است)|کند|کنند|است|هستند|"
    r"نیست|بود|بودند|بوده(?:[\u200c ]?اند| است)|باشد|داد|دادند|داده(?:[\u200c ]?اند| است)|گرفت|گرفتند|یافت|یافتند|رسید|رسیدند|"
    r"رفت|رفتند|آمد|آمدند|زد|زدند|داشت|داشتند|دارد|دارند|برد|بردند|ماند|ماندند|گذاشت|کشید|خورد|انداخت|ساخت|افتاد|نوشت|"
    r"نوشتند|پرداخت|بست|شکست|فرستاد|فرستادند|خرید|فروخت|برگشت|درگذشت|کشت|کشتند|خواست|خواستند|نخواست|گردید|نمود)"
)
"""Finite forms of the verbs that end most Persian clauses, light verbs above all."""
_ENDED = re.compile(rf"(?<![^\s،]){_FINITE.pattern}\s+و\s+")
_RELATIVE = re.compile(r"ی\s+که\s+")
_VERB = re.compile(rf"(?<![^\s،]){_FINITE.pattern}(?![^\s،])")


def last_clause(page: Page, mask: str, span: Span, lexicon: Lexicon) -> Span:
    """The part of a span, which ends before a verb of saying, that belongs to this verb.

    «الف جریمه شد و پلیس [گفت]»: what follows the «و» after a finished clause, if it names somebody who may speak; in
    «پلیس او را بازداشت کرد و [گفت]» it does not, and the subject is shared. «مردی که پلیس او را عامل [می‌داند]»: the
    relative clause, if this verb is its only one.
    """
    for joint in reversed(list(_ENDED.finditer(mask, *span))):
        if _names_somebody(page, mask, (joint.end(), span[1]), lexicon):
            return joint.end(), span[1]
    relative = list(_RELATIVE.finditer(mask, *span))
    if relative:
        inner = (relative[-1].end(), span[1])
        if not _VERB.search(mask, *inner) and _names_somebody(page, mask, inner, lexicon):
            return inner
    return span


def _names_somebody(page: Page, mask: str, span: Span, lexicon: Lexicon) -> bool:
    """Whether a stretch opens with words that may be a subject: no adjunct, no pronoun's object, nothing before «را»."""
    run = words(mask, span)
    if not run or run[0].bare in plain(lexicon["adjuncts"]) | plain(lexicon["time"]) | plain(lexicon["stops"]):
        return False
    named = next((name for name in page.named if name.start == run[0].start), None)
    return named is not None or run[0].bare in plain(lexicon["pronouns"]) or not _object_first(run)


def _object_first(run: list[Word]) -> bool:
    """Whether the first thing is what is done something to: «اتهام را رد», «این ادعا را تکذیب»."""
    return any(word.bare == "را" for word in run[:5])
