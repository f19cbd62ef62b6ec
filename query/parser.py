"""Parses a query: Lucene's syntax, default operator AND, NOT before AND before OR.

either  := both (OR both)*
both    := one ((AND)? one)*
one     := (NOT | ! | - | +) one | leaf (^ number)?
leaf    := ( either ) | quotation (~ number)? | field : value | word
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from model.errors import QueryError
from model.query import All, AnyOf, Boost, Not, Phrase, Query, Scope, Words
from query import analysis, fields
from query.claims import read_claim
from query.scanner import QUOTES, Scanner, Word
from query.vocabulary import Vocabulary
from query.words import read_word

LONGEST = 20_000
DEEPEST = 12
"""Brackets and negations within each other: Elasticsearch takes thirty conditions so, and a bracket may be two."""
MOST = 1024
_OPERATORS = {"AND", "OR", "NOT"}
_LITERAL = "put a word there; in quotation marks or small letters an operator is a word"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _One:
    """An operand of a conjunction. ``bare`` marks plain words, which join their neighbours; ``plus`` a + before it."""

    query: Query
    at: int
    bare: bool = False
    plus: bool = False


def parse(text: str, vocabulary: Vocabulary | None = None) -> Query:
    """The tree of a query; a ``QueryError`` names the place of what is wrong and what was expected."""
    if len(text) > LONGEST:
        raise QueryError(f"the query is longer than {LONGEST} characters", LONGEST, "split it into several rules")
    parser = _Parser(Scanner(text), vocabulary or Vocabulary())
    parser.scan.space()
    if not parser.scan.peek():
        parser.scan.fail("the query is empty", 0, "* finds everything")
    tree = parser.either()
    if parser.scan.peek():
        parser.stray()
    return tree


class _Parser:
    """The state of one parse: the place, and the field whose group is being read."""

    def __init__(self, scan: Scanner, vocabulary: Vocabulary) -> None:
        self.scan = scan
        self.vocabulary = vocabulary
        self.field: str | None = None
        self.depth = 0
        self.leaves = 0

    def either(self) -> Query:
        """Alternatives."""
        options, pluses = [], []
        while True:
            option, plus = self.both()
            options.append(option)
            pluses += plus
            if not self._operator("OR", "||"):
                break
        if len(options) > 1 and pluses:
            self.scan.fail("+ has no meaning beside OR", pluses[0], "leave it out, or use AND and parentheses")
        return options[0] if len(options) == 1 else AnyOf(_flat(AnyOf, options))

    def both(self) -> tuple[Query, list[int]]:
        """Operands that must all match, and the places of plus signs."""
        ones = [self.one()]
        while True:
            self.scan.space()
            explicit = self._operator("AND", "&&")
            if not explicit and self._at_end_of_conjunction():
                break
            following = self.one()
            last = ones[-1]
            if last.bare and following.bare and not explicit:
                ones[-1] = _One(_joined(last.query, following.query), last.at, bare=True)
            else:
                ones.append(following)
        for one in ones:
            self._searchable(one.query, one.at)
        parts = [one.query for one in ones]
        pluses = [one.at for one in ones if one.plus]
        return (parts[0] if len(parts) == 1 else All(_flat(All, parts))), pluses

    def one(self) -> _One:
        """A leaf or a group with the signs before it and the boost after it."""
        self.scan.space()
        begin = self.scan.at
        self.leaves += 1
        if self.leaves > MOST:
            self.scan.fail(f"the query has more than {MOST} parts", begin, "split it into several rules")
        if self._operator("NOT"):
            return _One(Not(self._deeper(begin)), begin)
        for sign in ("-", "!", "+"):
            if self.scan.take(sign):
                if not self.scan.peek() or self.scan.peek().isspace():
                    self.scan.fail(f"{sign} stands alone", begin, f"write {sign}word, or \\{sign} for the sign itself")
                inner = self._deeper(begin)
                return _One(inner, begin, plus=True) if sign == "+" else _One(Not(inner), begin)
        leaf, bare = self.leaf()
        if self.scan.take("^"):
            self._searchable(leaf, begin)
            return _One(Boost(leaf, self._factor()), begin)
        return _One(leaf, begin, bare=bare)

    def leaf(self) -> tuple[Query, bool]:
        """A group, a quotation, a field or a word; and whether it is a bare word."""
        char, begin = self.scan.peek(), self.scan.at
        if char == "(":
            return self.group(), False
        if self.field and self.field != "title":
            return fields.value(self.scan, self.field, self.vocabulary), False
        if char in QUOTES:
            return self.phrase(), False
        if char == ":":
            self.stray()
        if self.scan.text.startswith(("http://", "https://"), begin):
            return fields.address(self.scan), False
        word = self.scan.word()
        if word.colon:
            return self.fielded(word), False
        if not word.letters:
            self.stray()
        if word.plain and word.text in _OPERATORS:
            self.scan.fail(f"expected a word, found the operator {word.text}", begin, _LITERAL)
        query = read_word(self.scan, word, self._scope())
        return query, isinstance(query, Words)

    def group(self) -> Query:
        """A query in parentheses."""
        begin = self.scan.at
        self.scan.take("(")
        self.scan.space()
        if self.scan.peek() == ")":
            self.scan.fail("nothing stands between the parentheses", begin)
        inner = self._nested(begin, self.either)
        if not self.scan.take(")"):
            if self.scan.peek():
                self.stray()
            self.scan.fail("a parenthesis is opened here and never closed", begin, "close it with )")
        return inner

    def phrase(self) -> Query:
        """A quotation, with its slop."""
        begin = self.scan.at
        text = self.scan.quotation()
        terms = analysis.phrase_terms(text)
        if not terms:
            self.scan.fail("the quotation has nothing that can be searched", begin, "put words in it")
        slop = 0
        if self.scan.take("~"):
            digits = self.scan.number()
            if not digits.isdigit() or int(digits) > 1000:
                self.scan.fail("a number of words (0 to 1000) must follow ~ after a quotation", remedy='"two words"~5')
            slop = int(digits)
        if slop and (twice := analysis.repeated(terms)):
            self.scan.fail(f"«{twice}» occurs twice in a phrase with ~{slop}", begin, "leave one out, or leave out ~")
        return Phrase(text, slop, self._scope())

    def fielded(self, name: Word) -> Query:
        """What follows a field's name and colon."""
        field = fields.known(self.scan, name)
        if self.field:
            remedy = f"close the group of {self.field}: first"
            self.scan.fail(f"{field}: cannot stand inside {self.field}:( )", name.start, remedy)
        self.scan.space()
        if field == "claim":
            return read_claim(self.scan, self.vocabulary)
        self.field = field
        try:
            return self.leaf()[0]
        finally:
            self.field = None

    def stray(self) -> NoReturn:
        """Raise the error of a letter that cannot stand here."""
        char = self.scan.peek()
        hints = {
            "": ("a word is missing at the end", "finish the query, or leave the last operator out"),
            ")": ("a parenthesis is closed that was never opened", "leave it out"),
            "»": ("a quotation is closed that was never opened", "open it with «"),
            ":": ("a field's name is missing before the colon", "write field:value, or \\: for a colon"),
            "^": ("nothing stands before the boost", "write word^2"),
            "~": ("nothing stands before ~", 'write word~1 or "two words"~5'),
            "[": ("a range needs a field", "write published:[2026-11-01 TO now]"),
            "{": ("a range needs a field", "write published:{2026-11-01 TO now}"),
            "&": ("expected a word, found the operator &&", _LITERAL),
            "|": ("expected a word, found the operator ||", _LITERAL),
        }
        what, remedy = hints.get(char, (f"«{char}» cannot stand here", f"write \\{char} for the sign itself"))
        self.scan.fail(what, remedy=remedy)

    def _scope(self) -> Scope:
        return Scope.TITLE if self.field == "title" else Scope.ANY

    def _deeper(self, begin: int) -> Query:
        inner = self._nested(begin, self.one)
        self._searchable(inner.query, inner.at)
        return inner.query

    def _searchable(self, query: Query, at: int) -> None:
        if isinstance(query, Words) and not analysis.run(query.text):
            self.scan.fail(f"«{query.text}» has nothing that can be searched", at, "leave it out")

    def _nested(self, begin: int, read: Callable[[], _T]) -> _T:
        self.depth += 1
        if self.depth > DEEPEST:
            self.scan.fail(f"the query is nested more than {DEEPEST} deep", begin, "simplify it")
        result = read()
        self.depth -= 1
        return result

    def _factor(self) -> float:
        begin = self.scan.at
        digits = self.scan.number()
        try:
            factor = float(digits)
        except ValueError:
            factor = 0.0
        if not 0 < factor <= 1000:
            self.scan.fail("a number above 0 and up to 1000 must follow ^", begin, "write word^2")
        return factor

    def _operator(self, name: str, sign: str = "") -> bool:
        """Consume an operator: a whole word in capitals, or its sign."""
        self.scan.space()
        begin = self.scan.at
        if sign and self.scan.take(sign):
            return True
        word = self.scan.word()
        if word.text == name and word.plain and not word.colon:
            return True
        self.scan.at = begin
        return False

    def _at_end_of_conjunction(self) -> bool:
        if self.scan.peek() in ("", ")") or self.scan.text.startswith("||", self.scan.at):
            return True
        begin = self.scan.at
        found = self._operator("OR")
        self.scan.at = begin
        return found


def _joined(first: Query, second: Query) -> Words:
    assert isinstance(first, Words) and isinstance(second, Words)
    return Words(f"{first.text} {second.text}", first.scope)


def _flat(kind: type[All] | type[AnyOf], parts: list[Query]) -> tuple[Query, ...]:
    """The parts, those of the same kind opened up."""
    return tuple(inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,)))
