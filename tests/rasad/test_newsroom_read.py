"""What the newsroom prints is what the crawler's readers find: every list, every page, letter for letter."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest
from corpora import ROOT

import catalog
from crawler.extract import extract_page
from crawler.feeds import Origin, read_list
from rasad.newsroom.content import ListKind, Markup
from rasad.newsroom.hostile import MARK
from rasad.newsroom.printing import Printed
from rasad.newsroom.site import Site, build_site

BASE = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
VIA = {"via": "1.1 test"}
MINUTES = 4.0


@cache
def site() -> Site:
    return build_site(ROOT / "config" / "demo" / "newsroom", BASE)


@cache
def config() -> catalog.Config:
    return catalog.load(ROOT / "config" / "demo")


OUTLETS = {outlet.id: outlet for outlet in site().outlets}


@pytest.mark.parametrize("name", OUTLETS)
def test_every_list_is_read_whole(name: str) -> None:
    outlet = OUTLETS[name]
    source = config().sources[name]
    [feed] = source.feeds
    reply = site().reply(feed.url.removeprefix(site().origin), MINUTES, VIA)
    found = read_list(feed, reply.body, reply.media_type, Origin(url=feed.url, zone=source.zone, source_id=name))
    wanted = site().listed(outlet, MINUTES)
    assert [entry.url for entry in found.entries] == [article.url for article in wanted]
    if outlet.list is not ListKind.FRONT:
        assert [entry.published for entry in found.entries] == [article.published for article in wanted]


@pytest.mark.parametrize("name", OUTLETS)
def test_every_page_gives_its_text_back(name: str) -> None:
    outlet = OUTLETS[name]
    for article in site().listed(outlet, MINUTES):
        reply = site().reply(article.url.removeprefix(site().origin), MINUTES, VIA)
        draft = extract_page(reply.body, article.url, content_type=reply.media_type, zone=outlet.zone)
        if outlet.id == "glass-pageant":
            check_hostile(article, draft.title, draft.text)
            continue
        assert (draft.title, draft.text) == (article.title, article.text)
        assert draft.lang == outlet.lang
        assert draft.published is not None
        assert draft.published.at == article.published
        if outlet.markup is not Markup.TIME:
            assert draft.authors == article.authors


def check_hostile(article: Printed, title: str, text: str) -> None:
    """Nothing active, hidden or invented comes along, and the first paragraphs are whole."""
    assert title
    assert article.paragraphs[0] in text
    assert article.paragraphs[1] in text
    assert MARK not in text
    assert "boom" not in text
    assert not set("\u202e\u200b\u2066\ufeff") & set(text)
    assert len(text) < len(article.text) + 200
