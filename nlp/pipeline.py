"""The pipeline: a document in, everything that is understood of it out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from spacy.about import __version__ as spacy_version
from spacy.tokens import Doc

from model.annotation import Annotation, Label, Mention
from model.article import TextDocument
from model.watch import Watchlist
from nlp import claims, english, gazetteer, lexicon, persian
from nlp.input import Parsed
from nlp.linking import Hit, Linker
from nlp.relevance import RelevanceRules
from nlp.topics import TopicRules
from text.dates import find_dates
from text.langid import LanguageGuess, identify
from text.orthography import Canonical, canonical

CODE_VERSION = "1"
"""Raised when the code understands something differently: all articles are then annotated anew."""

_LANGUAGES = ("en", "fa")
_LONGEST = 200_000
"""Code points of a text that are read; what lies beyond is kept and searchable but not annotated."""

_Span = tuple[int, int, Label, str | None]


class Understanding:
    """Everything loaded; ``annotate`` may be called as often as needed. Not for several threads at once."""

    def __init__(self, watchlists: Sequence[Watchlist], lexicons: Path) -> None:
        self._linker = Linker(watchlists, gazetteer.load(lexicons))
        self._relevance = RelevanceRules(lexicons)
        self._topics = TopicRules(lexicons)
        self._persons = persian.PersonRules(lexicons)
        self._claims = claims.load(lexicons)
        self.version = _version(watchlists, lexicons)

    def annotate(self, documents: Iterable[TextDocument], gate: bool = False) -> Iterator[Annotation]:
        """An annotation for each document, in order. With ``gate``, texts that name nobody watched skip the models."""
        for document in documents:
            yield self._annotate(document, gate)

    def _annotate(self, document: TextDocument, gate: bool) -> Annotation:
        whole = document.whole[:_LONGEST]
        guess = identify(whole)
        lang = _language(guess, document.lang)
        form = canonical(whole)
        hits = self._linker.hits(form.text)
        title_end = form.from_original(min(len(document.title), len(whole)))
        judged = self._relevance.judge(form.text, hits, title_end)
        topics = self._topics.of_document(form.text, hits, title_end) if judged.relevant else ()
        gated = gate and not judged.relevant and not any(h.id for h in hits)
        spans: list[_Span] = [(h.start, h.end, h.label, h.id) for h in hits]
        if lang in _LANGUAGES and not gated:
            doc, more = self._read(form.text, lang, hits)
            spans += [(*span, None) for span in more]
            mentions = _mentions(document, whole, form, spans, lang)
            parsed = Parsed(document=document, lang=lang, canonical=form, doc=doc, mentions=mentions)
            found = claims.extract(self._claims, parsed, judged.relevant, topics)
        else:
            mentions, found = _mentions(document, whole, form, spans, lang), ()
        return Annotation(
            lang=lang,
            lang_confidence=guess.confidence,
            relevant=judged.relevant,
            relevance=judged.score,
            reasons=judged.reasons,
            topics=tuple(topics),
            mentions=mentions,
            claims=tuple(found),
            lang_votes=guess.votes,
            gated=gated,
        )

    def _read(self, text: str, lang: str, hits: Sequence[Hit]) -> tuple[Doc, list[tuple[int, int, Label]]]:
        if lang == "en":
            doc = english.parse(text, hits)
            return doc, english.others(doc, hits)
        return persian.parse(text), self._persons.find(text, hits)


def load(watchlists: Sequence[Watchlist], lexicons: Path) -> Understanding:
    """The pipeline with these lists. Raises ConfigError for a lexicon that cannot be read."""
    return Understanding(watchlists, lexicons)


def _language(guess: LanguageGuess, given: str | None) -> str:
    """What was identified; what the publisher says only where there was nothing to tell."""
    return given.split("-")[0].lower() if guess.lang == "und" and given else guess.lang


def _mentions(
    document: TextDocument, whole: str, form: Canonical, spans: Iterable[_Span], lang: str
) -> tuple[Mention, ...]:
    """Spans of the canonical text and the dates of the original as mentions, in reading order, none overlapping."""
    found = []
    for start, end, label, slug in spans:
        first, last = form.to_original(start, end)
        found.append(Mention(start=first, end=last, text=whole[first:last], label=label, id=slug))
    for day in find_dates(whole, document.published or datetime.now(UTC), lang):
        found.append(Mention(start=day.start, end=day.end, text=day.text, label=Label.DATE))
    # A linked name before an unlinked one, a longer one before a shorter one.
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.id is None, m.label is Label.DATE, m.start - m.end)):
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: m.start))


def _version(watchlists: Sequence[Watchlist], lexicons: Path) -> str:
    """Changes with the code, the models, the watchlists and the lexicons."""
    parts = (CODE_VERSION, spacy_version, english.MODEL, repr(watchlists), lexicon.digest(lexicons))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
