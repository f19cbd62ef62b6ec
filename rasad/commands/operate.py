"""Commands that work: run, serve, worker, crawl, index, newsroom, mailbox."""

from __future__ import annotations

import logging
import signal
import threading
from datetime import UTC, datetime

import click

from model.errors import ConfigError
from model.source import RunReport, RunStatus, Source
from rasad.children import leave_with_supervisor
from rasad.homes import keep_apart
from rasad.output import emit, progress_bar, say, tell
from rasad.wiring import Place, place, worker_rooms


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # That a tick found the one before it still at work is no news: it is done at the next.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    # Each request, and each try while a cluster is away: what went wrong is said once, by the stage that needed it.
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)


@click.command()
@click.pass_obj
def run(config: str | None) -> int:
    """Run the whole monitor: the desk, the worker and the scheduled crawls. Stays in front; Ctrl-C stops it.

    \b
    Examples:
      rasad run
      RASAD_HOME=/srv/rasad rasad --config /etc/rasad run
    """
    from rasad.supervise import run as supervise

    logging.basicConfig(level=logging.WARNING, format="rasad: %(message)s")
    supervise(place(config))
    return 0


@click.command()
@click.pass_obj
def serve(config: str | None) -> int:
    """Serve the analyst's desk alone. Beyond loopback it needs a login: `rasad users`.

    \b
    Example:
      rasad serve
    """
    import uvicorn

    from web.app import create_app

    leave_with_supervisor()
    at = place(config)
    web = at.config.settings.web
    app = create_app(at.config, at.record, at.engine, at.home)
    uvicorn.run(
        app,
        host=web.host,
        port=web.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ssl_certfile=web.certificate,
        ssl_keyfile=web.key,
    )
    return 0


@click.command()
@click.option("--once", is_flag=True, help="Do what is pending, then end.")
@click.option("--helper", is_flag=True, help="Only understand, beside the worker: for more cores or machines.")
@click.pass_obj
def worker(config: str | None, once: bool, helper: bool) -> int:
    """Understand, index and notify: the one process that writes the index.

    With --helper it only understands articles, as many as it can beside the worker and other helpers; the record
    must then lie in PostgreSQL.

    \b
    Examples:
      rasad worker --once
      rasad worker --helper
    """
    from rasad.stamping import seal_daily
    from scheduler.jobs import clock, tick
    from scheduler.stages import FLOW, NOTIFY, SWEEP, work

    _log_to_stderr()
    leave_with_supervisor()
    at = place(config)
    schedule = at.config.settings.schedule
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if helper:
        from rasad.helping import help_understand

        help_understand(at, stop, once=once)
        return 0
    # The lease of a worker that was killed a moment ago is free at once; a command that borrowed it gives it back soon.
    with worker_rooms(at, wait_seconds=60.0) as rooms:
        if once:
            work(rooms, (*FLOW, *SWEEP, *NOTIFY))
            return 0
        # One thread at a time works: three clocks tick, and the worker takes what was ticked in turn.
        turn = threading.Lock()

        def in_turn(names: tuple[str, ...]) -> None:
            with turn:
                if not stop.is_set():
                    work(rooms, names)

        ticks = clock()
        tick(ticks, "flow", min(schedule.tick_seconds, 2.0), lambda: in_turn(FLOW))
        tick(ticks, "notify", schedule.tick_seconds, lambda: in_turn(NOTIFY))
        tick(ticks, "seal", 3600.0, lambda: seal_daily(at))
        tick(ticks, "sweep", schedule.sweep_minutes * 60, lambda: in_turn(SWEEP))
        ticks.start()
        stop.wait()
        ticks.shutdown(wait=True)
    return 0


@click.command()
@click.option("--source", "source_id", help="One source by its id; without it, all that are due.")
@click.option("--all", "every", is_flag=True, help="All sources that are enabled, due or not.")
@click.pass_obj
def crawl(config: str | None, source_id: str | None, every: bool) -> int:
    """Crawl a source, or all that are due, now. Prints a JSON line for each run.

    \b
    Examples:
      rasad crawl --source cbc
      rasad crawl --all
    """
    import subprocess

    from rasad.children import start
    from store.runs import due_sources

    at = place(config)
    if source_id is not None:
        return _crawl_one(at, source_id)
    enabled = [s for s in at.config.sources.values() if s.enabled]
    chosen = enabled if every else due_sources(at.record, enabled, datetime.now(UTC))
    code = 0
    with progress_bar("sources") as bar:
        task = bar.add_task("crawling", total=len(chosen))
        for source in chosen:
            bar.update(task, description=source.id)
            # A child each: a Twisted reactor cannot start twice in one process.
            child: subprocess.Popen[bytes] = start(at.home, at.config_dir, "crawl", ("crawl", "--source", source.id))
            code = max(code, min(child.wait(), 1))
            bar.advance(task)
            _print_latest(at, source.id)
    return code


