"""What stands in an edition of a digest: stories by section, and what was not seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice

from alerts.bursts import Burst, bursts
from alerts.payload import (
    BurstLine,
    DarkSource,
    DigestPayload,
    SectionPart,
    StoryLine,
    TailLine,
    load_alert,
    report_line,
)
from alerts.rules import hits
from alerts.strings import say
from model.annotation import Annotation, Claim
from model.notify import Delivery
from model.query import All, AnyOf, Instant, Query, TimeField, TimeRange
from model.rules import Digest, DigestSection, Person
from model.search import Facet, Hit, SearchEngine
from model.source import Source
from model.watch import WatchEntity
from query import Vocabulary, parse
from store import Record, deliveries, documents, runs
from store.documents import DocumentRow

MAX_HITS = 5000
"""How many articles of a section are looked at, newest first."""

CATCH_UP = timedelta(hours=24)
"""How far before an edition an article may have been seen which became searchable only after it."""

PAGE = 500
MAX_TAIL = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The articles of an edition: seen from ``since`` on and before ``until``, and those seen somewhat earlier whose
    documents changed after ``after_seq``, since the edition before could not have them yet. ``tail_since`` is where
    the tail of alerts begins: at the last edition, however long ago."""

    since: datetime
    until: datetime
    after_seq: int | None = None
    tail_since: datetime | None = None


@dataclass(slots=True)
class Tally:
    """What is kept of a story while its reports are counted: never the reports themselves."""

    reports: int = 0
    outlets: set[str] = field(default_factory=set)
    relevance: float = 0.0
    newest: int = 0
    lead: Hit | None = None
    lead_rank: tuple[bool, float, int] = (False, 0.0, 0)

    def add(self, hit: Hit, lang: str) -> None:
        """Count a report; the lead is in the reader's language if any is, then the most relevant, then the first."""
        self.reports += 1
        self.outlets.add(hit.source)
        self.relevance = max(self.relevance, hit.relevance)
        self.newest = max(self.newest, hit.order_key)
        rank = (hit.lang == lang, hit.relevance, -hit.order_key)
        if self.lead is None or rank > self.lead_rank:
            self.lead, self.lead_rank = hit, rank


def edition(
    record: Record,
    digest: Digest,
    person: Person,
    sources: Mapping[str, Source],
    vocabulary: Vocabulary,
    engine: SearchEngine,
    span: Span,
    day: str,
    names: Mapping[str, WatchEntity] | None = None,
) -> DigestPayload:
    """An edition for one person. A story stands in the first section that has it, and nowhere else."""
    told: set[str] = set()
    late = _changed_ids(record, span.after_seq) if span.after_seq is not None else frozenset()
    sections = []
    for section in digest.sections:
        stories = _stories(section, person, vocabulary, engine, span, late)
        fresh = {story_id: tally for story_id, tally in stories.items() if story_id not in told}
        told.update(fresh)
        sections.append(_part(record, section, person, sources, fresh))
    left, count = deliveries.tail(record, person.id, span.tail_since or span.since, span.until, MAX_TAIL)
    return DigestPayload(
        digest_id=digest.id,
        title=_in_language(digest.title, person.lang) or digest.id,
        day=day,
        since=span.since,
        until=span.until,
        sections=tuple(sections),
        dark=dark_sources(record, sources),
        sources=sum(source.enabled for source in sources.values()),
        tail=tuple(_tail_line(delivery) for delivery in left),
        tail_more=count - len(left),
        bursts=_bursts(digest, person, vocabulary, engine, span, names or {}),
    )


def _bursts(
    digest: Digest,
    person: Person,
    vocabulary: Vocabulary,
    engine: SearchEngine,
    span: Span,
    names: Mapping[str, WatchEntity],
) -> tuple[BurstLine, ...]:
    """What the digest's sections together are written of far more than before."""
    everything = AnyOf(tuple(parse(section.query, vocabulary) for section in digest.sections))
    found = bursts(engine, everything, span.since, span.until)
    return tuple(
        BurstLine(name=_name(burst, person.lang, names), count=burst.count, usual=burst.usual, series=burst.series)
        for burst in found
    )


def _name(burst: Burst, lang: str, names: Mapping[str, WatchEntity]) -> str:
    """An entity or a topic as the reader calls it."""
    if burst.facet is Facet.TOPIC:
        return say(lang, f"topic.{burst.value}")
    entity = names.get(burst.value)
    if entity is None:
        return burst.value
    theirs = entity.names.get(lang, ())
    return theirs[0].text if lang != "en" and theirs else entity.name


