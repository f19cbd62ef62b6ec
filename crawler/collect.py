"""One crawl of one source: one Scrapy run in this process, which can hold no second one."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.crawler import CrawlerProcess

from crawler.assertions import broken_promises
from crawler.fetch.options import scrapy_settings
from crawler.spiders.source import Job, SourceSpider
from model.source import RunReport, RunStatus, Source
from store import runs
from store.evidence import EvidenceWriter
from store.record import Record

if TYPE_CHECKING:
    from catalog import Config

QUIET = ("scrapy", "twisted", "py.warnings", "asyncio")
GOOD = (RunStatus.OK, RunStatus.UNCHANGED)


def crawl(config: Config, source: Source, record: Record, home: Path) -> RunReport:
    """Run a source once: ask its lists, keep the answers, fetch the pages that are due; notes the run in the record.

    Call it in a process of its own, once: the reactor inside cannot start twice. It may be killed at any
    moment; the next run goes on where the record stands. Raises ``StoreError`` where nothing can be kept.
    """
    now = datetime.now(UTC)
    conditional = _last_was_good(record, source)
    run_id = runs.start_run(record, source.id, now)
    rest: datetime | None = None
    if source.held:
        why = f"held: {source.owner} outlets are fetched through an exit only, and the source has no `via`"
        report = RunReport(status=RunStatus.HELD, problems=(why,))
    else:
        report, rest = _run(config, source, record, home, run_id, conditional)
    ended = datetime.now(UTC)
    due = next_due(source, report.status, ended)
    runs.finish_run(record, run_id, report, ended, max(due, rest) if rest else due)
    return report


def next_due(source: Source, status: RunStatus, ended: datetime) -> datetime:
    """When to come again: after the source's cadence, twice that where it did not answer well."""
    patience = 2 if status in (RunStatus.DEAD, RunStatus.BLOCKED, RunStatus.ROBOTS) else 1
    return ended + timedelta(minutes=source.cadence_minutes * patience)


def _last_was_good(record: Record, source: Source) -> bool:
    """Only then may an answer of "unchanged" count: a block page that is unchanged is still a block page."""
    return runs.health(record, [source.id])[0].status in GOOD


def _run(
    config: Config, source: Source, record: Record, home: Path, run_id: int, conditional: bool
) -> tuple[RunReport, datetime | None]:
    """The run as it ended, and until when its hosts asked to be left alone."""
    settings = config.settings
    time_limit = settings.schedule.crawl_timeout_minutes * 60 * 0.9
    with EvidenceWriter(home, chain=f"{source.id}-{run_id}") as evidence:
        job = Job(source=source, record=record, home=home, evidence=evidence, run_id=run_id, conditional=conditional)
        _scrapy(job, scrapy_settings(source, settings.fetch, time_limit))
    if job.error is not None:
        raise job.error
    return _held_to_promises(job), job.tally.rest


def _scrapy(job: Job, settings: dict[str, object]) -> None:
    for name in QUIET:
        # What matters becomes a line of the report; Scrapy would say it twice, with a traceback.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    process = CrawlerProcess(settings)
    process.crawl(SourceSpider, job=job)
    process.start()
    if process.bootstrap_failed:
        raise RuntimeError(f"the crawl of {job.source.id} did not start")


def _held_to_promises(job: Job) -> RunReport:
    """Hold the promises of the source's file against what was listed, where something was."""
    tally = job.tally
    if RunStatus.OK in tally.lists:
        for line in broken_promises(job.source, job.found, datetime.now(UTC)):
            tally.problem(f"{job.source.id}: {line}")
            tally.promises_broken = True
    return tally.report()
