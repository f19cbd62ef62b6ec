"""The index follows the record: step by step, after absence, after a kill, and rebuilt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from model.annotation import Annotation, Label, Mention
from model.article import ArticleDraft, DateSource, Published
from model.errors import LockBusy
from model.source import Feed, Owner, Source
from query import parse
from search.embedded import generations, open_engine, open_writer
from search.stage import index_step, rebuild
from store import Record, annotations, articles, documents, open_record, stories

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
COURT = Source(
    id="court-watch",
    name="Court Watch",
    country="ca",
    lang="en",
    owner=Owner.COURT,
    owner_note="invented",
    home="https://court-watch.example/",
    feeds=(Feed(url="https://court-watch.example/feed"),),
)
SOURCES = {COURT.id: COURT}


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    opened = open_record(f"sqlite:///{tmp_path / 'record.sqlite'}")
    yield opened
    opened.close()


def draft(number: int, text: str, source: str = "court-watch") -> ArticleDraft:
    url = f"https://court-watch.example/{number}"
    return ArticleDraft(
        url=url,
        canonical_url=url,
        source_id=source,
        title=f"Case {number}",
        text=text,
        authors=(),
        published=Published(at=NOW - timedelta(days=number), known_from=DateSource.FEED),
        lang="en",
        site="Court Watch",
        seen_at=NOW,
    )


def annotation(word: str, text: str, slug: str) -> Annotation:
    at = text.index(word)
    return Annotation(
        lang="en",
        lang_confidence=1.0,
        relevant=True,
        relevance=0.9,
        reasons=(),
        topics=(),
        mentions=(Mention(start=at, end=at + len(word), text=word, label=Label.ORG, id=slug),),
        claims=(),
    )


def found(index: Path, query: str) -> set[str]:
    return {hit.title for hit in open_engine(index).search(parse(query), limit=50).hits}


def test_every_change_of_a_document_reaches_the_index(record: Record, tmp_path: Path) -> None:
    index = tmp_path / "index"
    with open_writer(index) as writer:
        for number in range(5):
            articles.save(record, draft(number, "A zebra was heard."))
        first, second = (index_step(record, writer, SOURCES, 3) for _ in range(2))
        assert (first.done, first.more, second.done, second.more) == (3, True, 2, False)
        assert index_step(record, writer, SOURCES, 3).done == 0
        assert found(index, "zebra AND kind:court") == {f"Case {number}" for number in range(5)}

        article, _ = articles.save(record, draft(1, "The Basij was heard."))
        assert index_step(record, writer, SOURCES, 3).done == 1
        assert found(index, "basij") == {"Case 1"}
        assert "Case 1" not in found(index, "zebra")

        noted = annotation("Basij", article.document().whole, "basij")
        annotations.save(record, "p1", article.id, article.version, noted)
        stories.assign(record, article.id, "s1")
        assert index_step(record, writer, SOURCES, 3).done == 1
        assert found(index, "entity:basij AND story:s1") == {"Case 1"}
        assert writer.watermark() == documents.max_seq(record)


def test_an_unknown_outlet_is_indexed_as_independent(record: Record, tmp_path: Path) -> None:
    index = tmp_path / "index"
    articles.save(record, draft(1, "Imported.", source="import"))
    with open_writer(index) as writer:
        index_step(record, writer, {}, 10)
    assert found(index, "source:import AND kind:independent") == {"Case 1"}


def test_a_rebuild_beside_the_worker_loses_nothing(record: Record, tmp_path: Path) -> None:
    index = tmp_path / "index"
    with open_writer(index) as worker:
        for number in range(3):
            articles.save(record, draft(number, "zebra"))
        index_step(record, worker, SOURCES, 10)
        before = generations.current(index)
        seen: list[int] = []
        assert rebuild(record, index, SOURCES, 15, seen.append) == 3
        assert seen == [3]
        assert generations.current(index) != before
        articles.save(record, draft(3, "zebra"))
        assert index_step(record, worker, SOURCES, 10).done == 1
        assert len(found(index, "zebra")) == 4
        assert worker.watermark() == documents.max_seq(record)


def test_a_rebuild_heals_a_broken_index(record: Record, tmp_path: Path) -> None:
    index = tmp_path / "index"
    articles.save(record, draft(1, "zebra"))
    with open_writer(index) as writer:
        index_step(record, writer, SOURCES, 10)
    for path in index.glob("g*/meta.json"):
        path.write_text("{")
    assert rebuild(record, index, SOURCES) == 1
    assert found(index, "zebra") == {"Case 1"}
    assert len(list(index.glob("g*"))) == 1, "the broken one is gone"


def test_two_rebuilds_do_not_meet(record: Record, tmp_path: Path) -> None:
    index = tmp_path / "index"
    index.mkdir()
    with generations.rebuilding(index), pytest.raises(LockBusy):
        rebuild(record, index, SOURCES)


def test_an_empty_record_gives_an_empty_index(record: Record, tmp_path: Path) -> None:
    assert rebuild(record, tmp_path / "index", SOURCES) == 0
    assert found(tmp_path / "index", "*") == set()
