"""What the Persian taggers see of a word: itself, its ends, its neighbours, and what is known of all these."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.lang.fa.wordclass import WordClasses

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"[\d.,/:%-]+")


def features(words: Sequence[str], classes: WordClasses) -> list[list[str]]:
    """A list of features for each word of a sentence in canonical orthography."""
    plain = [_DIGIT.sub("0", word.replace(" ", "\u200c")) for word in words]
    shapes = [_shape(word) for word in words]
    known = classes.of_sentence(words)
    found = [_own(plain[i], shapes[i]) for i in range(len(words))]
    for i, mine in enumerate(found):
        _beside(mine, i, plain, shapes)
        for d in (-1, 0, 1):
            if 0 <= i + d < len(known):
                mine.extend(f"g{d:+d}={name}" for name in known[i + d])
    return found


def _shape(word: str) -> str:
    if word.isdigit():
        return f"d{min(len(word), 5)}"
    if _NUMBER.fullmatch(word):
        return "num"
    if word.isascii():
        return "lat" if word[:1].isalpha() else "p" + word[:1]
    return "z" if "\u200c" in word else "w"


def _own(word: str, shape: str) -> list[str]:
    mine = ["b", "w=" + word, "s=" + shape]
    for size in (1, 2, 3, 4):
        if len(word) > size:
            mine.append(f"s{size}={word[-size:]}")
            if size > 1:
                mine.append(f"p{size}={word[:size]}")
    return mine


def _beside(mine: list[str], i: int, words: Sequence[str], shapes: Sequence[str]) -> None:
    """The neighbours up to three words away, alone and in pairs."""
    size = len(words)
    for d in (-3, -2, -1, 1, 2, 3):
        j = i + d
        if 0 <= j < size:
            mine.append(f"w{d:+d}={words[j]}")
            if abs(d) < 3:
                mine.append(f"s{d:+d}={shapes[j]}")
            if abs(d) == 1:
                mine.append(f"u{d:+d}={words[j][-3:]}")
        elif abs(d) < 3:
            mine.append(f"w{d:+d}=#")
    if i:
        mine.append(f"b-1={words[i - 1]}|{words[i]}")
    if i + 1 < size:
        mine.append(f"b+1={words[i]}|{words[i + 1]}")
    if i > 1:
        mine.append(f"b-2={words[i - 2]}|{words[i - 1]}")
    if i + 2 < size:
        mine.append(f"b+2={words[i + 1]}|{words[i + 2]}")


def for_parts_of_speech(seen: Sequence[Sequence[str]], names: Sequence[str], source: str = "perdt") -> list[list[str]]:
    """The features of the tagger: those of names, names beside the word, and copies that are the treebank's own.

    Two treebanks tag some words differently; what they agree on is learned from both (Daumé 2007). A text is read as
    the first of them would be.
    """
    found = []
    for i, mine in enumerate(seen):
        own = [f for f in mine if f.startswith(("w=", "s1=", "s2=", "s3=", "g+"))]
        near = [f"n{d:+d}={names[i + d]}" for d in (-1, 0, 1) if 0 <= i + d < len(names)]
        found.append([*mine, *near, source, *(f"{source}|{f}" for f in own)])
    return found
