from pathlib import Path

import pytest
from ruamel.yaml import YAML

from catalog.reading import read
from catalog.sources import source_problems
from crawler.opml import as_yaml, export_opml, import_opml
from model.errors import InputError
from model.source import Assertions, Feed, FeedKind, Owner, Source


def source(**changes: object) -> Source:
    values: dict[str, object] = {
        "id": "outlet",
        "name": "رسانهٔ «ما» & co",
        "country": "ca",
        "lang": "fa",
        "owner": Owner.INDEPENDENT,
        "owner_note": "n",
        "home": "https://www.outlet.example/",
        "feeds": (Feed(url="https://outlet.example/feed?a=1&b=2"), Feed(url="https://outlet.example/two.xml")),
    }
    return Source(**(values | changes))  # type: ignore[arg-type]


def test_out_and_in_again() -> None:
    data = export_opml([source()])
    [draft] = import_opml(data)
    assert (draft.name, draft.lang, draft.home) == (source().name, "fa", source().home)
    assert draft.feeds == source().feeds
    assert draft.assertions == Assertions(hosts=("outlet.example",))
    assert not draft.enabled
    assert "to be checked" in draft.owner_note


def test_only_feeds_go_out() -> None:
    feeds = (Feed(url="https://o.example/s.xml", kind=FeedKind.SITEMAP), Feed(url="https://o.example/f"))
    data = export_opml([source(feeds=feeds), source(id="b", feeds=feeds[:1])]).decode()
    assert data.count("xmlUrl") == 1
    assert "s.xml" not in data


LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>subscriptions</title></head><body>
<outline text="News" title="News">
  <outline type="rss" text="Daily &amp; more" xmlUrl="https://daily.ca/feed" htmlUrl="https://www.daily.ca"/>
  <outline type="rss" text="Daily sport" xmlurl="https://feeds.host.example/daily-sport" htmlUrl="https://daily.ca/sport"/>
  <outline type="rss" text="Again" xmlUrl="https://daily.ca/feed"/>
  <outline type="rss" text="No site" xmlUrl="https://feeds.other.io/rss"/>
  <outline type="rss" text="bad" xmlUrl="javascript:alert(1)"/>
  <outline text="a folder without feeds"/>
</outline></body></opml>"""


def test_a_readers_list_becomes_one_draft_for_each_site() -> None:
    drafts = import_opml(LIST.encode())
    assert [(d.id, d.name, d.country, len(d.feeds)) for d in drafts] == [
        ("daily-ca", "Daily & more", "ca", 2),
        ("feeds-other-io", "No site", "zz", 1),
    ]
    assert drafts[1].home == "https://feeds.other.io/"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_encodings_of_lists(encoding: str) -> None:
    text = LIST.replace("UTF-8", encoding).replace("Daily &amp; more", "Le Journal d'été")
    assert import_opml(text.encode(encoding))[0].name == "Le Journal d'été"


@pytest.mark.parametrize(
    "data",
    [b"", b"text", b"<html></html>", b"<opml><body/></opml>", b"\x00\x01", b"<opml", b'<!DOCTYPE o [<!ENTITY a "b">]><o>&a;</o>'],
)  # fmt: skip
def test_what_is_no_list_is_named(data: bytes) -> None:
    with pytest.raises(InputError, match=r"list\.opml"):
        import_opml(data, "list.opml")


def test_a_broken_list_is_read_as_far_as_it_goes() -> None:
    assert len(import_opml(LIST.replace("</outline></body></opml>", "<outline text='x").encode())) == 2


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret")
    doctype = f'<!DOCTYPE opml [<!ENTITY x SYSTEM "file://{tmp_path / "secret"}">]>'
    [draft] = import_opml(
        f'{doctype}<opml><body><outline text="&x;a" xmlUrl="https://a.example/f"/></body></opml>'.encode()
    )
    assert "the secret" not in draft.name


def test_a_draft_is_a_file_that_the_catalog_reads(tmp_path: Path) -> None:
    draft = import_opml(export_opml([source()]))[0]
    text = as_yaml(draft)
    assert YAML(typ="safe").load(text)["enabled"] is False
    file = tmp_path / draft.country / f"{draft.id}.yml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    found, tree, problems = read(file, Source)
    assert problems == []
    assert found == draft
    assert source_problems(file, tree, draft) == []
