"""Real pages, served by a feed made of them on loopback, crawled and extracted."""

from pathlib import Path

from crawling import crawl, source_at
from newsroom_fundus import fundus_newsroom, gold_pages, same_headline

from crawler.extract.stage import extract_step
from model.source import RunStatus
from store import articles, open_record
from store.evidence import verify

ENGLISH = ("us/", "uk/", "za/", "au/", "ind/")
PAGES = 40


def test_forty_real_pages_come_through_whole(tmp_path: Path) -> None:
    pages = [page for page in gold_pages() if str(page.file.parent.name) + "/" in ENGLISH][:PAGES]
    assert len(pages) == PAGES
    with fundus_newsroom(pages) as (room, places):
        source = source_at(room, max_pages=PAGES)
        report = crawl(tmp_path, source, room, wait=120)
        assert (report.status, report.pages, report.failed, report.problems) == (RunStatus.OK, PAGES, 0, ())
        record = open_record(f"sqlite:///{tmp_path / 'rasad.db'}")
        step = extract_step(record, tmp_path, {source.id: source}, PAGES * 2)
        assert (step.done, step.failed) == (PAGES, 0), step.notes
        assert verify(record, tmp_path) == []
        missed = []
        for url, page in places.items():
            found = articles.by_url(record, url)
            assert found is not None, page.file.name
            whole = f"{found.title}\n{found.text}"
            if not (same_headline(found.title, page.title) or same_headline(whole, page.title)):
                missed.append((found.title, page.title))
        record.close()
    assert len(missed) <= PAGES * 0.05, missed
