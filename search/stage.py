"""The stage that keeps an index equal to the record, and the rebuild of an index from it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from model.errors import SearchIndexError
from model.search import IndexDocument, IndexWriter
from model.source import Owner, Source
from model.stage import StageReport
from search import elastic
from search.embedded.generations import new_generation, rebuilding, sweep, switch
from search.embedded.writer import open_generation
from store import Record, documents, quarantine

log = logging.getLogger("rasad.search")

STAGE = quarantine.INDEX
BATCH = 1000


def index_step(record: Record, writer: IndexWriter, sources: Mapping[str, Source], limit: int) -> StageReport:
    """Write the next documents that changed after the index's watermark; what cannot be indexed goes to quarantine."""
    reached = writer.watermark()
    if reached > documents.max_seq(record):
        raise SearchIndexError(
            f"the search index holds changes up to {reached}, the record only up to {documents.max_seq(record)}: "
            "it is of another record, or the record is an older copy",
            "`rasad index rebuild`; on a shared cluster, check search.elastic.prefix",
        )
    rows = documents.changed_since(record, reached, limit)
    notes = _put(record, writer, rows, sources)
    return StageReport(stage=STAGE, done=len(rows), failed=len(notes), more=len(rows) == limit, notes=tuple(notes))


def _put(
    record: Record, writer: IndexWriter, rows: Sequence[documents.DocumentRow], sources: Mapping[str, Source]
) -> list[str]:
    """Write documents; gives a line for each that cannot be indexed, which is kept with its reason."""
    held = {one.key for one in quarantine.listing(record, STAGE)}
    notes: dict[str, str] = {}

    def refused(document: IndexDocument, reason: str) -> None:
        key = document.article.id
        notes[key] = f"article {key} cannot be indexed: {reason}"
        log.error("%s", notes[key])
        quarantine.put(record, STAGE, key, reason, detail=document.article.url)

    writer.put([indexed(row, sources) for row in rows], refused)
    if mended := [row.article.id for row in rows if row.article.id in held and row.article.id not in notes]:
        quarantine.mended(record, STAGE, mended)
    return list(notes.values())


def _fill(
    record: Record, writer: IndexWriter, sources: Mapping[str, Source], progress: Callable[[int], None] | None
) -> int:
    """Write everything there is, until nothing is missing; returns how many documents."""
    written, since = 0, 0
    while rows := documents.changed_since(record, since, BATCH):
        written += len(rows) - len(_put(record, writer, rows, sources))
        since = rows[-1].doc_seq
        if progress:
            progress(written)
    return written


def rebuild_on_cluster(
    record: Record,
    cluster: elastic.Cluster,
    lock_dir: Path,
    sources: Mapping[str, Source],
    progress: Callable[[int], None] | None = None,
) -> int:
    """Build a new generation on a cluster from the record and let it serve; the worker may go on meanwhile."""
    return elastic.rebuild(cluster, lock_dir, lambda writer: _fill(record, writer, sources, progress))


def rebuild(
    record: Record,
    index_dir: Path,
    sources: Mapping[str, Source],
    heap_mb: int = 64,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Build a new generation from the record and let it serve; returns how many documents it holds.

    Searches and the worker go on in the old generation meanwhile; what the worker writes there after the last look at
    the record, it finds missing in the new one by its watermark and writes again.
    """
    index_dir.mkdir(parents=True, exist_ok=True)
    with rebuilding(index_dir):
        name = new_generation(index_dir)
        with open_generation(index_dir, name, heap_mb) as writer:
            written = _fill(record, writer, sources, progress)
            switch(index_dir, name)
    sweep(index_dir)
    return written


def indexed(row: documents.DocumentRow, sources: Mapping[str, Source]) -> IndexDocument:
    """A row of the record with what the configuration says of its outlet; an unknown one is taken as independent."""
    source = sources.get(row.article.source_id)
    return IndexDocument(
        article=row.article,
        annotation=row.annotation,
        story_id=row.story_id,
        owner=(source.owner if source else Owner.INDEPENDENT).value,
        source_name=source.name if source else row.article.site or row.article.source_id,
        doc_seq=row.doc_seq,
        order_key=row.order_key,
    )
