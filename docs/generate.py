"""Writes docs/commands.md from the commands' own help: `python docs/generate.py`. A test fails when it is stale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from rasad.cli import rasad

TARGET = Path(__file__).with_name("commands.md")


def pages(command: click.Command, path: str) -> Iterator[tuple[str, str]]:
    """The help of a command and of all its visible subcommands."""
    context = click.Context(command, info_name=path, max_content_width=100, terminal_width=100)
    yield path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            if not command.commands[name].hidden:
                yield from pages(command.commands[name], f"{path} {name}")


def document() -> str:
    """The whole of docs/commands.md."""
    parts = ["# Commands\n\nGenerated from `rasad --help` by `python docs/generate.py`.\n"]
    parts += [f"## {path}\n\n```text\n{text}\n```\n" for path, text in pages(rasad, "rasad")]
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
