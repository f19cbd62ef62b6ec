"""The pipeline: a document in, everything that is understood of it out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from spacy.about import __version__ as spacy_version

from model.annotation import Annotation, Claim, Topic
from model.article import TextDocument
from model.watch import Watchlist
from nlp import claims, gazetteer, lexicon
from nlp.concepts import Concepts
from nlp.entities import Span, dates, from_hits, mentions, merged
from nlp.gate import Gate
from nlp.input import Parsed
from nlp.lang.fa.tokenizer import digest as persian_model
from nlp.languages import ENGLISH_MODEL, Languages
from nlp.linking import Hit, Linker
from nlp.namesakes import People
from nlp.relevance import RelevanceRules
from nlp.topics import TopicRules
from text.langid import LanguageGuess, identify
from text.orthography import Canonical, canonical

CODE_VERSION = "3"
"""Raised when the code understands something differently: all articles are then annotated anew."""

_LONGEST = 200_000
"""Code points of a text that are read; what lies beyond is kept and searchable but not annotated."""


class Understanding:
    """Everything loaded; ``annotate`` may be called as often as needed. Not for several threads at once."""

    def __init__(self, watchlists: Sequence[Watchlist], lexicons: Path) -> None:
        self._linker = Linker(watchlists, gazetteer.load(lexicons))
        self._people = People(watchlists, self._linker)
        self._relevance = RelevanceRules(lexicons)
        self._topics = TopicRules(lexicons)
        self._concepts = Concepts(lexicons)
        self._languages = Languages(lexicons)
        self._claims = claims.load(lexicons)
        self._gate = Gate(watchlists, lexicons)
        self.version = _version(watchlists, lexicons)

    def annotate(self, documents: Iterable[TextDocument], gate: bool = False) -> Iterator[Annotation]:
        """An annotation for each document, in order. With ``gate``, texts that name nobody watched skip the models."""
        for document in documents:
            yield self._annotate(document, gate)

    def _annotate(self, document: TextDocument, gate: bool) -> Annotation:
        whole = document.whole[:_LONGEST]
        if gate and not self._gate.passes(whole):
            return _stopped(document, identify(whole, vote=False))
        guess = identify(whole)
        lang = _language(guess, document.lang)
        form = canonical(whole)
        hits = self._linker.hits(form.text)
        title_end = form.from_original(min(len(document.title), len(whole)))
        judged = self._relevance.judge(form.text, hits, title_end)
        topics = self._topics.of_document(form.text, hits, title_end) if judged.relevant else ()
        parsed, said = self._read(document, lang, form, hits, (judged.relevant, topics))
        return Annotation(
            lang=lang,
            lang_confidence=guess.confidence,
            relevant=judged.relevant,
            relevance=judged.score,
            reasons=judged.reasons,
            topics=topics,
            mentions=parsed.mentions,
            claims=said,
            lang_votes=guess.votes,
            concepts=self._concepts.of(form.text),
            subjects=judged.subjects,
        )

    def _read(
        self,
        document: TextDocument,
        lang: str,
        form: Canonical,
        hits: Sequence[Hit],
        judged: tuple[bool, tuple[Topic, ...]],
    ) -> tuple[Parsed, tuple[Claim, ...]]:
        """Names and claims by the language's own pipeline and rules."""
        published = document.published or datetime.now(UTC)
        with self._languages.parse(lang, form.text, hits) as doc:
            found: list[Span] = self._languages.names(lang, doc, form.text, hits)
            named = mentions(form, merged(from_hits(hits), found))
            named = self._people.meant(form.text, named)
            parsed = Parsed(document, lang, form, doc, dates(form.original, published, lang, named))
            return parsed, tuple(claims.extract(self._claims, parsed, *judged))


def load(watchlists: Sequence[Watchlist], lexicons: Path) -> Understanding:
    """The pipeline with these lists. Raises ConfigError for a lexicon that cannot be read."""
    return Understanding(watchlists, lexicons)


def _stopped(document: TextDocument, guess: LanguageGuess) -> Annotation:
    """What is known of a document that the gate kept from the models."""
    return Annotation(
        lang=_language(guess, document.lang),
        lang_confidence=guess.confidence,
        relevant=False,
        relevance=0.0,
        reasons=("the gate found no name of the subject",),
        topics=(),
        mentions=(),
        claims=(),
        lang_votes=guess.votes,
        gated=True,
    )


def _language(guess: LanguageGuess, given: str | None) -> str:
    """What was identified; what the publisher says only where there was nothing to tell."""
    return given.split("-")[0].lower() if guess.lang == "und" and given else guess.lang


def _version(watchlists: Sequence[Watchlist], lexicons: Path) -> str:
    """Changes with the code, the models, the watchlists and the lexicons."""
    parts = (
        CODE_VERSION,
        spacy_version,
        ENGLISH_MODEL,
        persian_model(),
        repr(tuple(watchlists)),
        lexicon.digest(lexicons),
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
