"""The consonants of a name, written alike from Persian and from Latin letters: محمدی and Mohammadi are both ``mhmd``.

Persian writes few vowels, and Latin spellings differ in theirs; what both keep is the order of the consonants.
"""

from __future__ import annotations

import re
import unicodedata

from text.orthography import fold

_PERSIAN = {
    **dict.fromkeys("اآعءأإئیوهىۀ\u200c", ""),
    "ب": "b", "پ": "p", "ت": "t", "ط": "t", "ث": "s", "س": "s", "ص": "s", "ج": "j", "چ": "c", "ح": "h", "خ": "x",
    "د": "d", "ذ": "z", "ز": "z", "ض": "z", "ظ": "z", "ر": "r", "ژ": "j", "ش": "c", "غ": "g", "ق": "g", "ف": "f",
    "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n",
}  # fmt: skip
_LATIN = (
    ("tch", "c"), ("sch", "c"), ("sh", "c"), ("ch", "c"), ("kh", "x"), ("gh", "g"), ("zh", "j"), ("ph", "f"),
    ("ck", "k"), ("th", "t"), ("q", "g"), ("c", "k"), ("w", "v"),
)  # fmt: skip
_REPEATED = re.compile(r"(.)\1+")
_SOFT = re.compile(r"[aeiouyhv'’‘-]")


def skeleton(word: str) -> str:
    """The consonants of a word; "" for a word with none. h, v and the vowels are left out: one script drops them."""
    folded = fold(word)
    if any("\u0600" <= char <= "\u06ff" for char in folded):
        bones = "".join(_PERSIAN.get(char, "") for char in folded)
        bones = bones.replace("h", "")
    else:
        plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode().lower()
        for latin, bone in _LATIN:
            plain = plain.replace(latin, bone)
        bones = re.sub(r"[^a-z]", "", _SOFT.sub("", plain))
    return _REPEATED.sub(r"\1", bones)
