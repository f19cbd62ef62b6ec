"""Asking a time stamp authority (RFC 3161 over HTTP)."""

from __future__ import annotations

import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

from model.errors import RasadError
from rasad.wiring import Place
from store import seals, stamps

DAY = timedelta(days=1)
_PATIENCE = 30.0
_LARGEST = 1_000_000


def seal_daily(at: Place) -> None:
    """Seal the evidence if a day has gone by since the last time, and have stamped what has no stamp yet."""
    now = datetime.now(UTC)
    if seals.is_due(at.record, at.home, now, DAY):
        seals.seal(at.record, at.home, now)
        stamp_all(at)


def stamp_all(at: Place) -> list[Path]:
    """Have every seal stamped that has no stamp yet; none where the settings name no authority."""
    settings = at.config.settings.evidence
    if settings.tsa_url is None or settings.tsa_ca is None:
        return []
    authority = at.config_dir / settings.tsa_ca
    return [stamp(waiting, settings.tsa_url, authority) for waiting in stamps.unstamped(at.home)]


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
