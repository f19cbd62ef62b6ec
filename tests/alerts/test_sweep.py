"""The second look through the serving engine: what it finds late, once, and how it explains disagreements."""

from __future__ import annotations

import datetime as dt
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from alerts.payload import load_alert
from alerts.rules import documents as as_documents
from alerts.stage import match_step, sweep_step
from model.article import Article
from model.errors import SearchIndexError
from model.notify import MatchPath
from model.rules import Person, Rule
from model.search import HitPage, IndexWriter
from model.source import Source
from model.stage import StageReport
from query import Vocabulary
from search.embedded import open_batch, open_engine, open_writer
from store import Record, deliveries, documents, matches, quarantine

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
WORDS = Vocabulary(entities=frozenset({"irgc"}))
Publish = Callable[..., Article]
MakeRule = Callable[..., Rule]


class Desk:
    """A serving index and the two ways over it."""

    def __init__(
        self, record: Record, sources: dict[str, Source], people: dict[str, Person], home: Path, writer: IndexWriter
    ) -> None:
        self.record, self.sources, self.people, self.writer, self.home = record, sources, people, writer, home
        self.engine: Any = None

    def index(self) -> None:
        rows = documents.changed_since(self.record, 0, 1000)
        self.writer.put(as_documents(rows, self.sources))
        self.engine = self.engine or open_engine(self.home)

    def close(self) -> None:
        """Drop the engine. It may keep a lock file open until then, of which Python warns."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            self.engine = None

    def match(self, *rules: Rule, batch: Any = open_batch) -> StageReport:
        return match_step(self.record, rules, WORDS, self.sources, batch, self.people, 100, now=lambda: NOW)

    def sweep(self, *rules: Rule, limit: int = 100) -> StageReport:
        return sweep_step(
            self.record, rules, WORDS, self.engine, self.people, sources=self.sources, watermark=self.writer.watermark,
            limit=limit, now=lambda: NOW,
        )  # fmt: skip


@pytest.fixture
def desk(record: Record, sources: dict[str, Source], people: dict[str, Person], tmp_path: Path) -> Iterator[Desk]:
    with open_writer(tmp_path / "index", 16) as writer:
        desk = Desk(record, sources, people, tmp_path / "index", writer)
        yield desk
        desk.close()


def blind(_: object) -> Any:
    """The first way out of order: an engine over nothing."""
    return open_batch([])


def test_where_both_ways_agree_nothing_is_told_twice(
    record: Record, publish: Publish, desk: Desk, rule: MakeRule
) -> None:
    publish("https://x.example/1", "One", "The sepahan office.")
    desk.index()
    desk.match(rule())
    report = desk.sweep(rule())
    assert (report.done, report.failed, report.notes) == (0, 0, ())
    assert [one.path for one in matches.recent(record, 9)] == [MatchPath.MEMORY]
    assert matches.progress(record, "sweep") == documents.max_seq(record)


def test_what_the_first_way_missed_is_told_once_and_late(
    record: Record, publish: Publish, desk: Desk, rule: MakeRule
) -> None:
    article = publish("https://x.example/1", "One", "The sepahan office.")
    publish("https://x.example/2", "Two", "Nothing of the kind.", story="s2")
    desk.index()
    assert desk.match(rule(), batch=blind).done == 2
    report = desk.sweep(rule())
    assert report.done == 1
    [note] = report.notes
    assert f"article {article.id} version 1" in note
    assert "the engines differ" in note
    [found] = matches.recent(record, 9)
    assert (found.path, found.late, found.article_id) == (MatchPath.SWEEP, True, article.id)
    [delivery] = deliveries.listing(record)
    assert load_alert(delivery).late
    assert desk.sweep(rule()) == StageReport(stage="sweep")
    assert len(deliveries.listing(record)) == 1


def test_it_waits_for_the_index_and_for_the_first_way(
    record: Record, publish: Publish, desk: Desk, rule: MakeRule
) -> None:
    publish("https://x.example/1", "One", "The sepahan office.")
    desk.index()
    assert desk.sweep(rule()).done == 0, "the first way has not been over it"
    desk.match(rule(), batch=blind)
    publish("https://x.example/2", "Two", "A sepahan branch.", story="s2")
    desk.match(rule(), batch=blind)
    assert desk.sweep(rule()).done == 1, "the second is not in the index yet"
    desk.index()
    assert desk.sweep(rule()).done == 1
    assert {one.story_id for one in matches.recent(record, 9)} == {"story-1", "s2"}


def test_while_the_engine_is_away_it_waits_and_loses_nothing(
    record: Record, publish: Publish, desk: Desk, rule: MakeRule, tmp_path: Path
) -> None:
    class Away:
        def search(self, *_: object, **__: object) -> HitPage:
            raise SearchIndexError("cannot reach the search server", "start it")

    publish("https://x.example/1", "One", "The sepahan office.")
    desk.index()
    desk.match(rule(), batch=blind)
    there, desk.engine = desk.engine, Away()
    report = desk.sweep(rule())
    assert (report.failed, report.done) == (1, 0)
    assert "start it" in report.notes[0]
    assert matches.progress(record, "sweep") == 0
    desk.engine = there
    del there
    assert desk.sweep(rule()).done == 1


def test_a_real_index_that_is_gone_is_an_error_that_waits(
    record: Record, publish: Publish, desk: Desk, rule: MakeRule, tmp_path: Path
) -> None:
    publish("https://x.example/1", "One", "The sepahan office.")
    desk.index()
    desk.match(rule())
    shutil.move(tmp_path / "index" / "CURRENT", tmp_path / "away")
    assert desk.sweep(rule()).failed == 1
    assert matches.progress(record, "sweep") == 0


def test_a_rule_worded_anew_is_asked_over_what_was_swept_before(
    record: Record, publish: Publish, desk: Desk, rule: MakeRule
) -> None:
    publish("https://x.example/1", "One", "The sepahan office.")
    publish("https://x.example/2", "Two", "The harbour branch.", story="s2")
    desk.index()
    desk.match(rule())
    desk.sweep(rule())
    anew = rule(query="sepahan OR harbour", version=2)
    report = desk.sweep(anew)
    assert report.done == 2
    assert all("worded anew" in note for note in report.notes)
    assert [one.subject_key for one in deliveries.listing(record)] == ["s2", "story-1"], "story-1 was told already"
    assert desk.sweep(anew).done == 0


def test_wording_changed_without_a_new_version_counts_too(
    record: Record, publish: Publish, desk: Desk, rule: MakeRule
) -> None:
    publish("https://x.example/2", "Two", "The harbour branch.", story="s2")
    desk.index()
    desk.match(rule())
    desk.sweep(rule())
    assert desk.sweep(rule(query="harbour")).done == 1


def test_what_was_set_aside_at_once_is_found_by_the_sweep_with_that_reason(
    record: Record, publish: Publish, desk: Desk, rule: MakeRule
) -> None:
    article = publish("https://x.example/1", "One", "The sepahan office.")
    desk.index()

    def broken(_: object) -> Any:
        raise SearchIndexError("no memory")

    assert desk.match(rule(), batch=broken).failed == 1
    assert quarantine.holds(record, "match", article.id)
    report = desk.sweep(rule())
    assert report.done == 1
    assert "quarantine" in report.notes[0]


def test_a_match_that_the_serving_engine_does_not_give_is_a_disagreement(
    record: Record, publish: Publish, desk: Desk, rule: MakeRule
) -> None:
    article = publish("https://x.example/1", "One", "The sepahan office.")
    desk.match(rule())
    rows = documents.changed_since(record, 0, 10)
    [given] = as_documents(rows, desk.sources)
    other = publish("https://x.example/9", "Nine", "Something else.", story="s9")
    desk.index()
    desk.close()
    with open_batch(
        as_documents([row for row in documents.changed_since(record, 0, 9) if row.article.id == other.id], desk.sources)
    ) as poor:
        desk.engine = poor
        desk.match(rule())
        report = desk.sweep(rule())
    assert given.article.id == article.id
    assert report.done == 0
    [note] = report.notes
    assert f"matched article {article.id}" in note
    assert "does not give it" in note


def test_a_long_way_is_swept_in_steps(record: Record, publish: Publish, desk: Desk, rule: MakeRule) -> None:
    for number in range(5):
        publish(f"https://x.example/{number}", f"No {number}", "The sepahan office.", story=f"s{number}")
    desk.index()
    desk.match(rule(), batch=blind)
    reports = [desk.sweep(rule(), limit=2) for _ in range(4)]
    assert [one.done for one in reports] == [2, 2, 1, 0]
    assert [one.more for one in reports] == [True, True, False, False]
