"""Documents read from bytes: channels, debates, official lists. All fixtures are invented, in the structure of the real."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime

import pytest
from corpora import corpus
from document_fixtures import CHANNEL, HANSARD, LISTED, message, record, sanctions
from lxml import etree

from crawler.documents import DocumentReading, read_document
from crawler.documents.hansard import read_hansard
from crawler.documents.official import read_official
from crawler.feeds import Origin
from model.errors import InputError
from model.source import Feed, FeedKind

ORIGIN = Origin(url="https://lists.example/list.xml", source_id="outlet", zone="America/Toronto")
T_ME = Origin(url="https://t.me/s/darvazeh", source_id="outlet", zone="Asia/Tehran")


def read(kind: FeedKind, body: bytes | str, origin: Origin = ORIGIN, links: str | None = None) -> DocumentReading:
    feed = Feed(url=origin.url, kind=kind, links=links)
    return read_document(feed, body.encode() if isinstance(body, str) else body, None, origin)


def test_a_channels_messages() -> None:
    reading = read(
        FeedKind.TELEGRAM,
        CHANNEL.format(
            messages=message(41, "نخست\nخبر دوم: <b>پل</b> &amp; رود<br/>پایان", "2026-06-02T08:30:00+00:00")
            + message(42, "", "2026-06-02T08:31:00+00:00")
            + message(43, "Moved", "2026-06-02T08:32:00+00:00", forwarded=("Kestrel Wire", "https://t.me/kestrel/7"))
            + message(44, "Later", "2026-06-02T09:00:00+00:00", edited=True, reply="what was said before")
        ),
        T_ME,
    )
    first, forwarded, edited = reading.parts
    assert (first.url, first.title) == ("https://t.me/darvazeh/41", "نخست")
    assert first.text == "نخست\n\nخبر دوم: پل & رود\n\nپایان"
    assert first.published == datetime(2026, 6, 2, 8, 30, tzinfo=UTC)
    assert first.authors == ("دروازهٔ نو",)
    assert forwarded.text == "Forwarded from Kestrel Wire (https://t.me/kestrel/7)\n\nMoved"
    assert (forwarded.title, forwarded.authors) == ("Moved", ("Kestrel Wire",))
    assert (edited.text, edited.edited, first.edited) == ("Later", True, False)
    assert reading.problems == ("https://t.me/s/darvazeh: 1 messages without words",)
    assert reading.older == "https://t.me/s/darvazeh?before=41"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<html><div class='tgme_page'><a>View in Telegram</a></div></html>", "no public web view"),
        ("<html><div class='tgme_channel_info'></div></html>", "shows no messages"),
        ("<html><title>Just a moment...</title></html>", "block page"),
        ("", "empty"),
    ],
)
def test_what_is_no_channel_is_named(body: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(FeedKind.TELEGRAM, body, T_ME)


def test_hansard_by_subject_and_speaker() -> None:
    reading = read(FeedKind.HANSARD, HANSARD)
    assert reading.about == "House of Commons Debates, Friday, November 20, 2026"
    assert reading.lang == "en"
    bridge, opening = sorted(reading.parts, key=lambda part: part.key)[::-1]
    assert bridge.title == "Harbour Bridge (Oral Questions)"
    assert bridge.url == "https://lists.example/list.xml#Subj-12"
    assert bridge.published == datetime(2026, 11, 20, 16, 15, tzinfo=UTC)
    assert bridge.text == (
        "Ms. Tamsin Vole (Lower Quay, Ind.): Madam Speaker, who pays for the bridge?\n\nThe town asks.\n\n"
        "Hon. Oren Pike (Minister of Bridges, Ind.): Madam Speaker, the Crown does."
    )
    assert bridge.authors == ("Ms. Tamsin Vole (Lower Quay, Ind.)", "Hon. Oren Pike (Minister of Bridges, Ind.)")
    assert (opening.title, opening.text) == ("Oral Questions", "The Speaker: We begin.")


def test_a_page_of_sittings_points_to_their_documents() -> None:
    page = '<a href="/Content/HAN1-E.XML">XML</a><a href="/x.pdf">PDF</a><a class="x" href="/other">other</a>'
    assert read(FeedKind.HANSARD, page).lists == ("https://lists.example/Content/HAN1-E.XML",)
    assert read(FeedKind.HANSARD, page, links="a.x").lists == ("https://lists.example/other",)
    with pytest.raises(InputError, match="no Hansard"):
        read(FeedKind.HANSARD, "<a href='/x.pdf'>PDF</a>")


def test_real_hansard_keeps_every_paragraph() -> None:
    for file in sorted(corpus("corpora", "hansard_alpheus").glob("*.xml.gz")):
        body = gzip.decompress(file.read_bytes())
        reading = read_hansard(body, None, ORIGIN)
        said = "\n".join(part.text for part in reading.parts)
        outside = ("{*}MemberLists", "{*}Intro")
        for paragraph in etree.fromstring(body).iter("{*}ParaText"):
            words = re.sub(r"\s+", " ", "".join(paragraph.itertext())).strip()
            assert words in said or next(paragraph.iterancestors(*outside), None) is not None, (file.name, words[:80])
        assert len({part.url for part in reading.parts}) == len(reading.parts)
        assert all(part.published for part in reading.parts), file.name


def test_debates_are_read_whole_and_never_searched() -> None:
    sittings = {"objects": [{"date": f"2026-11-{day}", "url": f"/debates/2026/11/{day}/"} for day in (17, 20, 19, 18)]}
    api = Origin(
        url="https://api.openparliament.example/debates/?format=json", source_id="op", base="https://op.example/"
    )
    lists = read(FeedKind.DEBATES, json.dumps(sittings), api).lists
    assert (
        lists[0] == "https://api.openparliament.example/speeches/?document=/debates/2026/11/20/&format=json&limit=500"
    )
    assert len(lists) == 3
    assert not any("q=" in url or "search" in url for url in lists)


def test_speeches_of_a_debate() -> None:
    def speech(number: int, who: str, text: str, subject: str) -> dict[str, object]:
        return {
            "url": f"/debates/2026/11/20/speech-{number}/",
            "time": f"2026-11-20 11:0{number}:00",
            "attribution": {"en": who, "fr": "x"},
            "content": {"en": f"<p data-HoCid='1'>{text}</p>\n<p>So it is &amp; was.</p>", "fr": "x"},
            "h1": {"en": "Oral Questions"},
            "h2": {"en": subject},
        }

    answer = {
        "objects": [
            speech(1, "Ms. Vole", "Who pays?", "Bridge"),
            speech(2, "Hon. Pike", "The Crown.", "Bridge"),
            speech(3, "Ms. Vole", "And the ferry?", "Ferry"),
        ],
        "pagination": {"next_url": "/speeches/?document=/debates/2026/11/20/&offset=500"},
    }
    api = Origin(
        url="https://api.op.example/speeches/?x", source_id="op", zone="America/Toronto", base="https://op.example/"
    )
    reading = read(FeedKind.DEBATES, json.dumps(answer), api)
    bridge, ferry = reading.parts
    assert bridge.title == "Bridge (Oral Questions)"
    assert bridge.url == "https://op.example/debates/2026/11/20/speech-1/"
    assert bridge.text == "Ms. Vole: Who pays?\n\nSo it is & was.\n\nHon. Pike: The Crown.\n\nSo it is & was."
    assert ferry.published == datetime(2026, 11, 20, 16, 3, tzinfo=UTC)
    assert reading.lists == ("https://api.op.example/speeches/?document=/debates/2026/11/20/&offset=500",)
    for broken in ("", "[]", '{"objects": 3}', '{"objects": [1]}', "<html>"):
        with pytest.raises(InputError, match="no debates"):
            read(FeedKind.DEBATES, broken, api)


def test_the_listed_entities() -> None:
    first, second = read(FeedKind.OFFICIAL, LISTED).parts
    assert first.title == "Order of the Glass Heron"
    assert ("About", "A group of smugglers. Also known as the Herons.") in first.fields
    assert first.published == datetime(2024, 6, 19, 4, tzinfo=UTC)
    assert first.url == "https://lists.example/list.xml#order%20of%20the%20glass%20heron"
    assert second.key == "the quiet ledger"


def test_the_autonomous_sanctions() -> None:
    body = sanctions(
        record(GivenName="Oren", LastName="Pike", Aliases="The Pike", Item="1"),
        record(EntityOrShip="Glass Heron Shipping", ShipIMONumber="9000001", Item="2"),
        record(GivenName="Oren", LastName="Pike", Aliases="Another", Item="3"),
    )
    pike, ship, other = read(FeedKind.OFFICIAL, body).parts
    assert (pike.title, ship.title) == ("Oren Pike", "Glass Heron Shipping")
    assert pike.key == "azimuth / azimut 1, part 1|oren pike"
    assert other.key == pike.key + "|2", "two people of one name are two entries"
    assert dict(ship.fields)["IMO number"] == "9000001"
    assert "Item" not in dict(ship.fields)


@pytest.mark.parametrize(("name", "entries"), [("SOR-2010-165", 480), ("SOR-2002-284", 80), ("SI-2024-29", 40)])
def test_the_schedules_of_regulations(name: str, entries: int) -> None:
    body = corpus("corpora", "canada_sanctions_law", "eng", "regulations", f"{name}.xml").read_bytes()
    parts = read_official(body, None, ORIGIN).parts
    assert len(parts) >= entries
    assert len({part.key for part in parts}) == len(parts)
    assert any("evolutionary guard corps" in part.key for part in parts)
    assert all(part.published for part in parts)


@pytest.mark.parametrize(
    "body", ["", "<html><body>x</body></html>", "<rss/>", "<feed xmlns='http://www.w3.org/2005/Atom'/>", "{}"]
)
def test_what_is_no_official_list_is_named(body: str) -> None:
    with pytest.raises(InputError, match="official list"):
        read(FeedKind.OFFICIAL, body)
