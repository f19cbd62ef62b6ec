"""Seven languages told apart by their letters' company: a logistic regression over n-grams of letters, and words.

The weights (``text/lang/ngrams.npz``, see the card beside it) are bytes, one for each n-gram and language. They were
fitted on pieces of ten to fifty characters by bench/train_langid.py, because that is what headlines are.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LANGUAGES = ("en", "fr", "fa", "ar", "ur", "ps", "ckb")
_WEIGHTS = Path(__file__).resolve().parent / "lang" / "ngrams.npz"
_LONGEST = 5
_READ = 200
"""Characters that are looked at; a longer text is told apart without them."""
_NOT_WORD = re.compile(r"[^\w\u200c'’]+|[\d_]+")


def ngrams(text: str) -> set[str]:
    """N-grams of one to five letters, spaces at the ends of words among them, and words marked by ``w=``."""
    plain = f" {_NOT_WORD.sub(' ', text.lower()).strip()} "
    found = {plain[i : i + n] for n in range(1, _LONGEST + 1) for i in range(len(plain) - n + 1)}
    found.update("w=" + word for word in plain.split())
    return found


def likelihoods(text: str) -> dict[str, float]:
    """The log probability of each of the seven, as if there were no others."""
    rows, weights, bias, scale = _model()
    seen = [row for gram in ngrams(text[:_READ]) if (row := rows.get(gram)) is not None]
    scores = bias + scale * weights[seen].sum(axis=0, dtype=np.int32)
    scores -= np.logaddexp.reduce(scores)
    return dict(zip(LANGUAGES, scores.tolist(), strict=True))


@cache
def _model() -> tuple[dict[str, int], NDArray[np.int8], NDArray[np.float64], float]:
    with np.load(_WEIGHTS) as data:
        grams = bytes(data["grams"]).decode("utf-8").split("\n")
        return {gram: i for i, gram in enumerate(grams)}, data["weights"], data["bias"], float(data["scale"])
