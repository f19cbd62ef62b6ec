"""Topics of documents and of claims, by the words of ``config/lexicons/<language>/topics.yml``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from model.annotation import Topic
from model.errors import ConfigError
from nlp import lexicon
from nlp.linking import Hit
from nlp.terms import TermFinder
from text.orthography import fold

_AT_MOST = 3
_DAMPING = 0.7
_FLOOR = 2.0
_SHARE = 0.3
_BY_SLUG = {
    "ps752": (Topic.PS752, 2.0),
    "ps752-families": (Topic.PS752, 2.0),
    "ukraine-international-airlines": (Topic.PS752, 1.0),
    "icao": (Topic.PS752, 1.0),
    "criminal-code-listing": (Topic.LISTING_SANCTIONS, 1.5),
    "sema": (Topic.LISTING_SANCTIONS, 1.5),
    "magnitsky-law": (Topic.LISTING_SANCTIONS, 1.5),
    "fintrac": (Topic.FINANCING, 2.0),
    "bank-sepah": (Topic.FINANCING, 1.0),
    "khatam-al-anbiya": (Topic.FINANCING, 0.5),
    "irb": (Topic.IMMIGRATION, 2.0),
    "irpa": (Topic.IMMIGRATION, 2.0),
    "ircc": (Topic.IMMIGRATION, 1.5),
    "cbsa": (Topic.IMMIGRATION, 1.0),
    "federal-court": (Topic.COURTS, 1.5),
    "ontario-superior-court": (Topic.COURTS, 2.0),
    "icj": (Topic.COURTS, 2.0),
    "state-immunity-act": (Topic.COURTS, 2.0),
    "bill-c70": (Topic.INFLUENCE, 2.0),
    "woman-life-freedom": (Topic.PROTEST, 0.5),
    "november-2019-protests": (Topic.PROTEST, 0.5),
}


class TopicRules:
    """The words of each topic in every language."""

    def __init__(self, folder: Path) -> None:
        groups: dict[str, list[str]] = {topic.value: [] for topic in Topic}
        for lang in lexicon.LANGUAGES:
            path = folder / lang / "topics.yml"
            data = lexicon.read(path)
            unknown = set(data) - set(groups)
            if unknown:
                raise ConfigError(f"{path}: unknown topic {min(unknown)}", f"one of {', '.join(groups)}")
            for topic in groups:
                groups[topic] += lexicon.words(path, data, topic)
        self._finder = TermFinder(groups)

    def of_document(self, text: str, hits: Sequence[Hit], title_end: int) -> tuple[Topic, ...]:
        """The topics of a relevant document, the strongest first."""
        scores = self._scores(text, title_end)
        for hit in hits:
            if hit.id in _BY_SLUG:
                topic, weight = _BY_SLUG[hit.id]
                scores[topic] += weight * (2 if hit.start < title_end else 1)
        if not scores:
            return (Topic.OTHER,)
        best = max(scores.values())
        ranked = sorted(scores, key=lambda topic: (-scores[topic], topic.value))
        chosen = [t for t in ranked if scores[t] >= max(_FLOOR, _SHARE * best)][:_AT_MOST]
        return tuple(chosen or ranked[:1])

    def _scores(self, text: str, title_end: int) -> dict[Topic, float]:
        """Words by topic: a word that comes again counts less each time."""
        seen: Counter[tuple[str, str]] = Counter()
        scores: dict[Topic, float] = defaultdict(float)
        for term in self._finder.find(text):
            seen[term.group, term.word] += 1
            again = seen[term.group, term.word]
            scores[Topic(term.group)] += (2.0 if term.start < title_end else 1.0) / again**_DAMPING
        return scores

    def of_claim(self, text: str, document_topics: Sequence[Topic]) -> Topic:
        """The topic of a claim: that of its document which its words speak of most, else the document's first."""
        if not document_topics:
            return Topic.OTHER
        scores = self._scores(fold(text), 0)
        return max(document_topics, key=lambda t: (scores.get(t, 0.0), -document_topics.index(t)))


def claim_topic(rules: TopicRules, text: str, document_topics: Sequence[Topic]) -> Topic:
    """The topic of a claim with these words in a document of these topics."""
    return rules.of_claim(text, document_topics)
