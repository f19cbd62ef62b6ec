"""Generations of an index: each in a folder of its own, CURRENT names the one that serves.

A rebuild fills a new folder and switches the name at once. Whoever has a generation open holds a shared lock in it;
what is neither current nor held is removed.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import IO

import tantivy

from model.errors import LockBusy, SearchIndexError
from search.embedded.guard import REBUILD, explained
from search.embedded.schema import SCHEMA
from search.locks import hold
from search.projection import fingerprint

CURRENT = "CURRENT"
_ABOUT = "rasad.json"
_IN_USE = "in-use"


def current(index_dir: Path) -> str | None:
    """The name of the generation that serves; None where there is no index."""
    try:
        name = (index_dir / CURRENT).read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    if not name or "/" in name or name.startswith("."):
        raise SearchIndexError(f"{index_dir / CURRENT} names no generation: «{name}»", REBUILD)
    return name


def new_generation(index_dir: Path) -> str:
    """Make an empty generation; returns its name."""
    with explained(f"the search index in {index_dir} cannot be made", "check the folder's rights and the disk"):
        index_dir.mkdir(parents=True, exist_ok=True)
        numbers = [int(path.name[1:]) for path in index_dir.glob("g*") if path.name[1:].isdigit()]
        name = f"g{max(numbers, default=0) + 1:06d}"
        folder = index_dir / name
        folder.mkdir()
        tantivy.Index(SCHEMA, str(folder))
        _write(folder / _ABOUT, json.dumps({"shape": fingerprint()}, ensure_ascii=False))
    return name


def switch(index_dir: Path, name: str) -> None:
    """Let a generation serve from now on. The one before stays until it is swept away."""
    _write(index_dir / CURRENT, f"{name}\n")


def sweep(index_dir: Path) -> None:
    """Remove generations that neither serve nor are open somewhere; not while one is being filled."""
    serving = current(index_dir)
    if serving is None:
        return
    try:
        with rebuilding(index_dir):
            for folder in index_dir.glob("g*"):
                if folder.name != serving and folder.name[1:].isdigit():
                    _remove_unused(folder)
    except LockBusy:
        return  # The rebuild sweeps when it is done.


def _remove_unused(folder: Path) -> None:
    try:
        with hold(folder / _IN_USE, exclusive=True):
            shutil.rmtree(folder)
    except LockBusy:
        return  # Open in some process; a later sweep removes it.


def rebuilding(index_dir: Path) -> IO[bytes]:
    """Take the lock under which a new generation is filled, or old ones are removed."""
    return hold(index_dir / "rebuild.lock", exclusive=True)


def open_index(folder: Path) -> tantivy.Index:
    """The index of a generation; an error for one of another shape or a broken one."""
    with explained(f"the search index in {folder} cannot be read"):
        about = json.loads((folder / _ABOUT).read_text("utf-8"))
        if about.get("shape") != fingerprint():
            raise SearchIndexError(f"the search index in {folder} was made by another version of Rasad", REBUILD)
        return tantivy.Index.open(str(folder))


def use(folder: Path) -> IO[bytes]:
    """Use a generation until the handle is closed."""
    return hold(folder / _IN_USE, exclusive=False)


def _write(path: Path, text: str) -> None:
    """Replace a file at once and durably."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    with explained(f"{path} cannot be written", "check the folder's rights and the disk"):
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
