"""Ranges of times and of relevance: [a TO b], {a TO b}, >a, >=a, <a, <=a, or a single value."""

from __future__ import annotations

from dataclasses import dataclass

from model.query import Has, Instant, Part, Query, Relative, RelevanceRange, TimeField, TimeRange
from query import times
from query.scanner import QUOTES, Scanner


@dataclass(frozen=True, slots=True)
class _Bound:
    text: str
    at: int
    inclusive: bool


def read_time(scan: Scanner, field: str) -> Query:
    """A range of ``published`` or ``seen``."""
    begin = scan.at
    low, high = _bounds(scan, field)
    if low is None and high is None:
        if field == "published":
            return Has(Part.PUBLISHED)
        scan.fail("every article was seen at some time", begin, f"give {field}: a bound")
    since = _moment(scan, low, after=not low.inclusive) if low else None
    before = _moment(scan, high, after=high.inclusive) if high else None
    if low is high and isinstance(since, Relative) and since.unit is None and low is not None:
        scan.fail(f"«{low.text}» is a single moment", low.at, f"write {field}:>={low.text}, or round it: now/d")
    if isinstance(since, Instant) and isinstance(before, Instant) and since.ms >= before.ms:
        scan.fail("the range ends before it begins", begin, "exchange its bounds")
    return TimeRange(TimeField(field), since, before)


def read_relevance(scan: Scanner) -> Query:
    """A range of the relevance."""
    begin = scan.at
    low, high = _bounds(scan, "relevance")
    if low is None and high is None:
        scan.fail("every article has a relevance", begin, "write relevance:>=0.5")
    bottom, top = (_figure(scan, bound) if bound else None for bound in (low, high))
    if bottom is not None and top is not None and bottom > top:
        scan.fail("the range ends before it begins", begin, "exchange its bounds")
    return RelevanceRange(bottom, top, low is None or low.inclusive, high is None or high.inclusive)


def _bounds(scan: Scanner, field: str) -> tuple[_Bound | None, _Bound | None]:
    """The two bounds as typed; the same twice for a single value."""
    for sign in (">=", "<=", ">", "<"):
        if scan.take(sign):
            scan.space()
            bound = _bound(scan, field, inclusive=sign.endswith("="))
            if bound is None:
                scan.fail("* is no bound here", remedy=f"write {field}:* for any")
            return (bound, None) if sign[0] == ">" else (None, bound)
    if scan.peek() in ("[", "{"):
        return _bracketed(scan, field)
    bound = _bound(scan, field, inclusive=True)
    return bound, bound


def _bracketed(scan: Scanner, field: str) -> tuple[_Bound | None, _Bound | None]:
    begin, opening = scan.at, scan.peek()
    scan.at += 1
    scan.space()
    low = _bound(scan, field, inclusive=opening == "[")
    scan.space()
    at = scan.at
    if scan.value() != "TO":
        scan.fail("expected TO between the bounds of the range", at, f"write {field}:[a TO b]")
    scan.space()
    high = _bound(scan, field, inclusive=True)
    scan.space()
    closing = scan.peek()
    if closing not in ("]", "}") or not closing:
        scan.fail("a range is opened here and never closed", begin, "close it with ] (with its end) or } (without)")
    scan.at += 1
    return low, _Bound(high.text, high.at, closing == "]") if high else None


def _bound(scan: Scanner, field: str, inclusive: bool) -> _Bound | None:
    """A bound, or None for ``*``."""
    at = scan.at
    text = scan.quotation() if scan.peek() and scan.peek() in QUOTES else scan.value()
    if not text or text == "TO":
        scan.fail(f"a value is missing in {field}:", at, f"a value is {_expected(field)}")
    return None if text == "*" else _Bound(text, at, inclusive)


def _moment(scan: Scanner, bound: _Bound, after: bool) -> Instant | Relative:
    if relative := times.read_relative(bound.text):
        return Relative(relative.shifts, relative.unit, after)
    span = times.read_span(bound.text)
    if span is None:
        scan.fail(f"«{bound.text}» is no time", bound.at, f"a time is {times.EXPECTED}")
    return Instant(span[1] if after else span[0])


def _figure(scan: Scanner, bound: _Bound) -> float:
    try:
        figure = float(bound.text.replace("٫", "."))
    except ValueError:
        figure = -1.0
    if not 0 <= figure <= 1:
        scan.fail(f"«{bound.text}» is no relevance", bound.at, f"a value is {_expected('relevance')}")
    return figure


def _expected(field: str) -> str:
    return "a number from 0 to 1" if field == "relevance" else times.EXPECTED
