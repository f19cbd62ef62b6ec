"""Commands that look: sources, check, status, doctor."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from rasad import paths
from rasad.output import emit, say, tell
from rasad.wiring import place


@click.command()
@click.option("--json", "as_json", is_flag=True, help="A line each, as JSON.")
@click.pass_obj
def sources(config: str | None, as_json: bool) -> int:
    """The sources, with the health of each and what its last run saw.

    \b
    Examples:
      rasad sources
      rasad sources --json
    """
    from store.runs import health

    at = place(config)
    known = at.config.sources
    table = Table("source", "language", "owner", "state", "last run", "articles", "problem", box=None)
    for state in health(at.record, sorted(known)):
        source = known[state.source_id]
        status = (
            "held" if source.held else "off" if not source.enabled else state.status.value if state.status else "new"
        )
        problems = state.report.problems if state.report else ()
        if as_json:
            emit(
                {
                    "source": source.id,
                    "name": source.name,
                    "lang": source.lang,
                    "owner": source.owner.value,
                    "state": status,
                    "last_run": state.last_run.isoformat() if state.last_run else None,
                    "last_ok": state.last_ok.isoformat() if state.last_ok else None,
                    "next_due": state.next_due.isoformat() if state.next_due else None,
                    "articles": state.articles,
                    "problems": list(problems),
                }
            )
        else:
            last = f"{state.last_run:%Y-%m-%d %H:%M}Z" if state.last_run else "-"
            why = "no exit is configured (via)" if source.held else problems[0] if problems else ""
            table.add_row(source.id, source.lang, source.owner.value, status, last, str(state.articles), why)
    if not as_json:
        Console(soft_wrap=True).print(table)
    return 0


@click.command()
@click.pass_obj
def check(config: str | None) -> int:
    """Check the whole configuration: every problem with its file, line and remedy.

    \b
    Example:
      rasad --config /etc/rasad check
    """
    from catalog import check as check_catalog

    folder = paths.config_dir(config)
    problems = check_catalog(folder)
    for problem in problems:
        tell(str(problem))
    if problems:
        tell(f"{len(problems)} problems in {folder}")
        return 2
    say(f"{folder} is in order")
    return 0


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def status(config: str | None, as_json: bool) -> int:
    """What the record holds, what is pending, and what stands in quarantine.

    \b
    Example:
      rasad status --json
    """
    from store.lease import lease_held
    from store.quarantine import listing
    from store.status import counts

    at = place(config)
    numbers = counts(at.record)
    running = lease_held(at.home)
    quarantined = listing(at.record, None)
    if as_json:
        emit(
            {
                **numbers,
                "worker": running,
                "quarantined": [{"stage": q.stage, "key": q.key, "reason": q.reason} for q in quarantined],
            }
        )
        return 0
    say(f"home {at.home}; the worker is {'running' if running else 'not running'}")
    for name, number in numbers.items():
        say(f"  {name:<24} {number}")
    for item in quarantined:
        say(f"  quarantined at {item.stage}: {item.key}: {item.reason}")
    return 0


@click.command()
@click.pass_obj
def doctor(config: str | None) -> int:
    """Examine configuration, home, record, evidence, index, models, mail and desk; says what to do for each fault.

    \b
    Example:
      rasad doctor
    """
    from rasad.doctor import examine

    code = 0
    for finding in examine(paths.config_dir(config), paths.home()):
        say(f"{finding.verdict:<5} {finding.thing}")
        if finding.remedy:
            say(f"      remedy: {finding.remedy}")
        code = code or (1 if finding.verdict == "FAIL" else 0)
    return code


COMMANDS = (sources, check, status, doctor)
