"""The recipe of the language weights: ``python -m bench.train_langid FOLDER`` writes text/lang/ngrams.npz.

FOLDER holds, unpacked side by side, Debian's ``mediawiki`` (its messages in the seven languages, ``usr/share/mediawiki``), translations of
programs (``usr/share/locale``, GTK and GNOME's ``-common`` and ``-data`` packages, ``iso-codes``) and ``LANG.txt``: the words of Debian's ``tesseract-ocr-LANG``
(``combine_tessdata -u``, ``dawg2wordlist``) for eng fra fas ara urd pus kmr. Needs scikit-learn, and heliport for the frequency of words, for
this run only. Corpora under RASAD_CORPORA add English, French, Persian and Arabic; neither the Universal Declaration nor Tatoeba is read.
"""

from __future__ import annotations

import gettext
import json
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from text.lang.function_words import ARABIC_WORDS, LATIN_WORDS
from text.ngrams import LANGUAGES, ngrams

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "text" / "lang" / "ngrams.npz"
CORPORA = Path(os.environ.get("RASAD_CORPORA", ROOT.parent / "shared")) / "corpora"
PIECES, KEPT = 45_000, 80_000
MESSAGES = {
    "en": ["en"],
    "fr": ["fr"],
    "fa": ["fa"],
    "ar": ["ar"],
    "ur": ["ur", "ur_PK"],
    "ps": ["ps"],
    "ckb": ["ku-latn", "ku", "ckb"],
}
WORDS = {"en": "eng", "fr": "fra", "fa": "fas", "ar": "ara", "ur": "urd", "ps": "pus", "ckb": "kmr"}
FREQUENT = {
    "en": ["eng"],
    "fr": ["fra"],
    "fa": ["pes", "prs"],
    "ar": ["ara", "arb"],
    "ur": ["urd"],
    "ps": ["pbt", "pbu", "pus"],
    "ckb": ["kmr", "kur"],
}
MARKUP = re.compile(r"\{\{[^}]*\}\}|\$\d|<[^>]+>|https?://\S+|&\w+;|%[-\d.]*[a-z]|[\[\]{}|#*=_&]|'''?")


def messages(folder: Path, lang: str) -> Iterator[str]:
    """What programs say in a language."""
    for code in MESSAGES[lang]:
        for path in folder.rglob(f"i18n/**/{code}.json"):
            yield from (v for v in json.loads(path.read_text(encoding="utf-8")).values() if isinstance(v, str))
        for path in folder.rglob(f"locale/{code}/LC_MESSAGES/*.mo"):
            with path.open("rb") as file:
                catalogue: Any = gettext.GNUTranslations(file)
            yield from (v for k, v in catalogue._catalog.items() if k and v != k)


def corpora(lang: str) -> Iterator[str]:
    """News and law in a language."""
    if lang == "en":
        for path in CORPORA.glob("rss_entries_2022_2023/*.jsonl"):
            for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
                entry = json.loads(line)
                yield f"{entry['title']}. {entry.get('description') or ''}"
    if lang == "fr":
        for path in CORPORA.glob("canada_sanctions_law/fra/*/*"):
            yield from re.split(r"<[^>]+>", path.read_text(encoding="utf-8"))
    if lang == "fa":
        for path in CORPORA.glob("fars_news_fa/*.jsonl"):
            for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
                yield from json.loads(line)["paragraphs"]
    for article in json.loads((CORPORA / "bbc_simorgh_fa_ar" / "articles_gold_text.json").read_text(encoding="utf-8")):
        if article["lang"] == lang:
            yield from article["paragraphs"]


def pieces(texts: list[str], rng: random.Random) -> Iterator[str]:
    """Pieces of texts that begin at a word, without end."""
    whole = " \n ".join(texts)
    starts = [m.start() for m in re.finditer(r"(?<!\S)\S", whole)]
    while True:
        start = rng.choice(starts)
        yield whole[start : start + rng.choice((8, 10, 10, 10, 12, 15, 20, 30, 50))].replace("\n", " ")


def runs(lang: str, texts: list[str], listed: list[str], rng: random.Random) -> Iterator[str]:
    """Runs of words as frequent as they are in the language, without end."""
    from heliport import Identifier

    judge = Identifier()
    low = lang in ("en", "fr", "ckb")
    own = Counter(w for t in texts for w in re.findall(r"[^\W\d_][\w\u200c]*", t.lower() if low else t))
    frequent = {"ckb": "ku"}.get(lang, lang)
    words = list(dict.fromkeys([w.lower() if low else w for w in listed if len(w) > 1][:120_000]))
    words += [*own, *{**LATIN_WORDS, **ARABIC_WORDS}[frequent]]
    shares = []
    for word in words:
        ranked = ((str(code).split("_")[0], cost) for code, cost in judge.identify_topk_with_score(word, 220))
        shares.append(10 ** -(min((cost for code, cost in ranked if code in FREQUENT[lang]), default=8.0) * 0.85))
    while True:
        run = " ".join(rng.choices(words, shares, k=4))
        yield (run.capitalize() if low and rng.random() < 0.15 else run)[: rng.choice((8, 10, 10, 12, 16, 24))]


def main(folder: Path) -> None:
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import SGDClassifier

    rng, seen, said = random.Random(3), [], []
    for lang in LANGUAGES:
        read = (re.sub(r"\s+", " ", MARKUP.sub(" ", t)).strip() for t in (*messages(folder, lang), *corpora(lang)))
        texts = list(dict.fromkeys(t for t in read if len(t) > 3))
        listed = (folder / f"{WORDS[lang]}.txt").read_text(encoding="utf-8").split()
        for source, count in ((pieces(texts, rng), PIECES), (runs(lang, texts, listed, rng), PIECES * 3 // 2)):
            some = (piece for piece in source if sum(map(str.isalpha, piece)) > 3)
            seen += [next(some) for _ in range(count)]
        said += [lang] * (len(seen) - len(said))
        print(lang, sum(map(len, texts)), flush=True)
    reader = CountVectorizer(analyzer=ngrams, min_df=4, binary=True)
    model = SGDClassifier(loss="log_loss", alpha=2e-6, max_iter=8, tol=None, random_state=1).fit(
        reader.fit_transform(seen), said
    )
    save(list(reader.get_feature_names_out()), model.coef_, model.intercept_, list(model.classes_))


def save(grams: list[str], coefficients: Any, intercepts: Any, classes: list[str]) -> None:
    """Write the weights that matter most, as bytes."""
    order = [classes.index(lang) for lang in LANGUAGES]
    weights = coefficients[order].T - coefficients.T.mean(axis=1, keepdims=True)
    kept = np.sort(np.argsort(-np.abs(weights).max(axis=1), kind="stable")[:KEPT])
    scale = float(np.abs(weights).max() / 127)
    np.savez_compressed(
        TARGET,
        grams=np.frombuffer("\n".join(grams[i] for i in kept).encode(), dtype=np.uint8),
        weights=np.clip(np.round(weights[kept] / scale), -127, 127).astype(np.int8),
        bias=(intercepts[order] - intercepts.mean()).astype(np.float64),
        scale=scale,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