def _tail_line(delivery: Delivery) -> TailLine:
    """An alert of the outbox in a line."""
    alert = load_alert(delivery)
    lead = alert.reports[0]
    return TailLine(
        story_id=alert.story_id,
        severity=alert.severity,
        article_id=lead.article_id,
        title=lead.title,
        lang=lead.lang,
        outlet=lead.outlet,
        owner=lead.owner,
    )


def _in_language(titles: Mapping[str, str], lang: str) -> str:
    return titles.get(lang) or titles.get("en") or next(iter(titles.values()), "")


def _changed_ids(record: Record, after_seq: int) -> frozenset[str]:
    """The articles whose documents changed after a point, a page at a time so that memory stays flat."""
    ids: set[str] = set()
    while rows := documents.changed_since(record, after_seq, PAGE):
        ids.update(row.article.id for row in rows)
        after_seq = rows[-1].doc_seq
    return frozenset(ids)


def _stories(
    section: DigestSection,
    person: Person,
    vocabulary: Vocabulary,
    engine: SearchEngine,
    span: Span,
    late: Collection[str],
) -> dict[str, Tally]:
    """The stories of a section, counted over its articles. What has no story yet is told by the next edition."""
    query = parse(section.query, vocabulary)
    stories: dict[str, Tally] = {}
    for hit in _articles(query, engine, span, late):
        if hit.story_id is not None:
            stories.setdefault(hit.story_id, Tally()).add(hit, person.lang)
    return stories


def _articles(query: Query, engine: SearchEngine, span: Span, late: Collection[str]) -> Iterator[Hit]:
    """The articles of the edition, and those that came too late for the one before."""
    yield from islice(hits(engine, _seen(query, span.since, span.until)), MAX_HITS)
    if late:
        before = hits(engine, _seen(query, span.since - CATCH_UP, span.since))
        yield from (hit for hit in islice(before, MAX_HITS) if hit.id in late)


def _seen(query: Query, since: datetime, until: datetime) -> Query:
    return All((query, TimeRange(TimeField.SEEN, Instant(_ms(since)), Instant(_ms(until)))))


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _part(
    record: Record,
    section: DigestSection,
    person: Person,
    sources: Mapping[str, Source],
    stories: Mapping[str, Tally],
) -> SectionPart:
    """The section as it is told: the most relevant first, then what most outlets report, then the newest."""
    ranked = sorted(
        stories.items(), key=lambda item: (-round(item[1].relevance, 1), -len(item[1].outlets), -item[1].newest)
    )
    chosen = ranked[: section.limit]
    leads = [tally.lead.id for _, tally in chosen if tally.lead is not None]
    rows = {row.article.id: row for row in documents.get(record, leads)}
    told = [
        _story(story_id, tally, rows[tally.lead.id], sources)
        for story_id, tally in chosen
        if tally.lead is not None and tally.lead.id in rows
    ]
    return SectionPart(
        title=_in_language(section.title, person.lang) or section.query,
        stories=tuple(told),
        more=len(ranked) - len(told),
    )


def _story(story_id: str, tally: Tally, row: DocumentRow, sources: Mapping[str, Source]) -> StoryLine:
    lead = report_line(row.article, _first_claim(row.annotation), sources.get(row.article.source_id), claims=1)
    return StoryLine(story_id=story_id, reports=tally.reports, outlets=len(tally.outlets), lead=lead)


def _first_claim(annotation: Annotation | None) -> Annotation | None:
    """The annotation with the one claim that the digest tells: the first whose speaker is named, else the first."""
    if annotation is None or not annotation.claims:
        return annotation
    first: Claim = min(annotation.claims, key=lambda claim: (claim.speaker is None, claim.start))
    return replace(annotation, claims=(first,))


def dark_sources(record: Record, sources: Mapping[str, Source]) -> tuple[DarkSource, ...]:
    """Sources that should be read and were not, by the state of their latest run."""
    return tuple(
        DarkSource(source_id=one.source_id, name=one.name, status=one.status, last_ok=one.last_ok)
        for one in runs.unseen(record, sources.values())
    )


def something(sections: Iterable[SectionPart]) -> bool:
    """True where there is anything to tell."""
    return any(section.stories for section in sections)
