"""The recipe of the ranker of blocks: ``python -m bench.train_extract`` writes crawler/extract/ranker.npz.

Learns from pages under RASAD_CORPORA: those of ``aeb`` and ``fundus`` with their gold texts, and, at less weight, those
of ``trafilatura_eval`` (its strings that must or must not be there) and ``htmldate``, both with what trafilatura's modes
take. ``--cv PARTS`` judges every page by a ranker that has seen no page of its domain, and prints what comes of it: what
unseen pages can be expected to give. Needs the extra ``bench``.
"""

from __future__ import annotations

import argparse
import logging
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from trafilatura import bare_extraction

from bench import pages as sets
from bench.pages import GoldPage, words
from crawler.extract import body
from crawler.extract.blocks import Block, read_blocks
from crawler.extract.body import Judged, by_trafilatura
from crawler.extract.features import features
from crawler.extract.markup import page_bytes, page_tree
from crawler.extract.metadata import read_metadata
from crawler.extract.page import hints_of
from crawler.extract.ranker import MODEL, Trees

TREES = 150
SOFT = 0.4
"""The weight of a page whose labels are what another extractor takes."""

BLIND = 0.4
"""The weight of each page's second copy, in which letters of case and wordings say nothing, as in scripts without case."""

MODES: tuple[tuple[float, dict[str, bool]], ...] = ((0.4, {}), (0.4, {"favor_precision": True}), (0.2, {"fast": True}))
SETTINGS: dict[str, Any] = {
    "objective": "cross_entropy",
    "num_leaves": 15,
    "max_depth": 7,
    "learning_rate": 0.08,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "verbose": -1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 1,
}


@dataclass
class Lesson:
    """A page's blocks with what they should be judged, and how much each counts."""

    page: GoldPage
    blocks: list[Block]
    lean: bytes
    rows: NDArray[np.float32]
    labels: NDArray[np.float64]
    weights: NDArray[np.float64]


def lesson(page: GoldPage) -> Lesson | None:
    """A page as the extractor sees it, with labels; None for one without text."""
    lean = page_bytes(page.html, None, page.url)
    tree = page_tree(lean, page.url)
    hints = hints_of(read_metadata(tree))
    found = read_blocks(tree)
    if not found.blocks:
        return None
    sizes = np.array([min(max(len(words(block.text)), 1), 120) for block in found.blocks]) ** 0.7
    weights = sizes / sizes.sum() * 60
    if page.text:
        labels = shares(found.blocks, page.text)
    else:
        labels = sum(share * shares(found.blocks, other(page, mode)) for share, mode in MODES)
        weights *= SOFT
        for place, block in enumerate(found.blocks):
            wanted, unwanted = (any(part in block.text for part in parts) for parts in (page.wanted, page.unwanted))
            if wanted != unwanted:
                labels[place], weights[place] = float(wanted), weights[place] + 1
    return Lesson(page, found.blocks, lean, features(found, hints), labels, weights)


def other(page: GoldPage, mode: dict[str, bool]) -> str:
    """What trafilatura takes."""
    document: Any = bare_extraction(page.html, url=page.url, include_comments=False, **mode)
    return (document.text or "") if document is not None else ""


def shares(blocks: list[Block], gold: str) -> NDArray[np.float64]:
    """Of each block, how much stands in the gold text: its 4-grams, or the whole where it is short. Once only."""
    lines = {" ".join(words(line.lower())) for line in gold.split("\n")}
    all_words = words(gold.lower())
    grams = set(zip(all_words, all_words[1:], all_words[2:], all_words[3:], strict=False))
    taken: set[str] = {""}
    labels: list[float] = []
    for block in blocks:
        own = words(block.text.lower())
        line = " ".join(own)
        mine = list(zip(own, own[1:], own[2:], own[3:], strict=False))
        share = sum(gram in grams for gram in mine) / len(mine) if mine else float(line in lines)
        labels.append(0.0 if line in taken else share)
        if share > 0.5:
            taken.add(line)
    return np.array(labels)


