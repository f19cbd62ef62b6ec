"""Topics of documents and of claims, by the words of ``config/lexicons/<language>/topics.yml``.

How many words of a topic a text holds, and where, decides by the weights of ``topics.yml``, which
``bench/topics.py`` fits: one set of weights for all topics, and a small bias for each.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from model.annotation import Topic
from model.errors import ConfigError
from nlp import lexicon
from nlp.linking import Hit
from nlp.terms import TermFinder
from text.orthography import fold

_AT_MOST = 3
_DAMPING = 0.7
_LEAD = 320
_SWITCH = 1.6
"""How much more of a claim's words must speak of another topic of its document than of the main one."""
SIGNS = ("bias", "share", "strength", "in_title", "in_lead", "ratio", "best")
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
        weights = lexicon.read(folder / "topics.yml")
        self.weights: Mapping[str, float] = {name: float(value) for name, value in weights.items()}

    def of_document(self, text: str, hits: Sequence[Hit], title_end: int) -> tuple[Topic, ...]:
        """The topics of a relevant document, the main one first."""
        signs = self.signs(text, hits, title_end)
        if not signs:
            return (Topic.OTHER,)
        main = {topic: self._sum(topic, "main", row) for topic, row in signs.items()}
        first = max(main, key=lambda topic: (main[topic], topic.value))
        also = [t for t in sorted(main, key=lambda t: -main[t]) if t is not first and self._sum(t, "any", signs[t]) > 0]
        return (first, *also[: _AT_MOST - 1])

    def signs(self, text: str, hits: Sequence[Hit], title_end: int) -> dict[Topic, dict[str, float]]:
        """What the weights see of each topic that has a word in the text."""
        scores = self._scores(text, title_end)
        for hit in hits:
            if hit.id in _BY_SLUG:
                topic, weight = _BY_SLUG[hit.id]
                scores[topic] += weight * (2 if hit.start < title_end else 1)
        title, lead = self._scores(text[:title_end], 0), self._scores(text[title_end : title_end + _LEAD], 0)
        total, best = sum(scores.values()), max(scores.values(), default=0.0)
        return {
            topic: {
                "bias": 1.0,
                "share": score / total,
                "strength": math.log1p(score) / 3,
                "in_title": min(title.get(topic, 0.0), 2.0) / 2,
                "in_lead": min(lead.get(topic, 0.0), 4.0) / 4,
                "ratio": score / best,
                "best": float(score == best),
            }
            for topic, score in scores.items()
            if score > 0 and topic is not Topic.OTHER
        }

    def _sum(self, topic: Topic, kind: str, row: Mapping[str, float]) -> float:
        weights = self.weights
        return sum(weights[f"{kind} {n}"] * row[n] for n in SIGNS) + weights.get(f"{kind} {topic.value}", 0.0)

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
        """The topic of a claim: its document's main one, unless its words speak much more of another."""
        if not document_topics:
            return Topic.OTHER
        scores = self._scores(fold(text), 0)
        main = document_topics[0]
        rest = [t for t in document_topics[1:] if scores.get(t, 0.0) >= scores.get(main, 0.0) + _SWITCH]
        return max(rest, key=lambda t: scores[t]) if rest else main


def claim_topic(rules: TopicRules, text: str, document_topics: Sequence[Topic]) -> Topic:
    """The topic of a claim with these words in a document of these topics."""
    return rules.of_claim(text, document_topics)
