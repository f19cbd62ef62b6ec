"""Bare words: plain, prefix, wildcard, fuzzy."""

from __future__ import annotations

from collections.abc import Callable

from model.errors import QueryError
from model.query import Everything, Fuzzy, Prefix, Query, Scope, Wildcard, Words
from query import analysis
from query.scanner import Letter, Scanner, Word

_WILD = {"*": "*", "?": "?", "؟": "?"}


def read_word(scan: Scanner, word: Word, scope: Scope) -> Query:
    """What a bare word asks for."""
    text = word.text
    if word.plain and text in ("*", "*:*") and scope is Scope.ANY:
        return Everything()
    if word.plain and len(text) > 2 and text[0] == text[-1] == "/":
        scan.fail("regular expressions are not part of the language", word.start, "use * and ?, or write \\/")
    query = _wild(scan, word, scope)
    if scan.take("~"):
        if query is not None:
            scan.fail("a word cannot have wildcards and ~", word.start, "leave one of them out")
        return _fuzzy(scan, word, scope)
    return query or Words(text, scope)


def _wild(scan: Scanner, word: Word, scope: Scope) -> Query | None:
    marks = [_wildcard(word.letters, place) for place in range(len(word.letters))]
    if not any(marks):
        return None
    first = next(place for place, mark in enumerate(marks) if mark)
    if analysis.letters_in(word.text[:first]) < analysis.LEADING:
        scan.fail(
            f"{analysis.LEADING} letters must stand before the wildcard in «{word.text}»",
            word.start + first,
            "write more of the word, or a backslash before the sign to mean it itself",
        )
    if first == len(marks) - 1 and marks[first] == "*":
        _checked(scan, word, lambda: analysis.prefix_term(word.text[:first]))
        return Prefix(word.text[:first], scope)
    return Wildcard("".join(mark or _literal(letter) for letter, mark in zip(word.letters, marks, strict=True)), scope)


def _wildcard(letters: tuple[Letter, ...], place: int) -> str:
    """The wildcard at a place, or nothing. A Persian question mark at the end of a word is punctuation."""
    letter = letters[place]
    at_end = not any(later.char.isalnum() for later in letters[place + 1 :])
    return "" if not letter.plain or (letter.char == "؟" and at_end) else _WILD.get(letter.char, "")


def _literal(letter: Letter) -> str:
    return f"\\{letter.char}" if letter.char in "*?\\" else letter.char


def _fuzzy(scan: Scanner, word: Word, scope: Scope) -> Query:
    place = scan.at
    digits = scan.number()
    if digits not in ("", "1", "2"):
        scan.fail("the distance after ~ is 1 or 2", place, "write word~1 or word~")
    _checked(scan, word, lambda: analysis.fuzzy_term(word.text))
    return Fuzzy(word.text, int(digits or 2), scope)


def _checked(scan: Scanner, word: Word, check: Callable[[], object]) -> None:
    """Give an error of the analysis the place of its word."""
    try:
        check()
    except QueryError as error:
        scan.fail(error.thing, word.start, error.remedy)
