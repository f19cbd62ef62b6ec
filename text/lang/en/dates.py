"""English expressions of time: patterns, and the day each means beside a date of publication."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from text.calendars import by_year, full_year, gregorian, nearest, weekday_after, weekday_before
from text.lang.tables import listed

_MONTH_NAMES = listed("January February March April May June July August September October November December")
_DAY_NAMES = listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
MONTHS = {name.lower(): i for i, name in enumerate(_MONTH_NAMES, 1)}
MONTHS |= {name[:3].lower(): i for i, name in enumerate(_MONTH_NAMES, 1)} | {"sept": 9}
WEEKDAYS = {name.lower(): i for i, name in enumerate(_DAY_NAMES)} | {n[:3].lower(): i for i, n in enumerate(_DAY_NAMES)}
WEEKDAYS |= {"tues": 1, "thurs": 3, "thur": 3}
NUMBERS = {word: i for i, word in enumerate(listed("zero one two three four five six seven eight nine ten"))}
NUMBERS |= {"a": 1, "an": 1, "eleven": 11, "twelve": 12}

_MONTH = rf"(?P<month>{'|'.join(_MONTH_NAMES)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
_SURE_MONTH = _MONTH.replace("March|", "").replace("May|", "").replace("|Mar|", "|")
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\d|[.,:]\d)"
_YEAR = r"(?P<year>19\d\d|20\d\d)(?!\d|[.,]\d)"
_WEEKDAY = rf"(?P<weekday>(?:{'|'.join(_DAY_NAMES)})|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b\.)"
_PART = r"(?:\s(?:morning|afternoon|evening|night))?"
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"

FUTURE = re.compile(
    r"\b(?:will|shall|due|scheduled|upcoming|plans? to|planned|set (?:for|to)|expected|going to|is to|are to|until)\b"
    r"(?:(?!\b(?:said|says|told|announced|reported|confirmed|wrote|added|denied)\b)[^.;!?\n]){0,80}$"
)
"""What, standing before a weekday in its clause, makes it the next one instead of the last."""


def _named(match: re.Match[str], published: datetime, _future: bool) -> date | None:
    """A day of a month, with or without year and weekday."""
    parts = match.groupdict()
    month, day = MONTHS[parts["month"].rstrip(".").lower()], int(parts["day"])
    if parts.get("year"):
        return gregorian(full_year(int(parts["year"])), month, day)
    weekday = parts.get("weekday")
    wanted = WEEKDAYS[weekday.rstrip(".").lower()] if weekday else None
    return nearest(gregorian, published.year, month, day, published.date(), wanted)


def _numeric(match: re.Match[str], _published: datetime, _future: bool) -> date | None:
    return by_year(int(match["year"]), int(match["m"]), int(match["day"]))


def _weekday(match: re.Match[str], published: datetime, future: bool) -> date | None:
    """A weekday: the last one, today included, unless a word says otherwise."""
    near, wanted = published.date(), WEEKDAYS[match["weekday"].rstrip(".").lower()]
    which = (match["which"] or "").lower()
    if which in ("every", "each"):
        return None
    if which in ("last", "past", "this past", "the previous"):
        return weekday_before(near - timedelta(days=1), wanted)
    if which in ("next", "coming", "this coming"):
        return weekday_after(near, wanted)
    if which == "this" or future:
        return near if near.weekday() == wanted else weekday_after(near, wanted)
    return weekday_before(near, wanted)


_RELATIVE = {"today": 0, "tonight": 0, "this": 0, "yesterday": -1, "last": -1, "tomorrow": 1}


def _relative(match: re.Match[str], published: datetime, _future: bool) -> date | None:
    return published.date() + timedelta(days=_RELATIVE[match[0].split()[0].lower()])


def _ago(match: re.Match[str], published: datetime, _future: bool) -> date | None:
    """So many minutes, hours or days ago; weeks and more are not a day."""
    count = NUMBERS.get(match["count"].lower())
    number = int(match["count"]) if count is None else count
    unit = match["unit"].lower()
    if unit not in ("minute", "hour", "day"):
        return None
    return (published - timedelta(**{unit + "s": number})).date()


def _no_day(_match: re.Match[str], _published: datetime, _future: bool) -> date | None:
    """A month, year, season, week or range: a date that is no day."""
    return None


RULES = [
    (re.compile(rf"\b(?:{_WEEKDAY},?\s)?{_MONTH}\s{_DAY}(?:,?\s{_YEAR})?(?!\s?[-–]\s?\d)"), _named),
    (re.compile(rf"\b(?:{_WEEKDAY},?\s)?(?:the\s)?{_DAY}\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?"), _named),
    (re.compile(rf"\b{_MONTH}\s{_DAY}(?:\s?[-–]\s?|\s(?:to|and)\s)\d{{1,2}}\b(?:,\s{_YEAR})?"), _no_day),
    (re.compile(rf"\b\d{{1,2}}(?:\s?[-–]\s?|\s(?:to|and)\s){_DAY}\s{_MONTH}(?:\s{_YEAR})?"), _no_day),
    (re.compile(r"(?<![\d/-])(?P<year>1[34]\d\d|19\d\d|20\d\d)([-/])(?P<m>\d\d?)\2(?P<day>\d\d?)(?![\d/-])"), _numeric),
    (
        re.compile(
            r"\b(?:(?i:(?P<which>last|next|this past|this coming|this|past|coming|every|each|the previous))\s)?"
            rf"{_WEEKDAY}{_PART}"
        ),
        _weekday,
    ),
    (re.compile(r"\b(?i:today|tonight|yesterday|tomorrow)\b(?:\s(?:morning|afternoon|evening|night))?"), _relative),
    (re.compile(r"\b(?i:last night|this (?:morning|afternoon|evening))\b"), _relative),
    (re.compile(rf"\b(?i:{_COUNT}\s(?P<unit>minute|hour|day|week|month|year|decade)s?\sago)\b"), _ago),
    (re.compile(rf"\b(?:(?i:early|late|mid)[- ])?{_MONTH},?\s(?:of\s)?{_YEAR}"), _no_day),
    (re.compile(rf"\b(?:(?i:early|late|mid|last|next|this|every)[- ])?{_SURE_MONTH}(?!\w)"), _no_day),
    (re.compile(r"(?:(?<=[Ii]n )|(?<=[Ss]ince )|(?<=[Ll]ast )|(?<=[Uu]ntil ))(?:March|May)\b"), _no_day),
    (re.compile(rf"\b(?i:(?:the|last|this|next|early|late)\s{_SEASON})\b(?!\s(?:of\s)?\d)"), _no_day),
    (re.compile(rf"\b{_SEASON}\s(?:of\s)?{_YEAR}"), _no_day),
    (re.compile(r"\b(?i:(?:last|next|this)\s(?:week|weekend|month|year|decade|century))\b"), _no_day),
    (re.compile(r"\b(?:(?i:early|late|mid)[- ])?(?:19|20)\d0s\b"), _no_day),
    (re.compile(rf"(?<![\d.,$/-])\b(?:(?i:early|late|mid)[- ])?{_YEAR}(?![\w/-])"), _no_day),
    (re.compile(r"\b(?:Christmas|Thanksgiving|Easter|Nowruz|Norouz|Ramadan)\b"), _no_day),
]
"""Patterns and what makes a day of each; of overlapping finds the first, then the longest counts."""
