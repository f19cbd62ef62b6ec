"""OPML: lists of feeds, as feed readers exchange them, in and out.

What comes in says nothing of owners, zones and promises. So an imported source is a draft: disabled, with a note that
says what a person has to fill in before it is fetched.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lxml import etree
from ruamel.yaml import YAML

from crawler.encoding import charset_of
from crawler.plain import one_line
from crawler.urls import fetchable, host_of
from model.errors import InputError
from model.source import Assertions, Feed, FeedKind, Owner, Source

MAX_FEEDS = 5_000
UNKNOWN_COUNTRY = "zz"
TO_FILL_IN = "imported from a list of feeds; owner, country, zone and promises are still to be checked"
NO_COUNTRY = {"tv", "io", "me", "co", "fm", "ai", "eu", "gg", "cc", "ly", "to", "am", "is", "ws", "la"}
"""Endings that look like a country's and are sold to anybody."""

REMEDY = "export the list of feeds again from the feed reader, as OPML"


def export_opml(sources: Iterable[Source], title: str = "Rasad") -> bytes:
    """The feeds of the sources, by country. Sitemaps and front pages are no feeds and are left out."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = title
    body = SubElement(root, "body")
    countries: dict[str, Element] = {}
    for source in sorted(sources, key=lambda one: (one.country, one.id)):
        feeds = [feed for feed in source.feeds if feed.kind is FeedKind.FEED]
        if not feeds:
            continue
        group = countries.get(source.country)
        if group is None:
            group = countries[source.country] = SubElement(body, "outline", text=source.country)
        for feed in feeds:
            names = {"text": source.name, "title": source.name, "type": "rss", "language": source.lang}
            SubElement(group, "outline", names | {"xmlUrl": feed.url, "htmlUrl": source.home})
    indent(root)
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def import_opml(data: bytes, name: str = "OPML") -> list[Source]:
    """Drafts of sources, one for each site, with all its feeds; ``InputError`` for what is no OPML."""
    drafts: dict[str, list[dict[str, str]]] = {}
    seen: set[str] = set()
    for outline in _outlines(_parse(data, name)):
        try:
            url = fetchable(outline.get("xmlurl", ""))
        except InputError:
            continue
        if url in seen or len(seen) >= MAX_FEEDS:
            continue
        seen.add(url)
        drafts.setdefault(_site(outline, url), []).append({**outline, "xmlurl": url})
    if not drafts:
        raise InputError(f"{name}: no feed in it", REMEDY)
    taken: set[str] = set()
    return [_draft(host, outlines, taken) for host, outlines in drafts.items()]


def as_yaml(source: Source) -> str:
    """A source as the text of its file: what is as by default is left out."""
    values: dict[str, Any] = {
        "id": source.id,
        "name": source.name,
        "country": source.country,
        "lang": source.lang,
        "owner": source.owner.value,
        "owner_note": source.owner_note,
        "home": source.home,
        "enabled": source.enabled,
        "note": source.note,
        "feeds": [{"url": feed.url} for feed in source.feeds],
        "assertions": {"hosts": list(source.assertions.hosts)},
    }
    out = io.StringIO()
    yaml = YAML()
    yaml.allow_unicode = True
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump({key: value for key, value in values.items() if value not in ("", [])}, out)
    return out.getvalue()


def _parse(data: bytes, name: str) -> Any:
    """The root; entities stay unresolved, nothing is loaded, what is broken is read as far as it goes."""
    text = data.decode(charset_of(data), "replace").lstrip("\ufeff \t\r\n")
    body = re.sub(r"^<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{name}: not OPML ({error})", REMEDY) from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise InputError(f"{name}: not OPML", REMEDY)
    return root


def _outlines(root: Any) -> Iterator[dict[str, str]]:
    """The outlines that name a feed, attribute names in small letters (writers disagree on them)."""
    for element in root.iter("outline"):
        attributes = {str(key).lower(): str(value) for key, value in element.attrib.items()}
        if attributes.get("xmlurl"):
            yield attributes


def _site(outline: dict[str, str], url: str) -> str:
    """The host that a feed belongs to: its site's, as feeds are often served from elsewhere."""
    return (host_of(outline.get("htmlurl", "")) or host_of(url)).removeprefix("www.")


def _draft(host: str, outlines: list[dict[str, str]], taken: set[str]) -> Source:
    first = outlines[0]
    ending = host.rpartition(".")[2]
    country = ending if re.fullmatch("[a-z]{2}", ending) and ending not in NO_COUNTRY else UNKNOWN_COUNTRY
    lang = re.match("[a-z]{2,3}", first.get("language", "").lower())
    return Source(
        id=_free_id(host, taken),
        name=one_line(first.get("title") or first.get("text") or host, 200) or host,
        country=country,
        lang=lang[0] if lang else "en",
        owner=Owner.INDEPENDENT,
        owner_note=TO_FILL_IN,
        home=_home(first, host),
        feeds=tuple(Feed(url=outline["xmlurl"]) for outline in outlines),
        enabled=False,
        note=TO_FILL_IN,
        assertions=Assertions(hosts=(host,)),
    )


def _home(outline: dict[str, str], host: str) -> str:
    try:
        return fetchable(outline.get("htmlurl", ""))
    except InputError:
        return f"https://{host}/"


def _free_id(host: str, taken: set[str]) -> str:
    """A slug of the host, told apart by a number where several sites give the same."""
    base = re.sub(r"[^a-z0-9]+", "-", host).strip("-") or "site"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    taken.add(slug)
    return slug
