"""Commands about the quarantine: what was set aside, why, and letting it be tried again."""

from __future__ import annotations

import click

from model.errors import InputError
from rasad.output import emit, say, tell
from rasad.wiring import place


@click.group()
def quarantine() -> None:
    """What was set aside with a reason, and letting it be tried again."""


@quarantine.command("list")
@click.option("--stage", help="Only what this stage set aside: fetch, extract, annotate, …")
@click.option("--json", "as_json", is_flag=True, help="One JSON line for each.")
@click.pass_obj
def quarantine_list(config: str | None, stage: str | None, as_json: bool) -> int:
    """What was set aside, newest first: number, stage, reason, what it is.

    \b
    Example:
      rasad quarantine list --stage fetch
    """
    from store.quarantine import listing

    for held in listing(place(config).record, stage):
        if as_json:
            emit(
                {
                    "id": held.id,
                    "stage": held.stage,
                    "key": held.key,
                    "reason": held.reason,
                    "detail": held.detail,
                    "at": held.put_at.isoformat(),
                }
            )
        else:
            say(f"{held.id:>6}  {held.stage:<9} {held.put_at:%Y-%m-%d %H:%M}Z  {held.reason}\n        {held.key}")
    return 0


@quarantine.command()
@click.argument("numbers", nargs=-1, required=True, type=int)
@click.pass_obj
def release(config: str | None, numbers: tuple[int, ...]) -> int:
    """Let things out by their numbers: their stage tries them again at its next round.

    \b
    Example:
      rasad quarantine release 12 13
    """
    from store import quarantine as kept

    at = place(config)
    unknown = [str(number) for number in numbers if not kept.release(at.record, number)]
    if unknown:
        raise InputError(f"not in quarantine: {', '.join(unknown)}", "rasad quarantine list shows the numbers")
    tell(f"{len(numbers)} released")
    return 0


COMMANDS = (quarantine,)
