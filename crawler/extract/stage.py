"""The extraction stage: kept pages become articles."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from crawler.extract.page import EXTRACTOR, extract_page
from model.capture import Capture, Entry
from model.errors import InputError
from model.source import Source
from model.stage import StageReport
from store import articles, captures, quarantine
from store.evidence import read_body
from store.record import Record

STAGE = "extract"
NO_ARTICLE = "no-article"


def extract_step(record: Record, home: Path, sources: Mapping[str, Source], limit: int) -> StageReport:
    """Read up to ``limit`` kept pages; one without an article goes to quarantine with the reason.

    Killed anywhere, it goes on where it was: an article and the note that its page is read are one transaction.
    """
    pending = captures.pending_pages(record, EXTRACTOR, limit)
    notes = [line for capture, entry in pending if (line := _extract(record, home, sources, capture, entry))]
    failed = len(notes)
    return StageReport(
        stage=STAGE, done=len(pending) - failed, failed=failed, more=len(pending) == limit, notes=tuple(notes)
    )


def _extract(
    record: Record, home: Path, sources: Mapping[str, Source], capture: Capture, entry: Entry | None
) -> str | None:
    """Extract one page; the reason where it gave no article."""
    source = sources.get(capture.source_id)
    body = read_body(home, capture)
    try:
        draft = extract_page(
            body,
            capture.final_url,
            content_type=capture.media_type,
            entry=entry,
            zone=source.zone if source else "UTC",
            source_id=capture.source_id,
            seen_at=capture.fetched_at,
            capture_id=capture.id,
        )
    except InputError as error:
        return _set_aside(record, capture, error.thing)
    except Exception as error:  # noqa: BLE001 (hostile pages find the faults of libraries; one must not stop the rest)
        return _set_aside(record, capture, f"{capture.final_url}: {type(error).__name__}: {str(error)[:300]}")
    articles.save_extracted(record, draft, capture.id, EXTRACTOR)
    return None


def _set_aside(record: Record, capture: Capture, reason: str) -> str:
    # Quarantine first: killed in between, the page is read again and set aside again, which is the same.
    quarantine.put(record, STAGE, str(capture.id), reason, f"{capture.source_id}: {capture.url}")
    captures.extraction_done(record, capture.id, EXTRACTOR, NO_ARTICLE, reason)
    return reason
