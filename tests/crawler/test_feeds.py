import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from corpora import corpus

from crawler.feeds import Origin, read_feed, read_feed_fully
from model.capture import Entry
from model.errors import InputError

URL = "https://news.example/feed"
HEAD = '<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet</title>'


def read(body: bytes | str, content_type: str | None = None, zone: str = "UTC") -> list[Entry]:
    return read_feed(body.encode() if isinstance(body, str) else body, content_type, URL, zone, "outlet")


def item(inner: str) -> str:
    return f"{HEAD}<item>{inner}</item></channel></rss>"


def test_an_rss_feed() -> None:
    [entry] = read(
        item(
            "<title>Police &amp;amp; <![CDATA[<b>court</b>]]></title><link>https://news.example/a?utm_source=rss#x</link>"
            "<description>&lt;p&gt;What   happened&lt;/p&gt;</description>"
            "<pubDate>Tue, 02 Jun 2026 08:30:00 -0400</pubDate>"
        )
    )
    assert entry.url == "https://news.example/a"
    assert entry.title == "Police & court"
    assert entry.summary == "What happened"
    assert entry.published == datetime(2026, 6, 2, 12, 30, tzinfo=UTC)
    assert entry.published_text == "Tue, 02 Jun 2026 08:30:00 -0400"
    assert entry.source_id == "outlet"


def test_an_rdf_feed() -> None:
    [entry] = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>t</title></channel>'
        '<item rdf:about="https://news.example/1"><title>خبر</title><link>https://news.example/1</link>'
        "<dc:date>2026-06-02T10:00:00+03:30</dc:date></item></rdf:RDF>"
    )
    assert (entry.title, entry.published) == ("خبر", datetime(2026, 6, 2, 6, 30, tzinfo=UTC))


def test_an_atom_feed_with_base_and_alternate_links() -> None:
    [first, second] = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://www.example.org/x/"><title>t</title>'
        '<entry><title type="html">A &lt;i&gt;b&lt;/i&gt;</title><link rel="self" href="self"/>'
        '<link rel="alternate" href="a/1"/><updated>2026-06-03T00:00:00Z</updated>'
        "<published>2026-06-02T00:00:00Z</published></entry>"
        '<entry><title>B</title><link href="/b"/><updated>2026-06-03T00:00:00Z</updated></entry></feed>'
    )
    assert (first.url, first.title) == ("https://www.example.org/x/a/1", "A b")
    assert first.published == datetime(2026, 6, 2, tzinfo=UTC)
    assert (second.url, second.published) == ("https://www.example.org/b", datetime(2026, 6, 3, tzinfo=UTC))


def test_a_json_feed() -> None:
    body = (
        '{"version":"https://jsonfeed.org/version/1.1","title":"t","items":['
        '{"id":"1","url":"/a?fbclid=1","title":"سلام","content_html":"<p>متن</p>","date_published":"2026-06-02T10:00:00+02:00"},'
        '{"id":"https://news.example/b","content_text":"no title"}, {"id":"3"}, 7]}'
    )
    reading = read_feed_fully(body.encode(), "application/feed+json", Origin(url=URL, source_id="outlet"))
    assert [entry.url for entry in reading.entries] == ["https://news.example/a", "https://news.example/b"]
    assert reading.entries[0].title == "سلام"
    assert reading.entries[0].summary == "متن"
    assert reading.entries[0].published == datetime(2026, 6, 2, 8, tzinfo=UTC)
    assert reading.entries[1].published is None
    assert reading.problems == (f"{URL}: 1 items without an address", f"{URL}: 1 items that are no objects")


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<link>/a</link>", "https://news.example/a"),
        ("<link>  https://news.example/b \n</link>", "https://news.example/b"),
        ("<guid>https://news.example/c</guid>", "https://news.example/c"),
        ('<guid isPermaLink="false">tag:1</guid><link>https://news.example/d</link>', "https://news.example/d"),
        (
            '<link>https://feeds.example/~r/x/1</link><f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">'
            "https://news.example/e</f:origLink>",
            "https://news.example/e",
        ),
        ("<link>https://news.example/خبر/۱</link>", "https://news.example/%D8%AE%D8%A8%D8%B1/%DB%B1"),
    ],
)
def test_the_address_of_an_item(inner: str, expected: str) -> None:
    assert [entry.url for entry in read(item("<title>t</title>" + inner))] == [expected]


def test_items_without_an_address_are_counted_and_doubles_are_one() -> None:
    feed = HEAD + "".join(
        f"<item><title>{n}</title><link>{link}</link></item>"
        for n, link in enumerate(["https://news.example/a", "https://news.example/a#top", "", "javascript:alert(1)"])
    )
    reading = read_feed_fully((feed + "</channel></rss>").encode(), None, Origin(url=URL, source_id="outlet"))
    assert [(entry.title, entry.url) for entry in reading.entries] == [("0", "https://news.example/a")]
    assert sum(int(line.split(": ")[1].split()[0]) for line in reading.problems) == 2


