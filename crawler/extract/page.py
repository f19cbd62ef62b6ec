"""Extraction of one page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from lxml.html import HtmlElement

from crawler.extract.body import is_article, main_text, without_headline
from crawler.extract.markup import page_text, page_tree
from crawler.extract.metadata import Said, read_metadata
from crawler.extract.naming import authors_of, bare, lang_of, site_of, title_of
from crawler.extract.when import Dated, as_written, published_of
from crawler.extract.whole import with_other_boxes
from crawler.plain import one_line, paragraphs
from crawler.urls import canonical, same_site
from model.article import ArticleDraft
from model.capture import Entry
from model.errors import InputError

EXTRACTOR = "page-1"
"""Raised with each change of what extraction gives; a page is extracted once by each version."""

MAX_TEXT = 500_000
CUT_SHORT = 1.3


def extract_page(
    html: bytes | str,
    url: str,
    *,
    content_type: str | None = None,
    entry: Entry | None = None,
    zone: str = "UTC",
    source_id: str = "",
    seen_at: datetime | None = None,
    capture_id: int | None = None,
) -> ArticleDraft:
    """The article on a page. ``zone`` is the outlet's, for dates without one; ``entry`` what a list said of it.

    Raises ``InputError`` with a reason where there is no article.
    """
    draft, _ = _extract(html, url, content_type, entry, zone)
    return replace(
        draft,
        source_id=source_id or draft.source_id,
        seen_at=seen_at or draft.seen_at,
        capture_id=capture_id,
    )


def _extract(
    html: bytes | str, url: str, content_type: str | None, entry: Entry | None, zone: str
) -> tuple[ArticleDraft, Dated | None]:
    page = page_text(html, content_type, url)
    tree = page_tree(page, url)
    said = read_metadata(tree)
    text = _text(page, tree, said, url)
    title = title_of(said, url) or (entry.title if entry else "") or one_line(text, 120)
    text = without_headline(text, [title, *said.headings])
    site = site_of(said, url)
    dated = published_of(said, page, url, zone, entry)
    draft = ArticleDraft(
        url=url,
        canonical_url=_canonical(said, url),
        source_id=entry.source_id if entry else "",
        title=title,
        text=text,
        authors=authors_of(said, site),
        published=dated.published if dated else None,
        lang=lang_of(said, f"{title}\n{text}"),
        site=site,
        seen_at=datetime.now(UTC),
    )
    return draft, dated


def page_json(html: bytes | str, url: str, content_type: str | None = None) -> dict[str, Any]:
    """What ``rasad extract`` prints for a saved page."""
    draft, dated = _extract(html, url, content_type, None, "UTC")
    return {
        "url": draft.url,
        "title": draft.title,
        "text": draft.text,
        "authors": list(draft.authors),
        "published": as_written(dated),
        "lang": draft.lang,
        "site": draft.site,
    }


def _text(page: str, tree: HtmlElement, said: Said, url: str) -> str:
    text = with_other_boxes(main_text(page, url), tree)
    told = paragraphs(said.body) if "<" not in said.body else ""
    if is_article(told) and (not is_article(text) or _cut_short(text, told)):
        text = told
    if not is_article(text):
        raise InputError(f"{url}: no article text on the page", "look at the kept page: it may be a list or a notice")
    return text[:MAX_TEXT]


def _cut_short(text: str, told: str) -> bool:
    """True where the page shows the beginning of what it says of itself (a wall, a "read more")."""
    return len(told) > CUT_SHORT * len(text) and bare(text[:200])[:60] in bare(told[:2_000])


def _canonical(said: Said, url: str) -> str:
    """The page's own word for its address where it is credible: the same site, and not its front page."""
    own = canonical(url)
    if not said.canonical:
        return own
    try:
        named = canonical(said.canonical, url)
    except InputError:
        return own
    is_front = named.count("/") == 3 and named.endswith("/") and own != named
    return named if same_site(named, own) and not is_front else own
