"""Persian: spaCy's tokenizer with guillemets apart, and persons by the words that stand before their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from model.annotation import Label
from nlp import lexicon
from nlp.linking import Hit
from text.orthography import fold

_MARKS = ["«", "»", "؟", "،", "؛", "…"]
_WORD = re.compile(r"[\u0600-\u06ff\u200c]+")
_AT_MOST = 3


@cache
def _pipeline() -> Any:
    nlp: Any = spacy.blank("fa")
    defaults = nlp.Defaults
    nlp.tokenizer.prefix_search = compile_prefix_regex([*defaults.prefixes, *_MARKS]).search
    nlp.tokenizer.suffix_search = compile_suffix_regex([*_MARKS, r"\.", *defaults.suffixes]).search
    nlp.tokenizer.infix_finditer = compile_infix_regex([*defaults.infixes, *_MARKS]).finditer
    nlp.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?", "؟"]})
    return nlp


def parse(text: str) -> Doc:
    """Tokens and sentences of a canonical text."""
    doc = _pipeline()(text)
    assert isinstance(doc, Doc)
    return doc


class PersonRules:
    """Persons in Persian, which has no capitals: a title or an office, then words that can be a name."""

    def __init__(self, folder: Path) -> None:
        path = folder / "fa" / "names.yml"
        data = lexicon.read(path)
        self._given = frozenset(fold(word) for word in lexicon.words(path, data, "given"))
        self._endings = tuple(fold(word) for word in lexicon.words(path, data, "surname_endings"))
        self._titles = frozenset(fold(word) for word in lexicon.words(path, data, "titles"))
        self._stop = frozenset(fold(word) for word in lexicon.words(path, data, "never"))

    def find(self, text: str, hits: Sequence[Hit]) -> list[tuple[int, int, Label]]:
        """(start, end, label) of persons in a canonical text, outside the names already found."""
        words = list(_WORD.finditer(text))
        taken = [(h.start, h.end) for h in hits]
        found: list[tuple[int, int, Label]] = []
        i = 0
        while i < len(words):
            last = self._name_at(text, words, i, taken)
            if last is None:
                i += 1
                continue
            found.append((words[i].start(), words[last].end(), Label.PERSON))
            i = last + 1
        return found + self._again(text, found, taken)

    def _name_at(
        self, text: str, words: Sequence[re.Match[str]], i: int, taken: Sequence[tuple[int, int]]
    ) -> int | None:
        """The last word of a full name that begins at word ``i``, or None."""
        titled = i > 0 and words[i - 1].group() in self._titles and self._together(text, words, i - 1)
        given = words[i].group() in self._given
        if (not given and not titled) or not self._free(words[i], taken):
            return None
        last = i
        while last + 1 < len(words) and last - i + 1 < _AT_MOST and self._together(text, words, last):
            following = words[last + 1]
            if not self._free(following, taken) or following.group() in self._stop:
                break
            if not (following.group() in self._given or self._surname(following.group()) or last == i):
                break
            last += 1
        if last == i and not titled:
            return None
        if words[last].group() in self._stop or words[i].group() in self._stop:
            return None
        return last

    def _surname(self, word: str) -> bool:
        return len(word) > 3 and word.endswith(self._endings)

    def _together(self, text: str, words: Sequence[re.Match[str]], i: int) -> bool:
        return text[words[i].end() : words[i + 1].start()] == " "

    def _free(self, word: re.Match[str], taken: Sequence[tuple[int, int]]) -> bool:
        return all(word.end() <= start or end <= word.start() for start, end in taken)

    def _again(
        self, text: str, found: Sequence[tuple[int, int, Label]], taken: Sequence[tuple[int, int]]
    ) -> list[tuple[int, int, Label]]:
        """Later mentions of a person by surname alone."""
        surnames = {text[s:e].split(" ")[-1] for s, e, _ in found if " " in text[s:e]}
        blocked = [*taken, *((s, e) for s, e, _ in found)]
        return [
            (m.start(), m.end(), Label.PERSON)
            for m in _WORD.finditer(text)
            if m.group() in surnames and all(m.end() <= s or e <= m.start() for s, e in blocked)
        ]
