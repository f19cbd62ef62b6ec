"""What the feed corpora say of their own feeds: how many entries, and the title, link and dates of some of them."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from corpora import corpus

from crawler.feeds.items import Item
from crawler.plain import one_line

EXPECT = re.compile(r"Expect:\s*(.*?)\s*\n\s*-->", re.DOTALL)
HEADER = re.compile(r"^Header:\s*([A-Za-z-]+):\s*(.*?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Fact:
    """One thing stated of a feed: ``field`` of item ``item``, or their number (item None)."""

    item: int | None
    field: str
    value: Any


@dataclass(frozen=True)
class Case:
    """A feed of a corpus with what is stated of it."""

    name: str
    body: bytes
    facts: tuple[Fact, ...]
    content_type: str | None = None
    url: str = "http://127.0.0.1:8097/"

    def broken(self, items: Sequence[Item]) -> list[str]:
        """A line for each fact that the items do not bear out."""
        return [line for fact in self.facts if (line := _broken(fact, items, self.url))]


def _broken(fact: Fact, items: Sequence[Item], url: str) -> str | None:
    if fact.item is None:
        return None if len(items) == fact.value else f"{len(items)} items, stated are {fact.value}"
    if fact.item >= len(items):
        return f"no item {fact.item}"
    item = items[fact.item]
    seen: Any = getattr(item, fact.field.split()[0])
    if fact.field == "title":
        agrees = plain(fact.value) == one_line(seen)
    elif fact.field == "title digest":
        agrees = digest(one_line(seen)) == fact.value
    elif fact.field == "link":
        stated = fact.value if isinstance(fact.value, list) else [fact.value]
        agrees = any(_spelled(seen, url) == _spelled(one, url) for one in stated)
    elif fact.field.endswith("readable"):
        agrees = seen is not None
    else:
        # The sets count fractions of a second; the record's dates of publication do not.
        agrees = seen == fact.value.replace(microsecond=0)
    return None if agrees else f"{fact.field} of item {fact.item} is {seen!r}, stated is {fact.value!r}"


def _spelled(link: str, url: str) -> str:
    """A link resolved, its host in small letters and its empty path written."""
    parts = urlsplit(urljoin(url, link))
    return parts._replace(netloc=parts.netloc.lower(), path=parts.path or "/").geturl()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def plain(text: str) -> str:
    """The words of a title that may hold markup, spaces evened out: what a reader sees of it."""
    reader = _Words()
    reader.feed(text)
    reader.close()
    return " ".join("".join(reader.words).split())


def digest(text: str) -> str:
    """A title by its digest, so that none of a publisher's stands here."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@cache
def files(folder: str) -> dict[str, bytes]:
    """The files of a corpus by name, those in an archive too."""
    root = corpus("corpora", folder)
    found = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}
    bodies: dict[str, bytes] = {}
    for name, path in found.items():
        if not name.endswith(".tar.xz"):
            bodies[name] = path.read_bytes()
            continue
        with tarfile.open(path) as archive:
            members = [member for member in archive if member.isfile()]
            bodies |= {member.name: handle.read() for member in members if (handle := archive.extractfile(member))}
    return bodies


def text_of(body: bytes) -> str:
    """The head of a feed as text, enough to read its comment."""
    for codec in ("utf-8", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "latin-1"):
        try:
            text = body[:6000].decode(codec, "replace")
        except UnicodeError:
            continue
        if "Expect:" in text:
            return text
    return ""


def feedparser_tests() -> Iterator[Case]:
    """The conditions in the comments of feedparser's own feeds, as far as they are on entries."""
    for name, body in files("feedparser_tests").items():
        text = text_of(body)
        found = EXPECT.search(text)
        if not found:
            continue
        headers = {key.lower(): value for key, value in HEADER.findall(text)}
        url = headers.get("content-location", "http://127.0.0.1:8097/" + name)
        facts = tuple(_conditions(found[1]))
        yield Case(name, body, facts, headers.get("content-type"), url)


def _conditions(expression: str) -> Iterator[Fact]:
    try:
        tree: ast.expr = ast.parse(expression, mode="eval").body
    except SyntaxError:
        return
    parts = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
    for part in parts:
        if isinstance(part, ast.Compare) and len(part.ops) == 1 and isinstance(part.ops[0], ast.Eq):
            yield from _stated(ast.unparse(part.left), part.comparators[0])


