"""Real pages, served by a feed made of them on loopback, crawled, extracted, indexed and found by their headlines."""

from pathlib import Path

from crawling import crawl, source_at
from newsroom_fundus import english_pages, findable, fundus_newsroom

from crawler.extract.stage import extract_step
from model.source import RunStatus
from query import parse
from search.embedded import open_engine, open_writer
from search.stage import index_step
from store import articles, open_record
from store.verification import verify
from text.terms import tokens

PAGES = 40
UNFOUND = 2
"""Pages that name several headlines, of which the gold has another than the article."""


def test_forty_real_pages_come_through_whole(tmp_path: Path) -> None:
    pages = english_pages()[-PAGES:]
    assert len(pages) == PAGES
    with fundus_newsroom(pages) as (room, places):
        source = source_at(room, max_pages=PAGES)
        report = crawl(tmp_path, source, room, wait=120)
        assert (report.status, report.pages, report.failed, report.problems) == (RunStatus.OK, PAGES, 0, ())
        record = open_record(f"sqlite:///{tmp_path / 'rasad.db'}")
        step = extract_step(record, tmp_path, {source.id: source}, PAGES * 2)
        assert (step.done, step.failed) == (PAGES, 0), step.notes
        assert verify(record, tmp_path) == []
        with open_writer(tmp_path / "index", 32) as writer:
            index_step(record, writer, {source.id: source}, PAGES * 2)
        engine = open_engine(tmp_path / "index")
        missed, unfound = [], []
        for url, page in places.items():
            found = articles.by_url(record, url)
            assert found is not None, page.file.name
            if not findable(page.title, found.title, found.text):
                missed.append((found.title, page.title))
            words = " ".join(f'"{page.title[token.start : token.end]}"' for token in tokens(page.title))
            if found.id not in {hit.id for hit in engine.search(parse(words), limit=PAGES).hits}:
                unfound.append(page.title)
        record.close()
    assert len(missed) <= UNFOUND, missed
    assert len(unfound) <= UNFOUND, unfound
