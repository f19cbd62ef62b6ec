"""Spelling without its accidents: what the matcher compares.

A text is reduced to its letters and digits (case, accents, hamza and digit scripts folded); what stood between two
letters is kept beside them as the kind of seam, so that نورث‌یورک, نورث یورک and نورثیورک, or I.R.G.C. and IRGC, can
be recognised as one name while "in. Iran" is never read across its full stop.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache


class Seam(IntEnum):
    """What stands between two letters."""

    NONE = 0
    JOIN = 1
    """ZWNJ, hyphen, apostrophe or a dot without a space."""
    SPACE = 2
    POSSESSIVE = 3
    """An apostrophe and a space: it joins two names, and is part of one only where that one is written so."""
    COMMA = 4
    BREAK = 5
    """The end of a sentence, a quotation mark, a bracket: no name crosses it."""


ZWNJ = "\u200c"
_JOINS = frozenset("\u200c\u200d-\u2010\u2011\u2012'’.\u00ad")
_COMMAS = frozenset(",،")
_FOLD = {
    "آ": "ا", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ی", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه",
    "ß": "ss", "æ": "ae", "ø": "o", "ı": "i", "ł": "l", "đ": "d", "ʼ": "", "ʿ": "", "ʾ": "", "ـ": "", "ء": "",
}  # fmt: skip
NON_JOINERS = frozenset("ادذرزژو")
"""Persian letters after which writers drop the space, because nothing would join."""


@dataclass(frozen=True, slots=True)
class Squeezed:
    """Letters of a text; ``at[i]`` is the text offset of letter i, ``seams[i]`` what stands before it."""

    letters: str
    at: tuple[int, ...]
    seams: tuple[Seam, ...]
    zwnj: frozenset[int]
    """Letters with a ZWNJ alone before them: inside one word in Persian."""

    def word_starts(self) -> list[int]:
        """Letters where a name may begin."""
        return [i for i, seam in enumerate(self.seams) if seam is not Seam.NONE and i not in self.zwnj]


@lru_cache(maxsize=4096)
def fold_char(char: str) -> str:
    """The letters that stand for one character; empty for marks and punctuation."""
    known = _FOLD.get(char)
    if known is not None:
        return known
    if char.isascii():
        return char.lower() if char.isalnum() else ""
    if char.isdigit():
        value = unicodedata.digit(char, None)
        return char if value is None else str(value)
    if not char.isalpha():
        return ""
    base = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    return "".join(_FOLD.get(c, c) for c in base.casefold() if c.isalnum() or c in _FOLD)


@lru_cache(maxsize=4096)
def _transparent(char: str) -> bool:
    """True for marks that belong to a letter: diacritics, hamza above, kashida, direction marks."""
    return char in _FOLD or (unicodedata.category(char) in ("Mn", "Cf") and char not in _JOINS)


def _seam(between: str) -> Seam:
    if not between:
        return Seam.NONE
    if all(c in _JOINS for c in between):
        return Seam.JOIN
    plain = between.replace(ZWNJ, "")
    if plain[0] in "'’" and plain[1:].isspace():
        return Seam.POSSESSIVE
    if "\n\n" in between:
        return Seam.BREAK
    if plain.isspace():
        return Seam.SPACE
    if plain.strip() in _COMMAS:
        return Seam.COMMA
    return Seam.JOIN if plain.strip() in ("-", "‐", "‑") and len(plain) == 1 else Seam.BREAK


def squeeze(text: str) -> Squeezed:
    """Reduce ``text`` to its letters. Linear in its length."""
    letters: list[str] = []
    at: list[int] = []
    seams: list[Seam] = []
    zwnj: set[int] = set()
    gap_from = -1  # where the seam in front of the next letter begins; -1: directly after a letter
    size = len(text)
    i = 0
    while i < size:
        char = text[i]
        folded = fold_char(char)
        if folded:
            between = "" if gap_from < 0 else text[gap_from:i]
            if between and char == "ی" and _is_ezafe(letters, between, text, i):
                i += 1
                gap_from = i
                continue
            seam = _seam(between) if letters else Seam.BREAK
            if between == ZWNJ:
                zwnj.add(len(letters))
            for k, letter in enumerate(folded):
                letters.append(letter)
                at.append(i)
                seams.append(seam if k == 0 else Seam.NONE)
            gap_from = -1
        elif gap_from < 0 and not _transparent(char):
            gap_from = i
        i += 1
    return Squeezed("".join(letters), tuple(at), tuple(seams), frozenset(zwnj))


def _is_ezafe(letters: list[str], between: str, text: str, i: int) -> bool:
    """True for the ی of «خارجه‌ی»: a lone ی after ه, which says no more than «خارجهٔ»."""
    if not letters or letters[-1] != "ه" or between.strip(ZWNJ + " "):
        return False
    after = text[i + 1 : i + 2]
    return not after or not (fold_char(after) or after == ZWNJ)


def fits(name: Seam, text: Seam, before: str) -> bool:
    """True if a seam of a text may stand where a name has its own. ``before`` is the letter before it."""
    if Seam.BREAK in (name, text) or text is Seam.POSSESSIVE:
        return name is text
    if name is Seam.NONE:
        return text is Seam.NONE
    if name is Seam.JOIN:
        return text in (Seam.NONE, Seam.JOIN, Seam.SPACE)
    if name in (Seam.SPACE, Seam.POSSESSIVE):
        return text in (Seam.SPACE, Seam.JOIN) or (text is Seam.NONE and before in NON_JOINERS)
    return text in (Seam.COMMA, Seam.SPACE, Seam.JOIN)