def _stated(left: str, right: ast.expr) -> Iterator[Fact]:
    try:
        value = ast.literal_eval(right)
    except ValueError:
        return
    if left == "len(entries)":
        yield Fact(None, "count", value)
        return
    found = re.fullmatch(r"entries\[(\d+)\](?:\['(\w+)'\]|\.(\w+))(?:\['value'\]|\.value)?", left)
    if not found:
        return
    field = found[2] or found[3]
    named = {"title_detail": "title", "published_parsed": "published", "created_parsed": "published"}
    named |= {"updated_parsed": "updated", "date_parsed": "updated", "title": "title", "link": "link"}
    if field not in named or (field.endswith("_detail") and not left.endswith("value']")):
        return
    if isinstance(value, tuple):
        value = datetime(*value[:6], tzinfo=UTC)
    yield Fact(int(found[1]), named[field], value)


ENCODING = re.compile(r"\bencoding == '([^']+)'")
FEED_TITLE = re.compile(
    r"(?:not )?bozo and feed(?:\['title'\]|\.title) == (.*)|feed(?:\['title'\]|\.title) == (.*)", re.DOTALL
)


def feed_titles() -> Iterator[tuple[Case, str]]:
    """Feeds whose own title feedparser's tests state: where they keep their cases of entities and of mark-up."""
    for case, expected in _expectations():
        if found := FEED_TITLE.fullmatch(expected):
            try:
                yield case, str(ast.literal_eval(found[1] or found[2]))
            except (ValueError, SyntaxError):
                continue


def encodings() -> Iterator[tuple[Case, str]]:
    """Feeds whose charset feedparser's tests state."""
    for case, expected in _expectations():
        if found := ENCODING.search(expected):
            yield case, found[1]


def _expectations() -> Iterator[tuple[Case, str]]:
    for name, body in files("feedparser_tests").items():
        text = text_of(body)
        if found := EXPECT.search(text):
            headers = {key.lower(): value for key, value in HEADER.findall(text)}
            yield Case(name, body, (), headers.get("content-type")), found[1]


def gofeed() -> Iterator[Case]:
    """gofeed's expected JSON beside each feed: of its translator, its Atom, RSS and JSON readers."""
    bodies = files("gofeed_testdata")
    for name, body in bodies.items():
        stem, _, ending = name.rpartition(".")
        truth = bodies.get(f"{stem}.json") if ending == "xml" else bodies.get(f"{stem}_expected.json")
        if truth is None or "/parser/universal/" in name or ending not in ("xml", "json"):
            continue
        stated = json.loads(truth)
        items = stated.get("items") or stated.get("entries") or []
        facts = [Fact(None, "count", len(items))]
        for number, item in enumerate(items):
            facts += _gofeed_item(number, item)
        yield Case(name, body, tuple(facts))


def _gofeed_item(number: int, item: dict[str, Any]) -> Iterator[Fact]:
    alternates = [
        one.get("href") for one in item.get("links", []) if isinstance(one, dict) and one.get("rel") == "alternate"
    ]
    stated = {
        "title": item.get("title"),
        "link": item.get("link") or item.get("url") or next((href for href in alternates if href), None),
        "published": item.get("publishedParsed") or item.get("pubDateParsed") or item.get("date_published"),
        "updated": item.get("updatedParsed") or item.get("date_modified"),
    }
    for field, value in stated.items():
        if value and value != "0001-01-01T00:00:00Z":
            yield Fact(number, field, datetime.fromisoformat(value) if field in ("published", "updated") else value)


def feed_rs() -> Iterator[Case]:
    """feed-rs's serialised models beside its fixtures."""
    bodies = files("feed_rs_fixtures")
    for name, truth in bodies.items():
        if not name.endswith(".serde.json"):
            continue
        stem = name.removesuffix(".serde.json")
        body = next((bodies[stem + ending] for ending in (".xml", ".json") if stem + ending in bodies), None)
        if body is None:
            continue
        entries = json.loads(truth)["entries"]
        facts = [Fact(None, "count", len(entries))]
        for number, entry in enumerate(entries):
            if entry["title"]:
                facts.append(Fact(number, "title", entry["title"]["content"]))
            links = [link["href"] for link in entry["links"] if link["rel"] in (None, "alternate")]
            if links:
                facts.append(Fact(number, "link", links))
            for field in ("published", "updated"):
                if entry[field]:
                    # RSS has no date of change: what the set calls ``updated`` there repeats pubDate.
                    meant = "published" if name.startswith("rss") else field
                    facts.append(Fact(number, meant, datetime.fromisoformat(entry[field])))
        yield Case(name, body, tuple(facts))


