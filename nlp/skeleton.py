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
    """True for skeletons that differ in nothing, or, if they are long, in one consonant."""
    if a == b:
        return True
    if min(len(a), len(b)) < 5 or abs(len(a) - len(b)) > 1:
        return False
    short, long = sorted((a, b), key=len)
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return short[at:] == long[at + 1 :] or short[at + 1 :] == long[at + 1 :]
