"""Commands on sources: what is watched, how well it is read, and a proposal for a new one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import click
from rich.console import Console
from rich.table import Table

from model.errors import ConfigError
from model.source import Owner, Source, SourceHealth
from rasad import paths
from rasad.output import emit, say, tell
from rasad.wiring import place

WIDE = 250
OWNERS = [owner.value for owner in Owner]


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="A line each, as JSON.")
@click.pass_context
def sources(context: click.Context, as_json: bool) -> int:
    """The sources, with the state of each and what its last run saw.

    \b
    Examples:
      rasad sources
      rasad sources --json
      rasad sources health
    """
    if context.invoked_subcommand is not None:
        return 0
    from store.runs import health as states_of

    at = place(context.obj)
    known = at.config.sources
    table = Table("source", "language", "owner", "state", "last run", "articles", "problem", box=None)
    for state in states_of(at.record, sorted(known)):
        source = known[state.source_id]
        if as_json:
            emit(_line(source, state))
        else:
            row = (source.id, source.lang, source.owner.value, _state(source, state), _moment(state.last_run))
            table.add_row(*row, str(state.articles), _why(source, state))
    if not as_json:
        _show(table)
    return 0


@sources.command()
@click.option("--json", "as_json", is_flag=True, help="A line each, as JSON.")
@click.option("--unseen", is_flag=True, help="Only what we did not see: the sources that were not, or not well, read.")
@click.pass_obj
def health(config: str | None, as_json: bool, unseen: bool) -> int:
    """How well each source is read: what its file promises beside what its last run saw, and when it is next due.

    States: ok, unchanged, empty, wrong-content, robots, blocked, challenged, geo-blocked, dead, held, interrupted,
    running, new (never read), off (its file says enabled: false).

    \b
    Examples:
      rasad sources health
      rasad sources health --unseen --json
    """
    from store.runs import health as states_of
    from store.runs import unseen as unseen_of

    at = place(config)
    known = at.config.sources
    dark = {one.source_id for one in unseen_of(at.record, known.values())}
    states = [state for state in states_of(at.record, sorted(known)) if not unseen or state.source_id in dark]
    table = Table("source", "state", "last ok", "next due", "expected", "seen", "why", box=None)
    for state in states:
        source = known[state.source_id]
        if as_json:
            emit(_line(source, state) | _expected(source, state))
            continue
        seen = state.report.in_words() if state.report else ""
        table.add_row(
            *(source.id, _state(source, state), _moment(state.last_ok), _due(source, state)),
            *(source.assertions.in_words(), seen, _why(source, state)),
        )
    if not as_json:
        _show(table)
    tell(
        f"{len(dark)} of {sum(source.enabled for source in known.values())} enabled sources were not, or not well, read"
    )
    return 0


@sources.command()
@click.argument("url")
@click.option(
    "--owner",
    type=click.Choice([owner.value for owner in Owner]),
    required=True,
    help="Who owns it: for a person to say.",
)
@click.option("--owner-note", help="Since when, and where that stands. Without it the file stays switched off.")
@click.option("--country", help="ISO 3166 code, where the address does not tell.")
@click.option("--zone", default="UTC", show_default=True, help="IANA zone of dates that carry none.")
@click.option("--id", "source_id", help="Another name for the file.")
@click.option("--via", help="A proxy address, required for owners under watch.")
@click.option("--write", is_flag=True, help="Write the file instead of printing it.")
@click.pass_obj
def add(config: str | None, /, url: str, owner: str, write: bool, **given: str | None) -> int:
    """Propose a source file for a site: its lists are found and tried, and what they show becomes its assertions.

    The site is asked as any source is: robots.txt, pauses and limits hold, and nothing is kept. What was tried and
    is no list is told on standard error.

    \b
    Examples:
      rasad sources add https://news.example/ --owner independent
      rasad sources add https://t.me/s/CHANNEL --owner social --write --owner-note "…; 2026-11."
    """
    from catalog.sources import written_problems
    from crawler.proposal import as_file
    from rasad.trial import try_site

    folder = paths.config_dir(config)
    trial = try_site(folder, url, Owner(owner), given["via"])
    source = replace(
        trial.source,
        id=given["source_id"] or trial.source.id,
        country=given["country"] or trial.source.country,
        zone=given["zone"] or "UTC",
        owner_note=given["owner_note"] or trial.source.owner_note,
        enabled=bool(given["owner_note"]),
        # A rhythm is found in a few runs; until then, half an hour suits most outlets.
        cadence_minutes=30,
    )
    for line in trial.refused:
        tell(f"no list: {line}")
    text = as_file(source, [f"Tried on {datetime.now(UTC):%Y-%m-%d}:", *trial.seen])
    file = folder / "sources" / source.country / f"{source.id}.yml"
    if not write:
        say(text.rstrip())
        return 0
    problems = written_problems(file, text)
    if problems:
        raise ConfigError("\n".join(map(str, problems)))
    if file.exists():
        raise ConfigError(f"{file} exists", "give --id, or remove it first")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    say(str(file))
    if not source.enabled:
        tell("switched off until its owner_note is filled in: then set enabled: true")
    return 0


def _show(table: Table) -> None:
    """Print a table as wide as the terminal, or as wide as it wants to be where its reader is a program."""
    table.columns[0].no_wrap = True
    console = Console()
    (console if console.is_terminal else Console(width=WIDE)).print(table)


def _line(source: Source, state: SourceHealth) -> dict[str, object]:
    return {
        "source": source.id,
        "name": source.name,
        "lang": source.lang,
        "owner": source.owner.value,
        "state": _state(source, state),
        "last_run": _iso(state.last_run),
        "last_ok": _iso(state.last_ok),
        "next_due": _iso(state.next_due),
        "articles": state.articles,
        "problems": list(state.report.problems) if state.report else [],
    }


def _expected(source: Source, state: SourceHealth) -> dict[str, object]:
    promised, report = source.assertions, state.report
    return {
        "expected": {
            "min_items": promised.min_items,
            "min_dated_share": promised.min_dated_share,
            "max_age_days": promised.max_age_days,
            "hosts": list(promised.hosts),
        },
        "seen": {
            "items": report.entries if report else 0,
            "new": report.new_entries if report else 0,
            "dated": report.dated if report else 0,
            "newest": _iso(report.newest) if report else None,
            "pages": report.pages if report else 0,
            "failed": report.failed if report else 0,
        },
        "due_why": report.due_why if report else "",
        "note": source.note,
    }


def _state(source: Source, state: SourceHealth) -> str:
    if not source.enabled:
        return "off"
    if source.held:
        return "held"
    return state.status.value if state.status else "new"


def _why(source: Source, state: SourceHealth) -> str:
    if not source.enabled:
        return source.note
    if source.held:
        return "no exit is configured (via)"
    return state.report.problems[0] if state.report and state.report.problems else ""


def _due(source: Source, state: SourceHealth) -> str:
    if not source.enabled or state.next_due is None:
        return "-"
    minutes = round((state.next_due - datetime.now(UTC)).total_seconds() / 60)
    why = f" ({state.report.due_why})" if state.report and state.report.due_why else ""
    return f"in {minutes} min{why}" if minutes > 0 else "now"


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}Z" if at else "-"


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


COMMANDS = (sources,)
