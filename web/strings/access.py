"""Strings of login, verdicts and the audit."""

STRINGS: dict[str, tuple[str, str]] = {}
