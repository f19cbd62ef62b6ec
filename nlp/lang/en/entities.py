"""English: what spaCy's model names, corrected by what it is known to get wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.tokens import Doc
from spacy.tokens import Span as Entity

from model.annotation import Label
from nlp import lexicon
from nlp.entities import Span
from nlp.lang.en.patterns import ORG_TAILS, RANK, patterns, titled

_LABELS = {
    "PERSON": Label.PERSON,
    "ORG": Label.ORG,
    "GPE": Label.GPE,
    "LOC": Label.LOC,
    "FAC": Label.FAC,
    "EVENT": Label.EVENT,
    "LAW": Label.LAW,
    "MONEY": Label.MONEY,
}
_CLASSES = (Label.PERSON, Label.ORG, Label.GPE, Label.LOC, Label.FAC)
_EDGE = re.compile(r"^(?:the|a|an|this|that|The)\s+|^[\"“”'‘’(\[—–-]+|['’]s?$|[\"“”'‘’)\],;:—–-]+$|(?<![A-Z])\.$")
_FIRM = re.compile(r"(?:Inc|Ltd|Corp|Co|St|Jr|Sr)\.$")
_SHORT_TAILS = frozenset(["Holdings", "Inc.", "Ltd.", "Corp.", "Exchange", "Group", "Foundation", "Airlines", "Bank"])
_DEAR = re.compile(r"\bDear ([A-Z]\w+)(?=[:,])")
_NAME = r"(?:(?:al-|bin |ibn |de |la |van |von |Mc|Mac|O['’])?[A-Z][\w’'-]*[a-z]\b)"


class EnglishNames:
    """Rules over the model's entities, with the given names that both cultures of the subject use."""

    def __init__(self, folder: Path) -> None:
        path = folder / "en" / "names.yml"
        data = lexicon.read(path)
        self._given = frozenset(lexicon.words(path, data, "given"))
        self._never = frozenset(word.lower() for word in lexicon.words(path, data, "not_names"))
        self._full = re.compile(rf"\b(?:{'|'.join(sorted(self._given, key=len, reverse=True))}) {_NAME}(?: {_NAME})?")

    def found(self, doc: Doc, text: str) -> list[Span]:
        """Names in canonical text ``text``, of which ``doc`` is the parse; a longer one may hide others."""
        spans = [*titled(text), *patterns(text), *(self._corrected(span, text) for span in self._model(doc, text))]
        spans += self._persons(text, spans)
        spans += [Span(*m.span(1), Label.PERSON) for m in _DEAR.finditer(text) if m.group(1) in self._given]
        surnames = _surnames(spans, text)
        firms = _short_organisations(text, spans) - self._given - surnames
        spans = [_renamed(span, text, surnames, firms) for span in spans]
        spans = [s for s in spans if text[s.start : s.end].rstrip(".").lower() not in self._never]
        return [*spans, *_again(text, surnames, firms)]

    def _model(self, doc: Doc, text: str) -> Iterator[Span]:
        for ent in doc.ents:
            label = _LABELS.get(ent.label_)
            if label is None or (label in _CLASSES and not _is_name(ent)):
                continue
            start, end = trim(text, ent.start_char, ent.end_char)
            rank = RANK.match(text, start, end)
            if rank is not None and label in (Label.PERSON, Label.ORG):
                start, label = rank.end(), Label.PERSON
            name = text[start:end]
            if start < end and "\n" not in name and (label is Label.MONEY or any(c.isupper() for c in name)):
                yield Span(start, end, label)

    def _corrected(self, span: Span, text: str) -> Span:
        """A person is one whose first word is a given name, unless the last is a kind of organisation or place."""
        words = text[span.start : span.end].split()
        if span.label in (Label.PERSON, Label.MONEY) or not words or words[0] not in self._given:
            return span
        if (
            len(words) > 3
            or words[-1] in ORG_TAILS
            or (len(words) == 1 and span.label is Label.GPE and len(words[0]) < 4)
        ):
            return span
        return Span(span.start, span.end, Label.PERSON)

    def _persons(self, text: str, spans: Sequence[Span]) -> Iterator[Span]:
        """Given name and surname where the model saw nobody."""
        for match in self._full.finditer(text):
            words = match.group().split()
            end = match.end()
            if len(words) == 3 and (words[2] in ORG_TAILS or words[2].lower() in ("said", "told")):
                continue
            if words[1] in ORG_TAILS:
                continue
            span = Span(match.start(), end, Label.PERSON)
            if all(other.end - other.start < end - span.start for other in spans if span.overlaps(other)):
                yield span


def _is_name(ent: Entity) -> bool:
    """False for an ordinary word that merely stands first in its sentence."""
    if len(ent) == 1:
        token = ent[0]
        return bool(
            token.pos_ == "PROPN" and (not token.is_sent_start or (token.ent_iob_ == "B" and _known_as_name(token)))
        )
    return any(token.pos_ == "PROPN" for token in ent)


def _known_as_name(token: object) -> bool:
    return getattr(token, "tag_", "") in ("NNP", "NNPS")


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without articles, quotation marks and possessives at its edges."""
    while start < end:
        name = text[start:end]
        match = _EDGE.search(name)
        if match is None or (name.endswith(".") and match.group() == "." and _FIRM.search(name)):
            break
        start, end = (start + match.end(), end) if match.start() == 0 else (start, start + match.start())
    return start, end


def _surnames(spans: Sequence[Span], text: str) -> frozenset[str]:
    full = [text[s.start : s.end].split() for s in spans if s.label is Label.PERSON]
    return frozenset(words[-1] for words in full if len(words) > 1 and len(words[-1]) > 2)


def _short_organisations(text: str, spans: Sequence[Span]) -> set[str]:
    """First words of firms, and names of one word that a kind of organisation stands before."""
    short = {text[s.start : s.end] for s in patterns(text) if s.label is Label.ORG and " " not in text[s.start : s.end]}
    for span in spans:
        words = text[span.start : span.end].split()
        if span.label is Label.ORG and len(words) > 1 and words[-1] in _SHORT_TAILS and words[0].isalpha():
            short.add(words[0])
    return short


def _renamed(span: Span, text: str, surnames: frozenset[str], firms: set[str]) -> Span:
    """What bears the surname of a person of this text is that person, and what is called as a firm of it that firm."""
    if span.label in (Label.GPE, Label.LOC, Label.FAC, Label.PERSON) and text[span.start : span.end] in firms:
        return Span(span.start, span.end, Label.ORG)
    if span.label in (Label.ORG, Label.GPE, Label.LOC, Label.FAC) and text[span.start : span.end] in surnames:
        return Span(span.start, span.end, Label.PERSON)
    return span


def _again(text: str, surnames: frozenset[str], firms: set[str]) -> Iterator[Span]:
    """Surnames, and short forms of organisations, that come again where nothing named them."""
    short = dict.fromkeys(surnames, Label.PERSON) | dict.fromkeys(firms, Label.ORG)
    for word, label in short.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(word)}(?!\w)", text):
            yield Span(match.start(), match.end(), label)
