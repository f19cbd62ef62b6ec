"""The index on a real cluster: versions, watermarks, generations, what the server refuses, what a person is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from places import free_ports
from search_corpus import corpus_documents
from servers_elastic import elastic

from model.errors import ConfigError, LockBusy, QueryError, SearchIndexError
from model.query import All, AnyOf, Everything, Query, Words
from model.search import IndexDocument
from model.settings import ElasticSettings
from query import parse
from search.elastic import Cluster, bulk, connect, generations, open_engine, open_writer, rebuild, status
from search.elastic.mapping import mapping
from search.locks import hold

DOCUMENTS = corpus_documents()


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with elastic() as made:
        yield made


def renamed(document: IndexDocument, title: str, seq: int) -> IndexDocument:
    return replace(document, article=replace(document.article, title=title), doc_seq=seq)


def total(cluster: Cluster, query: str = "*") -> int:
    return open_engine(cluster).search(parse(query), limit=0).total


def test_replays_and_late_writes_cannot_go_back(cluster: Cluster) -> None:
    first = DOCUMENTS[0]
    writer = open_writer(cluster)
    assert writer.watermark() == 0
    assert writer.put([renamed(first, "zebra", 5)]) == 1
    assert writer.watermark() == 5
    assert writer.put([renamed(first, "lion", 4)]) == 0
    assert writer.put([renamed(first, "zebra", 5)]) == 0
    assert writer.put([renamed(first, "tiger", 6), renamed(first, "bear", 8), renamed(first, "ape", 7)]) == 1
    assert writer.watermark() == 8
    assert writer.put([]) == 0
    assert (total(cluster), total(cluster, "bear"), total(cluster, "zebra OR tiger OR ape OR lion")) == (1, 1, 0)
    assert open_writer(cluster).put([renamed(first, "lion", 4)]) == 0, "a second writer by mistake harms nothing"
    assert open_writer(cluster).watermark() == 8


def test_a_crash_before_the_watermark_is_noted_costs_nothing_but_a_repetition(cluster: Cluster) -> None:
    writer = open_writer(cluster)
    writer.put(DOCUMENTS[:3])
    made = generations.writing(cluster)
    assert made is not None
    bulk.send(cluster, made.name, DOCUMENTS[3:6])  # killed here: documents are there, nothing is noted
    assert open_writer(cluster).watermark() == 3
    assert open_writer(cluster).put(DOCUMENTS[3:7]) == 1
    assert (open_writer(cluster).watermark(), total(cluster)) == (7, 7)


def test_more_documents_than_one_request_holds(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 4)
    assert open_writer(cluster).put(DOCUMENTS) == len(DOCUMENTS)
    assert total(cluster) == len(DOCUMENTS)


def test_an_index_restored_under_its_name_is_not_believed_to_be_complete(cluster: Cluster) -> None:
    writer = open_writer(cluster)
    writer.put(DOCUMENTS)
    made = generations.writing(cluster)
    assert made is not None
    cluster.client.indices.delete(index=made.name)
    assert writer.watermark() == 0, "lost: begun anew"
    made = generations.writing(cluster)
    assert made is not None
    generations.note(cluster, replace(made, uuid="that of another one"), 26)
    assert writer.watermark() == 0
    writer.put(DOCUMENTS)
    assert total(cluster) == len(DOCUMENTS)


def test_a_rebuild_goes_on_beside_searches_and_the_worker(cluster: Cluster, tmp_path: Path) -> None:
    worker, engine = open_writer(cluster), open_engine(cluster)
    worker.put(DOCUMENTS[:5])
    before = generations.names(cluster)

    def fill(writer: object) -> int:
        assert writer.put(DOCUMENTS[:4]) == 4  # type: ignore[attr-defined]
        assert engine.search(Everything(), limit=0).total == 5, "the old one serves until the switch"
        worker.put(DOCUMENTS[5:8])
        assert engine.search(Everything(), limit=0).total == 8
        with pytest.raises(LockBusy):
            rebuild(cluster, tmp_path, fill)
        return 4

    assert rebuild(cluster, tmp_path, fill) == 4
    assert engine.search(Everything(), limit=0).total == 4
    assert len(generations.names(cluster)) == 2, "the old one stays until the worker has left it"
    assert worker.watermark() == 4, "the worker sees what the new one lacks"
    assert len(generations.names(cluster)) == 1
    assert generations.names(cluster) != before
    worker.put(DOCUMENTS[4:])
    assert engine.search(Everything(), limit=0).total == len(DOCUMENTS)


def test_a_rebuild_that_fails_leaves_the_old_one_and_the_next_removes_it(cluster: Cluster, tmp_path: Path) -> None:
    open_writer(cluster).put(DOCUMENTS)

    def fails(writer: object) -> int:
        raise SearchIndexError("the record went away")

    with pytest.raises(SearchIndexError, match="went away"):
        rebuild(cluster, tmp_path, fails)
    assert total(cluster) == len(DOCUMENTS)
    assert rebuild(cluster, tmp_path, lambda writer: writer.put(DOCUMENTS)) == len(DOCUMENTS)
    open_writer(cluster).watermark()
    assert len(generations.names(cluster)) == 1
    with hold(tmp_path / "rebuild.lock", exclusive=True), pytest.raises(LockBusy):
        rebuild(cluster, tmp_path, fails)


def test_an_index_of_another_version_is_not_half_understood(cluster: Cluster) -> None:
    open_writer(cluster).put(DOCUMENTS)
    (name,) = generations.names(cluster)
    cluster.client.indices.put_mapping(index=name, meta={"shape": "another"})
    with pytest.raises(SearchIndexError, match="another version"):
        total(cluster)
    with pytest.raises(SearchIndexError, match="rasad index rebuild"):
        open_writer(cluster).watermark()


def test_no_index_names_the_remedy(cluster: Cluster) -> None:
    with pytest.raises(SearchIndexError, match="there is no search index"):
        total(cluster)
    assert status(cluster).generation is None
    open_writer(cluster).watermark()
    assert total(cluster) == 0
    assert status(cluster).generation == generations.names(cluster)[0]
    assert status(cluster).version.startswith("9.")


def test_a_stray_write_makes_no_index(cluster: Cluster) -> None:
    open_writer(cluster).watermark()
    stray = generations.Generation(cluster.generation(7), "none")
    with pytest.raises(SearchIndexError, match="there is no search index"):
        bulk.send(cluster, stray.name, DOCUMENTS[:1])
    assert stray.name not in generations.names(cluster)


def test_a_poison_document_is_told_of_and_the_others_go_on(cluster: Cluster) -> None:
    writer = open_writer(cluster)
    long_address = replace(DOCUMENTS[1].article, url="https://long.example/" + "a" * 40_000)
    poison = [replace(DOCUMENTS[0], order_key=2**70), replace(DOCUMENTS[1], article=long_address)]
    told: dict[str, str] = {}
    written = writer.put(
        [*poison, *DOCUMENTS[2:]], lambda document, reason: told.setdefault(document.article.id, reason)
    )
    assert written == total(cluster) == len(DOCUMENTS) - 2
    assert set(told) == {document.article.id for document in poison}
    assert "order_key" in told[DOCUMENTS[0].article.id]
    assert "immense term" in told[DOCUMENTS[1].article.id]
    assert writer.watermark() == len(DOCUMENTS)
    with pytest.raises(SearchIndexError, match="cannot be indexed"):
        writer.put([replace(poison[0], doc_seq=99)])


def test_another_mapping_is_no_fault_of_the_documents(cluster: Cluster) -> None:
    made = generations.create(cluster)
    cluster.client.indices.delete(index=made.name)
    other = mapping()
    other["properties"]["relevance"] = {"type": "boolean"}
    cluster.client.indices.create(index=made.name, mappings=other)
    uuid = cluster.client.indices.get_settings(index=made.name)[made.name]["settings"]["index"]["uuid"]
    generations.switch(cluster, generations.Generation(made.name, uuid))
    told: list[str] = []
    with pytest.raises(SearchIndexError, match=r"another mapping than Rasad gives it \(field relevance\)"):
        open_writer(cluster).put(DOCUMENTS, lambda document, reason: told.append(reason))
    assert told == []
    assert open_writer(cluster).watermark() == 0


def test_a_full_disk_is_told_and_gone_on_from(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "RETRIES", 1)
    writer = open_writer(cluster)
    writer.put(DOCUMENTS[:3])
    (name,) = generations.names(cluster)
    cluster.client.indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": True})
    with pytest.raises(SearchIndexError, match="read-only, as when the disk is full"):
        writer.put(DOCUMENTS[3:])
    assert (writer.watermark(), total(cluster)) == (3, 3)
    cluster.client.indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": None})
    writer.put(DOCUMENTS[3:])
    assert total(cluster) == len(DOCUMENTS)


def test_a_server_that_is_away_is_told() -> None:
    (port,) = free_ports(1)
    away = connect(ElasticSettings(urls=(f"http://127.0.0.1:{port}",)))
    for ask in (lambda: total(away), lambda: open_writer(away).watermark(), lambda: open_writer(away).put(DOCUMENTS)):
        with pytest.raises(SearchIndexError, match="cannot be reached") as told:
            ask()
        assert "catches up" in told.value.remedy
    away.client.close()


def test_a_certificate_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="ca_file"):
        connect(ElasticSettings(urls=("https://es.example:9200",), ca_file="tls/ca.crt"), tmp_path)


def many_words(count: int) -> IndexDocument:
    text = " ".join(f"zzz{number:05d}" for number in range(count))
    return replace(DOCUMENTS[0], article=replace(DOCUMENTS[0].article, text=text))


def test_too_many_expansions_are_an_error(cluster: Cluster) -> None:
    open_writer(cluster).put([many_words(1100)])
    for query in ("zzz*", "zzz?*", "zzz0*1 OR zzz*"):
        with pytest.raises(QueryError, match="more than 1024 words"):
            total(cluster, query)
    assert total(cluster, "zzz00*") == 1


def test_as_many_expansions_as_are_allowed(cluster: Cluster) -> None:
    open_writer(cluster).put([many_words(1024)])
    assert total(cluster, "zzz*") == 1


def test_a_tree_deeper_than_the_server_takes_is_the_query_s_fault(cluster: Cluster) -> None:
    open_writer(cluster).put(DOCUMENTS[:1])
    tree: Query = Words("guards")
    for _ in range(20):
        tree = AnyOf((Words("nothing"), All((tree, Words("guards")))))
    with pytest.raises(QueryError, match="too large for Elasticsearch") as told:
        open_engine(cluster).search(tree, limit=1)
    assert "max_nested_depth" in told.value.thing


def test_odd_documents_are_indexed_and_found(cluster: Cluster) -> None:
    odd = [
        replace(DOCUMENTS[0], article=replace(DOCUMENTS[0].article, id="empty", title="", text="")),
        replace(
            DOCUMENTS[1],
            article=replace(DOCUMENTS[1].article, id="long", text="x" * 100_000 + " hippo \ud800 \x00 \u2028 end"),
        ),
        replace(
            DOCUMENTS[2],
            article=replace(DOCUMENTS[2].article, id="wide", text="\U00010400" * 190 + " 👨‍👩‍👧 camel"),
        ),
    ]
    assert open_writer(cluster).put(odd) == 3
    page = open_engine(cluster).search(parse("hippo"), limit=5)
    light = next(light for light in page.hits[0].highlights if light.field == "text")
    assert [light.passage[start:end] for start, end in light.spans] == ["hippo"]
    assert (total(cluster), total(cluster, "xxx*"), total(cluster, "camel")) == (3, 1, 1)
    assert total(cluster, "\U00010428" * 190) == 1, "a long word stays one"


def test_a_deep_page_by_relevance_is_refused_and_the_deepest_works(cluster: Cluster) -> None:
    open_writer(cluster).put(DOCUMENTS)
    with pytest.raises(QueryError, match="sort by newest"):
        open_engine(cluster).search(parse("guards"), limit=1, cursor="r:99999999999")
    assert open_engine(cluster).search(parse("guards"), limit=500, cursor="r:100000").hits == ()


def test_what_people_type_in_kibana_finds_by_the_language_of_the_text(cluster: Cluster) -> None:
    open_writer(cluster).put(DOCUMENTS)

    def ids(query: str) -> set[str]:
        asked = {"query_string": {"query": query}}
        return {hit["_id"] for hit in cluster.client.search(index=cluster.serving, query=asked)["hits"]["hits"]}

    assert ids("title.en:guard") >= {"listing"}, "stemmed"
    assert ids("body.fa:سپاه") >= {"sepah-toronto", "denial"}
