"""The whole topology of Rasad in one function: which stage follows which, and what each one hands over.

    Capture -> Article -> Annotation -> Story -> (index) -> Match -> Delivery

A stage takes its pending rows from the record, adds only its own part, and reports what it did. It never calls the
next one: the record stands between them, so a kill anywhere is a pause and not a loss.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from alerts.stage import deliver_step, digest_step, escalate_step, match_step, sweep_step
from alerts.timing import with_duty
from catalog import Config
from crawler.documents.stage import documents_step
from crawler.extract.stage import extract_step
from model.errors import SearchIndexError
from model.search import IndexWriter, OpenBatch, SearchEngine
from model.stage import StageReport
from nlp.pipeline import Understanding
from nlp.stage import annotate_step, story_step
from scheduler.names import INDEXED
from search.stage import index_step
from store import Record
from store.matches import set_progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """What the stages work with. ``engine`` answers from the serving index, ``writer`` is its one writer."""

    config: Config
    home: Path
    record: Record
    understanding: Understanding
    writer: IndexWriter
    engine: Callable[[], SearchEngine]
    open_batch: OpenBatch
    batch: int = 50
    lead: Callable[[], None] = lambda: None
    """Called before each round: raises where this process may not work on the record."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the flow. ``step`` works on one batch of pending rows and says whether more are left."""

    name: str
    step: Callable[[], StageReport]


def topology(rooms: Rooms) -> tuple[Stage, ...]:
    """The stages in the order of the flow."""
    config, record, batch = rooms.config, rooms.record, rooms.batch
    known = {person.id: person for person in config.settings.people}
    people = with_duty(known, config.settings.duty, datetime.now(UTC))
    sources = config.sources
    names = {entity.id: entity for watchlist in config.watchlists for entity in watchlist.entities}
    return (
        Stage("extract", lambda: extract_step(record, rooms.home, sources, batch)),
        Stage("documents", lambda: documents_step(record, rooms.home, sources, batch)),
        Stage("annotate", lambda: annotate_step(record, rooms.understanding, batch)),
        Stage("story", lambda: story_step(record, batch)),
        Stage("index", lambda: _index(rooms)),
        Stage(
            "match",
            lambda: match_step(
                record,
                config.rules,
                config.vocabulary,
                sources,
                rooms.open_batch,
                people,
                batch * 4,
                protect=config.settings.protect,
            ),
        ),
        Stage(
            "sweep",
            lambda: sweep_step(
                record,
                config.rules,
                config.vocabulary,
                rooms.engine(),
                people,
                sources=sources,
                watermark=rooms.writer.watermark,
                protect=config.settings.protect,
            ),
        ),
        Stage(
            "digest",
            lambda: digest_step(
                record,
                config.digests,
                config.vocabulary,
                people,
                rooms.engine(),
                datetime.now(UTC),
                sources=sources,
                protect=config.settings.protect,
                names=names,
            ),
        ),
        Stage("escalate", lambda: escalate_step(record, config.rules, people, datetime.now(UTC))),
        Stage(
            "deliver",
            lambda: deliver_step(
                record,
                config.settings.mail,
                people,
                organisation=config.settings.organisation,
                desk_url=config.settings.desk_url,
                now=datetime.now(UTC),
                keys=config.dir,
            ),
        ),
    )


def _index(rooms: Rooms) -> StageReport:
    """Write the index, then note in the record how far it has come, for those who wait for it."""
    report = index_step(rooms.record, rooms.writer, rooms.config.sources, rooms.batch * 4)
    if report.done:
        set_progress(rooms.record, INDEXED, rooms.writer.watermark())
    return report


FLOW = ("extract", "documents", "annotate", "story", "index", "match")
"""Stages that make an article searchable and alert on it; they run in every round."""

NOTIFY = ("digest", "escalate", "deliver")
"""Stages that end in mail; they run after the flow has come to rest."""

SWEEP = ("sweep",)
"""The second look at every rule, on its own slower tick."""


def work(
    rooms: Rooms, names: Sequence[str], progress: Callable[[StageReport], None] | None = None
) -> list[StageReport]:
    """Run the named stages in the order of the flow until none of them has pending rows; return all reports.

    While the index cannot be written, the other stages go on; its error is raised when they have come to rest.
    """
    stages: Mapping[str, Stage] = {stage.name: stage for stage in topology(rooms)}
    reports: list[StageReport] = []
    waits: SearchIndexError | None = None
    more = True
    while more:
        more = False
        rooms.lead()
        for name in names:
            if name == INDEXED and waits:
                continue
            try:
                report = stages[name].step()
            except SearchIndexError as error:
                if name != INDEXED:
                    raise
                waits = error
                continue
            reports.append(report)
            if progress is not None:
                progress(report)
            more = more or report.more
    if waits:
        raise waits
    return reports
