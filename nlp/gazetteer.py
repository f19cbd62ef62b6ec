"""Places and other names that are nobody's watchlist entry but must be seen for what they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from model.annotation import Label
from nlp import lexicon

_PLACES = (Label.GPE, Label.LOC, Label.FAC)


@dataclass(frozen=True, slots=True)
class Known:
    """A name of a gazetteer. ``after`` holds words of which one must stand before it, if it has other senses."""

    text: str
    label: Label
    cased: bool
    after: tuple[str, ...] = ()
    canadian: bool = False


def load(folder: Path) -> tuple[Known, ...]:
    """The gazetteers of all languages."""
    return tuple(known for lang in lexicon.LANGUAGES for known in _read(folder / lang, lang == "en"))


def _read(folder: Path, cased: bool) -> Iterator[Known]:
    path = folder / "places.yml"
    data = lexicon.read(path)
    for label in _PLACES:
        for text in lexicon.words(path, data, label):
            yield Known(text, label, cased)
    for text in lexicon.words(path, data, "canadian"):
        yield Known(text, Label.GPE, cased, canadian=True)
    for text in lexicon.words(path, data, "canadian_sites"):
        yield Known(text, Label.FAC, cased, canadian=True)
    before = lexicon.words(path, data, "before")
    for text in lexicon.words(path, data, "doubtful"):
        yield Known(text, Label.GPE, cased, before)
    path = folder / "organisations.yml"
    for text in lexicon.words(path, lexicon.read(path), "names"):
        yield Known(text, Label.ORG, cased)
