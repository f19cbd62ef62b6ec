"""spaCy components over conditional random fields (python-crfsuite): names, parts of speech, lemmas.

They stand behind spaCy's own recogniser of names in the pipeline of ``tokenizer.trained``. Where both see a name the
longer one is taken, for each misses more than it invents; names that were known beforehand (``WATCHED``) stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pycrfsuite
from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.lang.fa.features import features, for_parts_of_speech
from nlp.lang.fa.lemmas import Lemmas
from nlp.lang.fa.wordclass import WordClasses

MODEL = Path(__file__).resolve().parent / "model"
WATCHED = "watched"
"""The entity id of a name that stood in the document before the models ran."""


@cache
def _classes() -> WordClasses:
    return WordClasses(MODEL / "words.npz")


@cache
def _crf(name: str) -> Any:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(MODEL / f"{name}.crfsuite"))
    return tagger


def spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """(first, behind last, label) of each name in BIO tags."""
    found: list[tuple[int, int, str]] = []
    start, label = -1, ""
    for i, tag in enumerate([*tags, "O"]):
        if start >= 0 and (tag[0] != "I" or tag[2:] != label):
            found.append((start, i, label))
            start = -1
        if tag != "O" and start < 0:
            start, label = i, tag[2:]
    return found


@Language.component("persian_names")
def persian_names(doc: Doc) -> Doc:
    """Add the names of the random field to those in ``doc.ents``."""
    added: list[Span] = []
    for sentence in doc.sents:
        tokens = [token for token in sentence if not token.is_space]
        tags = _crf("names").tag(features([token.text for token in tokens], _classes()))
        added.extend(Span(doc, tokens[a].i, tokens[b - 1].i + 1, label) for a, b, label in spans(tags))
    taken: list[Span] = [ent for ent in doc.ents if ent.id_ == WATCHED]
    for span in sorted([*doc.ents, *added], key=lambda s: (s.start - s.end, s.start)):
        if not any(span.start < other.end and other.start < span.end for other in taken):
            taken.append(span)
    doc.set_ents(taken)
    return doc


@Language.component("persian_tagger")
def persian_tagger(doc: Doc) -> Doc:
    """Universal parts of speech in ``token.pos_``."""
    for sentence in doc.sents:
        tokens = [token for token in sentence if not token.is_space]
        names = [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in tokens]
        seen = for_parts_of_speech(features([t.text for t in tokens], _classes()), names)
        for token, tag in zip(tokens, _crf("tagger").tag(seen), strict=True):
            token.pos_ = tag
    return doc


@Language.component("persian_lemmas")
def persian_lemmas(doc: Doc) -> Doc:
    """Dictionary forms in ``token.lemma_``; of verbs past and present stem, as «گفت#گو»."""
    lemmas = _lemmas()
    for token in doc:
        token.lemma_ = lemmas.of(token.text, token.pos_)
    return doc


@cache
def _lemmas() -> Lemmas:
    return Lemmas(MODEL / "lemmas.json")
