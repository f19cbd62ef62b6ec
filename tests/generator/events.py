"""A deterministic generator of bilingual news events with known stories, for tests and benches.

``generate(seed, events)`` gives several reports of each event in English and Persian, wire copies among them, in the
order of publication. Same seed, same documents; names, firms and outlets are invented (lexicon.yml), sentences are
ours (kinds.yml).
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from model.article import TextDocument

HERE = Path(__file__).resolve().parent
START = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
LANGS = ("en", "fa")
SLOT = re.compile(r"\{(\w+)\}")
FA_DIGITS = str.maketrans("0123456789,", "۰۱۲۳۴۵۶۷۸۹٬")
ARABIC_LETTERS = str.maketrans("یک", "يك")
DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fa": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
}
TAILS = {
    "en": (
        "{outlet} could not confirm every detail independently.",
        "This report was first published on {weekday} evening.",
        "Readers who know more can write to {outlet} in confidence.",
        "It is report number {count} of {outlet} on such matters since spring.",
    ),
    "fa": (
        "{outlet} نتوانست همهٔ جزئیات را مستقلاً تأیید کند.",
        "این گزارش نخستین بار عصر {weekday} منتشر شد.",
        "خوانندگانی که بیشتر می‌دانند می‌توانند محرمانه به {outlet} بنویسند.",
        "این گزارش شمارهٔ {count} در مجموعهٔ {outlet} از بهار تاکنون است.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedDocument(TextDocument):
    """A generated report. ``names`` are the watchlist slugs printed in it; ``copy_of`` is the id of the report
    that a wire copy was made from, ``heavy`` says that the copy was cut and shuffled."""

    story: str
    kind: str
    outlet: str
    relevant: bool
    names: tuple[str, ...]
    copy_of: str | None = None
    heavy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The facts of one event: a value per slot and language, spellings to choose from, the slugs of slots."""

    story: str
    kind: str
    at: datetime
    values: dict[str, dict[str, tuple[str, ...]]]
    slugs: dict[str, str]


@cache
def data(name: str) -> Any:
    """A data file beside this module."""
    return YAML(typ="safe", pure=True).load((HERE / f"{name}.yml").read_text(encoding="utf-8"))


def generate(seed: int, events: int, *, days: int = 30) -> list[GeneratedDocument]:
    """``events`` events within ``days`` days, all their reports, ordered by publication."""
    rng = random.Random(f"rasad {seed}")
    people = _people(rng)
    documents: list[GeneratedDocument] = []
    for number in range(events):
        documents += _reports(rng, _event(rng, number, people, days))
    return sorted(documents, key=lambda document: (document.published, document.id))


def _people(rng: random.Random) -> list[tuple[Any, Any]]:
    pairs = [(first, last) for first in data("lexicon")["first"] for last in data("lexicon")["last"]]
    rng.shuffle(pairs)
    return pairs


def _event(rng: random.Random, number: int, people: list[tuple[Any, Any]], days: int) -> Event:
    lexicon, kinds = data("lexicon"), data("kinds")
    kind = list(kinds)[number % len(kinds)]
    # Every event has people of its own, so that two events of one kind in one city are told apart by somebody.
    person, speaker = (people[(2 * number + offset) % len(people)] for offset in (0, 1))
    city = rng.choice(sorted(lexicon["city"]))
    at = START + timedelta(minutes=rng.randrange(days * 24 * 60))
    officer, firm = rng.choice(lexicon["officer"]), rng.choice(lexicon["firm"])
    count, amount = rng.randrange(11, 290), f"{rng.randrange(30, 900)},{rng.randrange(1000):03}"
    values: dict[str, dict[str, tuple[str, ...]]] = {
        "person": _spelled(person),
        "speaker": _spelled(speaker),
        "officer": {"fa": (officer[0],), "en": (officer[1],)},
        "firm": {"fa": (firm[0],), "en": (firm[1],)},
        "city": {"fa": (lexicon["city"][city][0],), "en": (lexicon["city"][city][1],)},
        "count": {"fa": (str(count).translate(FA_DIGITS),), "en": (str(count),)},
        "amount": {"fa": (amount.translate(FA_DIGITS),), "en": (amount,)},
        "weekday": {lang: (DAYS[lang][at.weekday()],) for lang in LANGS},
        "irgc": {lang: tuple(lexicon["irgc"][lang]) for lang in LANGS},
    }
    slugs = {"city": city, "irgc": "irgc"}
    if body := kinds[kind].get("body"):
        values["body"] = {lang: (body[lang],) for lang in LANGS}
        slugs["body"] = body["slug"]
    return Event(story=f"{kind}-{number:03}", kind=kind, at=at, values=values, slugs=slugs)


