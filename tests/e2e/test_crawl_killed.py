"""A crawl killed (-9) again and again ends where an undisturbed one does. Longer: ``python -m bench.kill``."""

import random
from pathlib import Path

import pytest
from crawling import crawl, source_at
from killing import after_pages, crawl_killed, left_in
from loopback import Answer, Newsroom, article, newsroom, rss

from store import open_record
from store.verification import examine

PAGES = 150
KILLS = 8


def filled(room: Newsroom) -> None:
    room.pages["/feed.xml"] = Answer(rss([(room.url(f"/a{n}"), f"Report {n}", "") for n in range(PAGES)]))
    for n in range(PAGES):
        text = [f"Report {n}: the council met and spoke for {n} hours about the new bridge over the river."] * 3
        room.pages[f"/a{n}"] = Answer(article(f"Report {n}", text))


@pytest.mark.timeout(240)
def test_the_same_texts_and_at_most_one_page_more_for_each_kill(tmp_path: Path) -> None:
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    calm.mkdir(), rough.mkdir()
    luck = random.Random(7)
    with newsroom() as room:
        filled(room)
        source = source_at(room, max_pages=PAGES)
        assert crawl(calm, source, room).pages == PAGES
        killed = crawl_killed(rough, source, room, [after_pages(room, luck, 3, 20) for _ in range(KILLS)])
    assert killed == KILLS
    undisturbed, found = left_in(calm, source), left_in(rough, source)
    assert len(undisturbed.texts) == PAGES
    assert found.texts == undisturbed.texts
    assert (found.unfetched, found.set_aside, found.unclosed) == (0, 0, 0)
    assert found.distinct_pages == PAGES
    assert found.pages - found.distinct_pages <= killed
    record = open_record(f"sqlite:///{rough / 'rasad.db'}")
    examined = examine(record, rough)
    # Not even a note: no file and no byte that the ledger does not speak of.
    assert (examined.problems, examined.notes) == ([], [])
    record.close()
