"""Asking a time stamp authority (RFC 3161 over HTTP)."""

from __future__ import annotations

import urllib.request
from pathlib import Path

from model.errors import RasadError
from store import stamps

_PATIENCE = 30.0
_LARGEST = 1_000_000


def stamp(seal_file: Path, url: str, authority: Path) -> Path:
    """Have a seal stamped and keep the answer beside it. Raises RasadError where the authority does not answer well."""
    asked = stamps.request(seal_file)
    question = urllib.request.Request(  # noqa: S310 (the settings' check lets http and https through, nothing else)
        url, data=asked.as_bytes(), headers={"Content-Type": "application/timestamp-query"}
    )
    try:
        with urllib.request.urlopen(question, timeout=_PATIENCE) as answer:  # noqa: S310
            data = answer.read(_LARGEST)
    except OSError as error:
        raise RasadError(
            f"the time stamp authority {url} does not answer: {error}",
            "the seal is kept; `rasad evidence seal` asks again for it at the next call",
        ) from error
    return stamps.keep(seal_file, asked, data, authority)
