"""The recipe of the Persian random fields and lemmas: ``python -m bench.train_fa_tags`` writes them to nlp/lang/fa/model.

After bench.train_fa_words and bench.train_fa. Names are learned from PEYMA's and ParsTwiNER's training parts, parts of speech and lemmas from the
development files of UD Persian PerDT and Seraji (RASAD_CORPORA, ``corpora/fa_ner`` and ``corpora/fa_ud``). Prints the F1 on PEYMA's development set and
ParsTwiNER's test set and the accuracies on PerDT's test set, none of which are learned from. Four minutes on one core.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pycrfsuite
from spacy.tokens import Doc

from bench.train_fa import CORPORA, LABELS, document, sentences
from nlp.lang.fa import tokenizer
from nlp.lang.fa.features import features, for_parts_of_speech
from nlp.lang.fa.lemmas import Lemmas, learned
from nlp.lang.fa.wordclass import WordClasses
from text.orthography import fold

MODEL = tokenizer.MODEL
NAMED = (("peyma", "train.txt"), ("parstwiner", "train.txt"), ("parstwiner", "dev.txt"))
ROUNDS = 12
DATES = {"DAT": "DATE", "TIM": "TIME", "MON": "MONEY", "PCT": "PERCENT"}


def train(name: str, data: Iterator[tuple[list[list[str]], list[str]]], least: int) -> None:
    """Fit a random field by the averaged perceptron."""
    trainer = pycrfsuite.Trainer(algorithm="ap", verbose=False)
    for seen, tags in data:
        trainer.append(seen, tags)
    trainer.set_params({"max_iterations": ROUNDS, "feature.minfreq": least})
    trainer.train(str(MODEL / f"{name}.crfsuite"))


def named(classes: WordClasses) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Sentences with names, seen as the recogniser will see them."""
    nlp = tokenizer.blank()
    for parts in NAMED:
        for tagged in sentences(CORPORA.joinpath(*parts)):
            doc = document(nlp, tagged)
            tokens = [t for t in doc if not t.is_space]
            tags = [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in tokens]
            yield features([t.text for t in tokens], classes), tags


def treebank(name: str, part: str, surface: bool = False) -> Iterator[list[tuple[str, str, str]]]:
    """(word, part of speech, lemma) lists of a treebank; with ``surface``, words with a pronoun written on stay whole."""
    path = CORPORA.parent / "fa_ud" / name / f"fa_{name}-ud-{part}.conllu"
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if not line.startswith("#")]
        wholes = {row[0].split("-")[0]: row for row in rows if "-" in row[0]} if surface else {}
        words, skip = [], 0
        for row in (r for r in rows if r[0].isdigit()):
            whole = wholes.get(row[0])
            if int(row[0]) > skip:
                words.append((fold((whole or row)[1]), row[3], fold(row[2])))
            if whole:
                skip = int(whole[0].split("-")[1])
        if not surface or wholes:
            yield words


def spoken(nlp: Any, classes: WordClasses) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Sentences with parts of speech, and those with written-on pronouns once more as they are printed."""
    for name in ("perdt", "seraji"):
        for surface in (False, True):
            for words in treebank(name, "dev", surface):
                doc = parsed(nlp, [w for w, _, _ in words])
                names = [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc]
                yield (
                    for_parts_of_speech(features([t.text for t in doc], classes), names, name),
                    [pos for _, pos, _ in words],
                )


def parsed(nlp: Any, words: list[str]) -> Doc:
    """A document of these tokens, one sentence, through a pipeline."""
    doc = Doc(nlp.vocab, words=words, sent_starts=[True] + [False] * (len(words) - 1))
    for name, pipe in nlp.pipeline:
        doc = doc if name == "sentencizer" else pipe(doc)
    return doc


def main() -> None:
    LABELS.update(DATES)
    classes = WordClasses(MODEL / "words.npz")
    train("names", named(classes), least=2)
    for label in DATES:
        del LABELS[label]
    nlp = tokenizer.trained(only_names=True)
    train("tagger", spoken(nlp, classes), least=1)
    pairs = (word for name in ("perdt", "seraji") for words in treebank(name, "dev") for word in words)
    (MODEL / "lemmas.json").write_text(json.dumps(learned(pairs), ensure_ascii=False, indent=0), encoding="utf-8")
    for measure, value in figures().items():
        print(f"{measure:28}{value:.4f}")
    for path in sorted(Path(MODEL).glob("*.*")):
        print(f"{path.name:20}{path.stat().st_size / 1e6:8.2f} MB")


def f1(nlp: Any, examples: list[Any]) -> float:
    """F1 over whole names of persons, organisations and places, each sentence read by itself."""
    right = given = wanted = 0
    for example in examples:
        kinds = set(LABELS.values())
        found = {(e.start, e.end, e.label_) for e in nlp(example.reference.text).ents if e.label_ in kinds}
        gold = {(e.start, e.end, e.label_) for e in example.reference.ents}
        right, given, wanted = right + len(found & gold), given + len(found), wanted + len(gold)
    return 2 * right / (given + wanted)


def figures() -> dict[str, float]:
    """F1 of names and accuracies of tags and lemmas on what was not learned from."""
    from bench.train_fa import load

    nlp = tokenizer.trained(only_names=True)
    found = {f"names, {a}": f1(nlp, load(nlp, a, b)) for a, b in (("peyma", "dev.txt"), ("parstwiner", "test.txt"))}
    nlp, right, lemmas, total = tokenizer.trained(), 0, 0, 0
    known = Lemmas(MODEL / "lemmas.json")
    for words in treebank("perdt", "test"):
        doc = parsed(nlp, [w for w, _, _ in words])
        right += sum(t.pos_ == pos for t, (_, pos, _) in zip(doc, words, strict=True))
        lemmas += sum(known.of(t.text, t.pos_) == lemma for t, (_, _, lemma) in zip(doc, words, strict=True))
        total += len(words)
    return {**found, "parts of speech, perdt test": right / total, "lemmas, perdt test": lemmas / total}


if __name__ == "__main__":
    main()
