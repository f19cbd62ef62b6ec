"""Stories: which reports tell of one event, across outlets and languages.

Near-copies (wire text) are found first, by the overlap of their word shingles. Other reports are compared by what
identifies an event in either language: names (their consonants are the same from both scripts), watched entities,
numbers, days, concepts and topics, each weighted by how rare it is among the reports of the window. Two reports are of
one event if they share enough of that weight and at least one thing that is no common-place of the subject.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from model.annotation import Annotation
from model.article import TextDocument
from nlp.features import Features, features, utc, within
from nlp.skeleton import same_name

WINDOW_DAYS = 14
NEAR_COPY = 0.30
SAME_EVENT = 0.29
HARD = 1.2
"""The least weight of shared names, numbers, days and rarer entities: topics and concepts alone make no story."""
_NEAR_DAYS = 2.0
_SURE_COPY = 0.8
_STRANGE = 0.6
"""What likeness is worth between reports that name different persons: two trials, not one."""
_JUDGED_APART = 0.6
"""The same between a report that is relevant and one that is not: near the threshold two languages may differ."""
_MISCOUNTED = 0.75
"""The same between reports that give different numbers."""
MOST = 4000
"""Reports that are remembered at most; the window forgets first."""
_FADING = 5.0
"""Days after which, beyond the first two, likeness counts half where no person is shared: events are told soon."""
_FADING_KNOWN = 12.0
_PRIOR = 60
"""Reports that rarity reckons with before it has seen any, and how many of them hold a feature of a kind."""
_PRIOR_SEEN = {"concept": 3.0, "topic": 12.0, "id": 4.0, "few": 12.0}


@dataclass(frozen=True, slots=True)
class Report:
    """What is compared of a document."""

    id: str
    story: str
    at: datetime
    features: Features
    relevant: bool


class StoryGrouper:
    """Puts documents into stories, one after the other; remembers those within the window of the newest."""

    def __init__(self, window_days: int = WINDOW_DAYS, most: int = MOST) -> None:
        self._window = timedelta(days=window_days)
        self._most = most
        self._reports: dict[int, Report] = {}
        self._next = 0
        self._by_key: dict[str, set[int]] = {}
        self._seen: Counter[str] = Counter()

    def add(self, document: TextDocument, annotation: Annotation, story_id: str | None = None) -> str:
        """The story of a document: the id of its first member. ``story_id`` says that it is a known member of one."""
        at = utc(document)
        report = Report(
            id=document.id,
            story=story_id or document.id,
            at=at,
            features=features(document, annotation, at),
            relevant=annotation.relevant,
        )
        if story_id is None:
            report = replace(report, story=self._place(report))
        self._keep(report)
        return report.story

    def _keep(self, report: Report) -> None:
        """Remember a report. Those beyond the window, or beyond a number, are forgotten."""
        number, self._next = self._next, self._next + 1
        self._reports[number] = report
        self._seen.update(report.features.weights.keys())
        for key in report.features.handles():
            self._by_key.setdefault(key, set()).add(number)
        if len(self._reports) > self._most:
            outside = [n for n, r in self._reports.items() if not within(r.at, report.at, self._window)]
            for n in outside or [next(iter(self._reports))]:
                self._forget(n)

    def _forget(self, number: int) -> None:
        report = self._reports.pop(number)
        self._seen.subtract(report.features.weights.keys())
        for feature in report.features.weights:
            if self._seen[feature] <= 0:
                del self._seen[feature]
        for key in report.features.handles():
            self._by_key[key].discard(number)
            if not self._by_key[key]:
                del self._by_key[key]

    def _place(self, report: Report) -> str:
        """The story of the report most like this one, if that is alike enough; else its own."""
        best, story = 1.0, report.story
        numbers = set().union(*(self._by_key.get(key, ()) for key in report.features.handles()))
        for other in (self._reports[n] for n in sorted(numbers)):
            if within(report.at, other.at, self._window):
                score = self.likeness(report, other)
                if score > best:
                    best, story = score, other.story
        return story

    def likeness(self, a: Report, b: Report) -> float:
        """More than 1 means the same story."""
        copied = _jaccard(a.features.shingles, b.features.shingles)
        strangers = _strangers(a.features, b.features)
        doubtful = strangers or _miscounted(a.features, b.features)
        if copied >= (_SURE_COPY if doubtful else NEAR_COPY):
            return 2.0 + copied
        shared, hard = self._shared(a.features, b.features)
        if hard < HARD:
            return 0.0
        days = abs((a.at - b.at).total_seconds()) / 86_400
        fading = _FADING if strangers or not a.features.persons or not b.features.persons else _FADING_KNOWN
        fresh = 1.0 / (1.0 + max(0.0, days - _NEAR_DAYS) / fading)
        fresh *= _STRANGE if strangers else 1.0
        fresh *= _JUDGED_APART if a.relevant != b.relevant else 1.0
        fresh *= _MISCOUNTED if _miscounted(a.features, b.features) else 1.0
        return fresh * shared / math.sqrt(self._mass(a.features) * self._mass(b.features)) / SAME_EVENT

    def _shared(self, a: Features, b: Features) -> tuple[float, float]:
        """The weight of what two reports share, and the part of it that is no common-place."""
        soft = hard = 0.0
        for feature in a.weights.keys() & b.weights.keys():
            weight = min(a.weights[feature], b.weights[feature]) * self._rarity(feature)
            if feature.startswith(("concept:", "topic:", "few:")) or weight < 0.5:
                soft += weight
            else:
                hard += weight
        for name, weight in a.names.items():
            match = max((w for other, w in b.names.items() if same_name(name, other)), default=0.0)
            hard += min(weight, match) * 2
        return soft + hard, hard

    def _mass(self, a: Features) -> float:
        return sum(w * self._rarity(f) for f, w in a.weights.items()) + 2 * sum(a.names.values()) or 1.0

    def _rarity(self, feature: str) -> float:
        """Between 1 for what every report holds and more for what few do."""
        kind = feature.partition(":")[0]
        return 0.3 + math.log((len(self._reports) + _PRIOR) / (self._seen[feature] + _PRIOR_SEEN.get(kind, 1.5))) / 2


def _strangers(a: Features, b: Features) -> bool:
    """True if both reports name persons and none of them is the same."""
    return bool(a.persons and b.persons) and not any(same_name(x, y) for x in a.persons for y in b.persons)


def _miscounted(a: Features, b: Features) -> bool:
    """True if both reports give numbers and none of them is the same."""
    one, other = (frozenset(k for k in f.weights if k.startswith("number:")) for f in (a, b))
    return bool(one and other) and not one & other


def _jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0
