"""The newsroom as a pure function: what it publishes at which minute, in which form."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache
from html import escape
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import feedparser
import pytest
from corpora import ROOT

import catalog
from model.errors import ConfigError
from rasad.newsroom.content import ListKind, Markup, Outlet, Piece
from rasad.newsroom.hostile import DEPTH, MARK
from rasad.newsroom.lists import FILES
from rasad.newsroom.printing import printed
from rasad.newsroom.site import Reply, Site, build_site

BASE = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
DEMO = ROOT / "config" / "demo" / "newsroom"
VIA = {"via": "1.1 test"}


@cache
def site() -> Site:
    return build_site(DEMO, BASE)


@cache
def config() -> catalog.Config:
    return catalog.load(ROOT / "config" / "demo")


def get(url: str, minutes: float = 0, **headers: str) -> Reply:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return site().reply(url.removeprefix(site().origin), minutes, {**VIA, **names})


def outlet(kind: ListKind) -> Outlet:
    return next(outlet for outlet in site().outlets if outlet.list is kind and outlet.encoding == "utf-8")


def list_url(outlet: Outlet) -> str:
    return site().home(outlet) + FILES[outlet.list][0]


@pytest.mark.parametrize("outlet", site().outlets, ids=lambda outlet: outlet.id)
def test_every_list_names_exactly_what_is_published(outlet: Outlet) -> None:
    reply = get(list_url(outlet))
    assert reply.status == 200
    text = reply.body.decode(outlet.encoding)
    published = {article.url for article in site().listed(outlet, 0)}
    assert published
    assert (
        set(re.findall(rf"{re.escape(site().home(outlet))}(?:members/)?[a-z0-9-]+(?=[\"<])", text))
        - {
            list_url(outlet),
            f"{site().home(outlet)}letter",
        }
        == published
    )


@pytest.mark.parametrize("kind", [ListKind.RSS, ListKind.ATOM])
def test_feeds_are_read_by_a_feed_reader_with_their_dates(kind: ListKind) -> None:
    chosen = outlet(kind)
    feed = feedparser.parse(get(list_url(chosen)).body)
    assert not feed.bozo
    wanted = site().listed(chosen, 0)
    assert [entry.title for entry in feed.entries] == [article.title for article in wanted]
    for entry, article in zip(feed.entries, wanted, strict=True):
        assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == article.published
        assert entry.summary == article.paragraphs[0]


@pytest.mark.parametrize("outlet", site().outlets, ids=lambda outlet: outlet.id)
def test_pages_carry_their_paragraphs_language_and_one_kind_of_metadata(outlet: Outlet) -> None:
    for article in site().listed(outlet, 0):
        page = get(article.url).body.decode(outlet.encoding)
        assert f'<html lang="{outlet.lang}" dir="{"rtl" if outlet.lang == "fa" else "ltr"}">' in page
        assert page.count("<p>") >= len(article.paragraphs)
        assert ("application/ld+json" in page) == (outlet.markup is Markup.JSON_LD)
        assert ("article:published_time" in page) == (outlet.markup is Markup.OPENGRAPH)
        assert article.published.isoformat() in page
        assert "<nav>" in page
        assert "<footer>" in page


def test_json_ld_is_json_and_cannot_end_its_script() -> None:
    chosen = next(outlet for outlet in site().outlets if outlet.markup is Markup.JSON_LD)
    article = site().listed(chosen, 0)[0]
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', get(article.url).body.decode())
    assert found
    assert json.loads(found[1])["headline"] == article.title


def test_the_same_minute_gives_the_same_bytes_and_another_base_other_days() -> None:
    again = build_site(DEMO, BASE)
    other = build_site(DEMO, datetime(2026, 3, 1, 8, 0, tzinfo=UTC))
    pages = [url.removeprefix(site().origin) for _, _, url in site().pieces()]
    assert [site().reply(page, 5, VIA) for page in pages] == [again.reply(page, 5, VIA) for page in pages]
    assert [site().reply(page, 5, VIA) for page in pages] != [other.reply(page, 5, VIA) for page in pages]


def test_days_in_the_text_agree_with_the_date_of_publication() -> None:
    piece = Piece(slug="x", title="{weekday+0}", text="{weekday-1} {date+0} {month_day+1} {weekday@40}", age=0)
    english, persian = (next(outlet for outlet in site().outlets if outlet.lang == lang) for lang in ("en", "fa"))
    en = printed(english, piece, origin="", base=BASE, minutes=0)
    fa = printed(persian, piece, origin="", base=BASE, minutes=0)
    assert en is not None
    assert fa is not None
    assert (en.title, en.text) == ("Sunday", "Saturday November 22, 2026 November 23 Friday")
    assert (fa.title, fa.text) == ("یکشنبه", "شنبه ۱ آذر ۱۴۰۵ ۲ آذر جمعه")
    numeric = printed(persian, Piece(slug="x", title="t", text="{jalali_numeric+0}"), origin="", base=BASE, minutes=0)
    assert numeric is not None
    assert numeric.text == "۱۴۰۵/۰۹/۰۱"


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_reports_of_one_event_name_the_same_day_whatever_the_hour(hour: int) -> None:
    other = build_site(DEMO, BASE.replace(hour=hour))
    told: dict[str, set[str]] = {}
    for outlet in other.outlets:
        stories = {piece.slug: piece for piece in outlet.articles}
        for article in other.listed(outlet, 0):
            piece = stories[article.slug]
            if piece.story and "{weekday@" in piece.text and outlet.lang == "en" and outlet.zone == "America/Toronto":
                days = set(re.findall(r"\b\w+day\b", article.text))
                told.setdefault(piece.story, days)
                assert told[piece.story] & days, (piece.story, days)


def test_no_placeholder_is_left_in_anything_served() -> None:
    for _, _, url in site().pieces():
        assert not re.search(rb"\{(weekday|date|month|jalali)", get(url, 30).body)


def test_arabic_letters_are_typed_throughout_where_the_outlet_types_so() -> None:
    typists = [outlet for outlet in site().outlets if outlet.arabic_letters]
    assert typists
    for typist in typists:
        for article in site().listed(typist, 0):
            page = get(article.url).body.decode(typist.encoding)
            assert not re.search("[یک\u200c]", page)
            assert re.search("[يك]", page)


def test_an_edited_article_changes_at_its_minute_and_says_so() -> None:
    pieces = [(piece, url) for _, piece, url in site().pieces() if piece.edit]
    assert pieces
    for piece, url in pieces:
        assert piece.edit is not None
        before, after = get(url, piece.edit.after - 0.1), get(url, piece.edit.after)
        assert before.body != after.body
        assert dict(before.headers)["ETag"] != dict(after.headers)["ETag"]
        assert b'class="updated"' in after.body
        assert b'class="updated"' not in before.body


def test_a_late_article_appears_at_its_minute() -> None:
    late = [(outlet, piece, url) for outlet, piece, url in site().pieces() if piece.appears]
    assert late
    for outlet, piece, url in late:
        assert piece.appears is not None
        assert get(url, piece.appears - 0.1).status == 404
        assert get(url, piece.appears).status == 200
        assert url.encode() in get(list_url(outlet), piece.appears).body
        assert url.encode() not in get(list_url(outlet), piece.appears - 0.1).body


def test_validators_spare_an_unchanged_page() -> None:
    url = list_url(outlet(ListKind.RSS))
    headers = dict(get(url).headers)
    assert get(url, if_none_match=headers["ETag"]).status == 304
    assert get(url, if_none_match=headers["ETag"]).body == b""
    assert get(url, if_none_match=f'"other", W/{headers["ETag"]}').status == 304
    assert get(url, if_none_match='"other"').status == 200
    assert get(url, if_modified_since=headers["Last-Modified"]).status == 304
    assert get(url, if_modified_since="Thu, 01 Jan 2015 00:00:00 GMT").status == 200
    assert get(url, if_modified_since="not a date").status == 200
    # An etag that no longer holds outweighs a date that does.
    assert get(url, if_none_match='"other"', if_modified_since=headers["Last-Modified"]).status == 200


def test_who_does_not_come_through_the_exit_is_refused_where_an_outlet_wants_that() -> None:
    guarded = [outlet for outlet in site().outlets if outlet.exit_only]
    assert guarded
    for outlet in guarded:
        path = list_url(outlet).removeprefix(site().origin)
        assert site().reply(path, 0, {}).status == 403
        assert site().reply(path, 0, VIA).status == 200


@pytest.mark.parametrize("path", ["/nobody/", "/harbour-ledger/nothing", "/harbour-ledger/atom.xml", "/%zz", "/../x"])
def test_what_is_not_published_is_not_found(path: str) -> None:
    assert get(path).status == 404


def test_there_is_enough_to_read_in_every_form_and_both_languages() -> None:
    published = [(outlet, article) for outlet in site().outlets for article in site().listed(outlet, 0)]
    assert len(published) >= 48
    assert len(site().outlets) >= 8
    assert {outlet.list for outlet, _ in published} == set(ListKind)
    assert {outlet.markup for outlet, _ in published} == set(Markup)
    langs = [outlet.lang for outlet, _ in published]
    assert min(langs.count("en"), langs.count("fa")) >= 20


def test_what_happens_when_is_as_the_package_says() -> None:
    pieces = [(outlet.id, piece) for outlet, piece, _ in site().pieces()]
    assert [(outlet, piece.appears) for outlet, piece in pieces if piece.appears] == [("harbour-ledger", 3)]
    assert [(outlet.id, outlet.dies_after) for outlet in site().outlets if outlet.dies_after] == [("darvazeh-no", 5)]
    assert [(outlet, piece.removed_after) for outlet, piece in pieces if piece.removed_after] == [("sepidar-letter", 8)]
    assert [(outlet, piece.edit.after) for outlet, piece in pieces if piece.edit] == [
        ("harbour-ledger", 12),
        ("parkland-radio", 14),
    ]


def test_several_events_are_reported_in_both_languages() -> None:
    told: dict[str, set[str]] = {}
    for outlet, piece, _ in site().pieces():
        if piece.story:
            told.setdefault(piece.story, set()).add(outlet.lang)
    assert sum(langs == {"en", "fa"} for langs in told.values()) >= 6


def test_a_wire_copy_shares_most_of_its_text_with_the_agency() -> None:
    texts = {piece.slug: piece.text for _, piece, _ in site().pieces()}
    pairs = [
        ("festival-phishing-campaign", "wire-festival-phishing", 0.7),
        ("judge-freezes-finch-avenue-building", "from-the-wires-finch", 0.5),
    ]
    for original, copy, least in pairs:
        ours, theirs = (set(re.findall(r"\w+", texts[slug])) for slug in (original, copy))
        assert least < len(ours & theirs) / len(ours | theirs) < 1


def test_a_removed_article_is_gone_from_its_minute_on() -> None:
    removed = [(outlet, piece, url) for outlet, piece, url in site().pieces() if piece.removed_after]
    assert removed
    for outlet, piece, url in removed:
        assert piece.removed_after is not None
        before, after = piece.removed_after - 0.1, piece.removed_after
        assert (get(url, before).status, get(url, after).status) == (200, 410)
        assert url.encode() in get(list_url(outlet), before).body
        assert url.encode() not in get(list_url(outlet), after).body


def test_a_dying_list_answers_500_while_its_pages_live_on() -> None:
    dying = [outlet for outlet in site().outlets if outlet.dies_after]
    assert dying
    for outlet in dying:
        assert outlet.dies_after is not None
        assert get(list_url(outlet), outlet.dies_after - 0.1).status == 200
        assert get(list_url(outlet), outlet.dies_after).status == 500
        assert get(site().listed(outlet, 0)[0].url, outlet.dies_after).status == 200


def test_robots_keep_readers_out_of_the_closed_article_alone() -> None:
    rules = RobotFileParser()
    # The standard library's parser knows no wildcards: the rule is read for the outlet that uses it.
    text = get("/robots.txt").body.decode().replace("/*/members/", "/sepidar-letter/members/")
    rules.parse(text.splitlines())
    for _, piece, url in site().pieces():
        assert rules.can_fetch("Rasad", url) != piece.closed
    assert any(piece.closed for _, piece, _ in site().pieces())


def test_an_old_encoding_is_served_as_declared() -> None:
    [old] = [outlet for outlet in site().outlets if outlet.encoding != "utf-8"]
    reply = get(list_url(old))
    assert old.encoding in reply.media_type
    assert f'encoding="{old.encoding}"'.encode() in reply.body
    with pytest.raises(UnicodeDecodeError):
        reply.body.decode("utf-8")
    titles = [entry.title for entry in feedparser.parse(reply.body).entries]
    assert titles == [article.title for article in site().listed(old, 0)]


def test_a_hostile_page_carries_what_it_should_and_escapes_nothing_away() -> None:
    [(outlet, piece, url)] = [(o, p, u) for o, p, u in site().pieces() if p.hostile]
    page = get(url).body.decode()
    for part in (f'<script>document.title="{MARK}"', "onerror=", "<!ENTITY boom8", "\u202e", "\u200b", "javascript:"):
        assert part in page
    assert page.count("<div><span>") == page.count("</span></div>") == DEPTH
    assert len(page) < 200_000
    assert escape(piece.text.split("\n\n")[2].replace("\n", " ").strip()) in page
    assert feedparser.parse(get(list_url(outlet)).body).entries[0].title == piece.title


def test_known_articles_answer_the_two_searches_of_the_readme() -> None:
    named = [p for o, p, _ in site().pieces() if o.lang == "fa" and {"irgc", "toronto"} <= set(p.names)]
    assert len(named) >= 5
    for piece in named:
        whole = f"{piece.title} {piece.text}"
        assert "سپاه" in whole
        assert "تورنتو" in whole


def test_what_the_files_know_of_their_articles_are_slugs_of_the_watchlists() -> None:
    slugs = {entity.id for watchlist in config().watchlists for entity in watchlist.entities}
    for _, piece, url in site().pieces():
        assert set(piece.names) <= slugs, url
        assert not piece.relevant or piece.names, url


def test_each_outlet_has_a_source_that_reads_its_list_and_owners_under_watch_an_exit() -> None:
    assert set(config().sources) == {outlet.id for outlet in site().outlets}
    for outlet in site().outlets:
        source = config().sources[outlet.id]
        assert [feed.url for feed in source.feeds] == [list_url(outlet)]
        assert (source.name, source.lang, source.zone) == (outlet.name, outlet.lang, outlet.zone)
        assert outlet.exit_only == (source.via is not None) == source.owner.under_watch
        assert not source.held


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


GOOD = "id: a\nname: A\ntagline: t\nlang: en\nzone: UTC\nlist: rss\nmarkup: time\narticles:\n"
ARTICLE = "  - {slug: s, title: T, text: x}\n"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (GOOD + ARTICLE + ARTICLE, "slug used twice: s"),
        (GOOD + "  - {slug: s, title: T, text: x, colour: red}\n", "colour"),
        (GOOD.replace("UTC", "Mars/Base") + ARTICLE, "Mars/Base"),
        (GOOD.replace("id: a", "id: b") + ARTICLE, "id is b"),
        ("id: [", "not readable as YAML"),
    ],
)
def test_a_wrong_outlet_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(named)) as raised:
        build_site(write(tmp_path, "a.yml", text), BASE)
    assert "a.yml" in raised.value.thing
    assert raised.value.remedy


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no outlet files"):
        build_site(tmp_path, BASE)


def test_lists_that_are_xml_parse_as_xml() -> None:
    for outlet in site().outlets:
        if outlet.list in (ListKind.RSS, ListKind.ATOM, ListKind.SITEMAP):
            ElementTree.fromstring(get(list_url(outlet)).body)
