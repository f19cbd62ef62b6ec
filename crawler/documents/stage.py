"""The documents stage: kept documents become articles, one for each of their parts or for each change in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from crawler.documents import DOCUMENTS, DocumentReading, read_document
from crawler.documents.changes import Reading, deletions, official_changes
from crawler.documents.parts import Part
from crawler.feeds.reading import Origin
from model.article import ArticleDraft, DateSource, Published
from model.capture import Capture, CaptureKind
from model.errors import InputError
from model.source import Feed, Source
from model.stage import StageReport
from store import articles, captures, quarantine
from store.evidence import read_body
from store.record import Record

STAGE = quarantine.DOCUMENTS
READER = "documents/1"
UNREAD = "no-document"
KINDS = {kept: kind for kind, kept in DOCUMENTS.items()}


def documents_step(record: Record, home: Path, sources: Mapping[str, Source], limit: int) -> StageReport:
    """Read up to ``limit`` kept documents, in the order they came; what cannot be read goes to quarantine.

    Killed anywhere, it goes on where it was: the articles of a document and the note that it is read are one
    transaction.
    """
    pending = captures.pending_documents(record, tuple(KINDS), READER, limit)
    notes = []
    for capture in pending:
        source = sources.get(capture.source_id)
        if source is None:
            notes.append(_set_aside(record, capture, f"{capture.url}: its source {capture.source_id!r} has no file"))
            continue
        try:
            drafts = _drafts(record, home, source, capture)
        except InputError as error:
            notes.append(_set_aside(record, capture, error.thing))
            continue
        except Exception as error:  # noqa: BLE001 (a hostile document finds the faults of libraries; the rest goes on)
            notes.append(_set_aside(record, capture, f"{capture.url}: {type(error).__name__}: {str(error)[:300]}"))
            continue
        articles.save_document(record, drafts, capture.id, READER)
    done = len(pending) - len(notes)
    return StageReport(stage=STAGE, done=done, failed=len(notes), more=len(pending) == limit, notes=tuple(notes))


def _drafts(record: Record, home: Path, source: Source, capture: Capture) -> list[ArticleDraft]:
    reading = _read(home, source, capture)
    now = Reading(capture, reading.parts)
    last = captures.read_before(record, capture, READER)
    before = Reading(last, _read(home, source, last).parts) if last is not None else None
    if capture.kind is CaptureKind.OFFICIAL:
        # The first reading of a list is what later ones are compared with; nothing in it is news.
        return list(official_changes(source, before, now)) if before else []
    drafts = [_article(source, capture, reading, part) for part in reading.parts]
    if capture.kind is CaptureKind.TELEGRAM and before is not None:
        drafts += deletions(source, before, now)
    return drafts


def _read(home: Path, source: Source, capture: Capture) -> DocumentReading:
    kind = KINDS[capture.kind]
    feed = next((feed for feed in source.feeds if feed.kind is kind), Feed(url=capture.url, kind=kind))
    origin = Origin(url=capture.final_url, source_id=source.id, zone=source.zone, base=feed.base)
    return read_document(feed, read_body(home, capture), capture.media_type, origin)


def _article(source: Source, capture: Capture, reading: DocumentReading, part: Part) -> ArticleDraft:
    at = part.published
    return ArticleDraft(
        url=part.url,
        canonical_url=part.url,
        source_id=source.id,
        title=part.title,
        text=part.text,
        authors=part.authors,
        published=Published(at=at, known_from=DateSource.FEED, precision=part.precision) if at else None,
        lang=reading.lang or source.lang,
        site=reading.about or source.name,
        seen_at=capture.fetched_at,
        capture_id=capture.id,
    )


def _set_aside(record: Record, capture: Capture, reason: str) -> str:
    # Quarantine first: killed in between, the document is read again and set aside again, which is the same.
    quarantine.put(record, STAGE, str(capture.id), reason, f"{capture.source_id}: {capture.url}")
    captures.extraction_done(record, capture.id, READER, UNREAD, reason)
    return reason
