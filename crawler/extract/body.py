"""The main text of a page, by trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import Any

from trafilatura import bare_extraction

from crawler.extract.naming import bare
from crawler.plain import paragraphs

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

MARKS = {"\u200c": "\U00010a60", "\u200d": "\U00010a61", "\u200e": "\U00010a62", "\u200f": "\U00010a63"}
"""trafilatura deletes what Python calls unprintable, the joiners of Persian among it. While it works they are
letters of a script that no news is written in (Old South Arabian), which splits no word."""

NAMED_MARK = re.compile(r"&(zwnj|zwj|lrm|rlm|#(?:820[4-7]|x200[c-f]));", re.IGNORECASE)
NAMES = {
    "zwnj": "\u200c",
    "zwj": "\u200d",
    "lrm": "\u200e",
    "rlm": "\u200f",
    **{f"#820{digit}": chr(8200 + digit) for digit in range(4, 8)},
    **{f"#x200{digit}": chr(0x200C + place) for place, digit in enumerate("cdef")},
}
SHIELD = str.maketrans(MARKS)
UNSHIELD = str.maketrans({held: mark for mark, held in MARKS.items()})

SHORT = 1_500
MUCH_MORE = 2.5

MIN_LETTERS = 40
"""Less is no article: a caption, a notice, a menu."""


def main_text(page: str, url: str) -> str:
    """The article's paragraphs, parted by blank lines; empty where trafilatura finds no article."""
    shielded = shield(page)
    careful = _extracted(shielded, url, careful=True)
    if len(careful) >= SHORT:
        return careful
    # Short is rare: a brief, or an article of which the careful way saw one box. The other way tells them apart.
    balanced = _extracted(shielded, url, careful=False)
    return balanced if len(balanced) > MUCH_MORE * len(careful) else careful


def _extracted(shielded: str, url: str, *, careful: bool) -> str:
    document: Any = bare_extraction(shielded, url=url, favor_precision=careful, include_comments=False)
    return paragraphs(unshield(document.text or "")) if document is not None else ""


def shield(page: str) -> str:
    """Put letters in the place of the joiners and marks, named ones included."""
    plain = NAMED_MARK.sub(lambda found: NAMES[found[1].lower()], page)
    return plain.translate(SHIELD)


def unshield(text: str) -> str:
    """The reverse of ``shield``."""
    return text.translate(UNSHIELD)


def is_article(text: str) -> bool:
    """True where the text has at least the letters of a short report."""
    return sum(letter.isalpha() for letter in text[:2_000]) >= MIN_LETTERS


def without_headline(text: str, headlines: Iterable[str]) -> str:
    """The text without a headline repeated as its first paragraph."""
    first, _, rest = text.partition("\n\n")
    return rest if rest and bare(first) in {bare(headline) for headline in headlines} else text
