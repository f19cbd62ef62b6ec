"""What a page says of its article beside the text: when it changed, where it belongs, who may read it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from lxml.html import HtmlElement

from crawler.extract.metadata import JSON_LD, META, MICRODATA, Said
from crawler.plain import one_line
from crawler.urls import canonical, same_site
from model.article import PageFacts
from model.errors import InputError
from text.dates import parse_published

MODIFIED_NAMES = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "lastmod",
    "dcterms.modified",
    "dc.date.modified",
    "article.updated",
    "revised",
)
SECTION_NAMES = ("article:section", "articlesection", "parsely-section", "section", "sailthru.section", "category")
LIVE_TYPES = re.compile("LiveBlogPosting", re.IGNORECASE)
LIVE_ADDRESS = re.compile(r"/(?:live|live-?blog|live-updates?|live-news)(?:/|$)", re.IGNORECASE)
LOCKED = {"locked", "premium", "paid", "metered", "subscriber", "subscribers"}
MAX_SECTION = 80


def facts_of(said: Said, tree: HtmlElement, url: str, zone: str, known_from: dict[str, str]) -> PageFacts:
    """The facts of a page; ``known_from`` says where the parts of the article were read."""
    origins = dict(known_from)
    modified = _modified(said, tree, zone, origins)
    section = _section(said, origins)
    return PageFacts(
        modified=modified,
        section=section,
        amp_url=_amp(tree, url),
        paywalled=_paywalled(said),
        live=_is_live(said, url),
        known_from=tuple(sorted(origins.items())),
    )


def _modified(said: Said, tree: HtmlElement, zone: str, origins: dict[str, str]) -> datetime | None:
    written = [(str(thing.get("dateModified") or ""), JSON_LD) for thing in said.linked]
    written += [(text, META) for name in MODIFIED_NAMES for text in said.metas.get(name, [])[:1]]
    written += [(str(text), MICRODATA) for text in tree.xpath("//time[@itemprop='dateModified']/@datetime")[:1]]
    for text, origin in written:
        if text and (found := parse_published(text, zone)):
            origins["modified"] = origin
            return found.at
    return None


def _section(said: Said, origins: dict[str, str]) -> str | None:
    written = [(_first(thing.get("articleSection")), JSON_LD) for thing in said.linked]
    written += [(text, META) for name in SECTION_NAMES for text in said.metas.get(name, [])[:1]]
    for text, origin in written:
        line = one_line(text, MAX_SECTION)
        if line:
            origins["section"] = origin
            return line
    return None


def _first(value: Any) -> str:
    one = value[0] if isinstance(value, list) and value else value
    return one if isinstance(one, str) else ""


def _amp(tree: HtmlElement, url: str) -> str | None:
    """The AMP address that the page names on its own site."""
    for place in tree.xpath("//link[@rel='amphtml']/@href")[:1]:
        try:
            named = canonical(str(place), url)
            return named if same_site(named, url) or named.split("/")[2].startswith("amp.") else None
        except InputError:
            return None
    return None


def _paywalled(said: Said) -> bool | None:
    """What the page declares: schema.org's isAccessibleForFree, or the tier of its content."""
    for thing in said.linked:
        free = thing.get("isAccessibleForFree")
        if free is not None:
            return str(free).strip().lower() in {"false", "0", "no"}
    for name in ("article:content_tier", "content_tier"):
        for tier in said.metas.get(name, []):
            return tier.lower() in LOCKED
    return None


def _is_live(said: Said, url: str) -> bool:
    if any(LIVE_TYPES.search(str(thing.get("@type", ""))) for thing in said.linked):
        return True
    return bool(LIVE_ADDRESS.search(url)) and not any(thing.get("articleBody") for thing in said.linked)
