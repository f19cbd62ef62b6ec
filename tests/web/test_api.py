"""The JSON API."""

from __future__ import annotations

from typing import Any

import pytest
from desks import OTHERS, Place, place

__all__ = ["place"]


def get(place: Place, path: str, status: int = 200, **query: str | int) -> Any:
    answer = place.client.get(f"/api/{path}", params=query)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    return answer.json()


def test_search_pages_by_cursor_and_prints_the_query_back(place: Place) -> None:
    first = get(place, "search", q="Football  lang:fa", sort="newest", limit=20)
    assert (first["query"], first["total"], len(first["hits"])) == ("Football AND lang:fa", OTHERS, 20)
    second = get(place, "search", q="Football  lang:fa", sort="newest", limit=20, cursor=first["cursor"])
    ids = [hit["id"] for hit in (*first["hits"], *second["hits"])]
    assert len(ids) == len(set(ids)) == OTHERS
    assert {"id", "url", "title", "published", "lang", "source", "owner", "score", "highlights"} <= set(
        first["hits"][0]
    )


def test_the_overview_counts_by_facet_and_day(place: Place) -> None:
    counted = get(place, "overview", q="*")
    assert counted["total"] == OTHERS + 1
    assert counted["timeline"] == [{"day": "2026-11-20", "count": OTHERS + 1}]
    assert {"value": "irgc", "count": 1} in counted["facets"]["entity"]


def test_an_article_comes_with_claims_and_offsets_into_the_text(place: Place) -> None:
    got = get(place, f"article/{place.article}")
    whole = f"{got['article']['title']}\n\n{got['article']['text']}"
    for claim in got["annotation"]["claims"]:
        assert whole[claim["start"] : claim["end"]] == claim["content"]
    assert got["story"] == {"id": "s1", "articles": [place.article]}
    assert get(place, "article/none", 404) == {"error": "there is no such article"}
    assert get(place, f"article/{place.article}", 404, v=9)


def test_sources_come_with_their_state(place: Place) -> None:
    states = {source["id"]: source["state"] for source in get(place, "sources")["sources"]}
    assert states["harbour-ledger"] == "new"


@pytest.mark.parametrize(
    ("path", "query", "part"),
    [
        ("search", {"q": "colour:red"}, "unknown field"),
        ("search", {"limit": "many"}, "whole number"),
        ("search", {"limit": "100000"}, "whole number"),
        ("search", {"limit": "٣"}, "whole number"),
        ("search", {"sort": "age"}, "one of"),
        ("search", {"q": "football", "cursor": "x:1"}, "cursor"),
        ("overview", {"q": "("}, ""),
    ],
)
def test_what_is_asked_wrongly_is_told(place: Place, path: str, query: dict[str, str], part: str) -> None:
    told = get(place, path, 400, **query)
    assert part in told["error"]


def test_the_api_writes_nothing(place: Place) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert place.client.request(method, "/api/search").status_code == 405