def test_relative_links_can_have_a_base_of_their_own() -> None:
    origin = Origin(url="https://api.example/feed", source_id="gov", base="https://www.gov.example/")
    body = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>t</title><link href="/en/news/1"/></entry></feed>'
    assert [entry.url for entry in read_feed_fully(body.encode(), None, origin).entries] == [
        "https://www.gov.example/en/news/1"
    ]


PERSIAN = "سپاه پاسداران و تورنتو: گزارش تازه"


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "utf-8", "application/rss+xml"),
        ("utf-8", None, "text/xml"),
        ("utf-8", None, "text/xml; charset=ISO-8859-1"),
        ("utf-8", "iso-8859-1", "application/xml"),
        ("windows-1256", "windows-1256", "application/rss+xml"),
        ("windows-1256", "windows-1256", "text/xml; charset=utf-8"),
        ("windows-1256", None, "text/xml; charset=windows-1256"),
        ("windows-1256", None, "text/xml"),
        ("utf-16", "utf-16", "application/rss+xml"),
        ("utf-16-be", "utf-16", "application/rss+xml"),
        ("utf-32-le", None, "application/rss+xml"),
        ("utf-8-sig", None, None),
    ],
)
def test_letters_arrive_as_they_were_sent(encoding: str, declared: str | None, content_type: str | None) -> None:
    text = PERSIAN.replace("ی", "ي") if encoding == "windows-1256" else PERSIAN
    prolog = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = prolog + item(f"<title>{text}</title><link>https://news.example/1</link>").split("?>", 1)[1]
    [entry] = read(body.encode(encoding), content_type)
    assert entry.title == text


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "the answer is empty"),
        (b"<!DOCTYPE html><html><body>Welcome</body></html>", "it looks like an HTML page"),
        (b"<html><head><title>Just a moment...</title></head></html>", "it looks like a block page"),
        (b'<!-- x --><!doctype html><html><item><link>https://a.example/</link></item>', "an HTML page"),
        (b'{"error": "not found"}', "JSON that is no JSON Feed"),
        (b'{"broken', "broken JSON"),
        (b"[" * 100_000, "broken JSON"),
        (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>', "sitemap"),
        (b'<?xml version="1.0"?><note>hi</note>', "XML without a feed"),
        (b"just words", "it begins with"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "it begins with"),
        (b"\x1f\x8b broken", "a broken gzip file"),
    ],
)  # fmt: skip
def test_what_is_not_a_feed_is_named(body: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says.replace("(", r"\(")) as raised:
        read(body)
    assert raised.value.thing.startswith(URL)
    assert raised.value.remedy


def test_an_empty_feed_is_a_feed() -> None:
    assert read(HEAD + "</channel></rss>") == []


def test_controls_and_direction_overrides_do_not_reach_titles() -> None:
    [entry] = read(item("<title>a\u202eb\u2066c\u200cd&#8238;e</title><link>https://news.example/1</link>"))
    assert entry.title == "abc\u200cde"


def test_dates_without_a_zone_are_the_outlets() -> None:
    [entry] = read(
        item("<title>t</title><link>/1</link><pubDate>2026-06-02 08:30:00</pubDate>"), zone="America/Toronto"
    )
    assert entry.published == datetime(2026, 6, 2, 12, 30, tzinfo=UTC)


def test_entity_bombs_and_external_entities_are_harmless(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">'
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 20}">' for n in range(1, 12))
    body = f'<?xml version="1.0"?>{doctype}<!ENTITY b0 "lol">{bomb}]><rss version="2.0"><channel>' + (
        "<item><title>&x;&b11;</title><link>https://news.example/1</link></item></channel></rss>"
    )
    for entry in _entries_or_none(body.encode()):
        assert "the secret" not in entry.title
        assert len(entry.title) <= 1_000


def _entries_or_none(body: bytes) -> list[Entry]:
    try:
        return read(body)
    except InputError:
        return []


def _files(*parts: str) -> list[tuple[str, bytes]]:
    folder = corpus("corpora", *parts)
    found = [(str(path), path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()]
    for name, packed in [one for one in found if one[0].endswith(".tar.xz")]:
        with tarfile.open(name) as archive:
            files = [member for member in archive if member.isfile()]
            found += [(member.name, handle.read()) for member in files if (handle := archive.extractfile(member))]
        found.remove((name, packed))
    return found


@pytest.mark.parametrize(
    ("folder", "least"),
    [
        ("feedparser_tests", 2085),
        ("feed_rs_fixtures", 66),
        ("miniflux_testdata", 16),
        ("node_feedparser", 27),
        ("defusedxml", 0),
        ("w3c_feedvalidator", 1485),
        ("gofeed_testdata", 535),
    ],
)
def test_real_and_malformed_feeds_are_read_or_refused_by_name(folder: str, least: int) -> None:
    feeds = 0
    for name, body in _files(folder):
        if len(body) > 1_000_000:
            continue
        try:
            entries = read(body)
        except InputError as refused:
            assert refused.thing.startswith(URL), name
            continue
        feeds += 1
        for entry in entries:
            assert entry.url.startswith(("http://", "https://")), name
            assert entry.published is None or entry.published.tzinfo is not None, name
    assert feeds >= least
