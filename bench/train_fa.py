"""The recipe of the Persian name model: ``python -m bench.train_fa [MINUTES]`` writes nlp/lang/fa/model.

Reads ParsTwiNER and PEYMA under RASAD_CORPORA (``corpora/fa_ner``), brings their sentences into canonical orthography,
and trains spaCy's transition-based recogniser over hash embeddings for persons, organisations and places. Keeps the
best by the F1 on PEYMA's development set. One core, no vectors, no download.
"""

from __future__ import annotations

import os
import random
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch

from nlp.lang.fa.tokenizer import blank
from text.orthography import canonical

ROOT = Path(__file__).resolve().parent.parent
CORPORA = Path(os.environ.get("RASAD_CORPORA", ROOT.parent / "shared")) / "corpora" / "fa_ner"
TARGET = ROOT / "nlp" / "lang" / "fa" / "model"
LABELS = {"PER": "PERSON", "ORG": "ORG", "POG": "ORG", "LOC": "GPE"}
META = {
    "name": "rasad_names",
    "version": "0.1.0",
    "spacy_version": ">=3.8,<3.9",
    "description": "Persons, organisations and places in Persian news",
    "license": "see CARD.md",
}
BATCH = 24
TOK2VEC: dict[str, Any] = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 96,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
        "rows": [6000, 2000, 2500, 1000],
        "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 96,
        "depth": 4,
        "window_size": 1,
        "maxout_pieces": 3,
    },
}


def sentences(path: Path) -> Iterator[list[tuple[str, str]]]:
    """(token, tag) lists of a file of one token a line."""
    current: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        parts = re.split(r"[\t| ]+", line.strip())
        if len(parts) >= 2:
            current.append((parts[0], parts[-1].replace("_", "-")))
        elif current:
            yield current
            current = []
    if current:
        yield current


def document(nlp: Any, tagged: list[tuple[str, str]]) -> Doc:
    """A sentence in canonical orthography with its entities."""
    text, spans = "", []
    for token, tag in tagged:
        start = len(text)
        text += token + " "
        kind = LABELS.get(tag[2:])
        if tag.startswith("B-") and kind:
            spans.append([start, start + len(token), kind])
        elif tag.startswith("I-") and kind and spans and spans[-1][1] == start - 1:
            spans[-1][1] = start + len(token)
    form = canonical(text.rstrip())
    doc: Doc = nlp.make_doc(form.text)
    ents = []
    for start, end, kind in spans:
        span = doc.char_span(form.from_original(start), form.from_original(end), label=kind, alignment_mode="expand")
        if span is not None and len(span):
            ents.append(span)
    doc.set_ents(spacy.util.filter_spans(ents))
    return doc


def load(nlp: Any, *parts: str) -> list[Example]:
    """The examples of one file."""
    docs = [document(nlp, tagged) for tagged in sentences(CORPORA.joinpath(*parts))]
    return [Example(nlp.make_doc(doc.text), doc) for doc in docs]


def main(minutes: float) -> None:
    """Train for so many minutes and write the best model."""
    fix_random_seed(7)
    nlp: Any = blank()
    nlp.meta.update(META)
    train = load(nlp, "peyma", "train.txt") + load(nlp, "parstwiner", "train.txt") + load(nlp, "parstwiner", "dev.txt")
    dev = load(nlp, "peyma", "dev.txt")
    ner = nlp.add_pipe("ner", config={"model": {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner",
        "extra_state_tokens": False, "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "tok2vec": TOK2VEC}})  # fmt: skip
    for label in sorted(set(LABELS.values())):
        ner.add_label(label)
    optimizer = nlp.initialize(lambda: train[:500])
    random.seed(7)
    began, best, step, shown = time.monotonic(), 0.0, 0, time.monotonic()
    while time.monotonic() - began < minutes * 60:
        random.shuffle(train)
        for batch in minibatch(train, BATCH):
            nlp.update(batch, sgd=optimizer, drop=0.25)
            step += 1
            if time.monotonic() - shown > 60:
                with nlp.use_params(optimizer.averages):
                    score = nlp.evaluate(dev)
                    if score["ents_f"] > best:
                        best = score["ents_f"]
                        nlp.to_disk(TARGET)
                print(f"{(time.monotonic() - began) / 60:5.1f} min, step {step}: {score['ents_f']:.3f}", flush=True)
                shown = time.monotonic()
            if time.monotonic() - began > minutes * 60:
                break
    print(f"best {best:.3f}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 9)
