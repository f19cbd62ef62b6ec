"""Numbers of a text in either language, so that "fourteen academics" and «چهارده استاد» share one."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_PERSIAN = [
    "صفر",
    "یک",
    "دو",
    "سه",
    "چهار",
    "پنج",
    "شش",
    "هفت",
    "هشت",
    "نه",
    "ده",
    "یازده",
    "دوازده",
    "سیزده",
    "چهارده",
    "پانزده",
    "شانزده",
    "هفده",
    "هجده",
    "نوزده",
]
_PERSIAN_TENS = ["بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"]
_PERSIAN_HUNDREDS = ["صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد"]
_UNITS = {word: i for i, word in enumerate(_ENGLISH)} | {word: i for i, word in enumerate(_PERSIAN)}
_UNITS |= {word: 10 * (i + 2) for i, word in enumerate(_ENGLISH_TENS)}
_UNITS |= {word: 10 * (i + 2) for i, word in enumerate(_PERSIAN_TENS)}
_UNITS |= {word: 100 * (i + 1) for i, word in enumerate(_PERSIAN_HUNDREDS)}
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_UNITS |= {word: i + 1 for i, word in enumerate(_ORDINALS)}
_UNITS |= {"سوم": 3, "سومین": 3} | {
    word + ending: value for word, value in list(_UNITS.items()) if word > "~" for ending in ("م", "مین")
}
_SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "m": 1_000_000,
    "bn": 1_000_000_000,
    "هزار": 1_000, "میلیون": 1_000_000, "میلیارد": 1_000_000_000,
}  # fmt: skip
_TOKEN = re.compile(r"\d[\d,٬]*(?:[.٫]\d+)?|[a-z]+|[\u0621-\u06d3]+|\S")
_NEUTRAL = frozenset({"-", "و", "and", "\u200c"})


def numbers(text: str) -> Iterator[int]:
    """The numbers of a canonical text, in digits or words; fractions of scales count ("1.4 million" is 1,400,000)."""
    total = current = 0.0
    open_number = False
    for token in _TOKEN.findall(text.lower().replace("\u200cو", " و ")):
        value = _value(token)
        if value is not None:
            if token[0].isdigit() and open_number and current:
                yield from _whole(total + current)
                total = current = 0.0
            current += value
            open_number = True
        elif token in _SCALES and open_number:
            if _SCALES[token] == 100:
                current = max(current, 1) * 100
            else:
                total += max(current, 1) * _SCALES[token]
                current = 0.0
        elif not (token in _NEUTRAL and open_number):
            if open_number:
                yield from _whole(total + current)
            total = current = 0.0
            open_number = False
    if open_number:
        yield from _whole(total + current)


def _value(token: str) -> float | None:
    if token[0].isdigit():
        return float(token.replace(",", "").replace("٬", "").replace("٫", "."))
    return _UNITS.get(token)


def _whole(value: float) -> Iterator[int]:
    if value < 1e15 and value == int(value):
        yield int(value)
