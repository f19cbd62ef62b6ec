"""The consonants of a name, written alike from Persian and from Latin letters: محمدی and Mohammadi are both ``mmd``.

Persian writes few vowels, and Latin spellings differ in theirs; what both keep is the order of the consonants.
"""

from __future__ import annotations

import re
import unicodedata

from text.orthography import fold

_PERSIAN = {
    "ب": "b", "پ": "p", "ت": "t", "ط": "t", "ث": "t", "س": "s", "ص": "s", "ج": "j", "چ": "c", "خ": "x", "د": "d",
    "ذ": "z", "ز": "z", "ض": "z", "ظ": "z", "ر": "r", "ژ": "j", "ش": "c", "غ": "g", "ق": "g", "ف": "f", "ک": "k",
    "گ": "g", "ل": "l", "م": "m", "ن": "n",
}  # fmt: skip
"""What is left out is a vowel, or is written in one script only: ا و ی ه ح ع."""
_LATIN = (
    ("tch", "c"), ("sch", "c"), ("sh", "c"), ("ch", "c"), ("kh", "x"), ("ght", "t"), ("gh", "g"), ("zh", "j"),
    ("ph", "f"), ("ck", "k"), ("th", "t"), ("x", "ks"), ("q", "g"), ("ce", "s"), ("ci", "s"), ("c", "k"),
)  # fmt: skip
_REPEATED = re.compile(r"(.)\1+")
_SOFT = re.compile(r"[^bcdfgjklmnprstxz]")


def skeleton(name: str) -> str:
    """The consonants of a word or a name of several; "" for one with none."""
    folded = fold(name)
    if any("\u0600" <= char <= "\u06ff" for char in folded):
        bones = "".join(_PERSIAN.get(char, "") for char in folded)
    else:
        plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode().lower()
        for latin, bone in _LATIN:
            # c and x as results are letters of their own; hide them from the rules that follow.
            plain = plain.replace(latin, {"c": "\x01", "x": "\x02"}.get(bone, bone))
        bones = _SOFT.sub("", plain.replace("\x01", "c").replace("\x02", "x"))
    return _REPEATED.sub(r"\1", bones)


def same_name(a: str, b: str) -> bool:
    """True for skeletons that differ in nothing or, if they are long, in one or two consonants."""
    if a == b:
        return True
    shorter = min(len(a), len(b))
    allowed = 0 if shorter < 5 else 1 if shorter < 9 else 2
    return abs(len(a) - len(b)) <= allowed and _differences(a, b) <= allowed


def _differences(a: str, b: str) -> int:
    """The edit distance of two short strings."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]
