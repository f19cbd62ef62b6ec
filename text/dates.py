"""Dates in news text: found, and resolved to a day beside the date of publication.

Own rules, in this order: digits folded (``text.orthography``); a Jalali month name or a year from 1300 on is Jalali; a
Gregorian month in Persian letters; relatives, in the zone that ``published`` carries. What no rule reads is left to
dateparser where the expression is given alone (``resolve``), and its years before 1900 are refused.

A weekday is the last one, today included (news looks back), unless a word (next, آینده) or a verb of the future says
otherwise. A day without a year is the one nearest to publication. Months, years, seasons and ranges are found and have
no day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from text.calendars import GREGORIAN_YEARS
from text.lang.en import dates as en
from text.lang.fa import dates as fa
from text.orthography import canonical, fold
from text.published import parse_published

__all__ = ["DateSpan", "find_dates", "parse_published", "resolve"]

_Resolver = Callable[[re.Match[str], datetime, bool], date | None]
_RULES: dict[str, list[tuple[re.Pattern[str], _Resolver]]] = {"en": en.RULES, "fa": fa.RULES}
_SENTENCE_END = re.compile(r"[.!?؟;؛\n]")
_LOOK = 160


@dataclass(frozen=True, slots=True)
class DateSpan:
    """An expression of time in a text (original offsets), and its day where it has one."""

    start: int
    end: int
    text: str
    day: date | None


def find_dates(text: str, published: datetime, lang: str) -> list[DateSpan]:
    """The expressions of time of a text, in order, none overlapping. Languages other than en and fa have none.

    Relative expressions are read in the zone that ``published`` carries: give it in the outlet's.
    """
    form = canonical(text)
    found = [
        (match.start(), -match.end(), order, match, resolver)
        for order, (pattern, resolver) in enumerate(_RULES.get(lang, []))
        for match in pattern.finditer(form.text)
        if match.end() > match.start()
    ]
    spans: list[DateSpan] = []
    done = 0
    for start, minus_end, _order, match, resolver in sorted(found, key=lambda item: item[:3]):
        if start < done:
            continue
        done = -minus_end
        first, last = form.to_original(start, done)
        day = resolver(match, published, _is_future(form.text, start, done, lang))
        spans.append(DateSpan(first, last, text[first:last], day))
    return spans


def resolve(expression: str, published: datetime, lang: str) -> date | None:
    """The day an expression means; None where it means no one day (a month, a range) or cannot be read."""
    expression = expression.strip()
    spans = find_dates(expression, published, lang)
    if spans:
        days = {span.day for span in spans}
        return spans[0].day if len(days) == 1 else None
    return None if lang in _RULES else _by_dateparser(expression, published, lang)


def _is_future(text: str, start: int, end: int, lang: str) -> bool:
    """Whether the clause around a date speaks of what is to come."""
    before = text[max(0, start - _LOOK) : start]
    if lang == "en":
        return en.FUTURE.search(_SENTENCE_END.split(before)[-1]) is not None
    clause = re.split(r"[.!?؟;؛،\n]|(?<![آ-ی])که(?![آ-ی])", before)[-1] + text[start:end]
    clause += re.split(r"[.!?؟;؛\n]|(?<![آ-ی])که(?![آ-ی])", text[end : end + _LOOK])[0]
    return fa.FUTURE.search(clause) is not None


def _by_dateparser(expression: str, published: datetime, lang: str) -> date | None:
    """Other languages: a full date only, in a year news speaks of."""
    import dateparser  # slow to import, and seldom needed

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "RELATIVE_BASE": published.replace(tzinfo=None)}
    try:
        found = dateparser.parse(fold(expression), languages=[lang], settings=settings)
    except ValueError:  # a language it does not know
        return None
    return found.date() if found and found.year in GREGORIAN_YEARS else None
