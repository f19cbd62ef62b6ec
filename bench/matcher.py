"""Does the cost of matching grow with the list? ``python -m bench.matcher``: time a document with 300 and with 30,000 names.

The texts are generated events; the names are invented of the generator's first and last names and numbers in words. Both
linkers read the same documents in turns within one run; the ratio is what counts.
"""

from __future__ import annotations

import itertools
import random
import statistics
import sys
import time

from bench.gold import ROOT
from model.annotation import Label
from model.watch import Name, WatchEntity, Watchlist
from nlp.linking import Linker
from text.orthography import canonical

sys.path.insert(0, str(ROOT / "tests" / "generator"))
ROUNDS = 15


def names(count: int) -> list[str]:
    """Invented names: syllables put together, in Latin and Persian letters by turns."""
    rng = random.Random(7)
    latin = [
        "ba",
        "dar",
        "far",
        "go",
        "hesh",
        "ja",
        "kam",
        "lo",
        "mor",
        "na",
        "par",
        "rad",
        "sa",
        "tan",
        "var",
        "ya",
        "zand",
    ]
    persian = ["با", "دار", "فر", "گو", "حش", "جا", "کام", "لو", "مر", "نا", "پر", "راد", "سا", "تن", "ور", "یا", "زند"]
    made: dict[str, None] = {}
    for n in itertools.count():
        some = latin if n % 2 else persian
        words = ["".join(rng.choices(some, k=rng.randint(2, 4))) for _ in range(2)]
        made[" ".join(words).title()] = None
        if len(made) == count:
            return list(made)
    raise AssertionError


def linker(count: int) -> Linker:
    """A linker of so many names."""
    found = tuple(
        WatchEntity(id=f"name-{n}", label=Label.PERSON, name=text, names={"en": (Name(text=text),)})
        for n, text in enumerate(names(count))
    )
    return Linker((Watchlist(id="many", title="Many", entities=found),))


def measured() -> dict[int, float]:
    """Milliseconds a document by size of the list: the median of interleaved rounds."""
    import events

    texts = [canonical(d.whole).text for d in events.generate(3, 30)]
    linkers = {count: linker(count) for count in (300, 30_000)}
    took: dict[int, list[float]] = {count: [] for count in linkers}
    for _ in range(ROUNDS):
        for count, one in linkers.items():
            began = time.process_time()
            for text in texts:
                one.hits(text)
            took[count].append((time.process_time() - began) / len(texts) * 1000)
    return {count: statistics.median(times) for count, times in took.items()}


def main() -> None:
    """Print both times and their ratio."""
    found = measured()
    for count, milliseconds in found.items():
        print(f"{count:6} names  {milliseconds:.3f} ms a document")
    print(f"ratio {found[30_000] / found[300]:.2f}")


if __name__ == "__main__":
    main()
