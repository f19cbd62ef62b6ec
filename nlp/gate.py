"""The gate: a cheap look that keeps what is about neither subject from the costly models.

It asks whether a name of the subject stands in the text, in any typing: plain search for strings in a text whose
letters are folded. It must never stop what could be relevant; what it passes without need costs only time.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from model.watch import Watchlist
from nlp import lexicon
from nlp.squeeze import Seam, fold_char, squeeze
from text.orthography import fold

_FIELDS = ("actors", "near_actors", "victims", "gate")


class Gate:
    """Says whether a text may be about the subject (``config/lexicons/subject.yml``)."""

    def __init__(self, watchlists: Iterable[Watchlist], folder: Path) -> None:
        path = folder / "subject.yml"
        data = lexicon.read(path)
        wanted = {slug for name in _FIELDS for slug in lexicon.words(path, data, name)}
        spellings: set[str] = set()
        for watchlist in watchlists:
            for entity in (e for e in watchlist.entities if e.id in wanted):
                for lang, names in entity.names.items():
                    # A Latin name that needs another beside it ("the Guards") comes with that other one.
                    texts = [name.text for name in names if lang == "fa" or not name.requires]
                    spellings.update(spelling for text in texts for spelling in _spellings(text))
        spellings -= set(lexicon.words(path, data, "gate_without"))
        ordered = sorted(spellings, key=lambda s: (len(s), s))
        self._spellings: list[str] = []
        for spelling in ordered:
            if not any(short in spelling for short in self._spellings):
                self._spellings.append(spelling)
        self._folding = _Folding()

    def passes(self, whole: str) -> bool:
        """True if the text must be read."""
        plain = " ".join(whole.translate(self._folding).split())
        return any(spelling in plain for spelling in self._spellings)


class _Folding(dict[int, str]):
    """A table for ``str.translate``, filled as characters come: letters folded, marks gone, the rest a space."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = fold_char(char)
        if not folded and not (char in "\u200c\u200d.'’ـ" or unicodedata.category(char) in ("Mn", "Cf")):
            folded = " "
        self[code] = folded
        return folded


def _spellings(name: str) -> set[str]:
    """A name with its words apart, its parts apart, and all joined."""
    squeezed = squeeze(fold(name))
    letters = list(zip(squeezed.letters, squeezed.seams, strict=True))

    def parted(least: Seam) -> str:
        return "".join((" " if i and seam >= least else "") + letter for i, (letter, seam) in enumerate(letters))

    return {parted(Seam.JOIN), parted(Seam.SPACE), squeezed.letters}
