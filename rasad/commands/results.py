"""Commands on whole results: export, explain, retro."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from model.errors import ConfigError, RasadError
from model.query import All, Instant, Query, TimeField, TimeRange
from model.search import Hit, SearchEngine, Sort
from rasad.output import progress_bar, say, tell
from rasad.wiring import place

PAGE = 500


def all_hits(engine: SearchEngine, query: Query) -> Iterator[Hit]:
    """Every hit of a query, newest first, a page at a time."""
    cursor: str | None = None
    while True:
        page = engine.search(query, limit=PAGE, cursor=cursor, sort=Sort.NEWEST)
        yield from page.hits
        cursor = page.cursor
        if cursor is None:
            return


@click.command()
@click.argument("query")
@click.option("--format", "form", type=click.Choice(["csv", "jsonl", "parquet"]), default="csv", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file; without it, standard output.")
@click.pass_obj
def export(config: str | None, query: str, form: str, out: Path | None) -> int:
    """All hits of a query, newest first, as CSV (safe for spreadsheets), JSON lines or Parquet. Streams.

    \b
    Examples:
      rasad export 'entity:irgc published:[now-30d TO now]' --out irgc.csv
      rasad export 'story:8c1f' --format jsonl
    """
    from query import parse
    from rasad.exporting import row_of, write_csv, write_jsonl, write_parquet

    at = place(config)
    if form == "parquet" and out is None:
        raise ConfigError("Parquet goes to a file", "name one with --out")
    engine, tree = at.engine(), parse(query, at.config.vocabulary)
    with progress_bar("articles") as bar:
        task = bar.add_task("exporting", total=engine.search(tree, limit=0).total)

        def rows() -> Iterator[dict[str, Any]]:
            for hit in all_hits(engine, tree):
                bar.advance(task)
                yield row_of(hit)

        try:
            if form == "parquet":
                assert out is not None
                count = write_parquet(rows(), out)
            else:
                write = write_csv if form == "csv" else write_jsonl
                if out is None:
                    count = write(rows(), sys.stdout.buffer)
                    sys.stdout.buffer.flush()
                else:
                    with out.open("wb") as file:
                        count = write(rows(), file)
        except OSError as error:
            if out is None:
                raise
            raise RasadError(f"{out} cannot be written: {error.strerror}", "check folder, rights and space") from error
    tell(f"{count} articles exported")
    return 0


@click.command()
@click.argument("query")
@click.argument("url")
@click.pass_obj
def explain(config: str | None, query: str, url: str) -> int:
    """Why an article answers a query, or what it lacks, or which stage dropped it before.

    \b
    Example:
      rasad explain 'entity:irgc AND lang:fa' https://outlet.example/news/1
    """
    from alerts.rules import documents
    from alerts.whynot import before_article
    from query import parse
    from query.missing import missing
    from search.embedded import open_batch
    from store import documents as rows
    from store.articles import by_url

    at = place(config)
    tree = parse(query, at.config.vocabulary)
    article = by_url(at.record, url)
    if article is None:
        for line in before_article(at.record, url):
            say(line)
        return 0
    [row] = rows.get(at.record, [article.id])
    with open_batch(documents([row], at.config.sources)) as engine:
        lacking = list(missing(tree, lambda part: engine.search(part, limit=0).total > 0))
        hits = engine.search(tree, limit=1).hits
    if lacking:
        say(f"it does not match: the article lacks {' and '.join(lacking)}")
        return 0
    say(f"it matches: {article.title}")
    for light in hits[0].highlights:
        marked = ", ".join(f"«{light.passage[start:end]}»" for start, end in light.spans)
        say(f"  in the {light.field}: {marked or '(by its fields)'}: {light.passage}")
    found = at.engine().search(All((tree, _only(article.url))), limit=1).total
    say("  the serving index gives it" if found else "  the serving index does not give it yet: `rasad index status`")
    return 0


def _only(url: str) -> Query:
    from model.query import Keyword, Term

    return Term(Keyword.URL, url)


@click.command()
@click.argument("query")
@click.option("--days", type=click.IntRange(1, 3650), default=30, show_default=True, help="How far back.")
@click.pass_obj
def retro(config: str | None, query: str, days: int) -> int:
    """What a query would have found over the last days: articles and stories a day. For a rule before it is saved.

    \b
    Example:
      rasad retro 'topic:threats entity:irgc' --days 30
    """
    from query import parse

    at = place(config)
    tree = parse(query, at.config.vocabulary)
    until = datetime.now(UTC)
    since = until - timedelta(days=days)
    first, last = (Instant(round(moment.timestamp() * 1000)) for moment in (since, until))
    articles: Counter[str] = Counter()
    stories: dict[str, str] = {}
    for hit in all_hits(at.engine(), All((tree, TimeRange(TimeField.SEEN, first, last)))):
        day = hit.published.astimezone(UTC).date().isoformat() if hit.published else "no date"
        articles[day] += 1
        stories[hit.story_id or hit.id] = min(day, stories.get(hit.story_id or hit.id, day))
    begun = Counter(stories.values())
    for day in sorted(articles):
        say(f"{day}  {articles[day]:>5} articles  {begun[day]:>4} new stories")
    tell(
        f"{articles.total()} articles in {len(stories)} stories over {days} days: "
        f"{len(stories) / days:.1f} alerts a day to each person"
    )
    return 0


COMMANDS = (export, explain, retro)
"""Commands on whole results."""
