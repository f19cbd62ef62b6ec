"""Errors that a person sees: each names the thing and the remedy, and knows its exit code."""

from __future__ import annotations


class RasadError(Exception):
    """A failure to report to a person.

    ``thing`` says what went wrong with what; ``remedy`` says what to do. ``exit_code`` follows the
    design: 1 the run failed, 2 the configuration, the query or the call is wrong.
    """

    exit_code = 1

    def __init__(self, thing: str, remedy: str = "") -> None:
        super().__init__(thing if not remedy else f"{thing}\n  remedy: {remedy}")
        self.thing = thing
        self.remedy = remedy


class ConfigError(RasadError):
    """The configuration is wrong; ``thing`` begins with ``file:line:`` where a line is known."""

    exit_code = 2


class QueryError(RasadError):
    """A query that cannot be understood; ``position`` is a 0-based offset into the query text."""

    exit_code = 2

    def __init__(self, thing: str, position: int, remedy: str = "") -> None:
        super().__init__(thing, remedy)
        self.position = position


class InputError(RasadError):
    """A document, page or line given by the caller cannot be read."""


class StoreError(RasadError):
    """The record cannot be read or written (disk full, locked, unreachable)."""


class SearchIndexError(RasadError):
    """The search index cannot be read or written."""


class LockBusy(RasadError):  # noqa: N818 (the design names it so)
    """Another process holds the worker's lease."""


class DeliveryError(RasadError):
    """A message was not accepted. ``permanent`` is true where trying again cannot help, ``unsure`` where the other
    side may have accepted it all the same."""

    def __init__(self, thing: str, remedy: str = "", *, permanent: bool = False, unsure: bool = False) -> None:
        super().__init__(thing, remedy)
        self.permanent = permanent
        self.unsure = unsure
