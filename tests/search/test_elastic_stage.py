"""The index on a cluster follows the record: what cannot be indexed is set aside, another record's index is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from servers_elastic import elastic

from model.article import ArticleDraft
from model.errors import SearchIndexError
from query import parse
from search.elastic import Cluster, open_engine, open_writer
from search.stage import STAGE, index_step, rebuild_on_cluster
from store import Record, articles, documents, open_record, quarantine

LONG = "https://long.example/" + "a" * 40_000


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with elastic() as made:
        yield made


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    opened = open_record(f"sqlite:///{tmp_path / 'record.sqlite'}")
    yield opened
    opened.close()


def save(record: Record, url: str) -> str:
    draft = ArticleDraft(
        url=url,
        canonical_url=url,
        source_id="import",
        title="A zebra",
        text="A zebra was heard.",
        authors=(),
        published=None,
        lang="en",
        site=None,
        seen_at=datetime(2026, 11, 22, tzinfo=UTC),
    )
    return articles.save(record, draft)[0].id


def total(cluster: Cluster) -> int:
    return open_engine(cluster).search(parse("zebra"), limit=0).total


def test_what_cannot_be_indexed_is_kept_with_its_reason_and_comes_again_when_let_out(
    cluster: Cluster, record: Record, tmp_path: Path
) -> None:
    writer = open_writer(cluster)
    poison = save(record, LONG)
    for number in range(3):
        save(record, f"https://short.example/{number}")
    report = index_step(record, writer, {}, 10)
    assert (report.done, report.failed, total(cluster)) == (4, 1, 3)
    (held,) = quarantine.listing(record, STAGE)
    assert held.key == poison
    assert "immense term" in held.reason
    assert index_step(record, writer, {}, 10).done == 0, "it holds up nobody"
    assert quarantine.release(record, held.id)
    report = index_step(record, writer, {}, 10)
    assert (report.done, report.failed) == (1, 1)
    assert [one.key for one in quarantine.listing(record, STAGE)] == [poison]
    assert rebuild_on_cluster(record, cluster, tmp_path, {}) == 3
    assert writer.watermark() == documents.max_seq(record)


def test_what_could_be_indexed_after_all_leaves_the_quarantine(cluster: Cluster, record: Record) -> None:
    mended = save(record, "https://short.example/1")
    quarantine.put(record, STAGE, mended, "once too long")
    assert index_step(record, open_writer(cluster), {}, 10).failed == 0
    assert quarantine.listing(record, STAGE) == []


def test_the_index_of_another_record_is_refused_and_rebuilt(cluster: Cluster, record: Record, tmp_path: Path) -> None:
    other = open_record(f"sqlite:///{tmp_path / 'other.sqlite'}")
    for number in range(3):
        save(other, f"https://other.example/{number}")
    index_step(other, open_writer(cluster), {}, 10)
    other.close()
    save(record, "https://short.example/1")
    with pytest.raises(SearchIndexError, match="of another record") as told:
        index_step(record, open_writer(cluster), {}, 10)
    assert "search.elastic.prefix" in told.value.remedy
    assert rebuild_on_cluster(record, cluster, tmp_path, {}) == 1
    assert (index_step(record, open_writer(cluster), {}, 10).done, total(cluster)) == (0, 1)
