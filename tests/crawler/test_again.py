"""Pages are visited again: edits become versions, removals are noticed, what stands around the article is neither."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from crawling import crawl, source_at
from loopback import Answer, Newsroom, article, newsroom, rss
from sqlalchemy import text

from crawler.extract.stage import extract_step
from model.source import Source
from store import Record, articles, edits, open_record, revisits
from store.verification import verify

DATE = "Mon, 01 Jun 2026 10:00:00 GMT"
TEXT = ["The council met on Monday and spoke for three hours about the new bridge over the river."] * 3
OPENING = "Three people watched it, the mayor said."


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    opened = open_record(f"sqlite:///{tmp_path / 'rasad.db'}")
    yield opened
    opened.close()


def page(number: int, opening: str = OPENING, more: str = "") -> Answer:
    return Answer(article(f"Headline {number}", [opening, *TEXT, *([more] if more else [])]))


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with newsroom() as served:
        listed = [(served.url(f"/news/a{n}"), f"Headline {n}", DATE) for n in range(3)]
        served.pages["/feed.xml"] = Answer(rss(listed), content_type="application/rss+xml", headers={"ETag": '"1"'})
        served.pages |= {f"/news/a{n}": page(n) for n in range(3)}
        yield served


def visit(record: Record, home: Path, source: Source, room: Newsroom, hours: float = 0) -> list[str]:
    """A run, so many hours later as far as the visits are concerned; what it asked the newsroom for."""
    with record.write() as connection:
        connection.execute(text("UPDATE revisits SET due = due - :ms"), {"ms": int(hours * 3_600_000)})
    before = len(room.paths)
    crawl(home, source, room)
    extract_step(record, home, {source.id: source}, 100)
    return [path for path in room.paths[before:] if path.startswith("/news")]


def test_an_edit_becomes_a_version_and_a_blank_change_does_not(record: Record, tmp_path: Path, room: Newsroom) -> None:
    source = source_at(room)
    assert len(visit(record, tmp_path, source, room)) == 3
    assert visit(record, tmp_path, source, room) == [], "not before their time"
    room.pages["/news/a0"] = page(0, "Four people watched it, the mayor said.", "He denied that anyone was paid.")
    room.pages["/news/a1"] = page(1, more="1,204 views")
    assert sorted(visit(record, tmp_path, source, room, 1)) == ["/news/a0", "/news/a1", "/news/a2"]
    versions = [found.version for n in range(3) if (found := articles.by_url(record, room.url(f"/news/a{n}")))]
    assert versions == [2, 1, 1]
    (edited,) = edits.history(record, articles.article_id(room.url("/news/a0")))
    assert edited.version == 2
    assert edited.edit.changed == ((OPENING, "Four people watched it, the mayor said."),)
    assert edited.edit.added == ("He denied that anyone was paid.",)
    assert verify(record, tmp_path) == []


def test_visits_grow_rarer_and_end(record: Record, tmp_path: Path, room: Newsroom) -> None:
    source = source_at(room)
    visit(record, tmp_path, source, room)
    url = room.url("/news/a0")
    now = datetime.now(UTC)
    pauses = []
    for _ in range(len(revisits.PAUSES) + 2):
        with record.read() as connection:
            due = connection.execute(text("SELECT due FROM revisits WHERE url = :url"), {"url": url}).scalar_one()
        if due is None:
            break
        at = datetime.fromtimestamp(due / 1000, UTC)
        pauses.append(at - now)
        assert url in revisits.due(record, source.id, 9, at + timedelta(seconds=1))
        revisits.seen(record, url, at)
        now = at
    assert len(pauses) == len(revisits.PAUSES)
    assert all(later > earlier for earlier, later in pairwise(pauses))
    assert timedelta(days=100) < sum(pauses, timedelta()) < timedelta(days=150)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (Answer(b"not here", 404), 404),
        (Answer(b"gone", 410), 410),
        (Answer(b"", 302, {"Location": "/"}), 302),
    ],
)
def test_a_page_that_is_gone_twice_was_removed(
    record: Record, tmp_path: Path, room: Newsroom, answer: Answer, status: int
) -> None:
    room.pages["/"] = page(9)
    source = source_at(room)
    visit(record, tmp_path, source, room)
    key = articles.article_id(room.url("/news/a1"))
    room.pages["/news/a1"] = answer
    visit(record, tmp_path, source, room, 1)
    assert revisits.removal(record, key) is None, "once may be a mishap"
    assert "/news/a1" in visit(record, tmp_path, source, room, 6)
    removal = revisits.removal(record, key)
    assert removal is not None
    assert (removal.status, removal.url, removal.back_at) == (status, room.url("/news/a1"), None)
    kept = articles.get(record, key)
    assert kept is not None
    assert (kept.version, OPENING in kept.text) == (1, True), "what was published stays"
    assert articles.count(record) == 3, "the front page in its place is no article"
    assert [found.url for found in revisits.recent_removals(record, datetime.now(UTC) - timedelta(hours=1))] == [
        removal.url
    ]
    room.pages["/news/a1"] = page(1)
    visit(record, tmp_path, source, room, 100)
    back = revisits.removal(record, key)
    assert back is not None
    assert back.back_at is not None


def test_a_host_that_ails_is_no_removal_and_is_left_alone(record: Record, tmp_path: Path, room: Newsroom) -> None:
    source = source_at(room)
    visit(record, tmp_path, source, room)
    for n in range(3):
        room.pages[f"/news/a{n}"] = Answer(b"try later", 500)
    for _ in range(3):
        visit(record, tmp_path, source, room, 30)
    assert revisits.recent_removals(record, datetime.now(UTC) - timedelta(hours=1)) == []
    assert articles.count(record) == 3


def test_an_unchanged_page_is_asked_for_with_what_it_gave(record: Record, tmp_path: Path, room: Newsroom) -> None:
    for n in range(3):
        room.pages[f"/news/a{n}"].headers["ETag"] = f'"v{n}"'
    source = source_at(room)
    visit(record, tmp_path, source, room)
    before = len(room.asked)
    visit(record, tmp_path, source, room, 1)
    sent = {path: headers.get("if-none-match") for path, headers in room.asked[before:] if path.startswith("/news")}
    assert sent == {f"/news/a{n}": f'"v{n}"' for n in range(3)}
    with record.read() as connection:
        assert (
            connection.execute(text("SELECT count(*) FROM captures WHERE status = 304 AND kind = 'page'")).scalar() == 3
        )
