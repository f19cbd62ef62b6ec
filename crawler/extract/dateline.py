"""The date that a page shows beside its headline, and the one in its address, where its data give none."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract.blocks import Block, Page
from crawler.extract.marks import MARK
from crawler.extract.wording import ends_sentence
from text.dates import parse_published

AFTER_HEADLINE = 14
BEFORE_HEADLINE = 4
MOST_WORDS = 12
MOST_LETTERS = 90
MOST_LINKED = 32
"""Letters of a link: a date may lead to the day's archive, a longer link leads to another article."""

YEAR = re.compile(r"(?:1[34]|19|20|۱[۳۴]|۱۹|۲۰|١[٣٤]|٢٠)[\d۰-۹٠-٩]{2}")
EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
IN_ADDRESS = re.compile(r"(?<!\d)((?:20|1[34])\d\d)([/-]?)(\d\d)\2(\d\d)(?!\d)")
LONGEST_DATELINE = 45
LONG_BLOCK = 15
SENTENCE = 8
"""Words of a block, or of a paragraph that is a sentence: below two of these no dateline is looked for."""


def dateline(page: Page, titles: frozenset[str], zone: str) -> str:
    """The words of the first date near the headline, below it before above it; empty where none is there.

    What stands far above is often the day of the visit, what stands far below is another article's.
    """
    blocks = page.blocks
    found = [n for n, block in enumerate(blocks) if block.text.casefold() in titles]
    if not found:
        return ""
    # The outlet's own name may be a heading too: the longest is the headline.
    place = max(found, key=lambda n: (page.boxes[blocks[n].box].tag == "h1", len(blocks[n].text), -n))
    below = blocks[place + 1 : place + 1 + AFTER_HEADLINE]
    long = [n for n, block in enumerate(below) if _is_prose(page, block)][:2]
    below = below[: long[1]] if len(long) == 2 else below
    around = _boxes_above(page, blocks[place].box)
    above = [one for one in blocks[max(0, place - BEFORE_HEADLINE) : place] if around & _boxes_above(page, one.box)]
    for block in [*below, *above[::-1]]:
        if block.words > MOST_WORDS or len(block.text) > MOST_LETTERS or not YEAR.search(block.text):
            continue
        if block.linked > MOST_LINKED:
            continue
        box = page.boxes[block.box]
        if (block.marks | box.marks | page.boxes[max(box.up, 0)].marks) & MARK["related"]:
            continue
        text = EAST_ASIAN.sub(r"\1-\2-\3 ", block.text)
        if parse_published(text, zone):
            return text
    return ""


def _is_prose(page: Page, block: Block) -> bool:
    sentence = page.boxes[block.box].tag == "p" and block.words >= SENTENCE and ends_sentence(block.text)
    return sentence or block.words >= LONG_BLOCK


def _boxes_above(page: Page, box: int) -> frozenset[int]:
    """The two boxes that a block stands in, the page itself aside."""
    up = page.boxes[box].up
    return frozenset({up, page.boxes[up].up if up > 0 else 0}) - {-1, 0}


def without_datelines(text: str) -> str:
    """The text without lines at its beginning that are a date and little else."""
    lines = text.split("\n\n")
    first = 0
    while first < min(len(lines) - 1, 3) and _is_dateline(lines[first]):
        first += 1
    return "\n\n".join(lines[first:]) if first else text


def _is_dateline(line: str) -> bool:
    if len(line) > LONGEST_DATELINE or not YEAR.search(line) or line[-1] in ".!?؟":
        return False
    return parse_published(EAST_ASIAN.sub(r"\1-\2-\3 ", line), "UTC") is not None


def day_in_address(url: str) -> str:
    """The day that stands in an address (/2026/11/24/, /1405/09/03/, -20261124-); empty where none does."""
    found = IN_ADDRESS.search(urlsplit(url).path)
    return f"{found[1]}-{found[3]}-{found[4]}" if found else ""
