"""Payloads to mails: the same content as HTML and as plain text, in the reader's language and zone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from typing import Any
from urllib.parse import quote as quote_url

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from alerts import words
from alerts.payload import AlertPayload, BurstLine, DigestPayload, ReportLine
from alerts.strings import RIGHT_TO_LEFT, direction, say, table
from model.article import DatePrecision
from model.notify import Delivery, DeliveryKind
from model.rules import Person, Severity

RLM = "\u200f"
MAX_BYTES = 95_000
"""Gmail shows no more than 102 KB of a mail; the rest would be cut without a word."""

_GAPS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every mail knows of its reader and of who sends it. ``phrase`` are words that only the two know."""

    person: Person
    organisation: str
    desk_url: str
    phrase: str | None = None

    def article_url(self, article_id: str) -> str:
        """Where the desk shows the kept copy of an article."""
        return f"{self.desk_url.rstrip('/')}/article/{quote_url(article_id, safe='')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A rendered mail: a neutral subject, and the same content twice."""

    subject: str
    text: str
    html: str
    lang: str
    urgent: bool = False


@cache
def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("alerts"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(foreign=words.foreign, isolate=words.isolate)
    return env


def render_alert(payload: AlertPayload, frame: Frame) -> Letter:
    """An alert as a mail. The subject names neither story nor rule, since it stands on lock screens."""
    person = frame.person
    urgent = payload.severity is Severity.URGENT
    key = "subject.alert.urgent" if urgent else "subject.update" if payload.update else "subject.alert"
    subject = say(person.lang, key, code=short_code(payload.story_id))
    return _letter("alert", frame, subject, urgent=urgent, alert=payload, late=_late(payload, person.lang))


def render_notice(delivery: Delivery, severity: Severity, frame: Frame) -> Letter:
    """A mail that says no more than that something waits at the desk."""
    lang, urgent = frame.person.lang, severity is Severity.URGENT
    if delivery.kind is DeliveryKind.DIGEST:
        day = delivery.subject_key.rpartition(":")[2]
        subject = say(lang, "subject.digest", day=words.day_line(date.fromisoformat(day), lang))
    else:
        key = "subject.alert.urgent" if urgent else "subject.alert"
        subject = say(lang, key, code=short_code(delivery.subject_key))
    return _letter("notice", frame, subject, urgent=urgent, kind=delivery.kind.value)


def render_digest(payload: DigestPayload, frame: Frame) -> Letter:
    """An edition of a digest as a mail; its subject leaves out the title, which may name what is watched."""
    lang = frame.person.lang
    day = words.day_line(date.fromisoformat(payload.day), lang)
    subject = say(lang, "subject.digest", day=day)
    while True:
        told = any(section.stories for section in payload.sections) or bool(payload.tail)
        letter = _letter("digest", frame, subject, digest=payload, day=day, told=told)
        if len(letter.html.encode()) <= MAX_BYTES or not told:
            return letter
        payload = _shorter(payload)


def _shorter(payload: DigestPayload) -> DigestPayload:
    """The edition with the longest section cut by a quarter; what is left out is counted, never silent."""
    longest = max(payload.sections, key=lambda section: len(section.stories))
    keep = len(longest.stories) * 3 // 4
    cut = replace(longest, stories=longest.stories[:keep], more=longest.more + len(longest.stories) - keep)
    return replace(payload, sections=tuple(cut if section is longest else section for section in payload.sections))


def short_code(story_id: str) -> str:
    """Four letters and digits by which a reader tells alerts apart without learning of what they are."""
    return hashlib.sha256(story_id.encode()).hexdigest()[:4].upper()


def _late(payload: AlertPayload, lang: str) -> str:
    if payload.late_hours is None:
        return say(lang, "late.unknown")
    return say(lang, "late", hours=words.digits(payload.late_hours, lang))


def _letter(name: str, frame: Frame, subject: str, *, urgent: bool = False, **content: Any) -> Letter:
    html = _render(f"{name}.html", frame, subject, content)
    text = _render(f"{name}.txt", frame, subject, content)
    return Letter(
        subject=subject, text=_directed(text, frame.person.lang), html=html, lang=frame.person.lang, urgent=urgent
    )


def _render(template: str, frame: Frame, subject: str, content: dict[str, Any]) -> str:
    person, lang, in_html = frame.person, frame.person.lang, template.endswith(".html")
    values: dict[str, Any] = {
        "subject": subject,
        "preview": _say(lang, in_html, "preview", name=_bdi(person.name) if in_html else words.isolate(person.name)),
        "lang": lang,
        "dir": direction(lang),
        "direction": direction,
        "align": lambda of: "right" if of in RIGHT_TO_LEFT else "left",
        "name": person.name,
        "organisation": frame.organisation,
        "desk_url": frame.desk_url,
        "phrase": frame.phrase,
        "article_url": frame.article_url,
        "say": partial(_say, lang, in_html),
        "number": partial(words.digits, lang=lang),
        "moment": _moments(person),
        "told_at": _told_at(person),
        "ltr": _ltr_html if in_html else _ltr_text,
        "zone": person.zone,
        "chart": words.chart,
        "burst_line": _burst_line(lang, in_html),
        "quote": _quoted,
        "pieces": words.pieces,
        "marked": _marked_text,
        "bdi": _bdi,
        "link": _link,
    }
    return _environment().get_template(template).render({**values, **content})


def _say(lang: str, in_html: bool, key: str, /, **values: object) -> str:
    """Our words with values; in HTML the values are escaped, unless they are markup already."""
    words_of = table(lang)[key]
    return Markup(words_of).format(**values) if in_html else words_of.format(**values)  # noqa: S704 (our own words)


def _moments(person: Person) -> Callable[..., str]:
    def moment(at: datetime, precision: DatePrecision = DatePrecision.INSTANT) -> str:
        return words.moment(at, person.zone, person.lang, precision)

    return moment


def _told_at(person: Person) -> Callable[[ReportLine], str]:
    def told_at(report: ReportLine) -> str:
        """The time of a report in a line of a digest; how it is known stands at the desk."""
        at, precision = report.published or report.seen_at, report.precision
        return words.brief(at, person.zone, person.lang, precision if report.published else DatePrecision.INSTANT)

    return told_at


def _burst_line(lang: str, in_html: bool) -> Callable[[BurstLine], str]:
    def line(burst: BurstLine) -> str:
        name = _bdi(burst.name) if in_html else words.isolate(burst.name)
        key = "digest.burst" if any(burst.series[:-1]) else "digest.burst.new"
        usual = words.digits(f"{burst.usual:.1f}".replace(".", "٫" if lang == "fa" else "."), lang)
        return _say(lang, in_html, key, name=name, count=words.digits(burst.count, lang), usual=usual)

    return line


def _ltr_html(text: str) -> Markup:
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


def _ltr_text(text: str) -> str:
    return f"\u2066{text}\u2069"


def _quoted(text: str, lang: str) -> str:
    shown = words.foreign(text)
    return f"«{shown}»" if lang in RIGHT_TO_LEFT else f"“{shown}”"


def _marked_text(passage: str, spans: tuple[tuple[int, int], ...]) -> str:
    runs = (f"*{piece.text}*" if piece.marked else piece.text for piece in words.pieces(passage, spans))
    return f"{words.ISOLATE}{''.join(runs).strip()}{words.POP}"


def _bdi(text: str) -> Markup:
    return Markup('<bdi dir="auto">{}</bdi>').format(words.foreign(text))


def _link(url: str) -> Markup:
    return Markup('<a href="{0}" dir="ltr" style="color:inherit;"><bdi dir="ltr">{0}</bdi></a>').format(url)


def _directed(text: str, lang: str) -> str:
    """Plain text whose every line reads in the reader's direction, also one that begins with another script.

    Lines that are an address alone stay bare, so that mail clients find where it ends.
    """
    lines = [line.rstrip() for line in text.splitlines()]
    if lang in RIGHT_TO_LEFT:
        lines = [line if not line or line.startswith(("http://", "https://", "--")) else RLM + line for line in lines]
    return _GAPS.sub("\n\n", "\n".join(lines)).strip("\n") + "\n"
