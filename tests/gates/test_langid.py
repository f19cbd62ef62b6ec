"""Floors of language identification on the seven languages of the corpora, at 10, 30 and 100 characters.

`python -m bench.langid` prints the figures beside those of the peers. The text called Sorani there is in Latin script.
"""

from __future__ import annotations

import html
import json
import random
import re

import pytest
from corpora import corpus

from text.langid import identify

FILES = {"eng": "en", "fra": "fr", "pes_1": "fa", "pes_2": "fa", "arb": "ar", "urd": "ur", "pbu": "ps", "ckb": "ckb"}
TATOEBA = {"pes-eng.pes": ("fa", 0.99), "pes-eng.eng": ("en", 0.995), "ara-eng.ara": ("ar", 0.985)}
TATOEBA |= {"urd-eng.urd": ("ur", 0.99), "fra-eng.fra": ("fr", 0.99)}


def declaration(name: str) -> str:
    page = corpus("corpora", "langid", f"{name}.html").read_text(encoding="utf-8")
    parts = re.findall(r"<(?:p|h\d)[^>]*>(.*?)</(?:p|h\d)>", page, re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(" ".join(re.sub("<[^>]+>", "", part) for part in parts)))


def slices(text: str, length: int, count: int) -> list[str]:
    starts = [m.start() for m in re.finditer(r"(?<!\S)\S", text) if m.start() + length < len(text)]
    return [text[i : i + length] for i in random.Random(7).choices(starts, k=count)]


@pytest.mark.parametrize(("length", "floor"), [(10, 0.935), (30, 0.99), (100, 0.997)])
def test_slices_of_the_declaration(length: int, floor: float) -> None:
    right: dict[str, list[bool]] = {}
    for name, lang in FILES.items():
        found = [identify(part, vote=False).lang == lang for part in slices(declaration(name), length, 300)]
        right.setdefault(lang, []).extend(found)
    assert sum(sum(found) / len(found) for found in right.values()) / len(right) >= floor


@pytest.mark.parametrize("name", TATOEBA)
def test_sentences(name: str) -> None:
    lang, floor = TATOEBA[name]
    lines = corpus("corpora", "tatoeba", f"tatoeba.{name}").read_text(encoding="utf-8").splitlines()
    assert sum(identify(line, vote=False).lang == lang for line in lines) / len(lines) >= floor


def test_confidence_is_calibrated() -> None:
    """Of the answers given with a probability of p, p are right: the mean gap over ten bins is small."""
    guesses = [
        (guess.confidence, guess.lang == lang)
        for name, lang in FILES.items()
        for length in (10, 20, 30)
        for guess in (identify(part, vote=False) for part in slices(declaration(name), length, 150))
    ]
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in guesses:
        bins.setdefault(min(int(confidence * 10), 9), []).append((confidence, right))
    gap = sum(abs(sum(c for c, _ in part) - sum(r for _, r in part)) for part in bins.values()) / len(guesses)
    assert gap <= 0.03


def test_persian_headlines_typed_on_arabic_keyboards() -> None:
    """Agency headlines, many of them with ي and ك: .990 measured."""
    files = sorted(corpus("corpora", "fars_news_fa").glob("*.jsonl"))
    titles = [json.loads(line)["title"] for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert sum(identify(title, vote=False).lang == "fa" for title in titles) / len(titles) >= 0.97
