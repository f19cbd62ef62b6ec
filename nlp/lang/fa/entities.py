"""Persian, which has no capitals: names by the words that stand beside them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from pathlib import Path

from spacy.tokens import Doc

from model.annotation import Label
from nlp import lexicon
from nlp.entities import PLACES, Span
from nlp.lang.fa.modelled import modelled
from nlp.lang.fa.organisations import Organisations
from nlp.lang.fa.persons import Persons
from nlp.lang.fa.words import bare, split
from nlp.linking import Hit
from text.orthography import fold

_LISTS = (
    "given", "given_doubtful", "titles", "roles", "speech", "never", "org_with_place", "org_named", "org_quoted",
)  # fmt: skip
_STREET = re.compile(r"(?<!\w)(?:خیابان|میدان|بزرگراه|زندان|بلوار) [\u0621-\u06d3\u200c]{2,}")
_RIDING = re.compile(
    r"^[^\n(:]{3,40} \(([^()\n:]{3,40})\):|نماینده(?:‌ی)?(?: محترم)? ([\u0621-\u06d3\u200c]{3,})(?=[.،:])", re.M
)
_STATE = ("وزارت", "دولت", "مجلس", "پلیس", "ارتش")
_OFFICES = ("وزیر", "معاون", "رئیس", "رییس", "نماینده", "رهبر", "دبیر", "سخنگو")
_MONEY = re.compile(
    r"(?:\d[\d.,٫٬]*|(?:(?:یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|صد|نیم) )+)(?:هزار |میلیون |میلیارد |و )*"
    r"(?:\d[\d.,]* |(?:صد|دویست|سیصد|چهارصد|پانصد|ششصد|هفتصد|هشتصد|نهصد) هزار |هزار |میلیون |میلیارد )*(?:دلاری?|تومان|ریال|یورو|پوند)"
)


class PersianNames:
    """The rules for persons and organisations, places by their kind, and sums of money."""

    def __init__(self, folder: Path) -> None:
        path = folder / "fa" / "names.yml"
        data = lexicon.read(path)
        lists = {name: frozenset(_forms(lexicon.words(path, data, name))) for name in _LISTS}
        lists["common"] = lists["never"] | lists["speech"]
        endings = tuple(fold(word) for word in lexicon.words(path, data, "surname_endings"))
        self._persons = Persons(lists, endings)
        self._organisations = Organisations(lists)
        self._not_sites = lists["never"]
        self._never, self._titles = lists["common"], lists["titles"]

    def found(self, doc: Doc, text: str, hits: Sequence[Hit]) -> list[Span]:
        """Names in canonical text beside those of the lists; where rules and model disagree, the rules are right."""
        words = split(text, [(h.start, h.end) for h in hits])
        places = {h.start: h.end for h in hits if h.label in PLACES}
        organisations = self._organisations.found(text, words, places)
        sums = [Span(m.start(), m.end(), Label.MONEY) for m in _MONEY.finditer(text)]
        ruled = [*organisations, *_of_places(text, hits), *self._persons.found(text, words), *self._sites(text), *sums]
        added = modelled(doc, self._never, self._titles)
        return [*ruled, *(span for span in added if not any(span.overlaps(other) for other in ruled))]

    def _sites(self, text: str) -> list[Span]:
        """Streets, squares and prisons: their kind and one word."""
        found = []
        for match in _STREET.finditer(text):
            name = match.group().split(" ")[-1]
            if name not in self._not_sites and bare(name) not in self._not_sites and not name.endswith("‌ای"):
                found.append(Span(match.start(), match.end(), Label.FAC))
        for match in _RIDING.finditer(text):
            group = 1 if match.group(1) else 2
            if not match.group(group).startswith(_OFFICES) and match.group(group) not in self._not_sites:
                found.append(Span(*match.span(group), Label.LOC))
        return found


def _of_places(text: str, hits: Sequence[Hit]) -> list[Span]:
    """A listed organisation and the place right after it are one name: وزارت کشور سوریه."""
    pairs = itertools.pairwise(hits)
    return [
        Span(a.start, b.end, Label.ORG)
        for a, b in pairs
        if a.label is Label.ORG and a.id is None and b.label is Label.GPE and b.start == a.end + 1
        if text.startswith(_STATE, a.start)
    ]


def _forms(words: Sequence[str]) -> list[str]:
    """Words in canonical form, without a written ezafe too."""
    folded = [fold(word) for word in words]
    return folded + [bare(word) for word in folded]
