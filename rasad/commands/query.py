"""Commands on the index: search, import."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from model.article import ArticleDraft, DateSource, Published
from model.errors import InputError, LockBusy
from model.search import Hit, Sort
from rasad.output import emit, lines, progress_bar, tell
from rasad.wiring import Place, place, worker_rooms

PAGE = 200
"""Hits asked for at a time, so that a large --limit streams."""


@click.command()
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="A hit a line, as JSON.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=0), help="At most so many hits.")
@click.option("--sort", type=click.Choice([s.value for s in Sort]), default=Sort.RELEVANCE.value, show_default=True)
@click.option("--engine", type=click.Choice(["embedded", "elastic"]), help="Another engine than the configured one.")
@click.pass_obj
def search(config: str | None, query: str, as_json: bool, limit: int, sort: str, engine: str | None) -> int:
    """Find articles. Words stand side by side for AND; see docs/query-language.md.

    \b
    Examples:
      rasad search 'entity:irgc AND entity:toronto AND lang:fa' --json
      rasad search 'سپاه AND تورنتو'
      rasad search 'claim:(modality:denied about:irgc) published:[now-7d TO now]' --sort newest
    """
    from query import parse

    at = place(config)
    tree = parse(query, at.config.vocabulary)
    found = at.engine(engine)
    shown, cursor = 0, None
    total = found.search(tree, limit=0).total
    while shown < limit:
        page = found.search(tree, limit=min(PAGE, limit - shown), cursor=cursor, sort=Sort(sort))
        for hit in page.hits:
            emit(_hit_record(hit)) if as_json else _show(hit)
        shown += len(page.hits)
        cursor = page.cursor
        if cursor is None or not page.hits:
            break
    if not as_json:
        tell(f"{shown} of {total} articles")
    return 0


def _hit_record(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "url": hit.url,
        "title": hit.title,
        "published": hit.published.isoformat() if hit.published else None,
        "lang": hit.lang,
        "source": hit.source,
        "score": hit.score,
        "highlights": [
            {"field": h.field, "start": h.start, "passage": h.passage, "spans": [list(span) for span in h.spans]}
            for h in hit.highlights
        ],
    }


def _show(hit: Hit) -> None:
    """One hit for a person: headline, where from, the passage with the matched words in bold."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(hit.title, style="bold"))
    day = hit.published.date().isoformat() if hit.published else "no date"
    console.print(Text(f"  {hit.source} · {hit.owner} · {day} · {hit.url}", style="dim"))
    for highlight in hit.highlights[:1]:
        line = Text("  " + highlight.passage.replace("\n", " "))
        for start, end in highlight.spans:
            line.stylize("bold", start + 2, end + 2)
        console.print(line)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.pass_obj
def import_(config: str | None, file: Path) -> int:
    """Take in articles: lines of {url, title, text, published, lang?, source?}; returns when all are searchable.

    They go through the same stages as crawled ones. A worker that is running does the work; without one, this
    command takes its lease for the time it needs.

    \b
    Example:
      rasad import articles.jsonl
    """
    from store import articles

    at = place(config)
    code, taken, same = 0, 0, 0
    with progress_bar("articles") as bar:
        task = bar.add_task("reading", total=None)
        for number, item in _drafts(file):
            if isinstance(item, InputError):
                emit({"line": number, "error": item.thing})
                code = 1
                continue
            _, kind = articles.save(at.record, item)
            taken, same = taken + 1, same + (kind.value == "same")
            bar.update(task, advance=1)
    _until_searchable(at)
    tell(f"{taken} articles read, {same} of them already known as they are; all are searchable")
    return code


def _drafts(file: Path) -> Iterator[tuple[int, ArticleDraft | InputError]]:
    if str(file) == "-":
        yield from ((number, _draft(raw)) for number, raw in lines(sys.stdin.buffer) if raw.strip())
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}", "check the file's name and rights") from error
    with stream:
        yield from ((number, _draft(raw)) for number, raw in lines(stream) if raw.strip())


def _draft(raw: bytes) -> ArticleDraft | InputError:
    """One line of the input as a draft, or what is wrong with it."""
    from crawler.urls import canonical

    try:
        item = json.loads(raw)
    except ValueError as error:
        return InputError(f"not JSON: {error}")
    if not isinstance(item, dict):
        return InputError("not a JSON object")
    for field in ("url", "text"):
        if not isinstance(item.get(field), str) or not item[field].strip():
            return InputError(f"{field} is missing or not a text")
    for field in ("title", "lang", "source"):
        if item.get(field) is not None and not isinstance(item[field], str):
            return InputError(f"{field} is not a text")
    try:
        published = _published(item.get("published"))
        address = canonical(item["url"])
        json.dumps(item, ensure_ascii=False).encode("utf-8")
    except InputError as error:
        return error
    except UnicodeEncodeError:
        return InputError("a lone surrogate stands in the text")
    return ArticleDraft(
        url=item["url"],
        canonical_url=address,
        source_id=item.get("source") or "import",
        title=item.get("title") or "",
        text=item["text"],
        authors=(),
        published=published,
        lang=item.get("lang"),
        site=None,
        seen_at=datetime.now(UTC),
    )


def _published(value: object) -> Published | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError("published is not a text in ISO 8601")
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        raise InputError(f"published is not ISO 8601: {value!r}") from error
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return Published(at=at.astimezone(UTC), known_from=DateSource.GIVEN)


def _until_searchable(at: Place) -> None:
    """Wait for a running worker to have indexed everything, or do its work."""
    from rasad.progress import pending
    from scheduler.stages import FLOW, work

    while True:
        try:
            with worker_rooms(at) as rooms:
                work(rooms, FLOW)
            return
        except LockBusy:
            time.sleep(0.5)
        if pending(at.record) == 0:
            return


COMMANDS = (search, import_)
