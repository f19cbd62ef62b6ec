"""Numbers, moments and names as a person reads them, in the language of the interface."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate, JalaliDateTime

from web.strings import known, text_of

_PERSIAN = str.maketrans("0123456789,.", "۰۱۲۳۴۵۶۷۸۹٬٫")


def number(value: float, lang: str) -> str:
    """A number with thousands marks; Persian digits in Persian."""
    shown = f"{value:,}" if isinstance(value, int) else f"{value:.2f}"
    return shown.translate(_PERSIAN) if lang == "fa" else shown


def when(moment: datetime | None, lang: str, zone: str = "UTC") -> str:
    """A moment for a person: Gregorian, and in Persian the Jalali date with Persian digits."""
    if moment is None:
        return text_of("no_date", lang)
    local = moment.astimezone(ZoneInfo(zone))
    if lang == "fa":
        jalali: Any = JalaliDateTime(local)  # type: ignore[no-untyped-call]  # the library has no types
        return str(jalali.strftime("%d %B %Y، %H:%M", locale="fa"))
    return local.strftime("%d %b %Y, %H:%M")


def on_day(day: date, lang: str) -> str:
    """A day for a person."""
    if lang == "fa":
        jalali: Any = JalaliDate(day)  # type: ignore[no-untyped-call]  # the library has no types
        return str(jalali.strftime("%d %B %Y", locale="fa"))
    return day.strftime("%d %b %Y")


def named(prefix: str, value: str, lang: str) -> str:
    """What a value of the machine is called; a value without a name is called by itself."""
    key = f"{prefix}_{value}" if prefix else value
    return text_of(key, lang) if known(key) else value
