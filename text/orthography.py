"""Canonical orthography: one form for each way of typing a Persian word, with a map back to what was published.

What is done, in this order:

1. One letter for one letter: ي ى → ی, ك ڪ → ک, ة ہ ھ → ه, أ إ ٱ → ا, ؤ → و, all digits → ASCII digits, no-break and
   other odd spaces → space, ٪ ٫ ٬ → % . and comma, single presentation forms (NFKC, U+FB50-FDFF and U+FE70-FEFF only).
2. Ligatures of the presentation forms are spelt out (NFKC), ۀ becomes ه + hamza.
3. Marks without a letter of their own go: tatweel, vowel signs, bidi marks, soft hyphens, ZWJ. Hamza above ه
   becomes ``ه‌ی`` (so ۀ, هٔ and ه‌ی are one), over ی it is ئ, madda over ا is آ. A ZWNJ (or a mark of direction, which
   some converters made of it) stays only between two letters of Arabic script, and once. A tatweel that stretches
   nothing is a dash.
4. ئی → یی (رئیس and رییس, آئین and آیین).
5. Affixes written with a space are joined with ZWNJ: می نمی before a word; ها های … تر ترین after one; ی ای اند ایم
   اید ام after a word in ه.

Why the hamza carriers أ إ ؤ lose it: تأکید and تاکید, مؤسسه and موسسه are both printed daily, and no two Persian words
differ by it alone. ئ keeps its hamza, for without it a reader (and a lexicon) would see another word (مسئول); آ keeps
its madda, for آن and ان are different words. Text in ASCII is left as it is; so is all that is not named above.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from text.lang.fa import affixes

ZWNJ = "\u200c"
ARABIC = "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f"
"""The letters of Arabic script, for use inside a character class."""

_TATWEEL = "\u0640"
_HAMZA_ABOVE = "\u0654"
_MADDA = "\u0653"
_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\ufe70-\ufe73\ufe76-\ufe7f"
_INVISIBLE = "\u00ad\u061c\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"

_TOUCHED = re.compile(f"[\u00ac\u0600-\u06ff\u0750-\u077f\u200b\ufb50-\ufdff\ufe70-\ufefe{_SPACES}{_INVISIBLE}]")
_HAS_ARABIC = re.compile(f"[{ARABIC}]")
_RUN = re.compile(f"[هەای]?[{_TATWEEL}{_MARKS}{_INVISIBLE}]+")
_LETTER = re.compile(f"[{ARABIC}]")
_NOT_SIGN = re.compile(f"(?<=[{ARABIC}])\u00ac(?=[{ARABIC}])")
_HALF_SPACE = re.compile("[\u200c\u200e\u200f]")  # Bidi marks inside a word stand for a half-space lost in conversion.
_HAMZA_YEH = re.compile("(?<!ئ)ئ+(?=ی)")


def _single_forms() -> dict[int, str]:
    """Letter for letter: what ``str.translate`` does in step 1."""
    table = {ord(c): "ی" for c in "يى"} | {ord(c): "ک" for c in "كڪ"} | {ord(c): "ه" for c in "ةہھ"}
    table |= {ord(c): "ا" for c in "أإٱ"} | {ord("ؤ"): "و", ord("٪"): "%", ord("٫"): ".", ord("٬"): ","}
    table |= {base + i: str(i) for base in (0x0660, 0x06F0) for i in range(10)}
    table |= {ord(c): " " for c in re.findall(f"[{_SPACES}]", "".join(map(chr, range(0x3001))))}
    table[0x200B] = ZWNJ
    for form, spelt in _presentation_forms():
        if len(spelt) == 1:
            table[ord(form)] = spelt.translate(table)
    return table


def _presentation_forms() -> list[tuple[str, str]]:
    """Presentation forms of letters and what NFKC makes of them (those of marks alone are in ``_MARKS``)."""
    forms = (chr(c) for c in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFF)))
    spelt = ((form, unicodedata.normalize("NFKC", form)) for form in forms)
    return [(form, text) for form, text in spelt if text != form and _LETTER.search(text)]


_SINGLE = _single_forms()
_LIGATURES = {form: text.translate(_SINGLE) for form, text in _presentation_forms() if len(text) > 1} | {"ۀ": "هٔ"}
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")
_JOINS = affixes.joins(ARABIC, ZWNJ)

_Rewrite = Callable[[re.Match[str]], tuple[str, Sequence[int]]]


@dataclass(frozen=True, slots=True)
class Canonical:
    """A canonical text, and where each of its characters stands in the original.

    ``starts`` holds the original position of each character of ``text`` and, last, the original length; None where
    the two have the same length and positions are equal.
    """

    text: str
    original: str
    starts: Sequence[int] | None = None

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original for a span of ``text``: never empty for one that is not.

        Marks on a letter belong to its span; invisible characters after the last letter do not.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"({start}, {end}) is no span of a text of {len(self.text)} characters")
        if self.starts is None:
            return start, end
        first = self.starts[start]
        if start == end:
            return first, first
        last = self.starts[end - 1]
        after = end
        while self.starts[after] == last:
            after += 1
        stop = self.starts[after]
        while stop > last + 1 and _is_invisible(self.original[stop - 1]):
            stop -= 1
        return first, stop

    def from_original(self, pos: int) -> int:
        """The position in ``text`` of an original position; for a character that went, that of the next one."""
        if not 0 <= pos <= len(self.original):
            raise ValueError(f"{pos} is no position of a text of {len(self.original)} characters")
        return pos if self.starts is None else bisect_left(self.starts, pos)


def canonical(text: str) -> Canonical:
    """The canonical form of a text with its offset map."""
    if text.isascii() or not _TOUCHED.search(text):
        return Canonical(text, text)
    starts: Sequence[int] | None = None
    folded = text.translate(_SINGLE)
    if _LIGATURE.search(folded):
        folded, starts = _rewrite(folded, starts, _LIGATURE, _spell_out)
    if _RUN.search(folded):
        folded, starts = _rewrite(folded, starts, _RUN, _settle_marks)
    if _HAS_ARABIC.search(folded):
        folded = _NOT_SIGN.sub(ZWNJ, folded)  # what old Persian word processors left of a half-space
        folded = _HAMZA_YEH.sub(lambda m: "ی" * len(m[0]), folded)
        for pattern, replacement in _JOINS:
            folded = pattern.sub(replacement, folded)
    return Canonical(folded, text, starts)


def fold(text: str) -> str:
    """The canonical form of a text."""
    return canonical(text).text


def _is_invisible(char: str) -> bool:
    return char in "\u200b\u00ad\u061c\u200c\u200d\u200e\u200f\ufeff" or "\u202a" <= char <= "\u206f"


def _spell_out(match: re.Match[str]) -> tuple[str, Sequence[int]]:
    spelt = _LIGATURES[match[0]]
    return spelt, [match.start()] * len(spelt)


def _settle_marks(match: re.Match[str]) -> tuple[str, Sequence[int]]:
    """What is left of a run of marks and the letter it may hang on; and where that stands."""
    run, begin = match[0], match.start()
    kept, places = "", []
    if _LETTER.match(run):
        kept, places, mark = run[0], [begin], run.find(_HAMZA_ABOVE)
        if mark > 0 and kept in "هە":
            kept, places = "ه" + ZWNJ + "ی", [begin, begin + mark, begin + mark]
        elif mark > 0 and kept == "ی":
            kept = "ئ"
        elif kept == "ا" and _MADDA in run:
            kept = "آ"
    before = match.string[begin - 1 : begin] if not kept else kept[-1]
    after = match.string[match.end() : match.end() + 1]
    letters_around = bool(_LETTER.match(before)), bool(_LETTER.match(after))
    if all(letters_around) and (space := _HALF_SPACE.search(run)):
        return kept + ZWNJ, [*places, max([begin + space.start(), *places])]  # positions never go back
    if not any(letters_around) and _TATWEEL in run:
        return kept + "-", [*places, max([begin + run.index(_TATWEEL), *places])]
    return kept, places


def _rewrite(
    text: str, starts: Sequence[int] | None, pattern: re.Pattern[str], rewrite: _Rewrite
) -> tuple[str, Sequence[int]]:
    """Replace each match, keeping the original position of every character."""
    pieces: list[str] = []
    moved = array("L")
    done = 0
    for match in pattern.finditer(text):
        piece, places = rewrite(match)
        pieces += (text[done : match.start()], piece)
        moved.extend(range(done, match.start()))
        moved.extend(places)
        done = match.end()
    pieces.append(text[done:])
    moved.extend(range(done, len(text) + 1))
    if starts is not None:
        moved = array("L", [starts[i] for i in moved])
    return "".join(pieces), moved
