"""Front pages: where an outlet has no feed, the links that a CSS selector finds."""

from __future__ import annotations

from cssselect import SelectorError
from parsel import Selector

from crawler.encoding import decode
from crawler.feeds.reading import BLOCK_WORDS, Gathering, ListReading, Origin
from crawler.plain import one_line
from model.capture import Entry
from model.errors import InputError

MIN_TITLE = 8
"""A link with less text than this is a picture's or a section's; the article's own headline is read later."""


def read_front(body: bytes, content_type: str | None, origin: Origin, links: str) -> ListReading:
    """The articles that a front page links to, in its order; ``InputError`` where the selector finds nothing."""
    text = decode(body, content_type).replace("\x00", "")
    if not text.strip():
        raise InputError(f"{origin.url}: not a front page: the answer is empty", "look at the kept response")
    try:
        found = Selector(text=text, type="html").css(links)
    except (ValueError, SelectorError) as error:
        raise InputError(f"{origin.url}: `links: {links}` is no CSS selector ({error})", "correct `links`") from error
    gathering = Gathering(origin)
    for element in found:
        anchor = element if element.root.tag == "a" else next(iter(element.css("a[href]")), None)
        if anchor is None:
            gathering.skip("match `links` without being a link")
            continue
        title = one_line(" ".join(anchor.css("::text").getall()))
        entry = Entry(url="", source_id=origin.source_id, title=title if len(title) >= MIN_TITLE else "")
        gathering.add(entry, anchor.attrib.get("href", ""))
    reading = gathering.reading()
    if not reading.entries:
        kind = "it looks like a block page" if BLOCK_WORDS.search(body[:50_000]) else "the page may have changed"
        raise InputError(
            f"{origin.url}: `links: {links}` finds no article: {kind}", "look at the page, correct `links`"
        )
    return reading
