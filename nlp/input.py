"""What the claim extractor reads: a document, its canonical text, its parse and its mentions."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from model.annotation import Mention
from model.article import TextDocument
from text.orthography import Canonical


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document ready for the rules of its language.

    ``canonical`` is the canonical form of ``document.whole``; ``doc`` is spaCy's analysis of ``canonical.text``;
    ``mentions`` carry offsets of ``document.whole``, in reading order, and never overlap.
    """

    document: TextDocument
    lang: str
    canonical: Canonical
    doc: Doc
    mentions: tuple[Mention, ...]
