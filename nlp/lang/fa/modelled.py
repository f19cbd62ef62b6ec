"""What the trained Persian model adds to the rules: names that no rule sees, without its known mistakes."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from spacy.tokens import Doc

from model.annotation import Label
from nlp.entities import Span
from nlp.lang.fa.words import bare, inflected

_LABELS = {"PERSON": Label.PERSON, "ORG": Label.ORG, "GPE": Label.GPE}
_SENSES = ("سپاه", "بسیج", "پاسدار")
"""Words whose sense the watchlists decide: what their guards refuse is no name because a model says so."""


def modelled(doc: Doc, never: Collection[str], titles: Collection[str]) -> Iterator[Span]:
    """Entities of the parse that can be names. Organisations of one word are left to the rules."""
    for ent in doc.ents:
        label = _LABELS.get(ent.label_)
        if label is None or "\n" in ent.text:
            continue
        start, end = ent.start_char, ent.end_char
        words = ent.text.split(" ")
        while len(words) > 1 and label is Label.PERSON and words[0] in titles:
            start += len(words.pop(0)) + 1
        while len(words) > 1 and label is not Label.ORG and words[-1] in never:
            end -= len(words.pop()) + 1
        if _plausible(words, label, never, titles):
            yield Span(start, end, label)


def _plausible(words: list[str], label: Label, never: Collection[str], titles: Collection[str]) -> bool:
    name = " ".join(words)
    if len(name) < 3 or any(char.isdigit() or char in "«»()،.؛:/" for char in name) or name.startswith(_SENSES):
        return False
    if label is Label.ORG:
        return len(words) > 1 and not all(word in never or bare(word) in never for word in words)
    if any(word in never or bare(word) in never or inflected(word) for word in words):
        return False
    return not (len(words) == 1 and words[0] in titles)
