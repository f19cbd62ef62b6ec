"""Strings that break programs (blns), as headlines and in addresses: from the wire to the record and found by search."""

import json
from html import escape
from pathlib import Path
from urllib.parse import quote

from corpora import corpus
from crawling import crawl, source_at
from loopback import Answer, newsroom
from sqlalchemy import select

from crawler.extract.stage import extract_step
from crawler.plain import one_line
from crawler.urls import canonical
from model.source import RunStatus
from query import parse
from search.embedded import open_engine, open_writer
from search.stage import index_step
from store import articles, open_record, quarantine
from store.tables import entries
from store.verification import verify
from text.terms import tokens

EVERY = 4
"""Each fourth string gets a page; all stand in the list."""

TEXT = "".join(
    f"<p>The council met on Monday and spoke for {hours} hours about the new bridge.</p>" for hours in range(6)
)


def page(title: str) -> bytes:
    safe = escape(title, quote=False)
    head = f'<title>{safe}</title><meta property="og:title" content="{escape(title)}">'
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head><body><article><h1>{safe}</h1>{TEXT}</article></body></html>'.encode(
        "utf-8", "replace"
    )


def test_strings_that_break_programs(tmp_path: Path) -> None:
    strings = json.loads(corpus("corpora", "blns", "blns.json").read_text("utf-8"))
    assert len(strings) > 500
    with newsroom() as room:
        items = []
        for number, text in enumerate(strings):
            path = f"/s{number}?q={quote(text.encode('utf-8', 'replace'))[:1500]}"
            items.append({"url": room.url(path), "title": text})
            if number % EVERY == 0:
                room.pages[path] = Answer(page(text))
        # Raw, as careless sites write them: an address or none, never an error.
        raw = [{"url": f"{room.url('/')}{text}", "title": "raw"} for text in strings]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Strings", "items": items}
        room.pages["/feed.json"] = Answer(json.dumps(feed).encode(), content_type="application/feed+json")
        room.pages["/raw.json"] = Answer(json.dumps({**feed, "items": raw}).encode(), content_type="application/json")
        listed = crawl(tmp_path, source_at(room, "/feed.json", "/raw.json", max_pages=0), room)
        assert listed.status is RunStatus.OK, listed
        record = open_record(f"sqlite:///{tmp_path / 'rasad.db'}")
        with record.read() as connection:
            known = {row.url: row.title for row in connection.execute(select(entries.c.url, entries.c.title))}
        with record.write() as connection:
            served = [room.url(path) for path in room.pages]
            connection.execute(entries.delete().where(entries.c.url.not_in(served)))
        report = crawl(tmp_path, source_at(room, "/none.json", max_pages=1_000), room)
        source = source_at(room)
        while extract_step(record, tmp_path, {source.id: source}, 100).more:
            pass
    assert sum(url.startswith(room.url("/s")) for url in known) >= len(strings)
    for number, text in enumerate(strings):
        title = next((title for url, title in known.items() if url.startswith(room.url(f"/s{number}?"))), None)
        assert title == one_line(text), number
    assert report.pages == len(room.pages) - 2
    assert verify(record, tmp_path) == []
    assert quarantine.listing(record, quarantine.EXTRACT) == []
    with open_writer(tmp_path / "index", 32) as writer:
        index_step(record, writer, {source.id: source}, 1_000)
    engine = open_engine(tmp_path / "index")
    searched = 0
    for url in served:
        found = articles.by_url(record, canonical(url))
        if "/s" not in url:
            continue  # The lists.
        assert found is not None, url
        words = list(tokens(found.title))[:10]
        if not words or not any(letter.isalpha() for letter in found.title):
            continue
        query = " ".join(f'"{found.title[word.start : word.end]}"' for word in words)
        hits = engine.search(parse(query), limit=500).hits
        assert found.id in {hit.id for hit in hits}, found.title
        searched += 1
    record.close()
    assert searched > 60
