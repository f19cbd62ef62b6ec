"""The main text of a page: the blocks that the ranker takes for the article, or trafilatura's where it is in doubt."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from trafilatura import bare_extraction

from crawler.extract.blocks import Block, Page
from crawler.extract.features import Hints, features
from crawler.extract.naming import bare
from crawler.extract.ranker import trees
from crawler.extract.wording import is_furniture
from crawler.plain import paragraphs

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

CHOSEN = 0.45
"""Blocks above this probability are the article's."""

DOUBT = 0.13
"""Of the words that are likely the article's, the share about which the ranker may be undecided. Above it, which is one
page in five, trafilatura is better on average (``bench/train_extract.py --cv``)."""

LONG_BLOCK = 150
"""Words of a block beyond these add nothing to a doubt."""

REPEATED = 30
"""A block of more letters that stands twice on a page is taken once: the same for small and large screens."""

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

MIN_LETTERS = 40
"""Less is no article: a caption, a notice, a menu."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The blocks of a page, and how probable it is of each that it belongs to the article."""

    blocks: list[Block]
    chances: NDArray[np.float32]

    @property
    def text(self) -> str:
        """The article's paragraphs, parted by blank lines."""
        seen: set[str] = set()
        lines: list[str] = []
        for block, chance in zip(self.blocks, self.chances.tolist(), strict=True):
            if chance > CHOSEN and block.text not in seen and not is_furniture(block.text):
                lines.append(block.text)
                if len(block.text) > REPEATED:
                    seen.add(block.text)
        return "\n\n".join(lines)

    @property
    def doubt(self) -> float:
        """The undecided share of the words that are likely the article's; 1 where there are none."""
        words = np.array([min(block.words, LONG_BLOCK) for block in self.blocks], dtype=np.float32)
        likely = float((words * self.chances).sum())
        return float((words * np.minimum(self.chances, 1 - self.chances)).sum()) / likely if likely >= 1 else 1.0


def judged(page: Page, hints: Hints) -> Judged:
    """The blocks of a page with their chances."""
    if not page.blocks:
        return Judged([], np.zeros(0, dtype=np.float32))
    return Judged(page.blocks, trees().judge(features(page, hints)))


def main_text(lean: bytes, page: Page, hints: Hints, url: str) -> tuple[str, str]:
    """The article's paragraphs, parted by blank lines, and whose they are; empty where there seem to be none."""
    own = judged(page, hints)
    text = own.text
    if own.doubt > DOUBT:
        other = by_trafilatura(lean, url)
        # One line for several blocks is trafilatura's last resort: the page's words, whatever they are.
        is_heap = "\n" not in other and "\n" in text
        if other and not is_heap:
            return other, "trafilatura"
    return text, "ranker"


def by_trafilatura(lean: bytes, url: str) -> str:
    """What trafilatura takes for the article, as paragraphs; empty where it finds none."""
    document: Any = bare_extraction(shield(lean.decode("utf-8", "replace")), url=url, fast=True, include_comments=False)
    if document is None:
        return ""
    lines = paragraphs(unshield(document.text or "")).split("\n\n")
    return "\n\n".join(line for line in lines if not is_furniture(line))


def shield(page: str) -> str:
    """Put letters in the place of the joiners and marks, named ones included."""
    plain = NAMED_MARK.sub(lambda found: NAMES[found[1].lower()], page) if "&" in page else page
    for mark, held in MARKS.items():
        plain = plain.replace(mark, held)
    return plain


def unshield(text: str) -> str:
    """The reverse of ``shield``."""
    for mark, held in MARKS.items():
        text = text.replace(held, mark)
    return text


def is_article(text: str) -> bool:
    """True where the text has at least the letters of a short report."""
    return sum(map(str.isalpha, text[:400])) >= MIN_LETTERS


def without_headline(text: str, headlines: Iterable[str]) -> str:
    """The text without a headline repeated as its first paragraph."""
    first, _, rest = text.partition("\n\n")
    return rest if rest and bare(first) in {bare(headline) for headline in headlines} else text
