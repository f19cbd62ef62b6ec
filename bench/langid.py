"""Language identification beside its peers, on the same slices of the same texts in one run: ``python -m bench.langid``.

Slices of 10, 30 and 100 characters that begin at a word, 300 a text, of the texts which the gate reads (RASAD_CORPORA). The peers are
py3langid restricted to the seven languages and langdetect, seeded, as it comes. Prints accuracy (mean over languages) and microseconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from langdetect import DetectorFactory, LangDetectException, detect
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from text.langid import identify

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
LENGTHS = (10, 30, 100)


def restricted() -> Callable[[str], str]:
    """py3langid, told to choose among the seven."""
    model: Any = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages(["en", "fr", "fa", "ar", "ur", "ps", "ku"])
    return lambda text: str(model.classify(text)[0]).replace("ku", "ckb")


def by_langdetect(text: str) -> str:
    try:
        return str(detect(text))
    except LangDetectException:
        return "und"


def main() -> None:
    from gates.test_langid import FILES, declaration, slices

    DetectorFactory.seed = 0
    peers: dict[str, Callable[[str], str]] = {
        "rasad": lambda text: identify(text, vote=False).lang,
        "py3langid, seven": restricted(),
        "langdetect": by_langdetect,
    }
    for name, guess in peers.items():
        for length in LENGTHS:
            right: dict[str, list[bool]] = {}
            spent, number = 0.0, 0
            for file, lang in FILES.items():
                parts = slices(declaration(file), length, 300)
                start = time.perf_counter()
                found = [guess(part) == lang for part in parts]
                spent, number = spent + time.perf_counter() - start, number + len(parts)
                right.setdefault(lang, []).extend(found)
            accuracy = sum(sum(found) / len(found) for found in right.values()) / len(right)
            print(f"{name:18} {length:4} characters  {accuracy:.3f}  {spent / number * 1e6:8.0f} us", flush=True)


if __name__ == "__main__":
    main()
