"""Articles and their versions. A changed text is a new version; nothing is overwritten."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from model.article import Article, ArticleDraft, DatePrecision, DateSource, Published, SaveKind
from store.captures import READ, extraction_done_in
from store.page_facts import facts_row, read_facts
from store.record import Record
from store.sql import count as count_rows
from store.sql import lock_documents, next_doc_seq
from store.tables import articles
from store.tables import versions as version_rows
from store.types import clean
from text.edits import blank

CHUNK = 500
"""Ids asked for at once: databases bound the parameters of a statement."""

EXTRACTED = "extracted"
"""The outcome of an extraction that gave an article."""


def article_id(canonical_url: str) -> str:
    """The id of the article at a canonical address: 16 hexadecimal digits."""
    return hashlib.sha256(clean(canonical_url).encode()).hexdigest()[:16]


def save(record: Record, draft: ArticleDraft) -> tuple[Article, SaveKind]:
    """Keep a draft as a new article, as a new version, or (the same words) not at all."""
    with record.write() as connection:
        return save_in(connection, draft)


def save_all(record: Record, drafts: Sequence[ArticleDraft]) -> list[tuple[Article, SaveKind]]:
    """``save`` for many drafts in one transaction: for imports, where a commit each would cost most of the time."""
    with record.write() as connection:
        return [save_in(connection, draft) for draft in drafts]


def save_extracted(record: Record, draft: ArticleDraft, capture_id: int, extractor: str) -> tuple[Article, SaveKind]:
    """Keep a draft together with the note that its capture has been read, both or neither."""
    with record.write() as connection:
        article, kind = save_in(connection, draft)
        extraction_done_in(connection, capture_id, extractor, EXTRACTED, None, (article.id, article.version))
        return article, kind


def save_document(
    record: Record, drafts: Sequence[ArticleDraft], capture_id: int, reader: str
) -> list[tuple[Article, SaveKind]]:
    """Keep the articles of one document together with the note that it has been read, all or none."""
    with record.write() as connection:
        saved = [save_in(connection, draft) for draft in drafts]
        extraction_done_in(connection, capture_id, reader, READ, None, None)
        return saved


def save_in(connection: Connection, draft: ArticleDraft) -> tuple[Article, SaveKind]:
    """``save`` within a transaction of the caller."""
    lock_documents(connection)
    key = article_id(draft.canonical_url)
    digest = hashlib.sha256(clean(f"{draft.title}\n\n{draft.text}").encode()).hexdigest()
    newest = _newest(connection, key)
    if newest is not None and _says_the_same(newest, draft, digest):
        return to_article(newest), SaveKind.SAME
    version = 1 if newest is None else newest.version + 1
    at = draft.published.at if draft.published else draft.seen_at
    values = {"version": version, "source_id": draft.source_id, "doc_seq": next_doc_seq(connection)}
    if newest is None:
        connection.execute(insert(articles).values(id=key, sort_at=at, **values))
    else:
        # An undated new version stays where the article stood in the order of time.
        moved = {"sort_at": at} if draft.published else {}
        connection.execute(update(articles).where(articles.c.id == key).values(**moved, **values))
    connection.execute(insert(version_rows).values(_version_row(draft, key, version, digest)))
    kept = _newest(connection, key)
    return to_article(kept), SaveKind.NEW if newest is None else SaveKind.CHANGED


def _says_the_same(newest: Any, draft: ArticleDraft, digest: str) -> bool:
    """True for the same words, and for other ones around the article only: counters, advertisements, related links."""
    if newest.text_sha256 == digest:
        return True
    return blank(newest.title, newest.text, clean(draft.title), clean(draft.text))


def get(record: Record, key: str, version: int | None = None) -> Article | None:
    """An article: its newest version, or the one asked for."""
    with record.read() as connection:
        if version is None:
            row = _newest(connection, key)
        else:
            here = (version_rows.c.article_id == key) & (version_rows.c.version == version)
            row = connection.execute(select(version_rows).where(here)).first()
    return None if row is None else to_article(row)


def by_url(record: Record, canonical_url: str) -> Article | None:
    """The newest version of the article at a canonical address."""
    return get(record, article_id(canonical_url))


def unknown(record: Record, urls: Sequence[str]) -> set[str]:
    """Those of these canonical addresses at which there is no article."""
    keys = {article_id(url): url for url in urls}
    with record.read() as connection:
        for start in range(0, len(urls), CHUNK):
            some = [article_id(url) for url in urls[start : start + CHUNK]]
            for row in connection.execute(select(articles.c.id).where(articles.c.id.in_(some))):
                keys.pop(row.id, None)
    return set(keys.values())


def versions(record: Record, key: str) -> list[Article]:
    """All versions of an article, oldest first."""
    statement = select(version_rows).where(version_rows.c.article_id == key).order_by(version_rows.c.version)
    with record.read() as connection:
        return [to_article(row) for row in connection.execute(statement)]


def count(record: Record) -> int:
    """How many articles there are, each counted once."""
    with record.read() as connection:
        return count_rows(connection, articles)


def to_article(row: Any) -> Article:
    """A row of ``article_versions`` as a noun."""
    return Article(
        id=row.article_id,
        version=row.version,
        url=row.url,
        canonical_url=row.canonical_url,
        source_id=row.source_id,
        title=row.title,
        text=row.text,
        authors=tuple(row.authors),
        published=_published(row.published, row.published_from, row.published_precision),
        lang=row.lang,
        site=row.site,
        seen_at=row.seen_at,
        capture_id=row.capture_id,
        text_sha256=row.text_sha256,
        facts=read_facts(row.facts),
    )


def newest_version() -> Any:
    """The condition that joins ``articles`` to its newest row of ``article_versions``."""
    return (version_rows.c.article_id == articles.c.id) & (version_rows.c.version == articles.c.version)


def _newest(connection: Connection, key: str) -> Any:
    """The newest version's row, or None."""
    statement = select(version_rows).join(articles, newest_version()).where(articles.c.id == key)
    return connection.execute(statement).first()


def _published(at: datetime | None, known_from: str | None, precision: str | None) -> Published | None:
    """A kept publication date."""
    if at is None or known_from is None or precision is None:
        return None
    return Published(at=at, known_from=DateSource(known_from), precision=DatePrecision(precision))


def _version_row(draft: ArticleDraft, key: str, version: int, digest: str) -> dict[str, Any]:
    """A draft as a row."""
    published = draft.published
    return {
        "article_id": key,
        "version": version,
        "url": draft.url,
        "canonical_url": draft.canonical_url,
        "source_id": draft.source_id,
        "title": draft.title,
        "text": draft.text,
        "authors": list(draft.authors),
        "published": published.at if published else None,
        "published_from": published.known_from if published else None,
        "published_precision": published.precision if published else None,
        "lang": draft.lang,
        "site": draft.site,
        "seen_at": draft.seen_at,
        "capture_id": draft.capture_id,
        "text_sha256": digest,
        "facts": facts_row(draft.facts),
    }
