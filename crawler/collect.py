"""One crawl of one source: one Scrapy run in this process, which can hold no second one."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.crawler import CrawlerProcess

from crawler.assertions import broken_promises, too_old
from crawler.cadence import WINDOW, pause, together
from crawler.feeds.when import EARLIEST
from crawler.fetch.options import scrapy_settings
from crawler.spiders.source import Job, SourceSpider
from model.source import RunReport, RunStatus, Source
from store import entries, leftovers, runs
from store.evidence import EvidenceWriter
from store.record import Record

if TYPE_CHECKING:
    from catalog import Config

log = logging.getLogger("rasad.crawl")

QUIET = ("scrapy", "twisted", "py.warnings", "asyncio")


def crawl(config: Config, source: Source, record: Record, home: Path) -> RunReport:
    """Run a source once: ask its lists, keep the answers, fetch the pages that are due; notes the run in the record.

    Call it in a process of its own, once: the reactor inside cannot start twice. It may be killed at any
    moment; the next run goes on where the record stands. Raises ``StoreError`` where nothing can be kept.
    """
    now = datetime.now(UTC)
    conditional = _last_was_good(record, source)
    if cleared := leftovers.clear(record, home, source.id):
        log.info("%s: cleared %s bytes of an exchange that a killed run had not finished", source.id, cleared)
    run_id = runs.start_run(record, source.id, now)
    if source.held:
        why = f"held: {source.owner} outlets are fetched through an exit only, and the source has no `via`"
        report, job = RunReport(status=RunStatus.HELD, problems=(why,)), None
    else:
        job = _run(config, source, record, home, run_id, conditional)
        report = _held_to_promises(job)
    ended = datetime.now(UTC)
    due, why = next_due(record, source, report, job, ended)
    report = replace(report, due_why=why)
    runs.finish_run(record, run_id, report, ended, due)
    return report


def next_due(
    record: Record, source: Source, report: RunReport, job: Job | None, ended: datetime
) -> tuple[datetime, str]:
    """When to come again, and why then: by the outlet's rhythm, its wishes, how often it failed one after the other,
    and not before a host that asked for rest has had it."""
    failed = report.status.refused or (report.status is RunStatus.WRONG_CONTENT and not report.entries)
    # What this run saw counts with what the record knows: documents (channels) leave no entries there.
    seen = [entry.published for entry in job.found if entry.published] if job else []
    wait = pause(
        minutes=source.cadence_minutes,
        steady=source.steady,
        zone=source.zone,
        published=sorted({*seen, *entries.published_times(record, source.id, ended - WINDOW)}),
        wishes=together(job.tally.wishes if job else ()),
        failures=1 + runs.failures_in_a_row(record, source.id) if failed else 0,
        now=ended,
    )
    rest = job.tally.rest if job else None
    if rest is not None and rest > ended + wait.length:
        return rest, "Retry-After"
    return ended + wait.length, wait.why


def _last_was_good(record: Record, source: Source) -> bool:
    """Only then may an answer of "unchanged" count: a block page that is unchanged is still a block page."""
    status = runs.health(record, [source.id])[0].status
    return status is not None and status.good


def _run(config: Config, source: Source, record: Record, home: Path, run_id: int, conditional: bool) -> Job:
    settings = config.settings
    time_limit = settings.schedule.crawl_timeout_minutes * 60 * 0.9
    with EvidenceWriter(home, chain=f"{source.id}-{run_id}") as evidence:
        job = Job(source=source, record=record, home=home, evidence=evidence, run_id=run_id, conditional=conditional)
        _scrapy(job, scrapy_settings(source, settings.fetch, time_limit))
    if job.error is not None:
        raise job.error
    return job


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
    """Hold the promises of the source's file against what was listed; where every list is as it was, against what is
    known of it: an outlet that fell silent must not look well for answering "unchanged"."""
    tally, now = job.tally, datetime.now(UTC)
    dates = [entry.published for entry in job.found if entry.published]
    unchanged = RunStatus.UNCHANGED in tally.lists
    known = entries.published_times(job.record, job.source.id, EARLIEST, limit=1) if unchanged else []
    lines = []
    if RunStatus.OK in tally.lists:
        lines = broken_promises(job.source, job.found, now, whole=not unchanged, known=known)
    elif set(tally.lists) == {RunStatus.UNCHANGED}:
        lines = [line] if (line := too_old(job.source, known, now)) else []
    for line in lines:
        tally.problem(f"{job.source.id}: {line}")
        tally.promises_broken = True
    return replace(tally.report(), dated=len(dates), newest=max(dates, default=None))
