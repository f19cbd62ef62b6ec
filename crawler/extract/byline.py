"""Who signs an article, where the page's data name nobody: the line beside the headline."""

from __future__ import annotations

import re

from crawler.extract.blocks import Block, Page
from crawler.extract.marks import MARK

AFTER_HEADLINE = 12
BEFORE_HEADLINE = 4
MOST_WORDS = 10
SIGNED = re.compile(
    r"^\W*(?:by|written by|reported by|story by|"
    r"نویسنده|خبرنگار|گزارش از|نوشته|به قلم|بقلم|كتب|كتبت|إعداد)\b\s*:?\s*(?=\S)",
    re.IGNORECASE,
)
NO_BYLINE = re.compile(r"\d{2}|[?!؟…]|\.\s*$|@|\b(?:read|more|follow|share|comments?)\b", re.IGNORECASE)


def byline(page: Page, titles: frozenset[str]) -> str:
    """The line that is marked as its author, or says so, nearest after the headline; empty where there is none."""
    blocks = page.blocks
    place = next((n for n, block in enumerate(blocks) if block.text.casefold() in titles), None)
    start = 0 if place is None else max(0, place - BEFORE_HEADLINE)
    near = blocks[start : (place or 0) + AFTER_HEADLINE]
    after = [block for n, block in enumerate(near, start) if place is None or n > place]
    for block in [*after, *near]:
        if block.words <= MOST_WORDS and _is_signed(page, block) and not NO_BYLINE.search(block.text):
            return SIGNED.sub("", block.text)
    return ""


def _is_signed(page: Page, block: Block) -> bool:
    if SIGNED.match(block.text):
        return True
    box = page.boxes[block.box]
    return bool((block.marks | box.marks) & MARK["author"]) and block.words <= 6
