"""What a page says about itself: JSON-LD first, then meta elements, then its headings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from lxml.html import HtmlElement
from w3lib.html import remove_tags

from crawler.plain import one_line

ARTICLE_TYPES = re.compile(r"article|posting|report|newsarticle|review|claimreview", re.IGNORECASE)
DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date_published",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "date",
)
MAX_LD = 400
JSON_LD, META, MICRODATA, AUTHORS = "json-ld", "meta", "microdata", "authors"
BLOCK_END = re.compile(r"</(?:p|div|li|h[1-6]|blockquote|tr)>|<br\s*/?>", re.IGNORECASE)


@dataclass(slots=True)
class Said:
    """What the page says, as it says it."""

    linked_titles: list[str] = field(default_factory=list)
    shared_titles: list[str] = field(default_factory=list)
    window_title: str = ""
    headings: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    langs: list[str] = field(default_factory=list)
    canonical: str | None = None
    linked: list[dict[str, Any]] = field(default_factory=list)
    """The JSON-LD objects that describe the article."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    """The meta elements by their names in small letters."""

    origins: dict[str, str] = field(default_factory=dict)
    """Of a date as it is written, and of the authors (under ``authors``), where they stand."""

    summary: str = ""
    body: str = ""
    """The article as the page's data have it, without markup, a paragraph a line."""


def read_metadata(tree: HtmlElement) -> Said:
    """Gather what the page says; the most trustworthy first in each list."""
    said = Said()
    for thing in _linked_data(tree):
        said.linked.append(thing)
        _from_article(thing, said)
    _note(said, JSON_LD)
    _from_meta(tree, said)
    _note(said, META)
    _from_markup(tree, said)
    _note(said, MICRODATA)
    return said


def _note(said: Said, origin: str) -> None:
    for date in said.dates:
        said.origins.setdefault(date, origin)
    if said.authors:
        said.origins.setdefault(AUTHORS, origin)


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article."""
    seen = 0
    for script in tree.xpath('//script[contains(@type, "ld+json")]/text()'):
        try:
            pending = [json.loads(str(script).strip().rstrip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        while pending and seen < MAX_LD:
            seen += 1
            thing = pending.pop(0)
            if isinstance(thing, list):
                pending.extend(thing)
            elif isinstance(thing, dict):
                kinds = thing.get("@type", "")
                if ARTICLE_TYPES.search(" ".join(map(str, kinds)) if isinstance(kinds, list) else str(kinds)):
                    yield thing
                pending.extend(thing[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in thing)


def _from_article(thing: dict[str, Any], said: Said) -> None:
    said.linked_titles += _words(thing.get("headline")) or _words(thing.get("name"))
    said.dates += _words(thing.get("datePublished")) + _words(thing.get("dateCreated"))
    said.authors += _names(thing.get("author")) or _names(thing.get("creator"))
    said.sites += _names(thing.get("publisher"))
    said.langs += _words(thing.get("inLanguage"))
    body = thing.get("articleBody")
    if isinstance(body, str) and len(body) > len(said.body):
        said.body = without_markup(body)


def without_markup(text: str) -> str:
    """Text that a page's data have as HTML, a paragraph a line."""
    if "<" in text:
        text = remove_tags(BLOCK_END.sub("\n", text))
    return unescape(text) if "&" in text else text


def _words(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one_line(str(one)) for one in values if isinstance(one, str | int) and one_line(str(one))]


def _names(value: Any) -> list[str]:
    """Names out of text, of objects, or of lists of both."""
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        found += _words(one.get("name")) if isinstance(one, dict) else _words(one)
    return found


def _from_meta(tree: HtmlElement, said: Said) -> None:
    metas = said.metas
    for element in tree.iterfind(".//meta"):
        value = one_line(element.get("content") or "")
        for attribute in ("property", "name", "itemprop"):
            if value and (name := (element.get(attribute) or "").strip().lower()):
                metas.setdefault(name, []).append(value)
    for name in ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title"):
        said.shared_titles += metas.get(name, [])[:1]
    for name in DATE_NAMES:
        said.dates += metas.get(name, [])[:1]
    said.summary = next(
        (metas[name][0] for name in ("og:description", "description", "twitter:description") if name in metas), ""
    )
    for name in ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl", "authors"):
        said.authors += metas.get(name, []) if not said.authors else []
    for name in ("og:site_name", "application-name", "al:android:app_name", "twitter:site"):
        said.sites += [site.lstrip("@") for site in metas.get(name, [])[:1]]
    for name in ("og:locale", "content-language", "dc.language", "inlanguage"):
        said.langs += metas.get(name, [])[:1]


def _from_markup(tree: HtmlElement, said: Said) -> None:
    root = tree.getroottree().getroot()
    said.langs = [lang for lang in (root.get("lang"), root.get("xml:lang")) if lang] + said.langs
    said.headings = [line for line in (one_line(h.text_content()) for h in tree.iterfind(".//h1")) if line]
    for element in tree.iterfind(".//title"):
        # An SVG has titles as well; they are not the page's.
        if line := one_line(element.text_content()):
            said.window_title = line
            break
    for element in tree.xpath("//link[@rel='canonical'][@href]"):
        said.canonical = str(element.get("href")).strip()
        break
    if not said.authors:
        found = tree.xpath("//*[@itemprop='author' or @rel='author']")[:5]
        said.authors = [line for line in (one_line(element.text_content(), 120) for element in found) if line]
    times = tree.xpath(
        "//time[@pubdate or @itemprop='datePublished']/@datetime | //*[@itemprop='datePublished']/@content"
    )
    said.dates += [one_line(str(value)) for value in [*times, *tree.xpath("//article//time/@datetime")[:1]] if value]
