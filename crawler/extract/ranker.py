"""Which blocks of a page are its article: gradient boosted trees, trained by ``bench/train_extract.py``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MODEL = Path(__file__).with_name("ranker.npz")
MOST_AT_ONCE = 1_000
"""Rows that are judged together: memory stays flat on a page of thousands of blocks."""


@dataclass(frozen=True, slots=True)
class Trees:
    """All trees as one table of nodes. A row goes to ``left``, or to the node after it where its feature is above the
    threshold; a leaf is a node that leads to itself."""

    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    value: NDArray[np.float32]
    roots: NDArray[np.int32]
    depth: int

    def judge(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each row, how probable it is that the block belongs to the article (0 to 1)."""
        parts = [self._judge(rows[place : place + MOST_AT_ONCE]) for place in range(0, len(rows), MOST_AT_ONCE)]
        return np.concatenate(parts)

    def _judge(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        flat = rows.ravel()
        start = np.arange(len(rows), dtype=np.int32)[:, None] * np.int32(rows.shape[1])
        node = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        for _ in range(self.depth):
            above = flat[start + self.feature[node]] > self.threshold[node]
            node = self.left[node] + above
        score = self.value[node].sum(axis=1)
        return np.asarray(1.0 / (1.0 + np.exp(-score)), dtype=np.float32)


@cache
def trees() -> Trees:
    """The shipped ranker."""
    with np.load(MODEL, allow_pickle=False) as kept:
        return Trees(
            feature=kept["feature"].astype(np.int32),
            threshold=kept["threshold"],
            left=kept["left"].astype(np.int32),
            value=kept["value"],
            roots=kept["roots"],
            depth=int(kept["depth"]),
        )
