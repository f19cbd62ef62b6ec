"""The stage that keeps an index equal to the record, and the rebuild of an index from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from model.search import IndexDocument, IndexWriter
from model.source import Owner, Source
from model.stage import StageReport
from search.embedded.generations import new_generation, rebuilding, sweep, switch
from search.embedded.writer import open_generation
from store import Record, documents

BATCH = 500


def index_step(record: Record, writer: IndexWriter, sources: Mapping[str, Source], limit: int) -> StageReport:
    """Write the next documents that changed after the index's watermark."""
    rows = documents.changed_since(record, writer.watermark(), limit)
    writer.put([indexed(row, sources) for row in rows])
    return StageReport(stage="index", done=len(rows), more=len(rows) == limit)


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
        written = 0
        with open_generation(index_dir, name, heap_mb) as writer:
            while rows := documents.changed_since(record, writer.watermark(), BATCH):
                written += writer.put([indexed(row, sources) for row in rows])
                if progress:
                    progress(written)
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
