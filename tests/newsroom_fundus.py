"""A newsroom of real pages: those of the fundus corpus, with the headlines that people took from them."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora import corpus
from loopback import Answer, Newsroom, newsroom, rss

ENGLISH = ("au", "ind", "ls", "my", "na", "tz", "uk", "us", "za")
WORD = re.compile(r"\w+")
DAY = re.compile(r"_(\d{4}_\d{2}_\d{2})(?:_(\d+))?\.html\.gz$")


@dataclass(frozen=True)
class GoldPage:
    """A saved page and what its parser's authors say stands on it."""

    file: Path
    url: str
    title: str
    authors: tuple[str, ...]
    published: str
    paragraphs: tuple[str, ...]

    def html(self) -> bytes:
        return gzip.decompress(self.file.read_bytes())


def gold_pages() -> list[GoldPage]:
    """All pages with a gold body, in the order of their paths.

    The keys of the gold (V1, V1_1, …) are versions of a parser; each belongs to the page at the same place in
    the order of dates. Where the counts differ nothing can be said, and the outlet is left out.
    """
    pages: list[GoldPage] = []
    for gold in sorted(corpus("corpora", "fundus").glob("*/*.json")):
        known = json.loads(gold.with_name("meta.info").read_text(encoding="utf-8"))
        files = sorted((name for name in known if DAY.sub("", name) == gold.stem), key=_day)
        values = json.loads(gold.read_text(encoding="utf-8"))
        keys = sorted(values, key=lambda key: [int(part) for part in re.findall(r"\d+", key)])
        if len(files) != len(keys):
            continue
        pairs = [(gold.with_name(name), known[name]["url"], values[key]) for name, key in zip(files, keys, strict=True)]
        pages += [_page(file, url, value) for file, url, value in pairs if file.exists() and value.get("body")]
    return pages


def _day(name: str) -> str:
    found = DAY.search(name)
    return found[0] if found else name


def _page(file: Path, url: str, value: dict[str, Any]) -> GoldPage:
    body = value["body"]
    parts = list(body.get("summary") or [])
    for section in body.get("sections") or []:
        parts += [*section.get("headline", []), *section.get("paragraphs", [])]
    return GoldPage(
        file, url, value.get("title") or "", tuple(value.get("authors") or ()), value.get("publishing_date") or "",
        tuple(parts),
    )  # fmt: skip


@contextmanager
def fundus_newsroom(pages: list[GoldPage]) -> Iterator[tuple[Newsroom, dict[str, GoldPage]]]:
    """Serve pages and an RSS feed of them at /feed.xml; gives the newsroom and what stands at each address."""
    with newsroom() as room:
        places = {
            room.url(f"/{number}/{page.file.name.removesuffix('.gz')}"): page for number, page in enumerate(pages)
        }
        for url, page in places.items():
            room.pages[url.removeprefix(room.url(""))] = Answer(page.html(), content_type="text/html")
        feed = rss([(url, f"Item {number}", "") for number, url in enumerate(places)], title="Fundus")
        room.pages["/feed.xml"] = Answer(feed, content_type="application/rss+xml; charset=utf-8")
        yield room, places


def same_headline(found: str, gold: str) -> bool:
    """Equal, or one within the other, letters and digits only."""
    one, other = ("".join(filter(str.isalnum, text.casefold())) for text in (found, gold))
    return bool(one and other) and (one in other or other in one)


def english_pages() -> list[GoldPage]:
    """Those of outlets that write English."""
    return [page for page in gold_pages() if page.file.parent.name in ENGLISH]


def findable(headline: str, title: str, text: str) -> bool:
    """True where a search for all words of the headline finds the article: what "found by search" means."""
    words = set(WORD.findall(f"{title}\n{text}".casefold()))
    return same_headline(title, headline) or set(WORD.findall(headline.casefold())) <= words
