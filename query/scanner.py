"""Reads a query letter by letter: words, quotations, values, addresses, with the place of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from model.errors import QueryError

# What closes a quotation, by what opened it. Word processors exchange quotes freely, so kinds of double quotes mix.
QUOTES = {'"': '"”“„', "“": '”"', "”": '”"', "„": '“”"', "«": "»", "‟": '”"'}
# Marks of writing direction come along when text is copied; they mean nothing in a query.
INVISIBLE = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
# Persian punctuation that parts words like a space.
PARTING = frozenset("،؛")
BRACKETS = frozenset("()[]{}")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of a word; ``plain`` is false for an escaped one, which is never an operator."""

    char: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, without its escapes. ``colon`` is true where a field's colon followed (and is consumed)."""

    letters: tuple[Letter, ...]
    start: int
    colon: bool = False

    @property
    def text(self) -> str:
        """The letters."""
        return "".join(letter.char for letter in self.letters)

    @property
    def plain(self) -> bool:
        """True where no letter was escaped."""
        return all(letter.plain for letter in self.letters)


class Scanner:
    """A place in a query text. Methods consume what they return."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def fail(self, what: str, position: int | None = None, remedy: str = "") -> NoReturn:
        """Raise the error of this place."""
        place = self.at if position is None else position
        raise QueryError(f"{what} (character {place + 1} of the query)", place, remedy)

    def space(self) -> bool:
        """Skip white space, direction marks and Persian commas; true where there was any."""
        begin = self.at
        while self.at < len(self.text) and is_space(self.text[self.at]):
            self.at += 1
        return self.at > begin

    def peek(self, ahead: int = 0) -> str:
        """The letter here, or nothing at the end."""
        return self.text[self.at + ahead : self.at + ahead + 1]

    def take(self, literal: str) -> bool:
        """Consume a literal if it stands here."""
        if not self.text.startswith(literal, self.at):
            return False
        self.at += len(literal)
        return True

    def quotation(self) -> str:
        """A quotation, without its quotes; escapes are undone."""
        begin, closing = self.at, QUOTES[self.peek()]
        self.at += 1
        letters: list[str] = []
        while (char := self.peek()) and char not in closing:
            if char == "\\" and self.peek(1):
                self.at += 1
                char = self.peek()
            letters.append(char)
            self.at += 1
        if not self.peek():
            self.fail("a quotation is opened here and never closed", begin, f"close it with {closing[0]}")
        self.at += 1
        return "".join(letters)

    def word(self) -> Word:
        """A bare word, or a field's name with its colon. It is empty where no word begins here."""
        begin = self.at
        letters: list[Letter] = []
        while char := self.peek():
            if char == "\\":
                self.at += 1
                if not self.peek():
                    self.fail("a backslash stands before nothing", self.at - 1, "write \\\\ for a backslash")
                letters.append(Letter(self.peek(), plain=False))
            elif char == ":" and _names_field(letters):
                self.at += 1
                return Word(tuple(letters), begin, colon=True)
            elif self._ends_word(char):
                break
            elif char not in INVISIBLE:
                letters.append(Letter(char, plain=True))
            self.at += 1
        return Word(tuple(letters), begin)

    def _ends_word(self, char: str) -> bool:
        if char.isspace() or char in BRACKETS or char in QUOTES or char in "»^~" or char in PARTING:
            return True
        return self.text.startswith(("&&", "||"), self.at)

    def value(self) -> str:
        """A value of a field: everything up to white space, a bracket, a quote or a boost. Colons belong to it."""
        begin = self.at
        while (char := self.peek()) and not (is_space(char) or char in BRACKETS or char in QUOTES or char in "»^"):
            self.at += 1
        return self.text[begin : self.at]

    def address(self) -> str:
        """An address: everything up to white space, a quote or a bracket that was not opened within it."""
        begin, depth = self.at, 0
        while (char := self.peek()) and not (is_space(char) or char in QUOTES or char == "»"):
            depth += {"(": 1, ")": -1}.get(char, 0)
            if depth < 0:
                break
            self.at += 1
        return self.text[begin : self.at]

    def number(self) -> str:
        """Digits of any script with a decimal point, as ASCII; empty where none stands here."""
        digits: list[str] = []
        while (char := self.peek()) and (char.isdecimal() or char in ".٫"):
            digits.append("." if char in ".٫" else str(int(char)))
            self.at += 1
        return "".join(digits)


def is_space(char: str) -> bool:
    """True for what parts words without a meaning of its own."""
    return char.isspace() or char in PARTING or char in INVISIBLE


def _names_field(letters: list[Letter]) -> bool:
    """A name begins with a letter: 12:30 is a time, and an escaped colon or name is text."""
    return bool(letters) and letters[0].char.isalpha() and all(letter.plain for letter in letters)
