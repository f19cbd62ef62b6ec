"""Standard output is for what was asked for, standard error for what a person should know."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import BinaryIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


def emit(value: object) -> None:
    """Write one JSON line, at once. Always UTF-8, whatever the locale says."""
    try:
        line = json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate, legal in JSON only as an escape
        line = json.dumps(value).encode("ascii")
    out = sys.stdout.buffer
    out.write(line + b"\n")
    out.flush()


def say(text: str = "") -> None:
    """Write a line of text that was asked for, as UTF-8."""
    out = sys.stdout.buffer
    out.write(text.encode("utf-8", "replace") + b"\n")
    out.flush()


def tell(text: str) -> None:
    """Tell a person something on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    r"""The lines of a stream, numbered from 1 and ended by \n only: U+2028 and \r may stand in a text."""
    for number, raw in enumerate(stream, 1):
        yield number, raw[:-1] if raw.endswith(b"\n") else raw


def progress_bar(unit: str) -> Progress:
    """A progress bar on standard error, silent where that is not a terminal."""
    console = Console(stderr=True)
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
