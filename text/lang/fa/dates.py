"""Persian expressions of time, in canonical orthography: patterns, and the day each means."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from text.calendars import by_year, gregorian, jalali, jalali_year, nearest, weekday_after, weekday_before
from text.lang.tables import listed

_JALALI = listed("فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند")
_DARI = listed("حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت")
_GREGORIAN = [
    "ژانویه جنوری",
    "فوریه فبروری",
    "مارس مارچ",
    "آوریل اپریل آپریل",
    "مه می",
    "ژوئن جون",
    "ژوییه جولای ژولای",
    "اوت آگوست اگوست اگست",
    "سپتامبر سپتمبر",
    "اکتبر اکتوبر",
    "نوامبر نومبر",
    "دسامبر دسمبر",
]
JALALI_MONTHS = {name: i for names in (_JALALI, _DARI) for i, name in enumerate(names, 1)} | {"امرداد": 5}
GREGORIAN_MONTHS = {name: i for i, names in enumerate(_GREGORIAN, 1) for name in listed(names)}
_UNSURE = {"تیر", "مهر", "آذر", "دی", "بهمن", "مه", "می", "اوت", "جون", "مارس", *_DARI}
"""Month names that are also something else: dates only beside a number, a year or ماه."""

_ORDINALS = (
    "اول یکم|دوم|سوم|چهارم|پنجم|ششم|هفتم|هشتم|نهم|دهم|یازدهم|دوازدهم|سیزدهم|چهاردهم|پانزدهم|شانزدهم|هفدهم|هجدهم هیجدهم|"
    "نوزدهم|بیستم|بیست و یکم|بیست و دوم|"
    "بیست و سوم|بیست و چهارم|بیست و پنجم|بیست و ششم|بیست و هفتم|بیست و هشتم|بیست و نهم|"
    "سی ام|سی و یکم"
)
_CARDINALS = (
    "یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده|سیزده|چهارده|پانزده|شانزده|هفده|هجده|نوزده|بیست|"
    "بیست و یک|بیست و دو|"
    "بیست و سه|بیست و چهار|بیست و پنج|بیست و شش|بیست و هفت|بیست و هشت|بیست و نه|سی|سی و یک"
)


def _numbers() -> dict[str, int]:
    """Number words, with spaces for any of space and half-space."""
    found = {word: i for i, word in enumerate(listed(_CARDINALS, "|"), 1)}
    for i, words in enumerate(listed(_ORDINALS, "|"), 1):
        found |= dict.fromkeys([words] if i > 20 else listed(words), i)
    return found


NUMBERS = _numbers()
_WEEKDAYS = {"دوشنبه": 0, "سهشنبه": 1, "چهارشنبه": 2, "پنجشنبه": 3, "جمعه": 4, "ادینه": 4, "شنبه": 5, "یکشنبه": 6}
_Z = "\u200c"
_GAP = f"[ {_Z}]"
_A = f"(?<![آ-ی{_Z}])"
_B = f"(?![آ-ی{_Z}])"
_EZAFE = f"(?:{_Z}ی)?"


def _either(names: set[str] | dict[str, int]) -> str:
    """Names as alternatives, longest first, a space standing for a half-space too."""
    return "|".join(name.replace(" ", f"{_GAP}?") for name in sorted(names, key=lambda name: (-len(name), name)))


_MONTHS = set(JALALI_MONTHS) | set(GREGORIAN_MONTHS)
_MONTH = rf"(?P<month>{_either(_MONTHS)})(?:{_GAP}?ماه)?{_EZAFE}{_B}"
_NUMBER = rf"(?:(?<!\d)\d{{1,3}}|{_A}(?:{_either(NUMBERS)})(?={_GAP}))"
_DAY = rf"(?P<day>(?<!\d)(?:[12]\d|3[01]|0?[1-9])(?!\d)|{_A}(?:{_either(NUMBERS)})(?={_GAP}))(?:{_GAP}?(?:ا?م|مین|ین))?"
_YEAR = r"(?P<year>1[34]\d\d|19\d\d|20\d\d)(?!\d)(?: (?:خورشیدی|شمسی|میلادی|هجری شمسی))?"
_WEEKDAY = rf"(?P<weekday>{_A}(?:(?:یک|دو|سه|چهار|پنج){_GAP}?)?شنبه|{_A}جمعه)"
_PART = r"(?:(?:شامگاه|صبح|عصر|بامداد|ظهر|شب|سحرگاه|غروب|بعدازظهر|بعد از ظهر|نیمه شب) )"
_NOT_MORE = r"(?! ?(?:نفر|تن|تومان|دلار|ریال|کیلو|متر|هزار|میلیون|میلیارد|درصد|%|مورد|[/.,:]\d))"
_SEASON = "(?:بهار|تابستان|پاییز|زمستان)"
_PAST, _NEXT = "(?:گذشته|پیش|قبل|پیشین)", "(?:آینده|بعد|دیگر|پیش رو)"

FUTURE = re.compile(f"{_A}(?:خواه(?:د|ند|م|یم)|قرار است|می{_Z}رود تا)")
"""What, in the clause of a weekday, makes it the next one instead of the last (the verb ends the clause)."""


def _count(text: str) -> int | None:
    return int(text) if text.isdigit() else NUMBERS.get(re.sub(_GAP, " ", text))


def _named(match: re.Match[str], published: datetime, _future: bool) -> date | None:
    """A day of a month of either calendar, with or without year and weekday."""
    parts = match.groupdict()
    month, day = parts["month"], _count(parts["day"])
    if not day:
        return None
    make, number, year = (
        (jalali, JALALI_MONTHS[month], jalali_year(published.date()))
        if month in JALALI_MONTHS
        else (gregorian, GREGORIAN_MONTHS[month], published.year)
    )
    if parts.get("year"):
        return make(int(parts["year"]), number, day)
    return nearest(make, year, number, day, published.date(), _which(parts["weekday"]) if parts["weekday"] else None)


def _numeric(match: re.Match[str], _published: datetime, _future: bool) -> date | None:
    return by_year(int(match["year"]), int(match["m"]), int(match["day"]))


def _which(weekday: str) -> int:
    return _WEEKDAYS[re.sub(_GAP, "", weekday)]


def _weekday(match: re.Match[str], published: datetime, future: bool) -> date | None:
    """A weekday: the last one, today included, unless a word says otherwise. Weeks begin on Saturday."""
    near, wanted = published.date(), _which(match["weekday"])
    if match["week"]:
        saturday = weekday_before(near, 5)
        shift = -7 if re.search(_PAST, match["week"]) else 7 if re.search(_NEXT, match["week"]) else 0
        return saturday + timedelta(days=shift + (wanted - 5) % 7)
    if match["past"]:
        return weekday_before(near - timedelta(days=1), wanted)
    if match["next"]:
        return weekday_after(near, wanted)
    if future:
        return near if near.weekday() == wanted else weekday_after(near, wanted)
    return weekday_before(near, wanted)


_RELATIVE = {"امروز": 0, "امشب": 0, "امروزه": None, "دیروز": -1, "دیشب": -1, "پریروز": -2, "پریشب": -2, "فردا": 1}


def _relative(match: re.Match[str], published: datetime, _future: bool) -> date | None:
    words = match["words"]
    days = 2 if words.startswith("پس") else _RELATIVE[words]
    return None if days is None else published.date() + timedelta(days=days)


_UNITS = {"دقیقه": "minutes", "ساعت": "hours", "روز": "days"}


def _ago(match: re.Match[str], published: datetime, _future: bool) -> date | None:
    """So many minutes, hours or days ago or ahead; weeks and more are not a day, nor are «the last days»."""
    count, unit = _count(match["count"]), _UNITS.get(match["unit"])
    if count is None or unit is None or match["side"] in ("گذشته", "آینده"):
        return None
    sign = -1 if match["side"] in ("پیش", "قبل") else 1
    return (published + sign * timedelta(**{unit: count})).date()


def _no_day(_match: re.Match[str], _published: datetime, _future: bool) -> date | None:
    """A month, year, season, week or range: a date that is no day."""
    return None


_WHEN = rf"(?:{_PAST}|{_NEXT}|جاری)"
RULES = [
    (re.compile(rf"(?:{_PART}?(?:{_WEEKDAY})،? )?{_DAY} {_MONTH}(?:،? (?:سال )?{_YEAR})?"), _named),
    (re.compile(rf"(?:از )?{_NUMBER} (?:تا|الی) {_DAY} {_MONTH}(?: (?:سال )?{_YEAR})?"), _no_day),
    (re.compile(r"(?<![\d/-])(?P<year>1[34]\d\d|19\d\d|20\d\d)([-/])(?P<m>\d\d?)\2(?P<day>\d\d?)(?![\d/-])"), _numeric),
    (re.compile(r"(?<![\d/-])(?P<day>\d\d?)([-/])(?P<m>\d\d?)\2(?P<year>1[34]\d\d|19\d\d|20\d\d)(?![\d/-])"), _numeric),
    (
        re.compile(
            rf"{_A}{_PART}?{_WEEKDAY}(?:{_EZAFE} (?:(?P<week>(?:این هفته|هفته{_EZAFE} {_WHEN}))|(?P<past>گذشته|پیش|قبل)"
            rf"|(?P<next>آینده|بعد)){_B}| شب{_B}|{_EZAFE}{_B})"
        ),
        _weekday,
    ),
    (
        re.compile(
            rf"{_A}(?P<words>امروز|امشب|دیروز|دیشب|پریروز|پریشب|فردا|پس{_GAP}?فردا)(?: (?:صبح|شب|عصر|ظهر))?{_B}"
        ),
        _relative,
    ),
    (
        re.compile(
            rf"(?P<count>{_NUMBER}) (?P<unit>دقیقه|ساعت|روز|هفته|ماه|سال|دهه){_EZAFE} "
            rf"(?P<side>پیش|قبل|گذشته|دیگر|بعد|آینده){_B}"
        ),
        _ago,
    ),
    (
        re.compile(rf"{_A}(?:روز(?:های)?|هفته(?:{_Z}های)?|ماه(?:{_Z}?های)?|سال(?:{_Z}?های)?|دهه){_EZAFE} {_WHEN}{_B}"),
        _no_day,
    ),
    (re.compile(rf"{_A}(?:{_either(_MONTHS)}){_GAP}?ماه{_B}"), _no_day),
    (re.compile(rf"{_A}ماه (?:{_either(_MONTHS)}){_B}"), _no_day),
    (re.compile(rf"{_A}(?:{_either(_MONTHS)})(?:{_GAP}?ماه)? (?:(?:سال )?{_YEAR}|امسال|پارسال|گذشته)"), _no_day),
    (re.compile(rf"{_A}(?:(?:اوایل|اواخر|اواسط|ابتدای|پایان) )?(?:{_either(_MONTHS - _UNSURE)}){_B}"), _no_day),
    (re.compile(rf"{_A}{_SEASON}{_EZAFE} (?:(?:سال )?{_YEAR}|امسال|پارسال|گذشته|آینده)"), _no_day),
    (
        re.compile(
            rf"{_A}(?:امسال|پارسال|نوروز|کریسمس|(?:پایان|آغاز|اواخر|اوایل) (?:سال|ماه|هفته)(?: (?:جاری|میلادی))?){_B}"
        ),
        _no_day,
    ),
    (re.compile(rf"{_A}(?:دهه|سال(?:{_Z}?های)?){_EZAFE} {_YEAR}"), _no_day),
    (re.compile(rf"(?<=در |از |تا ){_YEAR}{_NOT_MORE}"), _no_day),
    (re.compile(rf"{_A}(?:اواخر|اوایل|اواسط|پایان|آغاز|ابتدای) {_YEAR}{_NOT_MORE}"), _no_day),
]
"""Patterns and what makes a day of each; of overlapping finds the first, then the longest counts."""