MINIFLUX = (
    ("urdu_UTF8.xml", "text/xml; charset=utf-8", 0, "3cc6cf710575"),
    ("encoding_WINDOWS-1251.xml", "text/xml", 0, "0c90a7120dc9"),
    ("no_encoding_ISO-8859-1.xml", "application/xml; charset=ISO-8859-1", 2, "cbe936a5cf5a"),
    ("encoding_ISO-8859-1.xml", "application/rss+xml; charset=ISO-8859-1", 5, "b5943fefdbdd"),
    ("rdf_UTF8.xml", "application/rss+xml; charset=utf-8", 1, "5f3d35db96c6"),
    ("rdf_UTF8.xml", "application/rss+xml", 1, "5f3d35db96c6"),
)
"""From miniflux's own test of its parser: file, Content-Type, item, digest of the title that it expects."""


def miniflux() -> Iterator[Case]:
    bodies = files("miniflux_testdata")
    for name, content_type, item, title in MINIFLUX:
        facts = (Fact(item, "title digest", title),)
        yield Case(name, bodies[f"parser/testdata/{name}"], facts, content_type)


VALID = re.compile(
    r"Expect:\s*Valid(?:RFC2822|W3CDTF)Date\{parent:(?:item|entry),element:(published|updated|pubDate|dc:date)\}"
)


def w3c() -> Iterator[Case]:
    """The validator states no values; what it states of an entry's date is that it is a valid one."""
    for name, body in files("w3c_feedvalidator").items():
        if name.endswith((".xml", ".atom", ".rss")) and (found := VALID.search(text_of(body))):
            field = "updated" if found[1] == "updated" else "published"
            yield Case(name, body, (Fact(0, f"{field} readable", True),))


def node() -> Iterator[Case]:
    """What node-feedparser's own tests state of the feeds that are in the corpus."""
    bodies = files("node_feedparser")
    games = "http://www.arcgames.com/en/games/neverwinter/news/detail/"
    relative = (
        Fact(None, "count", 2),
        Fact(0, "link", games + "10743874-neverwinter-%26-jingle-jam-humble-bundle%21"),
        Fact(1, "link", games + "10738994-2x-underdark-currency-%26-15%25-off-bags%21"),
    )
    talking = "http://talkingpointsmemo.com/"
    memo = (
        Fact(None, "count", 20),
        Fact(0, "link", talking + "livewire/hannity-announces-fox-hired-sebastian-gorka-national-security-strategist"),
        Fact(1, "link", talking + "edblog/were-hiring-senior-editor"),
    )
    tag = Fact(0, "link", "tag:mefi.social,2024-01-26:objectId=20368395")
    category = Fact(0, "link", "https://ncatlab.org/nlab/show/%280%2C1%29-category")
    yield Case("rss2sample.xml", bodies["rss2sample.xml"], (Fact(None, "count", 4),))
    yield Case("complexNamespaceFeed.xml", bodies["complexNamespaceFeed.xml"], (Fact(None, "count", 1),))
    yield Case("illegally-nested.xml", bodies["illegally-nested.xml"], (Fact(None, "count", 10),))
    yield Case("non-text-alternate-links.xml", bodies["non-text-alternate-links.xml"], (category,))
    yield Case("atom-with-tag-uri-links.xml", bodies["atom-with-tag-uri-links.xml"], (Fact(None, "count", 1), tag))
    yield Case("tpm.atom", bodies["tpm.atom"], memo, url="http://talkingpointsmemo.com/feed")
    for name in ("rss-with-relative-urls.xml", "rss-with-relative-urls-with-absolute-xmlurl.xml"):
        yield Case(name, bodies[name], relative, url="http://www.arcgames.com")


SETS = {
    "feedparser_tests": feedparser_tests,
    "gofeed_testdata": gofeed,
    "feed_rs_fixtures": feed_rs,
    "miniflux_testdata": miniflux,
    "node_feedparser": node,
    "w3c_feedvalidator": w3c,
}
