"""Extraction beside its peers, on labelled pages in one run: ``python -m bench.extract [SET…]``.

Rasad reads text, title, authors, date, site and language; trafilatura's modes (``precision``, ``default``, ``fast``) are asked for the
text alone, and once for text and metadata (``default+meta``), which is the nearest to what Rasad does. readability-lxml and newspaper4k
are measured where the extra ``bench`` is installed. Everything runs in one process on one core, page by page in turn, so that a
busy machine is busy for all; ``time`` is CPU time as a multiple of trafilatura's default mode. A pass over some twenty pages
comes first, so that nobody pays for loading. The last column splits the pages by domain into two halves, by a hash.

The ranker has learned from aeb, fundus and (at less weight) trafilatura_eval and htmldate: for what unseen pages give, see
``python -m bench.train_extract --cv 5``. It has not learned from readability, newspaper4k and goose3; nobody tuned on them.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from typing import Any

import htmldate as htmldate_library
from trafilatura import bare_extraction

from bench import pages as sets
from bench.pages import GoldPage
from crawler.extract import page_json
from model.errors import InputError

WARM = 20
Extract = Callable[[GoldPage], str]


def rasad(page: GoldPage) -> str:
    try:
        return str(page_json(page.html, page.url)["text"])
    except InputError:
        return ""


def trafilatura(**mode: Any) -> Extract:
    def extract(page: GoldPage) -> str:
        document: Any = bare_extraction(page.html, url=page.url, include_comments=False, **mode)
        return (document.text or "") if document is not None else ""

    return extract


def readability(page: GoldPage) -> str:
    from lxml.html import document_fromstring
    from readability import Document

    try:
        summary = Document(page.html.decode("utf-8", "replace")).summary()
        return "\n".join(line for line in document_fromstring(summary).itertext() if line.strip())
    except Exception:  # noqa: BLE001 (a peer that fails on a page has no text of it)
        return ""


def newspaper(page: GoldPage) -> str:
    from newspaper import Article

    try:
        article = Article(page.url)
        article.download(input_html=page.html.decode("utf-8", "replace"))
        article.parse()
    except Exception:  # noqa: BLE001 (as above)
        return ""
    return str(article.text)


def peers() -> dict[str, Extract]:
    found: dict[str, Extract] = {
        "rasad": rasad,
        "trafilatura default": trafilatura(),
        "trafilatura precision": trafilatura(favor_precision=True),
        "trafilatura fast": trafilatura(fast=True),
        "trafilatura default+meta": trafilatura(with_metadata=True),
    }
    for name, module, extract in (
        ("readability-lxml", "readability", readability),
        ("newspaper4k", "newspaper", newspaper),
    ):
        try:
            __import__(module)
        except ImportError:
            continue
        found[name] = extract
    return found


def texts(name: str, pages: list[GoldPage], found: dict[str, Extract]) -> None:
    """A table of one set."""
    spent = dict.fromkeys(found, 0.0)
    out: dict[str, list[tuple[GoldPage, str]]] = {peer: [] for peer in found}
    for page in pages[:: max(1, len(pages) // WARM)]:
        for extract in found.values():
            extract(page)
    for page in pages:
        for peer, extract in found.items():
            start = time.process_time()
            text = extract(page)
            spent[peer] += time.process_time() - start
            out[peer].append((page, text))
    print(f"\n{name}: {len(pages)} pages")
    for peer, pairs in out.items():
        halves = [[pair for pair in pairs if pair[0].part(2) == half] for half in (0, 1)]
        parts = " ".join(f"{sets.figure(half):.4f}" for half in halves if half)
        times = spent[peer] / spent["trafilatura default"]
        print(
            f"{peer:26} {sets.figure(pairs):.4f}  time {times:5.2f}  {1000 * spent[peer] / len(pages):6.1f} ms  ({parts})",
            flush=True,
        )


def dates(pages: list[GoldPage]) -> None:
    """Days of publication, beside htmldate; a page without one must give none."""
    by: dict[str, Callable[[GoldPage], str | None]] = {
        "rasad": lambda page: _day(page),
        "htmldate": lambda page: htmldate_library.find_date(page.html, url=page.url, original_date=True),
        "htmldate extensive=False": lambda page: htmldate_library.find_date(
            page.html, url=page.url, original_date=True, extensive_search=False
        ),
    }
    print(f"\nhtmldate: {len(pages)} pages")
    for name, find in by.items():
        right = [((find(page) or "")[:10] == page.date, page.part(2)) for page in pages]
        halves = " ".join(
            f"{sum(ok for ok, part in right if part == half)}/{sum(part == half for _, part in right)}"
            for half in (0, 1)
        )
        print(f"{name:26} {sum(ok for ok, _ in right)} exact  ({halves})", flush=True)


def _day(page: GoldPage) -> str | None:
    try:
        return page_json(page.html, page.url)["published"]
    except InputError:
        return None


def main() -> None:
    logging.disable(logging.CRITICAL)
    asked = sys.argv[1:]
    found = peers()
    for name, load in sets.TEXT_SETS.items():
        if not asked or name in asked:
            texts(name, load(), found)
    if not asked or "htmldate" in asked:
        dates(sets.htmldate())


if __name__ == "__main__":
    main()