def trained(lessons: list[Lesson]) -> Trees:
    """A ranker of these pages."""
    rows = np.vstack([one.rows for one in lessons])
    blind = rows.copy()
    blind[:, BLINDED] = 0
    labels = np.concatenate([one.labels for one in lessons])
    weights = np.concatenate([one.weights for one in lessons])
    known = lightgbm.Dataset(
        np.vstack([rows, blind]), np.concatenate([labels, labels]), weight=np.concatenate([weights, weights * BLIND])
    )
    return as_table(lightgbm.train(SETTINGS, known, TREES).dump_model())


BLINDED = [40, 42, 43, 44, 47]
"""Capitals, rights, invitations, credits, a small first letter."""


def as_table(model: dict[str, Any]) -> Trees:
    """The trees as one table: siblings side by side, leaves that lead to themselves."""
    feature: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    value: list[float] = []
    depth = 0

    def room(count: int) -> int:
        for _ in range(count):
            feature.append(0)
            threshold.append(np.inf)
            left.append(len(left))
            value.append(0.0)
        return len(left) - count

    def put(node: dict[str, Any], place: int, level: int) -> None:
        nonlocal depth
        depth = max(depth, level)
        if "leaf_value" in node:
            value[place] = node["leaf_value"]
            return
        feature[place], threshold[place] = node["split_feature"], node["threshold"]
        left[place] = room(2)
        put(node["left_child"], left[place], level + 1)
        put(node["right_child"], left[place] + 1, level + 1)

    roots = []
    for tree in model["tree_info"]:
        roots.append(room(1))
        put(tree["tree_structure"], roots[-1], 0)
    return Trees(
        np.array(feature, np.int32), np.array(threshold, np.float32), np.array(left, np.int32),
        np.array(value, np.float32), np.array(roots, np.int32), depth,
    )  # fmt: skip


def validated(lessons: list[Lesson], parts: int) -> None:
    """Each page judged by a ranker that knows no page of its domain: with and without trafilatura's help in doubt."""
    alone: dict[str, list[tuple[GoldPage, str]]] = {}
    helped: dict[str, list[tuple[GoldPage, str]]] = {}
    asked = 0
    for part in range(parts):
        ranker = trained([one for one in lessons if one.page.part(parts) != part])
        for one in lessons:
            if one.page.part(parts) == part and one.page.kind != "htmldate":
                found = Judged(one.blocks, ranker.judge(one.rows))
                doubtful = found.doubt > body.DOUBT
                asked += doubtful
                alone.setdefault(one.page.kind, []).append((one.page, found.text))
                text = (by_trafilatura(one.lean, one.page.url) or found.text) if doubtful else found.text
                helped.setdefault(one.page.kind, []).append((one.page, text))
    print(f"unseen domains, {parts} parts; in doubt: {asked / sum(map(len, alone.values())):.2f} of the pages")
    for kind, pairs in helped.items():
        print(f"{kind:18} {sets.figure(pairs):.4f}, the ranker alone {sets.figure(alone[kind]):.4f}", flush=True)


def main() -> None:
    call = argparse.ArgumentParser(description=__doc__)
    call.add_argument("--cv", type=int, metavar="PARTS")
    asked = call.parse_args()
    logging.disable(logging.CRITICAL)
    every = [*sets.aeb(), *sets.fundus(), *sets.trafilatura_eval(), *sets.htmldate()]
    lessons = [one for page in every if (one := lesson(page)) is not None]
    if asked.cv:
        validated(lessons, asked.cv)
        return
    table = trained(lessons)
    np.savez_compressed(
        MODEL, feature=table.feature.astype(np.int16), threshold=table.threshold, left=table.left.astype(np.int16),
        value=table.value, roots=table.roots, depth=table.depth,
    )  # fmt: skip
    print(
        f"{MODEL.name}: {len(table.roots)} trees, {len(table.left)} nodes, depth {table.depth}, {MODEL.stat().st_size} bytes"
    )


if __name__ == "__main__":
    main()