def _spelled(name: tuple[Any, Any]) -> dict[str, tuple[str, ...]]:
    first, last = name
    return {
        "fa": (f"{first[0]} {last[0]}",),
        "en": tuple(f"{one} {other}" for one in first[1:] for other in last[1:]),
    }


def _reports(rng: random.Random, event: Event) -> list[GeneratedDocument]:
    """Two or three reports in each language and, for most events, a wire copy of one of them."""
    made: list[GeneratedDocument] = []
    for lang in LANGS:
        outlets = rng.sample(data("lexicon")["outlet"][lang], 4)
        heads = rng.sample(data("kinds")[event.kind][lang]["heads"], 3)
        for number in range(rng.choice((2, 2, 3))):
            made.append(_report(rng, event, lang, number, outlets[number], heads[number]))
        if rng.random() < 0.6:
            made.append(_copy(rng, event, rng.choice([one for one in made if one.lang == lang]), outlets[3]))
    return made


def _report(rng: random.Random, event: Event, lang: str, number: int, outlet: str, head: str) -> GeneratedDocument:
    texts = data("kinds")[event.kind][lang]
    # One spelling of each name throughout a report; another report may choose another.
    spelling = {slot: rng.choice(values[lang]) for slot, values in event.values.items() if slot != "irgc"}
    spelling["outlet"] = outlet

    def fill(template: str) -> str:
        filled = SLOT.sub(lambda match: spelling.get(match[1]) or rng.choice(event.values[match[1]][lang]), template)
        return filled[0].upper() + filled[1:]

    leads = rng.sample(texts["leads"], 2)
    details = rng.sample(texts["details"], len(texts["details"]))
    title = fill(head)
    parts = [leads[0], *details[:2], leads[1], *details[2:], rng.choice(TAILS[lang])]
    body = "\n\n".join(fill(part) for part in parts)
    if lang == "fa":
        title, body = _typed(rng, title, body)
    return GeneratedDocument(
        id=f"{event.story}-{lang}-{number}",
        title=title,
        text=body,
        published=event.at + timedelta(minutes=rng.randrange(20, 36 * 60)),
        lang=lang,
        source=None,
        story=event.story,
        kind=event.kind,
        outlet=outlet,
        relevant=bool(data("kinds")[event.kind]["relevant"]),
        names=_named(event, lang, f"{title}\n{body}"),
    )


def _named(event: Event, lang: str, whole: str) -> tuple[str, ...]:
    """The slugs of the event's slots of which a name stands in the text."""
    read = _plain(whole)
    named = (
        slug for slot, slug in event.slugs.items() if any(_plain(name) in read for name in event.values[slot][lang])
    )
    return tuple(sorted(named))


def _plain(text: str) -> str:
    return text.translate(ARABIC_LETTERS).replace("\u200c", " ").casefold()


def _typed(rng: random.Random, title: str, body: str) -> tuple[str, str]:
    """Persian as newsrooms type it: mostly well, some with Arabic letters, some with spaces for ZWNJ."""
    habit = rng.random()
    if habit < 0.2:
        return title.translate(ARABIC_LETTERS), body.translate(ARABIC_LETTERS)
    if habit < 0.4:
        return title.replace("\u200c", " "), body.replace("\u200c", " ")
    return title, body


def _copy(rng: random.Random, event: Event, original: GeneratedDocument, outlet: str) -> GeneratedDocument:
    """The same text at another outlet: lightly edited, or cut and shuffled with a head and a tail of its own."""
    heavy = rng.random() < 0.4
    paragraphs = original.text.split("\n\n")[:-1]
    if heavy:
        first, *rest = paragraphs
        paragraphs = [first, *rng.sample(rest, max(2, len(rest) - 2))]
    lang = original.lang or "en"
    own = {
        "en": (f"({outlet} and agencies)", f"With files from the newsroom of {outlet}."),
        "fa": (f"({outlet} و خبرگزاری‌ها)", f"با گزارش تحریریهٔ {outlet}."),
    }[lang]
    assert original.published is not None
    text = "\n\n".join([f"{own[0]} {paragraphs[0]}", *paragraphs[1:], own[1]])
    return GeneratedDocument(
        id=f"{original.id}-copy",
        title=original.title,
        text=text,
        published=original.published + timedelta(minutes=rng.randrange(5, 8 * 60)),
        lang=lang,
        source=None,
        story=original.story,
        kind=original.kind,
        outlet=outlet,
        relevant=original.relevant,
        names=_named(event, lang, f"{original.title}\n{text}"),
        copy_of=original.id,
        heavy=heavy,
    )
