"""The day of the event that a claim is about, where the text gives a full day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from model.annotation import Modality
from nlp.claims.draft import Draft
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from text.dates import DateSpan, find_dates

_HOUR = re.compile(r"[0-9۰-۹]{1,2}[:٫.][0-9۰-۹]{2}\s*(?:[ap]\.?m\.?|[-–—:])", re.IGNORECASE)


def days(page: Page, lang: str) -> list[DateSpan]:
    """The expressions of time of the document that resolve to a day."""
    if page.published is None:
        return []
    return [span for span in find_dates(page.text, page.published, lang) if span.day is not None]


def day_of(page: Page, draft: Draft, modality: Modality, found: list[DateSpan], lexicon: Lexicon) -> str | None:
    """The first day named in the content; for an act done by saying it, that of the saying; in a live blog, today."""
    inside = [s for s in found if draft.content[0] <= s.start and s.end <= draft.content[1]]
    inside = [s for s in inside if not _up_to_now(page, s)]
    if inside:
        return _iso(_forward(page, draft, modality, inside[0].day))
    if modality in {Modality.PLANNED, Modality.DEMANDED, Modality.POSSIBLE, Modality.DENIED}:
        return None
    if draft.cue and page.text[slice(*draft.cue)].split()[0].lower() in lexicon["performing"]:
        beside = [s for s in found if draft.sentence[0] <= s.start and s.end <= draft.sentence[1]]
        return _iso(beside[0].day) if beside else None
    if not draft.direct and _live(page, draft) and page.published is not None:
        return page.published.date().isoformat()
    return None


def _up_to_now(page: Page, span: DateSpan) -> bool:
    """ "until today", «تا امروز»: the time of speaking, and no event's."""
    today = page.published is not None and span.day == page.published.date()
    return today and page.text[: span.start].rstrip().endswith(("تا", "until", "till", "since", "As of", "as of"))


def _forward(page: Page, draft: Draft, modality: Modality, day: date | None) -> date | None:
    """A weekday of what is planned or expected lies ahead: the past week's day becomes the coming one."""
    if day is None or page.published is None or modality not in {Modality.PLANNED, Modality.POSSIBLE}:
        return day
    content = page.text[slice(*draft.content)]
    behind = (page.published.date() - day).days
    done = modality is Modality.POSSIBLE and re.search(r"\bhave\b|\bwas\b|بود|\bباشد\b|\bباشند\b", content)
    return day + timedelta(days=7) if 0 < behind < 7 and not done and not re.search(r"\d|[۰-۹]", content) else day


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _live(page: Page, draft: Draft) -> bool:
    """Whether the claim stands under an hour, in a text of which most paragraphs do."""
    headed = [p for p in page.paragraphs if _HOUR.match(page.text, *p)]
    return len(headed) > 2 and any(p[0] <= draft.content[0] < p[1] for p in headed)
