"""What a personal name sounds like, written one way from either script: «رهاورد» and Rahavard meet.

Latin spellings of Persian names differ in vowels and digraphs, Persian ones in letters of one sound and in joins. A key
keeps the consonants and where a vowel stands, nothing of which vowel. From one script the keys of the other are
expanded, since Persian writes few vowels: :func:`keys` gives all that a name may have, :func:`key` that of a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import product

from text.orthography import fold

_PERSIAN = {
    "ب": "b", "پ": "p", "ت": "t", "ط": "t", "ث": "s", "س": "s", "ص": "s", "ج": "j", "چ": "č", "ح": "h", "خ": "x",
    "د": "d", "ذ": "z", "ز": "z", "ض": "z", "ظ": "z", "ر": "r", "ژ": "j", "ش": "š", "غ": "q", "ق": "q", "ف": "f",
    "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ی": "a", "ئ": "a", "ا": "a", "آ": "a",
}  # fmt: skip
_DIGRAPHS = (
    ("tch", "č"), ("sch", "š"), ("sh", "š"), ("ch", "č"), ("kh", "x"), ("gh", "q"), ("zh", "j"), ("dj", "j"),
    ("ph", "f"), ("ck", "k"), ("th", "s"), ("c", "k"), ("x", "x"),
)  # fmt: skip
_VOWELS = frozenset("aeiou")
_CONSONANTS = frozenset("bpčdfghjklmnqrsštvwxz")
V = "a"
"""Stands for any vowel."""

_BREAK = re.compile("[\\s\u200c\\-\u2010-\u2015'’ʼ`]+")
_REPEATED = re.compile(r"(.)\1+")
_MOST = 4096
"""Keys expanded from one name at most; names that would have more are cut where the script leaves most open."""


def key(words: str) -> str:
    """The key of a name of one or several words as written; word breaks, ZWNJ and hyphens make no difference."""
    return joined([_word(word) for word in _BREAK.split(fold(words)) if word])


def keys(name: str) -> frozenset[str]:
    """All keys that a name may have in either script, from its spelling in one of them."""
    own = [word for word in _BREAK.split(fold(name)) if word]
    ways = [sorted(_ways(word)) for word in own]
    made = {key(name)}
    for number, choice in enumerate(product(*ways)):
        if number >= _MOST:
            break
        made.add(joined(choice))
    return frozenset(made)


def _is_persian(word: str) -> bool:
    return any("\u0600" <= char <= "\u06ff" for char in word)


def word_key(word: str) -> str:
    """The key of one word."""
    return _word(fold(word))


def _word(word: str) -> str:
    return _persian_sounds(word) if _is_persian(word) else _latin_sounds(word)


def _latin_sounds(word: str) -> str:
    """A word in Latin letters: digraphs to one letter, every run of vowels to one sign."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    for written, sound in _DIGRAPHS:
        plain = plain.replace(written, {"č": "\x01", "š": "\x02"}.get(sound, sound))
    plain = plain.replace("\x01", "č").replace("\x02", "š")
    sounds = ""
    for place, char in enumerate(plain):
        following = plain[place + 1 : place + 2]
        if char in _VOWELS:
            sounds += V
        elif char == "y" or (char == "w" and place and following not in _VOWELS):
            sounds += V  # a vowel, the second part of a diphthong, or a glide that others leave out (Siavash, Siyavash)
        elif char == "h" and place and plain[place - 1] in _VOWELS and not following:
            continue  # silent at the end: Fatemeh, Fateme
        elif char in _CONSONANTS:
            sounds += {"w": "v"}.get(char, char)
    return _REPEATED.sub(r"\1", sounds)


def _persian_sounds(word: str) -> str:
    """A word in Persian letters, as far as they tell: ی counts as a vowel, and و does unless it begins the word."""
    sounds = ""
    for place, char in enumerate(word):
        sound = _PERSIAN.get(char, "")
        if sound == "w" and place:
            sound = V
        if sound == "h" and place and place == len(word) - 1:
            sound = V
        sounds += {"w": "v"}.get(sound, sound)
    return _REPEATED.sub(r"\1", sounds)


def _ways(word: str) -> frozenset[str]:
    """How a word may sound in the other script, beside how it sounds in its own."""
    return _latin_from_persian(word) if _is_persian(word) else _persian_from_latin(word)


def _latin_from_persian(word: str) -> frozenset[str]:
    """Between two consonants a short vowel may stand unwritten; و may be a consonant, ه at the end silent."""
    parts: list[tuple[str, ...]] = []
    last_was_consonant = False
    for place, char in enumerate(word):
        sound = _PERSIAN.get(char, "")
        if not sound:  # ع and marks: nothing, or the break between two vowels
            continue
        final = place == len(word) - 1
        vowel = sound == V
        choices: tuple[str, ...]
        if sound == "w":
            choices = ("v", V + "v", V) if place else ("v",)
        elif sound == "h" and final and place:
            choices = ("", "h", V, V + "h") if last_was_consonant else ("h", "")
        elif vowel:
            choices = (V,)
        else:
            choices = (sound, V + sound) if last_was_consonant else (sound,)
        parts.append(choices)
        last_was_consonant = not vowel
    made: set[str] = set()
    for number, choice in enumerate(product(*parts)):
        if number >= _MOST:
            break
        made.add(_REPEATED.sub(r"\1", "".join(choice)))
    return frozenset(made | {_persian_sounds(word)})


def _persian_from_latin(word: str) -> frozenset[str]:
    """Each vowel may be written or not; a vowel at the end may be ه, and v a و, which reads as a vowel."""
    sounds = _latin_sounds(word)
    parts: list[tuple[str, ...]] = []
    for place, sound in enumerate(sounds):
        if sound == V:
            parts.append((V, ""))  # at the beginning too: ع writes none
        elif sound == "v" and place:
            parts.append((V, sound))
        else:
            parts.append((sound,))
    made = {_REPEATED.sub(r"\1", "".join(choice)) for choice in product(*parts)} if len(parts) <= 14 else set()
    return frozenset(made | {sounds})


def joined(sounds: Iterable[str]) -> str:
    """The key of several words from those of each."""
    return _REPEATED.sub(r"\1", "".join(sounds))
