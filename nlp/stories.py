"""Stories: which reports tell of one event, across outlets and languages.

Near-copies (wire text) are found first, by the overlap of their word shingles. Other reports join the story with which
they share enough of what identifies an event in either language: watched entities, the topic, and rare features, which
are numbers, days and the consonants of names, written the same way from both scripts.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from model.annotation import Annotation, Label, Topic
from model.article import TextDocument
from nlp.skeleton import skeleton
from text.dates import find_dates
from text.terms import tokens

WINDOW_DAYS = 14
NEAR_COPY = 0.30
SAME_EVENT = 0.34
_SHINGLE = 4
_LATIN_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_NUMBER = re.compile(r"\d[\d,.٬٫]*")
_NAMES = (Label.PERSON, Label.ORG, Label.GPE, Label.LOC, Label.FAC, Label.EVENT, Label.LAW)


@dataclass(frozen=True, slots=True)
class Report:
    """What is compared of a document."""

    id: str
    story: str
    at: datetime
    lang: str
    shingles: frozenset[int]
    features: dict[str, float]
    topics: frozenset[Topic]
    relevant: bool


class StoryGrouper:
    """Puts documents into stories, one after the other; remembers those within the window of the newest."""

    def __init__(self, window_days: int = WINDOW_DAYS) -> None:
        self._window = timedelta(days=window_days)
        self._reports: list[Report] = []
        self._seen: Counter[str] = Counter()

    def add(self, document: TextDocument, annotation: Annotation, story_id: str | None = None) -> str:
        """The story of a document: the id of its first member. ``story_id`` says that it is a known member of one."""
        report = _report(document, annotation, story_id or document.id)
        self._reports = [r for r in self._reports if report.at - r.at <= self._window]
        if story_id is None:
            report = self._placed(report)
        self._reports.append(report)
        self._seen.update(report.features.keys())
        return report.story

    def _placed(self, report: Report) -> Report:
        best, story = 0.0, report.story
        for other in self._reports:
            if abs(report.at - other.at) > self._window:
                continue
            score = self._alike(report, other)
            if score > best:
                best, story = score, other.story
        return report if best < 1.0 else _with_story(report, story)

    def _alike(self, a: Report, b: Report) -> float:
        """1 and more means the same story."""
        copied = _jaccard(a.shingles, b.shingles)
        if copied >= NEAR_COPY:
            return 1.0 + copied
        if a.relevant != b.relevant:
            return 0.0
        return self._cosine(a, b) / SAME_EVENT

    def _cosine(self, a: Report, b: Report) -> float:
        """Cosine of the features, each weighted by how rare it is among the documents seen."""
        shared = sum(
            a.features[f] * b.features[f] * self._rarity(f) ** 2 for f in a.features.keys() & b.features.keys()
        )
        if not shared:
            return 0.0
        return shared / (self._length(a) * self._length(b))

    def _rarity(self, feature: str) -> float:
        return math.log(1 + (len(self._reports) + 8) / (1 + self._seen[feature]))

    def _length(self, report: Report) -> float:
        return math.sqrt(sum((w * self._rarity(f)) ** 2 for f, w in report.features.items()))


def _with_story(report: Report, story: str) -> Report:
    return Report(
        report.id,
        story,
        report.at,
        report.lang,
        report.shingles,
        report.features,
        report.topics,
        report.relevant,
    )


def _report(document: TextDocument, annotation: Annotation, story: str) -> Report:
    at = (document.published or datetime.now(UTC)).astimezone(UTC)
    return Report(
        id=document.id,
        story=story,
        at=at,
        lang=annotation.lang,
        shingles=_shingles(document.whole),
        features=_features(document, annotation, at),
        topics=frozenset(annotation.topics),
        relevant=annotation.relevant,
    )


def _shingles(text: str) -> frozenset[int]:
    words = [token.term for token in tokens(text[:20_000])]
    return frozenset(hash(tuple(words[i : i + _SHINGLE])) for i in range(max(0, len(words) - _SHINGLE + 1)))


def _features(document: TextDocument, annotation: Annotation, at: datetime) -> dict[str, float]:
    """What identifies the event, the same in both languages: linked ids, skeletons of names, numbers, days, topics."""
    found: dict[str, float] = {}

    def note(feature: str, weight: float) -> None:
        found[feature] = max(found.get(feature, 0.0), weight)

    title_end = len(document.title)
    for mention in annotation.mentions:
        weight = 1.3 if mention.start < title_end else 1.0
        if mention.id is not None:
            note(f"id:{mention.id}", weight)
        elif mention.label in _NAMES:
            for word in mention.text.split():
                bones = skeleton(word)
                if len(bones) >= 3:
                    note(f"name:{bones}", 1.5 * weight)
    for match in _NUMBER.finditer(document.whole.translate(_LATIN_DIGITS)):
        digits = re.sub(r"\D", "", match.group())
        if 2 <= len(digits) <= 9 and not 1300 <= int(digits) <= 2100:
            note(f"number:{int(digits)}", 0.8)
    for day in find_dates(document.whole, document.published or at, annotation.lang):
        if day.day is not None:
            note(f"day:{day.day.isoformat()}", 0.7)
    for topic in annotation.topics:
        note(f"topic:{topic.value}", 0.8)
    return found


def _jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0
