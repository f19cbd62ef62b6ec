"""Crawl runs: what was done for which source, and what is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from model.source import RunReport, RunStatus, Source, SourceHealth, Unseen
from store.record import Record
from store.tables import articles, runs

_GOOD = tuple(status for status in RunStatus if status.good)
LOOK_BACK = 20
"""Runs of a source that are looked at for failures in a row."""


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl run, finished or not."""

    status: RunStatus
    started_at: datetime
    finished_at: datetime | None
    report: RunReport | None


def start_run(record: Record, source_id: str, now: datetime) -> int:
    """Note that a run has begun; gives its number."""
    with record.write() as connection:
        row = {"source_id": source_id, "started_at": now, "status": RunStatus.RUNNING}
        return int(connection.execute(insert(runs).values(row).returning(runs.c.id)).scalar_one())


def finish_run(record: Record, run_id: int, report: RunReport, now: datetime, next_due: datetime) -> None:
    """Note how a run ended and when the next one is due."""
    values = {"status": report.status, "finished_at": now, "next_due": next_due, "report": _kept(report)}
    with record.write() as connection:
        connection.execute(update(runs).where(runs.c.id == run_id).values(values))


def interrupt_stale(record: Record, now: datetime, source_id: str | None = None, pause_seconds: float = 0) -> int:
    """Close runs that nobody ends any more (killed, power cut); they are due again at once. How many there were.

    Called for all sources when the conductor starts, and for one whose child process has ended, with a pause: what
    kills a crawl may do so every time.
    """
    report = _kept(RunReport(status=RunStatus.INTERRUPTED, problems=("the run was cut off before its end",)))
    due = now + timedelta(seconds=pause_seconds)
    values = {"status": RunStatus.INTERRUPTED, "finished_at": now, "next_due": due, "report": report}
    stale = runs.c.status == RunStatus.RUNNING
    if source_id is not None:
        stale &= runs.c.source_id == source_id
    with record.write() as connection:
        return connection.execute(update(runs).where(stale).values(values)).rowcount


def due_sources(record: Record, sources: Iterable[Source], now: datetime) -> list[Source]:
    """Enabled sources whose next run has come and that have none in progress; longest overdue first.

    Held sources are among them: their run fetches nothing and records that they are held.
    """
    enabled = [source for source in sources if source.enabled]
    with record.read() as connection:
        last = _last_runs(connection, [source.id for source in enabled])
    due: list[tuple[float, str, Source]] = []
    for source in enabled:
        run = last.get(source.id)
        if run is None:
            due.append((0.0, source.id, source))
        elif run.status != RunStatus.RUNNING and (run.next_due is None or run.next_due <= now):
            due.append((run.next_due.timestamp() if run.next_due else 0.0, source.id, source))
    return [source for _, _, source in sorted(due, key=lambda item: item[:2])]


def health(record: Record, source_ids: Sequence[str]) -> list[SourceHealth]:
    """The latest state of each source, in the order asked for."""
    with record.read() as connection:
        last = _last_runs(connection, source_ids)
        last_ok = _last_good(connection)
        counted = select(articles.c.source_id, func.count()).group_by(articles.c.source_id)
        kept = {row[0]: int(row[1]) for row in connection.execute(counted)}
    return [_health(source_id, last.get(source_id), last_ok, kept) for source_id in source_ids]


def newest(record: Record, source_id: str, limit: int) -> list[Run]:
    """The newest runs of a source, newest first."""
    statement = select(runs).where(runs.c.source_id == source_id).order_by(runs.c.id.desc()).limit(limit)
    with record.read() as connection:
        return [
            Run(RunStatus(row.status), row.started_at, row.finished_at, _report(row.report) if row.report else None)
            for row in connection.execute(statement)
        ]


def _last_runs(connection: Connection, source_ids: Sequence[str], *, finished: bool = False) -> dict[str, Any]:
    """The newest run of each source, or the newest that has come to an end of its own."""
    newest = select(func.max(runs.c.id)).where(runs.c.source_id.in_(source_ids)).group_by(runs.c.source_id)
    if finished:
        newest = newest.where(runs.c.status != RunStatus.RUNNING)
    rows = connection.execute(select(runs).where(runs.c.id.in_(newest)))
    return {row.source_id: row for row in rows}


def _last_good(connection: Connection) -> dict[str, datetime]:
    """When each source was last read."""
    good = select(runs.c.source_id, func.max(runs.c.finished_at)).where(runs.c.status.in_(_GOOD))
    return {row[0]: row[1] for row in connection.execute(good.group_by(runs.c.source_id))}


def _health(source_id: str, run: Any, last_ok: dict[str, datetime], kept: dict[str, int]) -> SourceHealth:
    """One source's state from its newest run."""
    return SourceHealth(
        source_id=source_id,
        status=RunStatus(run.status) if run else None,
        last_run=run.started_at if run else None,
        last_ok=last_ok.get(source_id),
        next_due=run.next_due if run else None,
        report=_report(run.report) if run and run.report else None,
        articles=kept.get(source_id, 0),
    )


def failures_in_a_row(record: Record, source_id: str) -> int:
    """How many of the newest finished runs did not read the source, one after the other; cut off ones do not count."""
    statement = (
        select(runs.c.status)
        .where(runs.c.source_id == source_id, runs.c.status.not_in((RunStatus.RUNNING, RunStatus.INTERRUPTED)))
        .order_by(runs.c.id.desc())
        .limit(LOOK_BACK)
    )
    with record.read() as connection:
        statuses = [RunStatus(row[0]) for row in connection.execute(statement)]
    return next((number for number, status in enumerate(statuses) if not status.refused), len(statuses))


def unseen(record: Record, sources: Iterable[Source]) -> tuple[Unseen, ...]:
    """What we did not see: enabled sources whose last finished run did not read them, in the order given.

    A source in its first run has not been read either. ``empty`` is not read: silence has to be looked at.
    """
    watched = [source for source in sources if source.enabled]
    ids = [source.id for source in watched]
    with record.read() as connection:
        last = _last_runs(connection, ids, finished=True)
        last_ok = _last_good(connection)
    found = []
    for source in watched:
        run = last.get(source.id)
        status = RunStatus.HELD if source.held else RunStatus(run.status) if run else None
        if status is not None and status.good:
            continue
        report = _report(run.report) if run and run.report else None
        found.append(
            Unseen(
                source_id=source.id,
                name=source.name,
                status=status,
                last_ok=last_ok.get(source.id),
                reason=report.problems[0] if report and report.problems else "",
                expected=source.assertions.in_words(),
                seen=report.in_words() if report else "",
            )
        )
    return tuple(found)


def _kept(report: RunReport) -> dict[str, Any]:
    """A report as JSON."""
    return {**asdict(report), "newest": report.newest.isoformat() if report.newest else None}


def _report(value: dict[str, Any]) -> RunReport:
    """A kept report, of this version or an older one."""
    newest = value.get("newest")
    return RunReport(
        **{
            **value,
            "status": RunStatus(value["status"]),
            "problems": tuple(value["problems"]),
            "newest": datetime.fromisoformat(newest) if newest else None,
        }
    )
