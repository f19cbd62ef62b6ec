"""The languages that have claim rules, behind one interface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from model.annotation import Modality, SpeakerKind
from nlp.claims.draft import Draft
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.lang.en import claims as en
from nlp.lang.en import claims_meaning as en_meaning
from nlp.lang.fa import claims as fa
from nlp.lang.fa import claims_meaning as fa_meaning


@dataclass(frozen=True, slots=True)
class Language:
    """What a language gives: finding claims, and reading their modality and their speaker's kind."""

    find: Callable[[Page, Lexicon], list[Draft]]
    modality: Callable[[Page, Draft, Lexicon], Modality]
    kind: Callable[[Page, Draft, Lexicon], SpeakerKind]


LANGUAGES: Mapping[str, Language] = {
    "en": Language(en.find, en_meaning.modality, en_meaning.kind),
    "fa": Language(fa.find, fa_meaning.modality, fa_meaning.kind),
}
