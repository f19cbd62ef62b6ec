"""Real pages, served by a feed made of them on loopback, crawled, extracted, indexed by both engines and found by their
headlines.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from crawling import crawl, source_at
from newsroom_fundus import GoldPage, findable, fundus_newsroom, gold_pages
from servers_elastic import elastic

from crawler.extract.stage import extract_step
from model.article import Article
from model.search import SearchEngine
from model.source import RunStatus, Source
from query import parse
from search import elastic as on_cluster
from search import embedded
from search.stage import index_step
from store import Record, documents, open_record
from store.verification import verify
from text.terms import tokens

LEAST = 200
SHARE = 0.95
"""Of the headlines. The others name several headlines, of which the gold has another than the article."""


@contextmanager
def filled(name: str, record: Record, source: Source, folder: Path) -> Iterator[SearchEngine]:
    """An engine that holds the record."""
    if name == "embedded":
        with embedded.open_writer(folder, 32) as writer:
            index_step(record, writer, {source.id: source}, 1000)
        yield embedded.open_engine(folder)
        return
    with elastic() as cluster:
        index_step(record, on_cluster.open_writer(cluster), {source.id: source}, 1000)
        yield on_cluster.open_engine(cluster)


@pytest.mark.timeout(400)
def test_all_real_pages_come_through_whole_and_are_found_in_both_engines(tmp_path: Path) -> None:
    pages = gold_pages()
    assert len(pages) > LEAST
    with fundus_newsroom(pages) as (room, places):
        source = source_at(room, max_pages=len(pages))
        report = crawl(tmp_path, source, room, wait=300)
        assert (report.status, report.pages, report.failed, report.problems) == (RunStatus.OK, len(pages), 0, ())
        record = open_record(f"sqlite:///{tmp_path / 'rasad.db'}")
        step = extract_step(record, tmp_path, {source.id: source}, len(pages) * 2)
        assert step.done + step.failed == len(pages)
        assert step.done >= len(pages) * SHARE, step.notes
        assert verify(record, tmp_path) == []
    # By the address a page was fetched at: its canonical one may be another path.
    texts = {row.article.url: row.article for row in documents.changed_since(record, 0, 1000)}
    missed = [
        (texts[url].title if url in texts else None, page.title)
        for url, page in places.items()
        if url not in texts or not findable(page.title, texts[url].title, texts[url].text)
    ]
    assert len(missed) <= len(pages) * (1 - SHARE), missed
    for name in ("embedded", "elastic"):
        with filled(name, record, source, tmp_path / "index") as engine:
            lost = [page.title for url, page in places.items() if not _found(engine, page, texts.get(url))]
            assert len(lost) <= len(pages) * (1 - SHARE), (name, lost)
    record.close()


def _found(engine: SearchEngine, page: GoldPage, article: Article | None) -> bool:
    """Whether all the words of the headline find the article."""
    words = " ".join(f'"{page.title[token.start : token.end]}"' for token in tokens(page.title))
    return article is not None and article.id in {hit.id for hit in engine.search(parse(words), limit=500).hits}
