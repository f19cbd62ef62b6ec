"""The desk over a real record and a real index."""

from __future__ import annotations

import dataclasses
import html
import re
from pathlib import Path

import pytest
from desks import TEXT, TITLE, Place, keep, place

from catalog import load
from model.errors import ConfigError
from search.embedded import open_engine
from store import stories
from web.app import create_app

__all__ = ["place"]

ROOT = Path(__file__).resolve().parents[2]


def test_search_marks_the_words_and_keeps_the_direction(place: Place) -> None:
    client, article_id = place.client, place.article
    page = client.get("/search", params={"q": "تورنتو"}).text
    assert f"/article/{article_id}" in page
    assert "<mark>تورنتو</mark>" in page
    assert 'dir="rtl"' in page


def test_a_wrong_query_shows_where(place: Place) -> None:
    answer = place.client.get("/search", params={"q": "colour:red"})
    assert answer.status_code == 400
    assert "colour" in answer.text


def test_pages_go_on_by_cursor_without_repeating(place: Place) -> None:
    client = place.client
    first = client.get("/search", params={"q": "football", "sort": "newest"}).text
    following = re.search(r'class="next" rel="next" href="([^"]+)"', first)
    assert following is not None
    second = client.get(following.group(1).replace("&amp;", "&")).text
    found = [set(re.findall(r"/article/([0-9a-f]+)", page)) for page in (first, second)]
    assert [len(ids) for ids in found] == [20, 5]
    assert not found[0] & found[1]


def test_the_article_shows_claims_as_claims_and_escapes_everything(place: Place) -> None:
    client, article_id = place.client, place.article
    page = client.get(f"/article/{article_id}").text
    assert "allegation (not proven)" in page
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert 'class="entity watched"' in page
    assert 'href="https://outlet.example' not in page, "a click must not tell the publisher who reads"


def test_an_older_version_can_be_read(place: Place) -> None:
    client, record, article_id = place.client, place.record, place.article
    keep(record, "https://outlet.example/1", TITLE, "متن تازه")
    assert "متن تازه" in client.get(f"/article/{article_id}").text
    assert "بند دوم" in client.get(f"/article/{article_id}", params={"v": "1"}).text
    assert client.get(f"/article/{article_id}", params={"v": "9"}).status_code == 404


def test_the_interface_speaks_persian_and_remembers(place: Place) -> None:
    client = place.client
    assert '<html lang="fa" dir="rtl">' in client.get("/?ui=fa").text
    assert '<html lang="fa" dir="rtl">' in client.get("/sources").text


def test_every_answer_carries_the_safe_headers(place: Place) -> None:
    client, article_id = place.client, place.article
    for path in ("/", "/search?q=x", f"/article/{article_id}", "/sources", "/nowhere", "/static/desk.css", "/healthz"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"


def test_no_page_names_another_host_as_a_resource(place: Place) -> None:
    client, article_id = place.client, place.article
    for path in ("/", "/sources", f"/article/{article_id}"):
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', client.get(path).text)


def test_another_host_name_is_refused(place: Place) -> None:
    assert place.client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_the_desk_listens_to_this_machine_only(place: Place, tmp_path: Path) -> None:
    config = load(ROOT / "config" / "demo")
    settings = dataclasses.replace(config.settings, web=dataclasses.replace(config.settings.web, host="0.0.0.0"))
    with pytest.raises(ConfigError, match=r"web\.host"):
        create_app(
            dataclasses.replace(config, settings=settings), place.record, lambda: open_engine(tmp_path), tmp_path
        )


def test_a_facet_refines_the_query_itself_and_can_be_taken_back(place: Place) -> None:
    client = place.client
    page = client.get("/search", params={"q": "football OR سپاه"}).text
    narrowed = re.search(r'href="([^"]+)"[^>]*><bdi>Threats</bdi>', page)
    assert narrowed is not None
    second = client.get(html.unescape(narrowed.group(1))).text
    assert "(football OR سپاه) AND topic:threats" in html.unescape(second)
    assert ">1 article<" in second
    back = re.search(r'href="([^"]+)" aria-label="Remove: topic:threats"', second)
    assert back is not None
    assert ">26 articles<" in client.get(html.unescape(back.group(1))).text


def test_a_bar_of_the_timeline_narrows_to_its_days(place: Place) -> None:
    client = place.client
    page = client.get("/search", params={"q": "football"}).text
    bar = re.search(r'<a href="([^"]+)" aria-label="20 Nov 2026: 25"', page)
    assert bar is not None
    second = html.unescape(client.get(html.unescape(bar.group(1))).text)
    assert "football AND published:[2026-11-20 TO 2026-11-21}" in second
    assert ">25 articles<" in second


def test_nothing_found_says_what_each_part_costs(place: Place) -> None:
    page = html.unescape(place.client.get("/search", params={"q": "football AND lang:de"}).text)
    assert "Without \u2068lang:de\u2069: 25 articles" in page


def test_reports_of_a_story_are_folded_under_the_first(place: Place) -> None:
    client, record = place.client, place.record
    other = keep(record, "https://outlet.example/2", TITLE, "گزارش دیگر")
    stories.assign(record, other, "s1")
    assert "2 reports of this story" in client.get("/search", params={"q": "تورنتو"}).text


def test_each_claim_is_numbered_in_the_text_and_beside_it(place: Place) -> None:
    client, article_id = place.client, place.article
    page = client.get(f"/article/{article_id}").text
    assert 'id="said-1"' in page
    assert 'href="#claim-1"' in page
    assert 'id="claim-1"' in page
    assert "Nobody named here is guilty" in page


def test_what_changed_between_versions_is_shown_word_by_word(place: Place) -> None:
    client, record, article_id = place.client, place.record, place.article
    assert client.get(f"/article/{article_id}/changes").status_code == 404
    keep(record, "https://outlet.example/1", TITLE, TEXT.replace("فرستاده", "نفرستاده"))
    page = client.get(f"/article/{article_id}/changes").text
    assert "<del>فرستاده</del><ins>نفرستاده</ins>" in page
    assert "<script>" not in page
    assert client.get(f"/article/{article_id}/changes", params={"from": "1", "to": "7"}).status_code == 404
