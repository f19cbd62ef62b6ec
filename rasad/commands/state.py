"""Commands that look: check, status, doctor."""

from __future__ import annotations

import click

from rasad import paths
from rasad.output import emit, say, tell
from rasad.wiring import place


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


COMMANDS = (check, status, doctor)
