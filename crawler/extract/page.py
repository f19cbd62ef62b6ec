"""Extraction of one page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from crawler.encoding import decode
from crawler.extract.blocks import Page, read_blocks
from crawler.extract.body import is_article, main_text, without_headline
from crawler.extract.byline import byline
from crawler.extract.dateline import without_datelines
from crawler.extract.facts import facts_of
from crawler.extract.features import Hints
from crawler.extract.hydration import text_in_scripts
from crawler.extract.kinds import no_article
from crawler.extract.markup import page_bytes, page_tree
from crawler.extract.metadata import AUTHORS, JSON_LD, META, MICRODATA, Said, read_metadata
from crawler.extract.naming import authors_of, bare, lang_of, site_of, title_of
from crawler.extract.when import Dated, Shown, as_written, published_of
from crawler.plain import one_line, paragraphs
from crawler.urls import canonical, same_site
from model.article import ArticleDraft, DateSource
from model.capture import Entry
from model.errors import InputError

EXTRACTOR = "page-2"
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
    lean = page_bytes(html, content_type, url)
    tree = page_tree(lean, url)
    said = read_metadata(tree)
    page = read_blocks(tree)
    if reason := no_article(page, said, lean, url):
        raise InputError(f"{url}: {reason}", "look at the kept page")
    hints = hints_of(said)
    if not said.authors and (line := byline(page, hints.known_titles)):
        said.authors, said.origins[AUTHORS] = [line], "byline"
    text, text_from = _text(lean, page, said, hints, url, html, content_type)
    title = title_of(said, url) or (entry.title if entry else "") or one_line(text, 120)
    text = without_datelines(without_headline(text, [title, *said.headings]))
    site = site_of(said, url)
    dated = published_of(said, Shown(page, hints.known_titles, tree, html), url, zone, entry)
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
    known_from = {"text": text_from, **_origins(draft, said, dated)}
    return replace(draft, facts=facts_of(said, tree, url, zone, known_from)), dated


def _origins(draft: ArticleDraft, said: Said, dated: Dated | None) -> dict[str, str]:
    """Where title, authors and date were read."""
    title = bare(draft.title)
    named = ((said.linked_titles, JSON_LD), (said.shared_titles, META), (said.headings, "heading"))
    origins = {
        "title": next((origin for titles, origin in named if any(title in bare(one) for one in titles)), "window")
    }
    if draft.authors:
        origins[AUTHORS] = said.origins.get(AUTHORS, MICRODATA)
    if dated is not None:
        by_page = dated.published.known_from is DateSource.METADATA
        origins["published"] = said.origins.get(dated.written, META) if by_page else dated.published.known_from.value
    return origins


def page_json(html: bytes | str, url: str, content_type: str | None = None) -> dict[str, Any]:
    """What ``rasad extract`` prints for a saved page."""
    draft, dated = _extract(html, url, content_type, None, "UTC")
    return {
        "url": draft.url,
        "title": draft.title,
        "text": draft.text,
        "authors": list(draft.authors),
        "published": as_written(dated, url),
        "lang": draft.lang,
        "site": draft.site,
    }


def _text(
    lean: bytes, page: Page, said: Said, hints: Hints, url: str, raw: bytes | str, content_type: str | None
) -> tuple[str, str]:
    """The article's text, and where it was read."""
    text, origin = main_text(lean, page, hints, url)
    told = paragraphs(said.body)
    if is_article(told) and (not is_article(text) or _cut_short(text, told)):
        text, origin = told, JSON_LD
    if not is_article(text):
        text, origin = text_in_scripts(raw if isinstance(raw, str) else decode(raw, content_type)), "script"
    if not is_article(text):
        raise InputError(f"{url}: no article text on the page", "look at the kept page: it may be a list or a notice")
    return text[:MAX_TEXT], origin


def hints_of(said: Said) -> Hints:
    """What the page says of itself, for the ranker of its blocks."""
    titles = (*said.linked_titles, *said.shared_titles, *said.headings)
    return Hints(titles, said.summary, " ".join(said.body.split()))


def _cut_short(text: str, told: str) -> bool:
    """True where the page shows the beginning of what it says of itself (a wall, a "read more")."""
    return len(told) > CUT_SHORT * len(text) and bare(text[:200])[:60] in bare(told[:2_000])


def _canonical(said: Said, url: str) -> str:
    """The page's own word for its address where it is credible: the same site, and not its front page."""
    try:
        own = canonical(url)
    except InputError:
        # A saved page whose address is not known: nothing can be compared with it.
        return url
    if not said.canonical:
        return own
    try:
        named = canonical(said.canonical, url)
    except InputError:
        return own
    is_front = named.count("/") == 3 and named.endswith("/") and own != named
    return named if same_site(named, own) and not is_front else own
