"""A real Elasticsearch with TLS and keys: who may do what, and kill -9 while it is written, absence, return."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from elastic_secured import KEY_VARIABLE, Secured, secured_node
from places import copy_demo
from ruamel.yaml import YAML
from search_corpus import corpus_documents

from catalog import load
from model.article import ArticleDraft, DateSource, Published
from model.errors import SearchIndexError
from model.notify import DeliveryKind
from model.query import Everything
from model.search import Sort
from model.settings import ElasticSettings
from query import parse
from rasad.doctor import examine
from rasad.wiring import Place, worker_rooms
from scheduler.stages import FLOW, SWEEP, work
from search.elastic import Cluster, ElasticWriter, connect, generations, open_engine, open_writer, rebuild, status
from search.stage import index_step
from store import articles, documents
from store.deliveries import of_kind
from store.matches import for_article

ABSENCE = float(os.environ.get("RASAD_TEST_ABSENCE", "2"))
"""Seconds for which the server stays away after it was killed (its start comes on top)."""
DOCUMENTS = corpus_documents()
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
MANY = 250
WORRYING = "The IRGC threatened three families in Toronto, police said on Friday. The force denied that it did so."

pytestmark = pytest.mark.timeout(420)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    with secured_node(tmp_path_factory.mktemp("tls")) as started:
        yield started


def cluster(server: Secured, role: str, **changed: object) -> Cluster:
    block = {**server.block("rasad"), "urls": (server.node.url,), **changed}
    return connect(ElasticSettings(**block), api_key=server.key(role))  # type: ignore[arg-type]


def test_the_keys_of_the_docs_may_do_what_they_must_and_no_more(server: Secured, tmp_path: Path) -> None:
    worker, desk = cluster(server, "rasad"), cluster(server, "rasad-desk")
    open_writer(worker).put(DOCUMENTS)
    assert rebuild(worker, tmp_path, lambda writer: writer.put(DOCUMENTS)) == len(DOCUMENTS)
    assert open_writer(worker).watermark() == len(DOCUMENTS)
    assert len(generations.names(worker)) == 1
    assert status(worker).health == "green"
    for each in (worker, desk):
        engine = open_engine(each)
        assert engine.search(parse("guard* AND NOT lang:fa"), limit=50).total == 6
        assert engine.search(Everything(), limit=3, sort=Sort.NEWEST).cursor is not None
        assert engine.overview(parse("entity:irgc")).total == 4
    with pytest.raises(SearchIndexError, match="may not do that") as refused:
        open_writer(desk).put([replace(DOCUMENTS[0], doc_seq=99)])
    assert "docs/elasticsearch.md" in refused.value.remedy
    elsewhere = cluster(server, "rasad", prefix="others")
    with pytest.raises(SearchIndexError, match="may not do that"):
        open_writer(elsewhere).put(DOCUMENTS)
    with pytest.raises(SearchIndexError, match="may not do that"):
        open_engine(elsewhere).search(Everything(), limit=1)


def test_a_wrong_key_or_authority_is_told(server: Secured) -> None:
    settings = ElasticSettings(urls=(server.node.url,), api_key_env="KEY", ca_file=str(server.ca))
    wrong_key = connect(settings, api_key="bm9ib2R5OndpdGggdGhpcyBrZXk=")
    with pytest.raises(SearchIndexError, match="does not accept the key") as told:
        open_engine(wrong_key).search(Everything(), limit=1)
    assert "search.elastic.api_key_env" in told.value.remedy
    wrong_authority = connect(replace(settings, ca_file=str(server.other_ca)), api_key=server.key("rasad"))
    with pytest.raises(SearchIndexError, match="is not trusted") as told:
        open_writer(wrong_authority).watermark()
    assert "ca_file" in told.value.remedy
    for each in (wrong_key, wrong_authority):
        each.client.close()


@pytest.fixture
def place(server: Secured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv(KEY_VARIABLE, server.key("rasad"))
    config, _ = copy_demo(tmp_path)
    yaml = YAML()
    settings = yaml.load((config / "settings.yml").read_text(encoding="utf-8"))
    settings["search"] = {"engine": "elastic", "elastic": server.block("rasad-fault")}
    with (config / "settings.yml").open("w", encoding="utf-8") as file:
        yaml.dump(settings, file)
    home = tmp_path / "home"
    home.mkdir()
    return Place(config_dir=config, home=home)


def draft(number: int, text: str) -> ArticleDraft:
    url = f"https://kestrel.example/{number}"
    return ArticleDraft(
        url=url,
        canonical_url=url,
        source_id="import",
        title=f"Report {number}",
        text=text,
        authors=(),
        published=Published(at=NOW - timedelta(minutes=number), known_from=DateSource.GIVEN),
        lang="en",
        site=None,
        seen_at=NOW,
    )


def test_killed_while_it_is_written_then_away_then_back(server: Secured, place: Place) -> None:
    """Nothing is lost and nothing is told twice; what does not need the index goes on meanwhile."""
    record = place.record
    dull = [articles.save(record, draft(n, f"The harbour council met about matter {n}."))[0].id for n in range(MANY)]
    writer = open_writer(place.cluster)
    assert writer.watermark() == 0
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(_index_all, place, writer)
        _until(lambda: writer.watermark() > 0)
        server.node.kill()
        with pytest.raises(SearchIndexError, match=r"cannot be reached|did not answer"):
            writing.result()

    away_since = time.monotonic()
    urgent = [articles.save(record, draft(MANY + n, f"{WORRYING} Case {n}."))[0].id for n in range(3)]
    with worker_rooms(place) as rooms:  # a worker starts also while the server is away
        with pytest.raises(SearchIndexError, match="cannot be reached"):
            work(rooms, FLOW)
        assert all(for_article(record, article_id) for article_id in urgent), "matched at once, in memory"
        told = _alerts(place)
        assert told
        assert "the sweep waits" in work(rooms, SWEEP)[0].notes[0]
        assert any("cannot be reached" in finding.thing for finding in examine(place.config_dir, place.home))
        time.sleep(max(0.0, ABSENCE - (time.monotonic() - away_since)))
        server.node.start()
        _until(lambda: _answers(place))
        work(rooms, (*FLOW, *SWEEP))
        assert _alerts(place) == told, "nothing is told twice"
        _equal(place)

        # A rule that is new has nothing but the sweep: it is late, and once.
        rules = place.config_dir / "alerts.yml"
        new = f"- id: council\n  title: The council\n  query: 'title:\"Report {MANY - 1}\"'\n  to: [mina]\n"
        rules.write_text(rules.read_text(encoding="utf-8") + new, encoding="utf-8")
        for _ in range(2):
            work(replace(rooms, config=load(place.config_dir)), (*FLOW, *SWEEP))
    (match,) = for_article(record, dull[-1])
    assert (match.rule_id, match.late) == ("council", True)
    assert len(_alerts(place)) == len(told) + 1
    record.close()


def _index_all(place: Place, writer: ElasticWriter) -> None:
    while index_step(place.record, writer, {}, 20).more:
        pass


def _answers(place: Place) -> bool:
    """Whether the server has come back as far as keys: it knows them a moment after it answers."""
    try:
        return status(place.cluster).health != "red"
    except SearchIndexError:
        return False


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _alerts(place: Place) -> list[tuple[str, str]]:
    return sorted((alert.person_id, alert.subject_key) for alert in of_kind(place.record, DeliveryKind.ALERT, 1000))


def _equal(place: Place) -> None:
    """The index holds each article of the record in its newest state, and no other."""
    kept = {row.article.id: row.doc_seq for row in documents.changed_since(place.record, 0, 10_000)}
    found = place.cluster.client.search(
        index=place.cluster.serving, size=10_000, source=["doc_seq"], track_total_hits=True
    )["hits"]
    assert found["total"]["value"] == len(kept)
    assert {hit["_id"]: hit["_source"]["doc_seq"] for hit in found["hits"]} == kept
