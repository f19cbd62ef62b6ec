"""What a page says of its article beside the text, and how each part is known."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from loopback import article

from crawler.extract import extract_page
from model.article import PageFacts
from store import articles, open_record

URL = "https://www.outlet.example/news/2026/bridge"
TEXT = [
    "The council met on Monday and spoke for three hours about the new bridge over the river.",
    "Two members said that the cost was too high, and asked for another study before the summer.",
    "A vote is expected in the autumn, when the new budget has been read for the second time.",
]


def facts(head: str, url: str = URL) -> PageFacts:
    found = extract_page(article("Council meets on bridge", TEXT, head=head), url, zone="America/Toronto").facts
    assert found is not None
    return found


def linked(**values: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **values}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_linked_data_say_it_all() -> None:
    found = facts(
        linked(
            headline="Council meets on bridge",
            datePublished="2026-06-01T09:30:00-04:00",
            dateModified="2026-06-02T10:00:00-04:00",
            author={"@type": "Person", "name": "Mara Olsen"},
            articleSection=["City", "Traffic"],
            isAccessibleForFree="False",
        )
        + '<link rel="amphtml" href="/amp/news/2026/bridge">'
    )
    assert found.modified == datetime(2026, 6, 2, 14, tzinfo=UTC)
    assert (found.section, found.paywalled, found.live) == ("City", True, False)
    assert found.amp_url == "https://www.outlet.example/amp/news/2026/bridge"
    known = dict(found.known_from)
    assert {known[part] for part in ("title", "authors", "published", "modified", "section")} == {"json-ld"}


def test_meta_elements_are_known_as_such() -> None:
    found = facts(
        '<meta property="og:title" content="Council meets on bridge"><meta name="author" content="Mara Olsen">'
        '<meta property="article:published_time" content="2026-06-01T09:30:00-04:00">'
        '<meta property="article:modified_time" content="2026-06-01T11:30:00-04:00">'
        '<meta property="article:section" content="City"><meta name="article:content_tier" content="metered">'
    )
    assert found.modified == datetime(2026, 6, 1, 15, 30, tzinfo=UTC)
    assert (found.section, found.paywalled) == ("City", True)
    known = dict(found.known_from)
    assert {known[part] for part in ("title", "authors", "published", "modified", "section")} == {"meta"}


def test_what_only_the_page_shows() -> None:
    html = article("Council meets on bridge", TEXT).replace(b"<h1>", b"<p>3 March 2026</p><h1>")
    html = html.replace(b"</h1>", b'</h1><p class="byline">By Mara Olsen</p>')
    draft = extract_page(html, URL)
    assert draft.facts is not None
    assert draft.authors == ("Mara Olsen",)
    assert dict(draft.facts.known_from) == {
        "title": "heading", "text": dict(draft.facts.known_from)["text"], "authors": "byline", "published": "text",
    }  # fmt: skip
    assert (draft.facts.modified, draft.facts.section, draft.facts.paywalled) == (None, None, None)


@pytest.mark.parametrize(
    ("head", "url", "live"),
    [
        (linked(headline="x").replace("NewsArticle", "LiveBlogPosting"), URL, True),
        ("", "https://www.outlet.example/live/2026/election", True),
        ("", "https://www.outlet.example/news/live-music-returns", False),
        ("", URL, False),
    ],
)
def test_live_pages(head: str, url: str, live: bool) -> None:
    assert facts(head, url).live is live


def test_an_amp_address_elsewhere_is_none() -> None:
    assert facts('<link rel="amphtml" href="https://other.example/amp">').amp_url is None


def test_facts_are_kept_with_the_version(tmp_path: Path) -> None:
    record = open_record(f"sqlite:///{tmp_path / 'rasad.db'}")
    draft = extract_page(
        article("Council meets on bridge", TEXT, head=linked(dateModified="2026-06-02T10:00:00Z")), URL
    )
    kept, _ = articles.save(record, draft)
    assert kept.facts == draft.facts
    assert articles.get(record, kept.id) == kept
    record.close()
