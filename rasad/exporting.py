"""Results of a query as files: CSV that a spreadsheet opens without harm, JSON lines, Parquet. All of them stream."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from model.errors import RasadError
from model.search import Hit

FIELDS = ("id", "url", "title", "published", "lang", "source", "owner", "story", "relevance", "passage")
BATCH = 1000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet; CSV injection is stopped by an apostrophe (OWASP)."""


def row_of(hit: Hit) -> dict[str, Any]:
    """A hit as a flat record; times in ISO 8601, UTC."""
    return {
        "id": hit.id,
        "url": hit.url,
        "title": hit.title,
        "published": hit.published.isoformat() if hit.published else None,
        "lang": hit.lang,
        "source": hit.source,
        "owner": hit.owner,
        "story": hit.story_id,
        "relevance": hit.relevance,
        "passage": hit.highlights[0].passage if hit.highlights else "",
    }


def write_csv(rows: Iterator[dict[str, Any]], out: IO[bytes]) -> int:
    """CSV in UTF-8 with a byte-order mark (Excel reads Persian only so); gives the number of rows."""
    out.write(b"\xef\xbb\xbf")
    text = io.TextIOWrapper(out, encoding="utf-8", errors="backslashreplace", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(FIELDS)
    count = 0
    for row in rows:
        writer.writerow([_safe(row[field]) for field in FIELDS])
        count += 1
    text.detach()
    return count


def write_jsonl(rows: Iterator[dict[str, Any]], out: IO[bytes]) -> int:
    """A JSON object a line; gives the number of rows."""
    count = 0
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
        count += 1
    return count


def write_parquet(rows: Iterator[dict[str, Any]], file: Path) -> int:
    """Parquet in row groups of :data:`BATCH`; needs the extra ``parquet``. Gives the number of rows."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError as error:
        raise RasadError("Parquet needs pyarrow, which is not installed", "pip install 'rasad[parquet]'") from error
    kinds = [(field, arrow.float64() if field == "relevance" else arrow.string()) for field in FIELDS]
    schema = arrow.schema(kinds)
    count = 0
    with parquet.ParquetWriter(file, schema) as writer:
        for batch in _batches(rows):
            writer.write_table(arrow.Table.from_pylist(batch, schema=schema))
            count += len(batch)
    return count


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append({name: _whole(value) for name, value in row.items()})
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _whole(value: Any) -> Any:
    """Text without lone surrogates, which Parquet cannot hold."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
