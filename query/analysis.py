"""What the texts of a query mean as index terms: the same for validation, for every engine and for highlights."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from model.errors import QueryError
from text.orthography import ZWNJ, fold
from text.terms import terms, tokens

LEADING = 3
"""Letters that must stand before the first wildcard."""

LONGEST = 200
"""Letters of a term that are indexed and compared; no word is longer, but an encoded file may be."""

_PARTED = re.compile(r"[\s,،;؛]")


def index_terms(text: str) -> list[str]:
    """The terms of a text, in order, as they stand in an index."""
    return [term[:LONGEST] for term in terms(text)]


def run(text: str) -> tuple[tuple[str, ...], ...]:
    """The terms of a run of bare words: each group must occur as a sequence.

    Words are parted by white space; one written word that is several terms (Nova-Scotia, ۱۲:۳۰, پی‌اس۷۵۲) is a group.
    """
    groups: list[list[str]] = []
    end = -1
    for token in tokens(text):
        if end >= 0 and not _PARTED.search(text, end, max(end, token.start)):
            groups[-1].append(token.term[:LONGEST])
        else:
            groups.append([token.term[:LONGEST]])
        end = max(end, token.end)
    return tuple(tuple(group) for group in groups)


def prefix_term(text: str) -> str:
    """The term that others begin with."""
    return _one_term(text, "a word before * ")


def fuzzy_term(text: str) -> str:
    """The term that others resemble."""
    return _one_term(text, "a word before ~ ")


def _one_term(text: str, what: str) -> str:
    terms = index_terms(text)
    if len(terms) != 1:
        raise QueryError(
            f"{what}must be a single word: «{text}» is {len(terms)} terms", 0, "write the words one by one, or a phrase"
        )
    return terms[0]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A wildcard pattern over terms. ``lead`` is the literal beginning, ``pieces`` alternate literals and wildcards."""

    lead: str
    pieces: tuple[tuple[str, bool], ...]
    """(literal or wildcard, whether it is a wildcard)."""

    def regex(self) -> re.Pattern[str]:
        """The pattern as a regular expression for a whole term."""
        wild = {"*": ".*", "?": "."}
        return re.compile("".join(wild[text] if is_wild else re.escape(text) for text, is_wild in self.pieces), re.S)


def wildcard(pattern: str) -> Pattern:
    """A wildcard pattern, its literals in the form terms have."""
    pieces = tuple((text if wild else fold_piece(text), wild) for text, wild in split_pattern(pattern))
    lead = pieces[0][0] if pieces and not pieces[0][1] else ""
    return Pattern(lead, pieces)


def split_pattern(pattern: str) -> list[tuple[str, bool]]:
    """Literals and wildcards of a pattern, in order; backslashes undone."""
    pieces: list[tuple[str, bool]] = []
    for match in re.finditer(r"\\(.)|([*?])|(.)", pattern, re.S):
        if match[2]:
            pieces.append((match[2], True))
        elif pieces and not pieces[-1][1]:
            pieces[-1] = (pieces[-1][0] + (match[1] or match[3]), False)
        else:
            pieces.append((match[1] or match[3], False))
    return pieces


def fold_piece(text: str) -> str:
    """A piece of a word in the form terms have: as ``text.terms`` does it, but nothing is taken off."""
    bare = unicodedata.normalize("NFKD", fold(text).replace(ZWNJ, "").replace("آ", "\0").casefold())
    letters = "".join(char for char in bare if not unicodedata.combining(char)).replace("\0", "آ")
    return letters.replace("ئ", "ی")


def letters_in(text: str) -> int:
    """How many letters and digits a text has."""
    return sum(char.isalnum() for char in fold_piece(text))


def phrase_terms(text: str) -> tuple[str, ...]:
    """The terms of a phrase."""
    return tuple(index_terms(text))


def repeated(terms: tuple[str, ...]) -> str | None:
    """A term that occurs twice."""
    return next((term for place, term in enumerate(terms) if term in terms[:place]), None)
