"""Documents a second and memory of the pipeline, with and without the gate, beside plain spaCy on the same texts.

``python -m bench.nlp [COUNT]`` generates COUNT documents of two thousand characters (our own; no corpus is needed), half
of them English, most of them about neither subject, and prints a line for each way of reading them. Memory is the
resident set after a tenth of the documents and after all of them: flat memory means that the two hardly differ.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUBJECT = {
    "en": "The RCMP said agents of the IRGC had followed Mahtab Sohrabi in Toronto. ",
    "fa": "پلیس فدرال کانادا گفت مأموران سپاه پاسداران مهتاب سهرابی را در تورنتو تعقیب کرده‌اند. ",
}
OTHER = {
    "en": "The council of {name} voted on Tuesday to repair bridge number {n}, the mayor told reporters. ",
    "fa": "شورای شهر {name} سه‌شنبه تصویب کرد که پل شمارهٔ {n} مرمت شود، شهردار به خبرنگاران گفت. ",
}
LETTERS = {"en": "abcdefghiklmnoprstuvz", "fa": "ابپتجچحخدرزسشفقکگلمنوهی"}


def texts(count: int, share: float, seed: int = 1) -> Iterator[tuple[str, str]]:
    """(language, text) pairs; every text holds words that no other does, as news does."""
    rng = random.Random(seed)
    for number in range(count):
        lang = "en" if number % 2 else "fa"
        relevant = rng.random() < share
        parts = [SUBJECT[lang]] * relevant
        while sum(map(len, parts)) < 2000:
            name = "".join(rng.choices(LETTERS[lang], k=7)).capitalize()
            parts.append(OTHER[lang].format(name=name, n=rng.randrange(10_000)))
        yield lang, "".join(parts)


def resident_mb() -> float:
    """The resident set of this process."""
    gc.collect()
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def measured(name: str, count: int, share: float, read: Callable[[str, str], object]) -> None:
    """Read ``count`` texts and print the pace and the memory."""
    early = 0.0
    began = time.process_time()
    for number, (lang, text) in enumerate(texts(count, share)):
        read(lang, text)
        if number == count // 10:
            early = resident_mb()
    pace = count / (time.process_time() - began)
    print(f"{name:38}{pace:10.1f} docs/s{early:9.1f} MB {resident_mb():9.1f} MB  x{resident_mb() / early:.3f}")


def main(arguments: list[str]) -> None:
    """Print the table."""
    import spacy

    import catalog
    from model.article import TextDocument
    from nlp.languages import ENGLISH_MODEL
    from nlp.pipeline import load

    count = int(arguments[0]) if arguments else 1000
    config = catalog.load(ROOT / "config")
    understanding = load(config.watchlists, config.lexicons)
    plain = {"en": spacy.load(ENGLISH_MODEL), "fa": spacy.blank("fa")}

    def rasad(gate: bool) -> Callable[[str, str], object]:
        return lambda _, text: next(understanding.annotate([TextDocument(id="x", title="", text=text)], gate=gate))

    measured("gate on, 1 in 100 of the subject", count, 0.01, rasad(True))
    measured("gate off", count, 0.01, rasad(False))
    measured("plain spaCy (English model, fa blank)", count, 0.01, lambda lang, text: plain[lang](text))


if __name__ == "__main__":
    main(sys.argv[1:])
