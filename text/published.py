"""Dates of publication as feeds and pages print them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from model.article import DatePrecision
from text.calendars import by_year, full_year, gregorian, jalali
from text.lang.en.dates import MONTHS
from text.lang.fa.dates import GREGORIAN_MONTHS, JALALI_MONTHS
from text.orthography import fold

ZONES = {
    name: hours
    for names, hours in (
        ("UT UTC GMT Z WET", 0.0),
        ("BST CET MEZ MET WEST", 1.0),
        ("CEST MESZ MEST EET SAST", 2.0),
        ("EEST MSK TRT", 3.0),
        ("IRST", 3.5),
        ("GST", 4.0),
        ("IRDT AFT", 4.5),
        ("PKT", 5.0),
        ("HKT SGT", 8.0),
        ("JST KST", 9.0),
        ("AEST", 10.0),
        ("AEDT", 11.0),
        ("NDT", -2.5),
        ("ADT", -3.0),
        ("NST", -3.5),
        ("AST EDT", -4.0),
        ("EST CDT", -5.0),
        ("CST MDT", -6.0),
        ("MST PDT", -7.0),
        ("PST AKDT", -8.0),
        ("AKST", -9.0),
        ("HST", -10.0),
    )
    for name in names.split(" ")
}
"""Hours east of Greenwich of the abbreviations that mean one zone in news; others (IST) are the outlet's own."""

ALL_YEAR = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "AT": "America/Halifax",
    "NT": "America/St_Johns",
}
"""Abbreviations, as North American outlets print them, that leave summer time to the day."""

_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<day>\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(?P<year>1[34]\d\d|19\d\d|20\d\d)(?P<m>\d\d)(?P<day>\d\d)(?=T|$)")
_LAST_YEAR = re.compile(r"(?<!\d)(?P<day>\d{1,2})([-/.])(?P<m>\d{1,2})\2(?P<year>\d{4})(?!\d)")
_WORD_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?[-\s,/]+(?:of\s+)?(?P<month>[^\W\d]{3,12})\.?[-\s,/]+(?P<year>\d{4}|\d\d)(?![\d:])",
    re.I,
)
_WORD_MONTH_FIRST = re.compile(
    r"(?P<month>[^\W\d]{3,12})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})(?!\d)", re.I
)
_ASCTIME = re.compile(r"(?P<month>[A-Za-z]{3})\s+(?P<day>\d{1,2})\s+[\d:]{5,8}\s+(?:[A-Z]{1,5}\s+)?(?P<year>\d{4})")
_PERSIAN = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s+(?P<month>[آ-ی]+?)(?:[ \u200c]?ماه)?(?:\u200cی)?،?\s+(?:سال )?(?P<year>\d{4})(?!\d)"
)
_ARABIC_NAMES = """
يناير|كانون الثاني|جانفي
فبراير|شباط|فيفري
مارس|آذار
أبريل|إبريل|نيسان|أفريل
مايو|أيار|ماي
يونيو|حزيران|جوان
يوليو|تموز|جويلية
أغسطس|آب|أوت|غشت
سبتمبر|أيلول|شتنبر
أكتوبر|تشرين الأول
نوفمبر|تشرين الثاني|نونبر
ديسمبر|كانون الأول|دجنبر
"""
_ARABIC_MONTHS = {
    fold(name): month for month, names in enumerate(_ARABIC_NAMES.strip().split("\n"), 1) for name in names.split("|")
}
_ARABIC = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(sorted(_ARABIC_MONTHS, key=len, reverse=True))})"
    r"(?:\s*[/(-]\s*[^\W\d]+(?: [^\W\d]+)?\)?)?\s*[,،]?\s*(?:عام |سنة )?(?P<year>\d{4})(?!\d)"
)
"""Arabic dates, in Egypt's, the Levant's and the Maghreb's names, one after the other where both are given."""

_TIME = re.compile(
    r"(?<![\d:+-])(?P<h>\d{1,2}):(?P<min>\d\d)(?::(?P<s>\d\d)(?:[.,]\d+)?)?(?!\d)\s*(?P<half>[AaPp]\.?[Mm]\b\.?|[قب]\.ظ|[صم](?![^\W\d]))?"
)
_COMPACT_TIME = re.compile(r"(?<=\dT)(?P<h>\d\d)(?P<min>\d\d)(?P<s>\d\d)?(?P<half>)")
_HOUR = re.compile(r"(?<![\d:])(?P<h>1[0-2]|[1-9])\s*(?P<half>[AaPp]\.?[Mm]\b\.?)()")
_OFFSET = re.compile(r"^\s*(?:(?:GMT|UTC)\s*)?(?P<sign>[+\u2212-])(?P<h>\d\d?):?(?P<min>\d\d)?(?!\d)")
_ABBREVIATION = re.compile(r"\b[A-Z]{1,5}\b")
_IANA = re.compile(r"^\W{0,3}([A-Z][a-z]{2,10}/[A-Z][A-Za-z_]{2,20})\b")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")


