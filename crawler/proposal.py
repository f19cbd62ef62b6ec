"""A source file proposed from lists that were tried: what was measured becomes its assertions."""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from courlan import extract_domain
from ruamel.yaml import YAML

from crawler.opml import NO_COUNTRY, UNKNOWN_COUNTRY
from crawler.urls import host_of
from model.capture import Entry
from model.source import Assertions, Feed, FeedKind, Owner, Source
from text.langid import identify

SAME = 0.8
"""Share of a list's entries that an earlier one has too, from which on it adds nothing."""

MOST_LISTS = 6
DAY = timedelta(days=1)
TO_FILL_IN = "TO BE FILLED IN: who owns it, since when, and where that stands"


@dataclass(frozen=True, slots=True)
class Tried:
    """A list that was asked for and read, with what it holds."""

    feed: Feed
    entries: tuple[Entry, ...]


def chosen(tried: Sequence[Tried]) -> list[Tried]:
    """The lists worth keeping: those with entries, the fullest first, each with something the ones before lack."""
    known: set[str] = set()
    kept: list[Tried] = []
    for one in sorted(tried, key=lambda one: (one.feed.kind is FeedKind.SITEMAP, -len(one.entries))):
        urls = {entry.url for entry in one.entries}
        if urls and len(urls & known) < SAME * len(urls) and len(kept) < MOST_LISTS:
            kept.append(one)
            known |= urls
    return kept


def proposal(home: str, title: str, lang: str | None, lists: Sequence[Tried], owner: Owner, now: datetime) -> Source:
    """A source from its tried lists, switched off until a person has said who owns it.

    The assertions leave room: half of the items seen, nine tenths of the share with a date, and for the newest item's
    age four times the usual gap between items, from three days to sixty.
    """
    entries = [entry for one in lists for entry in one.entries]
    host = host_of(home).removeprefix("www.")
    channel = lists[0].feed.kind is FeedKind.TELEGRAM if lists else False
    name = lists[0].feed.url.rpartition("/")[2].lower() if channel else host.rpartition(".")[0]
    ending = host.rpartition(".")[2]
    return Source(
        id=re.sub(r"[^a-z0-9]+", "-", name).strip("-") or "site",
        name=title or host,
        country=ending if re.fullmatch("[a-z]{2}", ending) and ending not in NO_COUNTRY else UNKNOWN_COUNTRY,
        lang=lang or identified(entries),
        owner=owner,
        owner_note=TO_FILL_IN,
        home=home,
        feeds=tuple(one.feed for one in lists),
        enabled=False,
        assertions=measured(entries, now),
    )


def identified(entries: Sequence[Entry]) -> str:
    """The language of the titles."""
    guess = identify(" ".join(entry.title for entry in entries[:40])).lang if entries else "und"
    return guess if guess != "und" else "en"


def measured(entries: Sequence[Entry], now: datetime) -> Assertions:
    """What these entries bear out, with room."""
    dates = sorted({entry.published for entry in entries if entry.published and entry.published <= now})
    gaps = [(later - sooner) / DAY for sooner, later in pairwise(dates)]
    newest = (now - dates[-1]) / DAY if dates else 30.0
    days = math.ceil(max(median(gaps) * 4 if gaps else 28.0, newest * 2))
    dated = sum(entry.published is not None for entry in entries) / max(len(entries), 1)
    hosts = Counter(extract_domain(entry.url) or host_of(entry.url).removeprefix("www.") for entry in entries)
    most = [host for host, count in hosts.most_common(3) if count * 10 >= len(entries)]
    return Assertions(
        hosts=tuple(most),
        min_items=max(1, len(entries) // 2),
        min_dated_share=math.floor(dated * 9) / 10,
        max_age_days=float(min(max(days, 3), 60)) if dates else None,
    )


def as_file(source: Source, seen: Sequence[str]) -> str:
    """The text of the source's file, with what was seen as comments above it."""
    promised = source.assertions
    values: dict[str, Any] = {
        "id": source.id,
        "name": source.name,
        "country": source.country,
        "lang": source.lang,
        "owner": source.owner.value,
        "owner_note": source.owner_note,
        "home": source.home,
        "zone": source.zone,
        "cadence_minutes": int(source.cadence_minutes),
        "max_pages": source.max_pages,
        "enabled": source.enabled,
        "via": source.via,
        "feeds": [_feed(feed) for feed in source.feeds],
        "assertions": {
            "hosts": list(promised.hosts),
            "min_items": promised.min_items,
            "min_dated_share": promised.min_dated_share,
            "max_age_days": int(promised.max_age_days) if promised.max_age_days is not None else None,
        },
    }
    out = io.StringIO()
    yaml = YAML()
    yaml.allow_unicode = True
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    values["assertions"] = {key: value for key, value in values["assertions"].items() if value is not None}
    if source.enabled:
        del values["enabled"]
    yaml.dump({key: value for key, value in values.items() if value is not None}, out)
    return "".join(f"# {line}\n" for line in seen) + out.getvalue()


def _feed(feed: Feed) -> dict[str, str]:
    given: dict[str, str] = {"url": feed.url}
    if feed.kind is not FeedKind.FEED:
        given["kind"] = feed.kind.value
    return given
