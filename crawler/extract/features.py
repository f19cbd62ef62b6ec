"""What is known of each block of a page, as numbers, for the ranker."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log1p

import numpy as np
from numpy.typing import NDArray

from crawler.extract.blocks import Block, Box, Page
from crawler.extract.marks import MARK
from crawler.extract.wording import (
    BULLETS,
    CLOCK,
    COMMAS,
    CREDITS,
    DIGITS,
    INVITES,
    RIGHTS,
    STOPS,
    ends_sentence,
)

TAGS = ("p", "h1", "h2", "h3", "h4", "li", "td", "div", "blockquote", "figcaption", "section", "article", "dd", "pre")
ABOVE = ("article", "main", "aside", "header", "footer", "form", "figure", "table", "li", "blockquote", "section", "p")
TAG_PLACE = {tag: place for place, tag in enumerate(TAGS)}
HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
GOOD_WORDS = 12
GOOD_LINKED = 0.4
SHARES = (0.9, 0.7, 0.5)
BESIDE = 8
"""The first features of a block are also given of its neighbours."""

GOOD = 7
"""Where a block says that it is a long run of words that are no links."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What the page says of itself elsewhere: headlines, a summary, and its text, as in its linked data."""

    titles: tuple[str, ...] = ()
    summary: str = ""
    told: str = ""

    @property
    def known_titles(self) -> frozenset[str]:
        """The headlines as blocks are compared with them."""
        return frozenset(" ".join(title.casefold().split()) for title in self.titles if title)


def features(page: Page, hints: Hints) -> NDArray[np.float32]:
    """A row for each block: itself, the boxes around it, its neighbours, its place. The page has at least one."""
    boxes, blocks = page.boxes, page.blocks
    titles = hints.known_titles
    titled = [block.text.casefold() in titles for block in blocks]
    own_rows = _own(page, hints, titled)
    around_rows, inner = _around(page, own_rows, titled)
    own = np.array(own_rows, dtype=np.float32)
    marks = [
        [block.marks | boxes[block.box].marks for block in blocks],
        [_near(boxes, block.box) for block in blocks],
        [boxes[block.box].within for block in blocks],
        [inner[block.box] for block in blocks],
    ]
    bits = np.arange(len(MARK), dtype=np.int64)
    flags = ((np.array(marks, dtype=np.int64)[:, :, None] >> bits) & 1).astype(np.float32)
    empty = np.zeros((2, BESIDE), dtype=np.float32)
    padded = np.vstack([empty, own[:, :BESIDE], empty])
    neighbours = [padded[shift : shift + len(own)] for shift in (0, 1, 3, 4)]
    return np.hstack([own, np.array(around_rows, dtype=np.float32), *flags, *neighbours])


def _own(page: Page, hints: Hints, titled: list[bool]) -> list[list[float]]:
    summary = " ".join(hints.summary.split())
    counts = Counter(block.text for block in page.blocks)
    above: dict[frozenset[str], list[float]] = {}
    return [
        _own_row(block, page.boxes[block.box], hints.told, summary, counts[block.text], is_title, above)
        for block, is_title in zip(page.blocks, titled, strict=True)
    ]


def _own_row(
    block: Block,
    box: Box,
    told: str,
    summary: str,
    count: int,
    is_title: bool,
    above: dict[frozenset[str], list[float]],
) -> list[float]:
    text, tag = block.text, box.tag
    size, words = len(text), block.words
    linked = block.linked / size
    start = text[:200]
    low = start.lower()
    row = [
        log1p(size),
        log1p(words),
        linked,
        ends_sentence(text),
        tag == "p",
        tag in HEADS,
        bool(told) and text[:70] in told,
        words >= GOOD_WORDS and linked <= GOOD_LINKED,
        *([0.0] * len(TAGS)),
    ]
    if (place := TAG_PLACE.get(tag)) is not None:
        row[BESIDE + place] = 1.0
    if (known := above.get(box.tags)) is None:
        known = above[box.tags] = [float(one in box.tags) for one in ABOVE]
    row += known
    digits = len(DIGITS.findall(start))
    low_words = low.split()
    first = low_words[0].strip("(:[|-–—")
    row += [
        bool(told),
        block.bold / size,
        size / words,
        sum(map(text.count, STOPS)) / words,
        sum(map(text.count, COMMAS)) / words,
        digits / len(start),
        sum(map(str.isupper, text[:60])) / min(size, 60),
        bool(digits and CLOCK.search(low)),
        any(word in low for word in RIGHTS),
        not INVITES.isdisjoint(low_words),
        first in CREDITS,
        bool(BULLETS.search(start)),
        text[0] in "\"'“”«»‘’„",
        text[0].islower(),
        text[-1] == ":",
        min(count, 4),
        is_title,
        bool(summary) and (text[:60] in summary or summary[:60] in text),
        box.depth,
    ]
    return row


