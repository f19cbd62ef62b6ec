"""Titles, authors, sites and languages as a reader would write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import category, normalize

from crawler.assertions import ARABIC_SCRIPT, ARABIC_WRITTEN
from crawler.extract.metadata import Said
from crawler.urls import host_of
from text.langid import identify

SEPARATOR = re.compile(r"\s+[|\-–—·•»:]{1,2}\s+|\s*[|｜]\s*")
BYLINE = re.compile(r"^\s*(?:by|written by|reported by|story by|از|نویسنده|گزارش)\b\s*:?\s*", re.IGNORECASE)
BETWEEN_NAMES = re.compile(r"\s*(?:;|,|،|&|\||\s/\s|\s(?:and|und|et|og|y|و)\s)\s*(?:and\s+)?", re.IGNORECASE)
IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
NO_NAME = re.compile(r"https?:|www\.|@|\bimages?:|^[\d\W_]+$|^(?:admin|editor|staff|newsroom|null|none)$", re.I)
TAG = re.compile(r"^[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)
MAX_AUTHORS = 12


def bare(text: str) -> str:
    """Letters and digits only, for comparing names."""
    return "".join(letter for letter in normalize("NFKC", text).casefold() if category(letter)[0] in "LN")


def title_of(said: Said, url: str) -> str:
    """The headline, without the outlet's name at its end or beginning.

    The title that a page is shared under comes first: what its data calls the headline and the window's title are often
    written for search engines.
    """
    outlets = {bare(site) for site in said.sites} | _host_names(url)
    headings = {bare(heading): heading for heading in said.headings}

    def cleaned(*titles: str) -> list[str]:
        found = [_without_outlet(title, outlets, headings) for title in titles]
        return [title for title in found if title and bare(title) not in outlets]

    linked, shared, window = cleaned(*said.linked_titles), cleaned(*said.shared_titles), cleaned(said.window_title)
    if linked and shared and window and bare(linked[0]) == bare(window[0]) != bare(shared[0]):
        known = bare(linked[0])
        if known not in headings or known not in {bare(title) for title in shared}:
            return shared[0]
    return next(iter([*linked, *shared, *window, *cleaned(*said.headings)]), "")


def _host_names(url: str) -> set[str]:
    host = host_of(url).removeprefix("www.")
    return {bare(host), bare(host.split(".")[0])} - {""}


def _without_outlet(title: str, outlets: set[str], headings: dict[str, str]) -> str:
    if bare(title) in headings:
        return title
    cuts = list(SEPARATOR.finditer(title))
    for cut in cuts:
        head, tail = title[: cut.start()], title[cut.end() :]
        if _names_outlet(tail, outlets) or (bare(head) in headings and len(tail) <= 60):
            return head.strip()
    if cuts and _names_outlet(title[: cuts[0].start()], outlets):
        return title[cuts[0].end() :].strip()
    return title


def _names_outlet(part: str, outlets: set[str]) -> bool:
    """The part is the outlet's name, or a name that begins or ends with it (``CBC News``, ``BBC News فارسی``)."""
    name = bare(part)
    if not name or len(part) > 60:
        return False
    return any(
        name == outlet or (len(outlet) >= 3 and len(name) <= 2 * len(outlet) + 12 and _at_edge(name, outlet))
        for outlet in outlets
        if outlet
    )


def _at_edge(name: str, outlet: str) -> bool:
    return name.startswith(outlet) or name.endswith(outlet) or (len(name) >= 4 and outlet.startswith(name))


def authors_of(said: Said, site: str) -> tuple[str, ...]:
    """Those named as authors, each once: people and agencies, the outlet itself only where it names nobody else."""
    outlet = bare(site)
    found: dict[str, str] = {}
    for written in said.authors:
        line = BYLINE.sub("", IN_BRACKETS.sub("", written))
        for name in [line] if bare(line) == outlet else BETWEEN_NAMES.split(line):
            clean = BYLINE.sub("", name).strip(" .:-–—|")
            if 1 < len(clean) <= 80 and len(clean.split()) <= 7 and not NO_NAME.search(clean):
                found.setdefault(bare(clean), clean)
    others = tuple(name for key, name in found.items() if key != outlet)
    return (others or tuple(found.values()))[:MAX_AUTHORS]


def site_of(said: Said, url: str) -> str:
    """The outlet's name as the page gives it, else its host."""
    return next((site for site in _by_meta_first(said) if len(site) <= 80), host_of(url).removeprefix("www."))


def _by_meta_first(said: Said) -> Iterable[str]:
    return (site for site in said.sites if site)


def lang_of(said: Said, text: str) -> str | None:
    """The language that the publisher declares, the first part of its tag; what the text shows where it declares
    none, or one in a script that the text is not written in (a theme left in English)."""
    declared = next((found[0].lower() for tag in said.langs if (found := TAG.match(tag.strip()))), None)
    if declared and (declared in ARABIC_WRITTEN) == _arabic_written(text):
        return declared
    guess = identify(text[:2_000], vote=False).lang
    return declared if guess == "und" else guess


def _arabic_written(text: str) -> bool:
    start = text[:2_000]
    if start.isascii():
        return False
    return len(ARABIC_SCRIPT.findall(start)) * 2 > sum(map(str.isalpha, start))
