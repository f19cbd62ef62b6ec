"""Persian for spaCy: a blank pipeline whose tokenizer parts guillemets and whose sentences end where Persian's do."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

MODEL = Path(__file__).resolve().parent / "model"
_MARKS = ["«", "»", "‹", "›", "“", "”", "؛", "،", "؟", "…", "٪"]


def blank(lang: str = "fa") -> Language:
    """``spacy.blank(lang)`` with guillemets and Persian punctuation as tokens of their own, and sentences."""
    nlp: Any = spacy.blank(lang)
    defaults = nlp.Defaults
    nlp.tokenizer.prefix_search = compile_prefix_regex([*defaults.prefixes, *_MARKS]).search
    nlp.tokenizer.suffix_search = compile_suffix_regex([*_MARKS, r"\.", *defaults.suffixes]).search
    nlp.tokenizer.infix_finditer = compile_infix_regex([*defaults.infixes, *_MARKS]).finditer
    nlp.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?", "؟"]})
    assert isinstance(nlp, Language)
    return nlp


def trained(only_names: bool = False) -> Language:
    """The trained pipeline (nlp/lang/fa/model, its card beside it): sentences, names, parts of speech and lemmas.

    ``only_names`` leaves out the last two.
    """
    from nlp.lang.fa import taggers  # noqa: F401  registers the components

    nlp = spacy.load(MODEL)
    for name in ("persian_names",) if only_names else ("persian_names", "persian_tagger", "persian_lemmas"):
        nlp.add_pipe(name)
    assert isinstance(nlp, Language)
    return nlp


def recogniser() -> Language:
    """spaCy's own recogniser alone, as annotation uses it: beside the rules, the names of the field add more mistakes
    than finds (gold documents: ner .982 with it, .986 without).
    """
    nlp = spacy.load(MODEL)
    assert isinstance(nlp, Language)
    return nlp


def digest() -> str:
    """What tells one trained model from another."""
    return hashlib.sha256((MODEL / "ner" / "model").read_bytes()).hexdigest()
