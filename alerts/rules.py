"""Which documents answer which rules."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from alerts.explain import Passage, passage_of
from model.errors import QueryError, RasadError
from model.notify import Match, MatchPath
from model.query import Query
from model.rules import Rule
from model.search import Hit, IndexDocument, OpenBatch, SearchEngine, Sort
from model.source import Source
from query import Vocabulary, parse
from store.documents import DocumentRow

PAGE = 200
UNKNOWN_OWNER = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A rule with its query, parsed once a step."""

    rule: Rule
    query: Query

    @property
    def name(self) -> str:
        """The rule as reports and the quarantine name it."""
        return name_of(self.rule)

    @property
    def cursor(self) -> str:
        """The name under which the record knows whether this wording of the rule has been swept before."""
        wording = f"{self.rule.id}\x1f{self.rule.version}\x1f{self.rule.query}"
        return f"sweep-rule:{hashlib.sha256(wording.encode()).hexdigest()[:32]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A document that answers a rule, and the passage that shows it."""

    rule: Rule
    row: DocumentRow
    passage: Passage

    @property
    def story_id(self) -> str:
        """The story that people are told of; a document has one before it is matched."""
        assert self.row.story_id is not None
        return self.row.story_id


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that could not be asked, or a document (by its id) that could not be matched, and why."""

    thing: str
    reason: str


def name_of(rule: Rule) -> str:
    """A rule as reports and the quarantine name it."""
    return f"rule {rule.id}, version {rule.version}"


def parse_rules(rules: Iterable[Rule], vocabulary: Vocabulary) -> tuple[list[Asked], list[Broken]]:
    """Rules that can be asked, and those that cannot: one bad rule never silences the others."""
    asked: list[Asked] = []
    broken: list[Broken] = []
    for rule in rules:
        try:
            asked.append(Asked(rule=rule, query=parse(rule.query, vocabulary)))
        except QueryError as error:
            broken.append(Broken(name_of(rule), f"{error} (at character {error.position})"))
    return asked, broken


def documents(rows: Sequence[DocumentRow], sources: Mapping[str, Source]) -> list[IndexDocument]:
    """Rows as an engine takes them."""
    return [_document(row, sources.get(row.article.source_id)) for row in rows]


def _document(row: DocumentRow, source: Source | None) -> IndexDocument:
    return IndexDocument(
        article=row.article,
        annotation=row.annotation,
        story_id=row.story_id,
        owner=source.owner.value if source else UNKNOWN_OWNER,
        source_name=source.name if source else row.article.source_id,
        doc_seq=row.doc_seq,
        order_key=row.order_key,
    )


def ready(rows: Iterable[DocumentRow]) -> list[DocumentRow]:
    """Documents that are understood and have a story. The others come again: both raise their ``doc_seq``."""
    return [row for row in rows if row.annotation is not None and row.story_id is not None]


def find_at_once(
    asked: Sequence[Asked], rows: Sequence[DocumentRow], sources: Mapping[str, Source], open_batch: OpenBatch
) -> tuple[list[Found], list[Broken]]:
    """Answers of the rules within a batch, from an engine in memory that lives as long as the batch.

    Where the whole batch fails, each document is tried alone; what fails alone is given back with its reason.
    """
    try:
        with _opened(open_batch, rows, sources) as engine:
            return _ask_each(asked, engine, rows)
    except RasadError as error:
        if len(rows) == 1:
            return [], [Broken(rows[0].article.id, str(error))]
    found: list[Found] = []
    failed: list[Broken] = []
    for row in rows:
        one, wrong = find_at_once(asked, [row], sources, open_batch)
        found += one
        failed += wrong
    return found, failed


def _opened(
    open_batch: OpenBatch, rows: Sequence[DocumentRow], sources: Mapping[str, Source]
) -> AbstractContextManager[SearchEngine]:
    return open_batch(documents(rows, sources))


def _ask_each(
    asked: Sequence[Asked], engine: SearchEngine, rows: Sequence[DocumentRow]
) -> tuple[list[Found], list[Broken]]:
    found: list[Found] = []
    failed: list[Broken] = []
    for one in asked:
        try:
            found += answers(one, one.query, engine, rows)
        except QueryError as error:  # What only an engine can tell: more expansions than it allows.
            failed.append(Broken(one.name, str(error)))
    return found, failed


def answers(asked: Asked, query: Query, engine: SearchEngine, rows: Sequence[DocumentRow]) -> list[Found]:
    """The rows that an engine gives for a query: those versions, no others it may hold."""
    by_id = {row.article.id: row for row in rows}
    found: list[Found] = []
    for hit in hits(engine, query):
        row = by_id.get(hit.id)
        if row is not None and row.article.version == hit.version:
            found.append(Found(rule=asked.rule, row=row, passage=passage_of(asked.query, row, hit)))
    return found


def hits(engine: SearchEngine, query: Query) -> Iterator[Hit]:
    """All hits of a query, newest first, a page at a time."""
    cursor: str | None = None
    while True:
        page = engine.search(query, limit=PAGE, cursor=cursor, sort=Sort.NEWEST)
        yield from page.hits
        cursor = page.cursor
        if cursor is None:
            return


def match_of(found: Found, path: MatchPath, now: datetime, *, late: bool) -> Match:
    """What the record keeps of a find."""
    return Match(
        rule_id=found.rule.id,
        rule_version=found.rule.version,
        article_id=found.row.article.id,
        article_version=found.row.article.version,
        story_id=found.story_id,
        path=path,
        late=late,
        matched_at=now,
        passage=found.passage.text,
        spans=found.passage.spans,
    )
