"""How foreign text, numbers and times are put into a mail so that they stay readable and harmless."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from persiantools.jdatetime import JalaliDate

from alerts.strings import JALALI_MONTHS, MONTHS, WEEKDAYS, say
from model.article import DatePrecision
from model.errors import ConfigError

ISOLATE, POP = "\u2068", "\u2069"
_STRONG_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u200e\u200f")
_KEPT_FORMAT = frozenset("\u200c\u200d")  # ZWNJ and ZWJ are letters' business in Persian, not decoration.
_SPACES = re.compile(r"[\s\u2028\u2029\x85]+")
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,15}:(?=//))|(?:\b(?:mailto|tel|javascript|data):)"
    r"|(?:(?<=[\w-])\.(?=[a-z][a-z0-9-]*[a-z0-9]))|(?:(?<=[\w.+-])@(?=[\w-]+\.))",
    re.IGNORECASE,
)
_BARS = "▁▂▃▄▅▆▇█"
_FA_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a passage; ``marked`` where it holds matched words."""

    text: str
    marked: bool


def clean(text: str) -> str:
    """Text of others on one line, without control characters and without marks that reorder what follows."""
    flat = _SPACES.sub(" ", text)
    return "".join(char for char in flat if _harmless(char)).strip()


def _harmless(char: str) -> bool:
    if char in _STRONG_CONTROLS:
        return False
    return char in _KEPT_FORMAT or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def unlink(text: str) -> str:
    """Text in which no mail client finds an address to make a link of: ``example[.]org``."""
    return "".join(_unlinked(text))


def _unlinked(text: str) -> list[str]:
    """One string a code point, so that spans of the text still fit after the dots were put in brackets."""
    out = list(text)
    for found in _ADDRESS.finditer(text):
        last = found.end() - 1
        out[last] = f"[{text[last]}]"
    return out


def foreign(text: str) -> str:
    """Text of others as a mail shows it: cleaned and without links."""
    return unlink(clean(text))


def isolate(text: str) -> str:
    """Text of others inside first-strong isolates, for the plain part of a mail."""
    return f"{ISOLATE}{foreign(text)}{POP}"


def pieces(passage: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    """A passage as runs that are marked or not, each cleaned and without links.

    Spans that lie outside the passage or run into each other are cut, never an error: they explain, no more.
    """
    shown = [_shown(char, drawn) for char, drawn in zip(passage, _unlinked(passage), strict=True)]
    runs: list[Piece] = []
    at = 0
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, len(passage))
        if start >= end:
            continue
        runs.append(Piece("".join(shown[at:start]), False))
        runs.append(Piece("".join(shown[start:end]), True))
        at = end
    runs.append(Piece("".join(shown[at:]), False))
    return [run for run in runs if run.text]


def _shown(char: str, drawn: str) -> str:
    if _SPACES.fullmatch(char):
        return " "
    return drawn if _harmless(char) else ""


def digits(value: object, lang: str) -> str:
    """A number or a time of our own in the digits of the reader's language."""
    return str(value).translate(_FA_DIGITS) if lang == "fa" else str(value)


def chart(series: Sequence[int]) -> str:
    """Counts as a row of small bars, for a line of text; the highest is a full block."""
    top = max(max(series, default=0), 1)
    return "".join(_BARS[-(-count * (len(_BARS) - 1) // top)] for count in series)


def zone_of(name: str) -> ZoneInfo:
    """The zone a reader lives in; a wrong name is a mistake in the configuration."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigError(f"unknown time zone {name!r}", "use an IANA name, e.g. America/Toronto") from error


def day_line(day: date, lang: str) -> str:
    """A day as a newspaper writes it; Persian readers get the Jalali day with the Gregorian one beside it."""
    weekday = WEEKDAYS[lang][day.weekday()]
    if lang != "fa":
        return f"{weekday} {day.day} {MONTHS[lang][day.month - 1]} {day.year}"
    jalali = JalaliDate(day)  # type: ignore[no-untyped-call]  # the library types its results only
    ours = f"{jalali.day} {JALALI_MONTHS[jalali.month - 1]} {jalali.year}"
    theirs = f"{day.day} {MONTHS['fa'][day.month - 1]} {day.year}"
    return digits(f"{weekday} {ours} ({theirs})", "fa")


def moment(at: datetime, zone: str, lang: str, precision: DatePrecision = DatePrecision.INSTANT) -> str:
    """A time in the reader's zone with its offset, or a day where only the day is known.

    A day is taken as it stands (UTC), since moving it into a zone could make it the day before.
    """
    if precision is DatePrecision.DAY:
        return day_line(at.date(), lang)
    local = at.astimezone(zone_of(zone))
    return f"{day_line(local.date(), lang)}{say(lang, 'comma')}{clock(at, zone, lang)}"


def brief(at: datetime, zone: str, lang: str, precision: DatePrecision = DatePrecision.INSTANT) -> str:
    """A time in a list under a heading that names year and zone: day, month, hour."""
    local = at.date() if precision is DatePrecision.DAY else at.astimezone(zone_of(zone)).date()
    if lang == "fa":
        jalali = JalaliDate(local)  # type: ignore[no-untyped-call]  # the library types its results only
        day = digits(f"{jalali.day} {JALALI_MONTHS[jalali.month - 1]}", lang)
    else:
        day = f"{local.day} {MONTHS[lang][local.month - 1]}"
    if precision is DatePrecision.DAY:
        return day
    return f"{day}{say(lang, 'comma')}{digits(at.astimezone(zone_of(zone)).strftime('%H:%M'), lang)}"


def clock(at: datetime, zone: str, lang: str) -> str:
    """The time of day in the reader's zone, with the offset, since a wall clock repeats an hour each autumn."""
    local = at.astimezone(zone_of(zone))
    offset = local.strftime("%z")
    name = "UTC" if offset in ("+0000", "-0000") else f"UTC{offset[:3]}:{offset[3:5]}".replace("-", "\u2212")
    # The offset reads from left to right in every language: isolated, so that its sign stays in front.
    return f"{digits(local.strftime('%H:%M'), lang)} \u2066{name}\u2069"
