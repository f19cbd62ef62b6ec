"""The sources that come with Rasad: enough of them, each with its owner, and a reason where one is switched off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from catalog import load
from model.source import FeedKind, Owner, Source

SOURCES = load(Path(__file__).resolve().parents[2] / "config").sources
OUTLETS = [
    "cbc",
    "globalnews",
    "ctvnews",
    "nationalpost",
    "financialpost",
    "ottawacitizen",
    "vancouversun",
    "theprovince",
    "globeandmail",
    "thestar",
    "radio-canada",
    "lapresse",
    "ledevoir",
    "canada-news",
    "public-safety",
    "listed-entities",
    "sema-sanctions",
    "iran-regulations",
    "federal-court",
    "canada-gazette",
    "legisinfo",
    "committee-secu",
    "committee-faae",
    "fintrac",
    "cbsa",
    "csis",
    "ps752-association",
    "amnesty-canada",
    "citizen-lab",
    "chri",
    "shahrvand",
    "salam-toronto",
    "openparliament",
    "hansard",
    "bbc-persian",
    "iranintl",
    "radiofarda",
    "voa-persian",
    "dw-persian",
    "iranwire-fa",
    "iranwire-en",
    "kayhan-london",
    "independent-persian",
    "radiozamaneh",
    "hrana",
    "rfi-persian",
    "euronews-persian",
    "akhbar-rooz",
    "tasnim",
    "fars",
    "mehr",
    "irna",
    "isna",
    "tabnak",
    "khabaronline",
    "presstv",
    "tehrantimes",
    "mashregh",
    "iribnews",
]


def test_every_outlet_worth_watching_has_a_file() -> None:
    assert len(SOURCES) >= 60
    assert set(OUTLETS) <= set(SOURCES)
    assert sum(source.enabled for source in SOURCES.values()) >= 45


@pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))
def test_a_file_says_what_it_must(source: Source) -> None:
    assert re.search(r"\b20\d\d-\d\d\b", source.owner_note), "the note is dated"
    assert re.search(r"\.|;", source.owner_note), "and says where that stands"
    assert source.assertions.hosts
    assert source.assertions.min_items >= 1
    assert source.enabled or source.note, "what is switched off says why"
    assert source.feeds or not source.enabled
    assert 10 <= source.cadence_minutes <= 1440


def test_no_address_holds_a_name_of_the_subject() -> None:
    """No watchlist term leaves the machine: addresses are the same whatever is looked for."""
    for source in SOURCES.values():
        for feed in source.feeds:
            assert not re.search(r"[?&](?:q|query|search|keyword)=", feed.url), feed.url


def test_owners_under_watch_are_held_and_official_lists_are_steady() -> None:
    for source in SOURCES.values():
        assert source.held == (source.owner in (Owner.STATE_AFFILIATED, Owner.IRGC_AFFILIATED))
        if any(feed.kind is FeedKind.OFFICIAL for feed in source.feeds):
            assert source.steady
