"""Turns what Tantivy raises into errors a person can read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from model.errors import LockBusy, RasadError, SearchIndexError

REBUILD = "`rasad index rebuild` builds it anew from the record"


@contextmanager
def explained(what: str, remedy: str = REBUILD) -> Iterator[None]:
    """Give failures within a name and a remedy.

    Tantivy raises ValueError for nearly everything, and on a failed assertion a PanicException, which is no Exception.
    """
    try:
        yield
    except RasadError:
        raise
    except (ValueError, OSError, RuntimeError) as error:
        if "LockBusy" in str(error):
            raise LockBusy("another process writes to the search index", "stop `rasad run` first") from error
        if "No space left" in str(error) or "StorageFull" in str(error):
            raise SearchIndexError(f"{what}: the disk is full", "free some space; nothing is lost") from error
        raise SearchIndexError(f"{what}: {error}", remedy) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise SearchIndexError(f"{what}: {error}", remedy) from error
        raise
