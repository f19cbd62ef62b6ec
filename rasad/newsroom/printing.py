"""From a piece to what is printed at a given minute: versions, days named in the text, typing habits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from rasad.newsroom.content import Outlet, Piece, paragraphs_of

PLACEHOLDER = re.compile(r"\{(weekday|date|month_day|jalali_numeric)([+-]\d+|@\d+)\}")
"""``{weekday-1}``: the day before publication, by name; ``{date+0}``: the day of publication, in full;
``{weekday@28}``: the day 28 hours before the base time, which reports of one event at several outlets share."""

EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FA_DAYS = ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه")
EN_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
FA_MONTHS = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند")
FA_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC_LETTERS = str.maketrans({"ی": "ي", "ک": "ك", "\u200c": " "})


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """An article as it stands at one minute."""

    outlet: str
    slug: str
    url: str
    lang: str
    title: str
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...]
    section: str
    published: datetime
    modified: datetime
    edited: bool
    hostile: bool

    @property
    def text(self) -> str:
        """The paragraphs, parted by a blank line."""
        return "\n\n".join(self.paragraphs)


def printed(outlet: Outlet, piece: Piece, *, origin: str, base: datetime, minutes: float) -> Printed | None:
    """The piece at this minute; None before it appears and after it is removed."""
    appears = piece.appears if piece.appears is not None else 0.0
    if minutes < appears or removed(piece, minutes):
        return None
    published = base + timedelta(minutes=appears) - timedelta(hours=piece.age)
    edit = piece.edit if piece.edit is not None and minutes >= piece.edit.after else None
    title, text, modified = piece.title, piece.text, published
    if edit is not None:
        title, text = edit.title or title, edit.text
        modified = base + timedelta(minutes=edit.after)
    zone = ZoneInfo(outlet.zone)

    def typed(line: str) -> str:
        named = PLACEHOLDER.sub(
            lambda match: _named(match[1], _day(match[2], published, base, zone), outlet.lang), line
        )
        return named.translate(ARABIC_LETTERS) if outlet.arabic_letters else named

    return Printed(
        outlet=outlet.id,
        slug=piece.slug,
        url=address(outlet, piece, origin),
        lang=outlet.lang,
        title=typed(title),
        paragraphs=tuple(typed(paragraph) for paragraph in paragraphs_of(text)),
        authors=tuple(typed(author) for author in piece.authors),
        section=typed(piece.section),
        published=published.astimezone(zone),
        modified=modified.astimezone(zone),
        edited=edit is not None,
        hostile=piece.hostile,
    )


def removed(piece: Piece, minutes: float) -> bool:
    """Whether the outlet has taken the piece down by this minute."""
    return piece.removed_after is not None and minutes >= piece.removed_after


def address(outlet: Outlet, piece: Piece, origin: str) -> str:
    """Where the page lies; closed pieces under the path that robots.txt disallows."""
    return f"{origin}/{outlet.id}/{'members/' if piece.closed else ''}{piece.slug}"


def _day(when: str, published: datetime, base: datetime, zone: ZoneInfo) -> date:
    if when.startswith("@"):
        return (base - timedelta(hours=int(when[1:]))).astimezone(zone).date()
    return published.astimezone(zone).date() + timedelta(days=int(when))


def _named(kind: str, day: date, lang: str) -> str:
    if kind == "weekday":
        return (FA_DAYS if lang == "fa" else EN_DAYS)[day.weekday()]
    if lang == "en":
        month_day = f"{EN_MONTHS[day.month - 1]} {day.day}"
        return f"{month_day}, {day.year}" if kind == "date" else month_day
    jalali = JalaliDate(day)  # type: ignore[no-untyped-call]  # the library types no constructor
    if kind == "jalali_numeric":
        return f"{jalali.year}/{jalali.month:02}/{jalali.day:02}".translate(FA_DIGITS)
    month_day = f"{jalali.day} {FA_MONTHS[jalali.month - 1]}"
    return (f"{month_day} {jalali.year}" if kind == "date" else month_day).translate(FA_DIGITS)
