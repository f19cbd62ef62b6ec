"""Time zones by their IANA names."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from catalog.problems import did_you_mean


def zone_problem(name: str) -> tuple[str, str] | None:
    """What is wrong with a zone's name, and the remedy; None for a good one."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = did_you_mean(name, available_timezones())
        return f"{name!r} is not a time zone", near if near.startswith("did") else "write it as America/Toronto"
    return None
