"""The promises of a source's file, held against what its lists gave."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from crawler.urls import host_of, on_host
from model.capture import Entry
from model.source import Source

ARABIC_SCRIPT = re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
ARABIC_WRITTEN = ("fa", "ar", "ur", "ps", "ckb")


def on_own_hosts(source: Source, entries: Sequence[Entry]) -> tuple[list[Entry], str | None]:
    """The entries on the source's hosts, and a line on the others.

    More than half on foreign hosts is another outlet's list: then none is taken.
    """
    hosts = source.assertions.hosts
    if not hosts:
        return list(entries), None
    own = [entry for entry in entries if on_host(entry.url, hosts)]
    foreign = len(entries) - len(own)
    if foreign == 0:
        return own, None
    names = sorted({host_of(entry.url) for entry in entries if not on_host(entry.url, hosts)})[:3]
    line = f"{foreign} of {len(entries)} items lie on other hosts ({', '.join(names)})"
    return ([], f"{line}: another outlet's list") if foreign * 2 > len(entries) else (own, line)


def broken_promises(
    source: Source, entries: Sequence[Entry], now: datetime, *, whole: bool = True, known: Sequence[datetime] = ()
) -> list[str]:
    """A line for each assertion that the entries of one run break.

    Not ``whole`` is a run of which a list was unchanged, and so not read: then a number of items is not asked for, and
    the dates ``known`` from earlier runs count for the newest one.
    """
    promised = source.assertions
    total = len(entries)
    if whole and total < promised.min_items:
        return [f"{total} items, promised are at least {promised.min_items}"]
    lines = []
    dates = [entry.published for entry in entries if entry.published]
    if total and len(dates) / total < promised.min_dated_share:
        lines.append(f"{len(dates)} of {total} items carry a date, promised is a share of {promised.min_dated_share}")
    if line := too_old(source, [*dates, *known], now):
        lines.append(line)
    if line := _wrong_script(source, entries):
        lines.append(line)
    return lines


def too_old(source: Source, dates: Sequence[datetime], now: datetime) -> str | None:
    """A line where the newest of these is older than the source promises."""
    days = source.assertions.max_age_days
    if days is None or not dates or max(dates) >= now - timedelta(days=days):
        return None
    return f"the newest item is of {max(dates):%Y-%m-%d}, promised is one of {days:g} days"


def _wrong_script(source: Source, entries: Sequence[Entry]) -> str | None:
    """Titles in the wrong script: a block page or another edition in the outlet's name."""
    titles = [entry.title for entry in entries if any(letter.isalpha() for letter in entry.title)]
    if len(titles) < 3:
        return None
    expected = source.lang in ARABIC_WRITTEN
    fitting = sum(bool(ARABIC_SCRIPT.search(title)) == expected for title in titles)
    if fitting * 2 >= len(titles):
        return None
    return f"{len(titles) - fitting} of {len(titles)} titles are not in the script of {source.lang!r}"