class PublishedAt(NamedTuple):
    """A moment of publication (UTC) and how finely it is known."""

    at: datetime
    precision: DatePrecision


def parse_published(text: str, zone: str) -> PublishedAt | None:
    """When a feed or page says it was published; None where that cannot be read, or is ambiguous (03/04/2026).

    Reads RFC 822 (with names of zones, two-digit years, -0000), ISO 8601, English and Persian dates in words, Jalali
    numbers and names, digits of any set, and Unix times. ``zone`` is the outlet's, for times that name none. A date
    without a time is the midnight in ``zone`` that begins it, with the precision of a day.
    """
    text = fold(text).strip()
    if _EPOCH.fullmatch(text):
        return PublishedAt(datetime.fromtimestamp(int(text[:10]), UTC), DatePrecision.INSTANT)
    day = _day(text)
    if day is None:
        return None
    time = _TIME.search(text) or _COMPACT_TIME.search(text) or _HOUR.search(text)
    if time is None:
        midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
        return PublishedAt(midnight.astimezone(UTC), DatePrecision.DAY)
    clock = _clock(time)
    if clock is None:
        return None
    local = datetime(day.year, day.month, day.day) + clock
    named = _zone(text[time.end() :]) or ZoneInfo(zone)
    return PublishedAt(local.replace(tzinfo=named).astimezone(UTC), DatePrecision.INSTANT)


def _day(text: str) -> date | None:
    """The day printed, whichever way."""
    if match := _ISO.search(text) or _COMPACT.search(text):
        return by_year(int(match["year"]), int(match["m"]), int(match["day"]))
    for match in _ARABIC.finditer(text):
        return gregorian(int(match["year"]), _ARABIC_MONTHS[match["month"]], int(match["day"]))
    for match in _PERSIAN.finditer(text):
        if day := _persian(match):
            return day
    for pattern in (_WORD_DAY_FIRST, _WORD_MONTH_FIRST, _ASCTIME):
        for match in pattern.finditer(text):
            if month := MONTHS.get(match["month"].lower()):
                return gregorian(full_year(int(match["year"])), month, int(match["day"]))
    return _ambiguous(text)


def _persian(match: re.Match[str]) -> date | None:
    name, year, day = match["month"], int(match["year"]), int(match["day"])
    if name in JALALI_MONTHS:
        return jalali(year, JALALI_MONTHS[name], day)
    return gregorian(year, GREGORIAN_MONTHS[name], day) if name in GREGORIAN_MONTHS else None


def _ambiguous(text: str) -> date | None:
    """Numbers with the year last: read only where they can mean one day."""
    match = _LAST_YEAR.search(text)
    if not match:
        return None
    year, one, two = int(match["year"]), int(match["day"]), int(match["m"])
    if match[2] == "." or year < 1500:
        return by_year(year, two, one)
    days = {day for day in (by_year(year, two, one), by_year(year, one, two)) if day}
    return days.pop() if len(days) == 1 else None


def _clock(match: re.Match[str]) -> timedelta | None:
    """A time of day; 24:00 is the next midnight, a leap second the second before."""
    parts = match.groupdict()
    hour, minute, second = int(parts["h"]), int(parts.get("min") or 0), min(int(parts.get("s") or 0), 59)
    half = (parts["half"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[0] in "pبم" else 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _zone(rest: str) -> tzinfo | None:
    """The zone named after a time; None where there is none, or one that means several."""
    if match := _OFFSET.match(rest):
        hours, minutes = int(match["h"]), int(match["min"] or 0)
        if hours > 14 or minutes > 59:
            return None
        return timezone(timedelta(hours=hours, minutes=minutes) * (1 if match["sign"] == "+" else -1))
    if (match := _IANA.match(rest)) and (named := _known(match[1])):
        return named
    for name in _ABBREVIATION.findall(rest):
        if name in ZONES:
            return timezone(timedelta(hours=ZONES[name]))
        if name in ALL_YEAR:
            return ZoneInfo(ALL_YEAR[name])
    return None


def _known(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None
