"""Where tests find the real pages, feeds and gold documents that are not part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def corpus(*parts: str) -> Path:
    """The path of a corpus; skips the test with a reason where it is absent, and fails in CI."""
    base = Path(os.environ.get("RASAD_CORPORA", ROOT.parent / "shared"))
    path = base.joinpath(*parts)
    if not path.exists():
        missing(f"{'/'.join(parts)} is not under RASAD_CORPORA ({base})")
    return path


def missing(reason: str) -> None:
    """Skip for want of something outside the project: a failure in CI, where everything must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