def _near(boxes: list[Box], box: int) -> int:
    """The marks of the two boxes above."""
    up = boxes[box].up
    if up < 0:
        return 0
    above = boxes[up]
    return above.marks | (boxes[above.up].marks if above.up >= 0 else 0)


def _around(page: Page, own: list[list[float]], titled: list[bool]) -> tuple[list[list[float]], list[int]]:
    """The boxes above each block and its place on the page; and the marks that each box has within the article's."""
    boxes, blocks = page.boxes, page.blocks
    good, stats = _sums(page, own)
    total = good[0] or 1.0
    roots = _roots(boxes, good)
    inside = [_inside(boxes, root) for root in roots]
    inner = [0] * len(boxes)
    for box in range(1, len(boxes)):
        inner[box] = 0 if box == roots[1] else inner[boxes[box].up] | boxes[box].marks
    first = next((place for place, block in enumerate(blocks) if boxes[block.box].tag == "h1"), -1)
    headline = next((place for place, is_title in enumerate(titled) if is_title), first)
    rows: list[list[float]] = []
    before = passed = 0.0
    all_chars = sum(len(block.text) for block in blocks) or 1.0
    tail = (log1p(total), float(len(blocks)))
    for place, block in enumerate(blocks):
        box = block.box
        depth = boxes[box].depth
        row: list[float] = []
        for _ in range(4):
            row += stats[box]
            box = max(boxes[box].up, 0)
        row += [known[block.box] for known in inside]
        row += [depth - boxes[root].depth for root in roots]
        row += [
            before / total,
            passed / all_chars,
            place / len(blocks),
            headline < 0,
            0 <= headline < place,
            max(-30, min(place - headline, 60)) if headline >= 0 else 0.0,
            *tail,
            log1p(good[block.box]),
        ]
        before += block.words if own[place][GOOD] else 0
        passed += len(block.text)
        rows.append(row)
    return rows, inner


def _sums(page: Page, own: list[list[float]]) -> tuple[list[float], list[tuple[float, ...]]]:
    """For each box with all under it: its good words; and shares that tell an article from a list of links."""
    boxes = page.boxes
    n = len(boxes)
    good, chars, linked, count, good_count = ([0.0] * n for _ in range(5))
    for block, row in zip(page.blocks, own, strict=True):
        box = block.box
        if row[GOOD]:
            good[box] += block.words
            good_count[box] += 1
        chars[box] += len(block.text)
        linked[box] += block.linked
        count[box] += 1
    for box in range(n - 1, 0, -1):
        if count[box]:
            up = boxes[box].up
            good[up] += good[box]
            chars[up] += chars[box]
            linked[up] += linked[box]
            count[up] += count[box]
            good_count[up] += good_count[box]
    keys = Counter(box.key for box in boxes)
    total = good[0] or 1.0
    stats: list[tuple[float, ...]] = []
    for place, one in enumerate(boxes):
        if not (many := count[place]):
            stats.append(())
            continue
        size = chars[place]
        stats.append(
            (
                good[place] / total,
                linked[place] / size,
                log1p(size / many),
                good_count[place] / many,
                log1p(keys[one.key]),
            )
        )
    return good, stats


def _roots(boxes: list[Box], good: list[float]) -> list[int]:
    """The deepest boxes that still hold a share of the page's good words."""
    roots = [0] * len(SHARES)
    for place, share in enumerate(SHARES):
        wanted = share * (good[0] or 1.0)
        for box in range(1, len(boxes)):
            if boxes[box].up == roots[place] and good[box] >= wanted:
                roots[place] = box
    return roots


def _inside(boxes: list[Box], root: int) -> list[bool]:
    known = [root == 0] * len(boxes)
    for box in range(1, len(boxes)):
        known[box] = box == root or known[boxes[box].up]
    return known
