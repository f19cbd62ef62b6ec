"""Channels, debates and official lists, asked for over HTTP and read from what was kept, twice and more."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawling import crawl, source_at
from document_fixtures import CHANNEL, HANSARD, LISTED, listed, message
from loopback import Answer, Newsroom, newsroom
from sqlalchemy import select

from crawler.documents.stage import READER, documents_step
from crawler.extract.stage import extract_step
from model.article import Article
from model.source import Assertions, Feed, FeedKind, Owner, RunReport, RunStatus, Source
from store import Record, articles, open_record, quarantine, runs
from store.tables import articles as article_rows
from store.verification import verify


def watched(room: Newsroom, path: str, kind: FeedKind, **changes: object) -> Source:
    feeds = (Feed(url=room.url(path), kind=kind),)
    return source_at(room, owner=Owner.GOVERNMENT, name="Invented List", feeds=feeds, **changes)


def crawled(home: Path, source: Source, room: Newsroom) -> RunReport:
    """A run, and the reading of what it kept."""
    report = crawl(home, source, room)
    record = opened(home)
    documents_step(record, home, {source.id: source}, 50)
    record.close()
    return report


def opened(home: Path) -> Record:
    return open_record(f"sqlite:///{home / 'rasad.db'}")


def kept(home: Path) -> dict[str, Article]:
    """The newest version of every article, by title."""
    record = opened(home)
    with record.read() as connection:
        ids = connection.execute(select(article_rows.c.id).order_by(article_rows.c.number)).scalars().all()
    found = [articles.get(record, key) for key in ids]
    record.close()
    return {one.title: one for one in found if one is not None}


def channel(*messages: str) -> Answer:
    return Answer(CHANNEL.format(messages="".join(messages)).encode())


ONE = message(41, "The bridge is open", "2026-11-20T08:00:00+00:00")
TWO = message(42, "The ferry is late", "2026-11-20T09:00:00+00:00")
THREE = message(
    43, "The quay is wet", "2026-11-20T10:00:00+00:00", forwarded=("Kestrel Wire", "https://t.me/kestrel/7")
)


def test_a_channels_edits_and_deletions_are_noticed(tmp_path: Path) -> None:
    with newsroom({"/s/darvazeh": channel(ONE, TWO, THREE), "/s/darvazeh?before=41": channel()}) as room:
        source = watched(room, "/s/darvazeh", FeedKind.TELEGRAM, assertions=Assertions(hosts=("t.me",), min_items=2))
        report = crawled(tmp_path, source, room)
        assert (report.entries, report.new_entries, report.pages) == (3, 3, 0)
        assert report.due_why == "cadence_minutes", "three messages are no rhythm"
        found = kept(tmp_path)
        assert list(found) == ["The bridge is open", "The ferry is late", "The quay is wet"]
        assert found["The quay is wet"].text.startswith("Forwarded from Kestrel Wire (https://t.me/kestrel/7)")
        assert found["The quay is wet"].canonical_url == "https://t.me/darvazeh/43"

        edited = message(41, "The bridge is open\nNo, closed", "2026-11-20T08:00:00+00:00", edited=True)
        four = message(44, "Good night", "2026-11-20T11:00:00+00:00")
        room.pages["/s/darvazeh"] = channel(edited, THREE, four)
        report = crawled(tmp_path, source, room)
        assert (report.status, report.new_entries) == (RunStatus.OK, 1)
        found = kept(tmp_path)
        assert list(found)[3:] == ["Good night", "Deleted: The ferry is late"]
        assert found["The bridge is open"].version == 2
        deleted = found["Deleted: The ferry is late"]
        assert deleted.text.startswith("https://t.me/darvazeh/42 is no longer shown by the channel")
        assert deleted.text.endswith("The ferry is late")
        record = opened(tmp_path)
        assert verify(record, tmp_path) == []
        assert documents_step(record, tmp_path, {source.id: source}, 50).done == 0
        assert extract_step(record, tmp_path, {source.id: source}, 50).done == 0, "documents are no pages"
        record.close()


def test_older_pages_are_read_while_they_hold_what_is_new(tmp_path: Path) -> None:
    older = message(40, "Yesterday", "2026-11-19T08:00:00+00:00")
    pages = {"/s/darvazeh": channel(ONE, TWO), "/s/darvazeh?before=41": channel(older).body.replace(b"41", b"39")}
    with newsroom({"/s/darvazeh": channel(ONE, TWO)}) as room:
        room.pages["/s/darvazeh?before=41"] = Answer(pages["/s/darvazeh?before=41"])
        source = watched(room, "/s/darvazeh", FeedKind.TELEGRAM)
        assert crawled(tmp_path, source, room).entries == 3
        asked = len(room.paths)
        crawled(tmp_path, source, room)
        assert "/s/darvazeh?before=41" not in room.paths[asked:], "all of the newest page is known"


def test_a_channel_is_asked_as_often_as_it_speaks(tmp_path: Path) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    said = [message(n, f"Part {n}", (now - timedelta(minutes=4 * (60 - n))).isoformat()) for n in range(41, 60)]
    with newsroom({"/s/darvazeh": channel(*said)}) as room:
        report = crawl(tmp_path, watched(room, "/s/darvazeh", FeedKind.TELEGRAM), room)
        assert report.due_why == "the outlet's rhythm"
        record = opened(tmp_path)
        [state] = runs.health(record, ["room"])
        record.close()
        assert state.next_due is not None
        assert timedelta(minutes=8) < state.next_due - datetime.now(UTC) <= timedelta(minutes=20)


def test_a_channel_without_a_web_view_has_failed(tmp_path: Path) -> None:
    page = Answer(b"<html><div class='tgme_page'>View in Telegram</div></html>")
    with newsroom({"/s/darvazeh": page}) as room:
        report = crawled(tmp_path, watched(room, "/s/darvazeh", FeedKind.TELEGRAM), room)
        assert report.status is RunStatus.WRONG_CONTENT
        assert "no public web view" in report.problems[0]


def test_changes_of_an_official_list_are_articles(tmp_path: Path) -> None:
    with newsroom({"/list.xml": Answer(LISTED.encode(), content_type="text/xml", headers={"ETag": '"1"'})}) as room:
        source = watched(room, "/list.xml", FeedKind.OFFICIAL, steady=True)
        report = crawled(tmp_path, source, room)
        assert (report.status, report.entries, report.new_entries) == (RunStatus.OK, 2, 0)
        assert kept(tmp_path) == {}, "the first reading is what later ones are compared with"
        assert crawled(tmp_path, source, room).status is RunStatus.UNCHANGED

        changed = listed(
            (
                "Order of the Glass Heron",
                "2024-06-19",
                "<p>A group of smugglers.</p> Also known as the Herons and the Egrets.",
            ),
            ("Kestrel Brigade", "2026-11-20", "A brigade."),
        )
        room.pages["/list.xml"] = Answer(changed.encode(), content_type="text/xml", headers={"ETag": '"2"'})
        crawled(tmp_path, source, room)
        found = kept(tmp_path)
        assert set(found) == {
            "Invented List: Order of the Glass Heron changed",
            "Invented List: Kestrel Brigade added",
            "Invented List: The Quiet Ledger removed",
        }
        assert (
            "About, before: A group of smugglers. Also known as the Herons."
            in found["Invented List: Order of the Glass Heron changed"].text
        )
        assert "It read:\n\nAbout: A bank of nobody." in found["Invented List: The Quiet Ledger removed"].text
        assert found["Invented List: Kestrel Brigade added"].url.startswith(room.url("/list.xml#added"))
        crawled(tmp_path, source, room)
        assert len(kept(tmp_path)) == 3


def test_a_list_that_is_cut_off_removes_nobody(tmp_path: Path) -> None:
    many = [(f"Group {number}", "2024-06-19", "About it.") for number in range(10)]
    with newsroom({"/list.xml": Answer(listed(*many).encode())}) as room:
        source = watched(room, "/list.xml", FeedKind.OFFICIAL)
        crawled(tmp_path, source, room)
        room.pages["/list.xml"] = Answer(listed(*many[:3]).encode())
        crawled(tmp_path, source, room)
        assert kept(tmp_path) == {}
        record = opened(tmp_path)
        [aside] = quarantine.listing(record, "documents")
        assert "7 of 10 entries are missing at once" in aside.reason
        record.close()
        room.pages["/list.xml"] = Answer(listed(*many[1:]).encode())
        crawled(tmp_path, source, room)
        assert set(kept(tmp_path)) == {"Invented List: Group 0 removed"}, "compared with the last whole reading"


def test_debates_are_asked_for_whole_and_hansard_by_its_documents(tmp_path: Path) -> None:
    speeches = {
        "objects": [
            {
                "url": "/debates/2026/11/20/vole-1/",
                "time": "2026-11-20 11:01:00",
                "attribution": {"en": "Ms. Vole"},
                "content": {"en": "<p>Who pays?</p>"},
                "h1": {"en": "Oral Questions"},
                "h2": {"en": "Bridge"},
            }
        ],
        "pagination": {"next_url": None},
    }
    sittings = {"objects": [{"date": "2026-11-20", "url": "/debates/2026/11/20/"}]}
    with newsroom() as room:
        room.pages["/debates/?format=json"] = Answer(json.dumps(sittings).encode(), content_type="application/json")
        asked = "/speeches/?document=/debates/2026/11/20/&format=json&limit=500"
        room.pages[asked] = Answer(json.dumps(speeches).encode(), content_type="application/json")
        room.pages["/sittings"] = Answer(b"<a href='/HAN1-E.XML'>XML</a>")
        room.pages["/HAN1-E.XML"] = Answer(HANSARD.encode(), content_type="text/xml")
        feeds = (
            Feed(url=room.url("/debates/?format=json"), kind=FeedKind.DEBATES, base="https://op.example/"),
            Feed(url=room.url("/sittings"), kind=FeedKind.HANSARD),
        )
        source = replace(source_at(room), feeds=feeds)
        report = crawled(tmp_path, source, room)
        assert (report.status, report.feeds, report.entries) == (RunStatus.OK, 4, 3)
        found = kept(tmp_path)
        assert set(found) == {"Bridge (Oral Questions)", "Harbour Bridge (Oral Questions)", "Oral Questions"}
        assert found["Bridge (Oral Questions)"].url == "https://op.example/debates/2026/11/20/vole-1/"
        assert READER == "documents/1"


def test_a_document_of_a_source_without_a_file_is_set_aside(tmp_path: Path) -> None:
    with newsroom({"/s/darvazeh": channel(ONE)}) as room:
        source = watched(room, "/s/darvazeh", FeedKind.TELEGRAM)
        crawl(tmp_path, source, room)
        record = opened(tmp_path)
        assert documents_step(record, tmp_path, {}, 50).failed == 1
        assert "has no file" in quarantine.listing(record, "documents")[0].reason
        record.close()
