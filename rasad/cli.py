"""The one entry point: ``rasad``."""

from __future__ import annotations

import os
import sys

import click

from model.errors import RasadError
from rasad.commands import (
    aside,
    documents,
    evidence,
    explaining,
    history,
    notices,
    operate,
    people,
    protecting,
    query,
    results,
    sources,
    state,
    users,
    watchlists,
)
from rasad.output import tell

EPILOG = """\b
Exit codes: 0 done (no hit is 0 too), 1 the run failed or a line of the input was bad (the others are still done),
2 the configuration, the query or the call is wrong."""


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.option("--config", metavar="DIR", help="The configuration folder (before RASAD_CONFIG and the one shipped).")
@click.version_option(package_name="rasad")
@click.pass_context
def rasad(context: click.Context, config: str | None) -> None:
    """Rasad watches the news in English and Persian: it collects, keeps as evidence, understands, indexes and tells.

    Everything that a run keeps lies under RASAD_HOME (default ./var).
    """
    context.obj = config


for command in (
    *documents.COMMANDS,
    *evidence.COMMANDS,
    *query.COMMANDS,
    *history.COMMANDS,
    *results.COMMANDS,
    *operate.COMMANDS,
    *notices.COMMANDS,
    *explaining.COMMANDS,
    *people.COMMANDS,
    *protecting.COMMANDS,
    *sources.COMMANDS,
    *state.COMMANDS,
    *aside.COMMANDS,
    *users.COMMANDS,
    *watchlists.COMMANDS,
):
    rasad.add_command(command)


def main() -> None:
    """Run the command line; every expected error ends in one message and its exit code."""
    try:
        code = rasad.main(standalone_mode=False)
    except RasadError as error:
        tell(f"rasad: {error}")
        sys.exit(error.exit_code)
    except click.exceptions.Abort:
        tell("rasad: stopped")
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader went away (`rasad … | head`): not a failure; keep the interpreter from flushing into it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)