def _crawl_one(at: Place, source_id: str) -> int:
    from crawler.collect import crawl as collect

    _log_to_stderr()
    leave_with_supervisor()
    source = at.config.sources.get(source_id)
    if source is None:
        known = ", ".join(sorted(at.config.sources))
        raise ConfigError(f"no source is called {source_id!r}", f"known are: {known}")
    keep_apart(at.home, at.record, at.config.settings.demo is not None)
    report = collect(at.config, source, at.record, at.home)
    _print_report(source, report)
    return 0 if report.status in (RunStatus.OK, RunStatus.UNCHANGED, RunStatus.EMPTY, RunStatus.HELD) else 1


def _print_report(source: Source, report: RunReport) -> None:
    emit(
        {
            "source": source.id,
            "status": report.status.value,
            "entries": report.entries,
            "new": report.new_entries,
            "pages": report.pages,
            "failed": report.failed,
            "problems": list(report.problems),
        }
    )


def _print_latest(at: Place, source_id: str) -> None:
    from store.runs import health

    for state in health(at.record, [source_id]):
        if state.report is not None:
            _print_report(at.config.sources[source_id], state.report)


@click.group()
def index() -> None:
    """The search index: a projection of the record, which can be dropped and built again."""


@index.command()
@click.pass_obj
def rebuild(config: str | None) -> int:
    """Build a new index from the record and switch to it; searches go on in the old one meanwhile.

    With Elasticsearch the worker goes on, too. The embedded index has one writer: stop `rasad run` first.

    \b
    Example:
      rasad index rebuild
    """
    from search.stage import rebuild as build
    from search.stage import rebuild_on_cluster
    from store.lease import worker_lease
    from store.status import counts

    at = place(config)
    sources = at.config.sources
    with progress_bar("articles") as bar:
        task = bar.add_task("indexing", total=counts(at.record).get("articles"))

        def progress(done: int) -> None:
            bar.update(task, completed=done)

        if at.engine_name == "elastic":
            written = rebuild_on_cluster(at.record, at.cluster, at.index_dir, sources, progress)
        else:
            with worker_lease(at.home):
                written = build(at.record, at.index_dir, sources, at.config.settings.search.heap_mb, progress)
    tell(f"{written} articles indexed")
    return 0


@index.command("status")
@click.pass_obj
def index_status(config: str | None) -> int:
    """How far the index is behind the record.

    \b
    Example:
      rasad index status
    """
    from query import parse
    from rasad.progress import pending
    from store.status import counts

    at = place(config)
    total = at.engine().search(parse("*", at.config.vocabulary), limit=0).total
    say(f"indexed {total} of {counts(at.record).get('articles', 0)} articles, {pending(at.record)} pending")
    return 0


@click.command(hidden=True)
@click.pass_obj
def newsroom(config: str | None) -> int:
    """Serve the demonstration newsroom on loopback."""
    from rasad.newsroom import serve as serve_newsroom

    leave_with_supervisor()
    at = place(config)
    demo = at.config.settings.demo
    if demo is None:
        raise ConfigError("this configuration has no demonstration", "use --config config/demo")
    serve_newsroom(at.config_dir, at.home, demo.newsroom_port, demo.exit_port)
    return 0


@click.command(hidden=True)
@click.pass_obj
def mailbox(config: str | None) -> int:
    """Receive the demonstration's mail on loopback into RASAD_HOME/mailbox."""
    from rasad.mailbox import serve as serve_mailbox

    leave_with_supervisor()
    at = place(config)
    demo = at.config.settings.demo
    if demo is None:
        raise ConfigError("this configuration has no demonstration", "use --config config/demo")
    serve_mailbox(at.home, demo.mailbox_port)
    return 0


COMMANDS = (run, serve, worker, crawl, index, newsroom, mailbox)
