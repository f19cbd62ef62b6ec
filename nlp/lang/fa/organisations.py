"""Persian organisations: a head noun and what belongs to it, up to a known place or the end of the phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from model.annotation import Label
from nlp.entities import Span
from nlp.lang.fa.words import Word, bare, inflected

_QUOTED = re.compile(r"«([^«»\n،.]{2,40})»")
_SPOKE = re.compile(r"\s(?:گفت|می‌گوید|گفته|دیده|توضیح داد|خبر داد|نوشت)")
_TO_PLACE = 4
_NAMED = 3


class Organisations:
    """The rules, with the word lists of ``names.yml`` in canonical form."""

    def __init__(self, lists: Mapping[str, frozenset[str]]) -> None:
        self._lists = lists

    def found(self, text: str, words: Sequence[Word], places: Mapping[int, int]) -> list[Span]:
        """Organisations in canonical text. ``places`` maps the starts of known places to their ends."""
        spans = [*self._with_place(words, places), *self._named(words)]
        quoted = list(self._quoted(text))
        names = {text[s.start : s.end] for s in quoted}
        again = [
            Span(m.start(), m.end(), Label.ORG)
            for name in names
            for m in re.finditer(rf"(?<![\w\u200c]){re.escape(name)}(?![\w\u200c])", text)
        ]
        return [*spans, *quoted, *again]

    def _with_place(self, words: Sequence[Word], places: Mapping[int, int]) -> Iterator[Span]:
        """A head, at most three words, a place: دادگاه آلبرتا, وزارت کشور سوریه."""
        for i, word in enumerate(words):
            if not word.free or not self._head(words, i, "org_with_place"):
                continue
            for j in range(i + 1, min(i + 1 + _TO_PLACE, len(words))):
                if not words[j].adjoins:
                    break
                if words[j].start in places:
                    yield Span(word.start, places[words[j].start], Label.ORG)
                    break
                if not words[j].free or inflected(words[j].text) or words[j].text in _FUNCTION:
                    break

    def _named(self, words: Sequence[Word]) -> Iterator[Span]:
        """A head and the words of its name, to the end of the phrase."""
        for i, word in enumerate(words):
            if not word.free or not self._head(words, i, "org_named") or (i and words[i - 1].text in _INDEFINITE):
                continue
            last = i
            for j in range(i + 1, min(i + 1 + _NAMED, len(words))):
                following = words[j]
                if not following.adjoins or not following.free or following.text in _FUNCTION:
                    break
                if following.text.startswith(("می‌", "نمی‌")) or following.text in self._lists["speech"]:
                    break
                last = j
            while last > i and (words[last].text in self._lists["common"] or words[last].text.endswith("‌ای")):
                last -= 1
            if last > i:
                yield Span(word.start, words[last].end, Label.ORG)

    def _quoted(self, text: str) -> Iterator[Span]:
        """A name in guillemets after a kind of organisation, or to which somebody spoke."""
        for match in _QUOTED.finditer(text):
            before = text[max(0, match.start() - 30) : match.start()].split()
            name = match.group(1)
            if len(name.split()) > 4 or not before:
                continue
            kind = bare(before[-1].strip("،")) in self._lists["org_quoted"]
            outlet = before[-1] in ("به", "با") and _SPOKE.match(text, match.end()) is not None
            if kind or outlet:
                yield Span(*match.span(1), Label.ORG)

    def _head(self, words: Sequence[Word], i: int, name: str) -> bool:
        heads = self._lists[name]
        text = words[i].text
        if text in heads or bare(text) in heads:
            return True
        return i + 1 < len(words) and words[i + 1].adjoins and f"{text} {words[i + 1].text}" in heads


_INDEFINITE = frozenset(["یک", "هر", "این", "آن", "چند", "هیچ", "کدام"])
_FUNCTION = frozenset(
    [
        "را",
        "از",
        "در",
        "به",
        "با",
        "که",
        "و",
        "تا",
        "برای",
        "نیز",
        "هم",
        "یا",
        "این",
        "آن",
        "وی",
        "او",
        "خود",
        "بر",
        "یک",
        "اما",
        "ولی",
        "است",
        "بود",
        "شد",
        "هر",
        "هیچ",
        "همه",
        "چند",
        "نه",
        "علیه",
        "درباره",
        "دیروز",
        "امروز",
        "گفت",
        "گفته",
        "کرد",
        "کرده",
        "داد",
        "داده",
        "دارد",
        "داشت",
        "اعلام",
        "می\u200cگوید",
        "روز",
        "شنبه",
        "یکشنبه",
        "دوشنبه",
        "سه\u200cشنبه",
        "چهارشنبه",
        "پنجشنبه",
        "جمعه",
        "هنوز",
        "حاضر",
        "نیست",
        "نبود",
        "پس",
        "پیش",
        "بعد",
        "قبل",
        "خواست",
        "خواهد",
        "باید",
        "شاید",
        "چرا",
        "چه",
        "اگر",
        "وقتی",
        "ضمن",
        "طی",
        "میان",
        "بین",
        "روی",
        "زیر",
        "سوی",
        "بدون",
        "مانند",
        "همچنین",
    ]
)
