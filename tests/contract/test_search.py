"""What every engine answers: complete hit sets, orders, pages, highlights and errors over one corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC

import pytest
from engines import ENGINES
from search_corpus import NOW, corpus_documents
from search_queries import NOTHING, QUERIES

from model.errors import QueryError
from model.query import All, AnyOf, Everything, Keyword, Not, Scope, Term, Words
from model.search import Facet, Hit, SearchEngine, Sort
from query import parse
from query.parser import DEEPEST
from search.projection import project

DOCUMENTS = corpus_documents()
NEWEST = [doc.article.id for doc in sorted(DOCUMENTS, key=lambda doc: -doc.order_key)]


@pytest.fixture(scope="module", params=list(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with ENGINES[request.param](DOCUMENTS, tmp_path_factory.mktemp("index"), lambda: NOW) as filled:
        yield filled


def ids(engine: SearchEngine, query: str) -> set[str]:
    page = engine.search(parse(query), limit=100)
    assert page.total == len(page.hits), "the total is exact"
    assert len({hit.id for hit in page.hits}) == len(page.hits), "no document twice"
    return {hit.id for hit in page.hits}


@pytest.mark.parametrize(("query", "expected"), QUERIES, ids=[query for query, _ in QUERIES])
def test_the_complete_set(engine: SearchEngine, query: str, expected: str) -> None:
    assert ids(engine, query) == set(expected.split())


@pytest.mark.parametrize("query", NOTHING)
def test_nothing_is_no_error(engine: SearchEngine, query: str) -> None:
    page = engine.search(parse(query), limit=10)
    assert (page.hits, page.total, page.cursor) == ((), 0, None)


def test_the_corpus_is_of_use() -> None:
    assert len(DOCUMENTS) >= 25
    assert len({doc.order_key for doc in DOCUMENTS}) == len({doc.article.id for doc in DOCUMENTS}) == len(DOCUMENTS)
    for doc in DOCUMENTS:
        for mention in doc.annotation.mentions if doc.annotation else ():
            assert doc.article.document().whole[mention.start : mention.end] == mention.text


def test_newest_first_page_by_page(engine: SearchEngine) -> None:
    found: list[str] = []
    cursor = None
    for _ in range(len(DOCUMENTS)):
        page = engine.search(Everything(), limit=4, cursor=cursor, sort=Sort.NEWEST)
        assert page.total == len(DOCUMENTS)
        found += [hit.id for hit in page.hits]
        cursor = page.cursor
        if cursor is None:
            break
    assert found == NEWEST


def test_relevance_page_by_page(engine: SearchEngine) -> None:
    query = parse("toronto OR guards OR سپاه")
    whole = [hit.id for hit in engine.search(query, limit=100).hits]
    found: list[str] = []
    cursor = None
    while True:
        page = engine.search(query, limit=3, cursor=cursor)
        found += [hit.id for hit in page.hits]
        cursor = page.cursor
        if cursor is None:
            break
    assert found == whole


def test_the_better_answer_comes_first(engine: SearchEngine) -> None:
    assert engine.search(parse("kitchen OR toronto"), limit=1).hits[0].id == "salvation"
    in_title = engine.search(parse("سپاه AND تورنتو"), limit=5).hits
    assert [hit.id for hit in in_title] == ["sepah-toronto", "denial"]
    assert in_title[0].score > in_title[1].score > 0
    boosted = engine.search(parse("kitchen OR leaflet^50"), limit=1).hits[0]
    assert boosted.id == "undated"
    assert engine.search(parse("guards OR source:court-watch^100"), limit=1).hits[0].id == "quds"


def test_filters_alone_come_newest_first(engine: SearchEngine) -> None:
    found = [hit.id for hit in engine.search(parse("entity:irgc"), limit=10).hits]
    assert found == [name for name in NEWEST if name in found]


def test_a_limit_of_nothing_gives_the_total(engine: SearchEngine) -> None:
    page = engine.search(parse("toronto"), limit=0)
    assert (page.hits, page.total, page.cursor) == ((), 2, None)


def test_a_sweep_sees_only_what_changed_after(engine: SearchEngine) -> None:
    page = engine.search(parse("entity:irgc"), limit=10, after_seq=2)
    assert {hit.id for hit in page.hits} == {"denial", "financing"}
    assert page.total == 2


def test_what_a_hit_tells(engine: SearchEngine) -> None:
    hit = _hit(engine, "source:mihan-press AND تهدید")
    wanted = next(doc for doc in DOCUMENTS if doc.article.id == "denial")
    assert hit.published == wanted.article.published.at  # type: ignore[union-attr]
    assert (hit.id, hit.version, hit.url, hit.title) == ("denial", 1, wanted.article.url, wanted.article.title)
    assert (hit.lang, hit.source, hit.owner, hit.story_id) == ("fa", "mihan-press", "state-affiliated", "s1")
    assert (hit.relevance, hit.order_key) == (0.8, wanted.order_key)
    assert _hit(engine, "leaflet").published is None
    assert _hit(engine, "Halifax").lang == "en", "without an annotation, what the publisher says"


@pytest.mark.parametrize(
    ("query", "field", "marked"),
    [
        ("PS752", "title", ["PS752"]),
        ("«سپاه پاسداران»", "text", ["سپاه پاسداران"]),
        ("می شود", "text", ["می‌شود"]),
        ("تهديد AND دروغ", "title", ["تهديد", "دروغ"]),
        ("cyber*", "text", ["Cyberattacks", "cyber", "cybercrime"]),
        ("tehran~1 AND painter", "text", ["painter", "Tehrna"]),
        ("col?ur AND painter", "text", ["painter", "colour"]),
        ("entity:quds-force", "title", ["Quds Force"]),
        ('"threat guards"~10 AND walk', "text", ["threat", "guards"]),
        ("claim:(modality:possible)", "text", ["Sanctions may follow"]),
        ("kitchen AND NOT leaflet", "text", ["kitchen"]),
        ("title:kitchen", "title", ["kitchen"]),
    ],
)
def test_highlights_are_of_the_original_text(engine: SearchEngine, query: str, field: str, marked: list[str]) -> None:
    hit = engine.search(parse(query), limit=1).hits[0]
    light = next(light for light in hit.highlights if light.field == field)
    article = next(doc.article for doc in DOCUMENTS if doc.article.id == hit.id)
    original = article.title if field == "title" else article.text
    assert original[light.start :].startswith(light.passage)
    assert [light.passage[start:end] for start, end in light.spans] == marked


def test_a_hit_without_words_shows_its_beginning(engine: SearchEngine) -> None:
    light = _hit(engine, "source:dang").highlights[0]
    assert (light.field, light.start, light.spans) == ("text", 0, ())
    assert light.passage.startswith("هەواڵی")


@pytest.mark.parametrize("query", ["*", "guards", "entity:irgc", "lang:fa", "has:published AND kind:independent", "!!"])
def test_an_overview_counts_every_hit(engine: SearchEngine, query: str) -> None:
    tree = parse(query) if query != "!!" else Words("!!")
    found = {hit.id for hit in engine.search(tree, limit=100).hits}
    documents = [doc for doc in DOCUMENTS if doc.article.id in found]
    seen = engine.overview(tree, most=3)
    assert seen.total == len(documents)
    for facet in Facet:
        counts = Counter(value for doc in documents for value in project(doc).facets[facet])
        order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        assert [(bucket.value, bucket.count) for bucket in seen.facets[facet]] == order[:3], facet
    days = Counter(doc.article.published.at.astimezone(UTC).date() for doc in documents if doc.article.published)
    assert [(day.day, day.count) for day in seen.timeline] == sorted(days.items())
    assert seen.undated == sum(doc.article.published is None for doc in documents)


def test_an_overview_counts_what_is_asked(engine: SearchEngine) -> None:
    assert set(engine.overview(Everything(), facets=(Facet.LANG,)).facets) == {Facet.LANG}


@pytest.mark.parametrize(("cursor", "sort"), [("n:1", Sort.RELEVANCE), ("r:1", Sort.NEWEST), ("x", Sort.NEWEST)])
def test_a_foreign_cursor_is_an_error(engine: SearchEngine, cursor: str, sort: Sort) -> None:
    with pytest.raises(QueryError, match="no cursor"):
        engine.search(parse("guards"), limit=1, cursor=cursor, sort=sort)


def test_trees_made_by_hand(engine: SearchEngine) -> None:
    persian = Term(Keyword.LANG, "fa")
    everything = AnyOf((persian, Not(persian)))
    assert engine.search(everything, limit=0).total == len(DOCUMENTS)
    assert engine.search(Not(everything), limit=0).total == 0
    assert engine.search(Words("!!"), limit=5).total == 0
    nested = All((Not(All((Not(persian), Words("guards")))), Words("guards", Scope.ANY)))
    assert engine.search(nested, limit=5).total == 0


def test_the_deepest_query_of_the_language(engine: SearchEngine) -> None:
    for deepest in ('"three families toronto"~3', "claim:(speaker:verhoeven about:irgc)"):
        query = deepest
        for number in range(DEEPEST - 1):
            query = f"(xyz{number} OR irgc {query})^2"
        assert ids(engine, query) == {"listing"}
    with pytest.raises(QueryError, match="nested more than"):
        parse(f"({query} OR a (({query})))")


def _hit(engine: SearchEngine, query: str) -> Hit:
    page = engine.search(parse(query), limit=2)
    assert page.total == 1, [hit.id for hit in page.hits]
    return page.hits[0]
