"""Quotation marks, in pairs, within a paragraph: curly, straight, guillemets."""

from __future__ import annotations

from nlp.claims.draft import Span

_PAIRS = {"“": "”", "«": "»", "„": "“"}


def quoted(text: str, within: Span, *, single: bool = False) -> list[Span]:
    """The spans between quotation marks, outermost only; a mark without its fellow runs to the paragraph's end.

    Single marks count around speech ("'It is late,' he said"); ``single`` reads them around any words, as headlines
    print them. An apostrophe is none.
    """
    spans: list[Span] = []
    at, end = within
    while at < end:
        close = _closing(text, at, end, single)
        if close is None:
            at += 1
            continue
        spans.append((at + 1, close))
        at = close + 1
    return spans


def _closing(text: str, at: int, end: int, single: bool) -> int | None:
    """Where the quotation that opens at ``at`` closes, None if none opens there."""
    mark = text[at]
    if mark in _PAIRS:
        return _balanced(text, at, end, mark, _PAIRS[mark])
    if mark == '"':
        close = text.find('"', at + 1, end)
        return end if close < 0 else close
    if mark in "'‘" and (at == 0 or text[at - 1].isspace() or text[at - 1] in "(—–"):
        return _single(text, at, end, speech=not single)
    return None


def _balanced(text: str, at: int, end: int, opening: str, closing: str) -> int:
    depth = 0
    for i in range(at, end):
        if text[i] == opening:
            depth += 1
        elif text[i] == closing:
            depth -= 1
            if depth == 0:
                return i
    return end


def _single(text: str, at: int, end: int, *, speech: bool) -> int | None:
    """Where a single mark closes: of speech only after a stop or comma, so that no apostrophe is taken for it."""
    for i in range(at + 1, end):
        outside = not (i + 1 < end and text[i + 1].isalnum())
        if text[i] in "'’" and outside and (not speech or text[i - 1] in ".,?!…"):
            return i
    return None
