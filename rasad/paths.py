"""Where things lie: the home of a run and the folder of the configuration."""

from __future__ import annotations

import os
from pathlib import Path

from model.errors import ConfigError, RasadError


def home() -> Path:
    """``RASAD_HOME``, or ``./var``; made if it is missing.

    Raises RasadError where it cannot be made or written.
    """
    path = Path(os.environ.get("RASAD_HOME") or "var").absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RasadError(
            f"the home {path} cannot be made: {error.strerror}", "set RASAD_HOME to a folder that you may write"
        ) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise RasadError(f"the home {path} cannot be written", "set RASAD_HOME to a folder that you may write")
    return path


def config_dir(given: str | None) -> Path:
    """The configuration: ``--config``, then ``RASAD_CONFIG``, then the folder shipped with the program.

    A wheel carries it inside this package; an editable install finds it beside the rooms.
    """
    chosen = given or os.environ.get("RASAD_CONFIG")
    if chosen:
        path = Path(chosen).absolute()
        if not path.is_dir():
            raise ConfigError(f"{path}: there is no such configuration folder", "check --config or RASAD_CONFIG")
        return path
    package = Path(__file__).resolve().parent
    for path in (package / "_config", package.parent / "config"):
        if path.is_dir():
            return path
    raise ConfigError("the program's own configuration folder is missing", "install again, or give --config DIR")
