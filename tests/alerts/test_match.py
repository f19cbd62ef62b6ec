"""Matching at once, over the real record and a real engine in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest

from alerts.payload import AlertPayload, load_alert
from alerts.stage import match_step, sweep_step
from model.article import Article
from model.errors import SearchIndexError
from model.notify import DeliveryState, MatchPath
from model.rules import Person, Rule, Severity
from model.search import IndexDocument, SearchEngine
from model.source import Source
from model.stage import StageReport
from query import Vocabulary
from search.embedded import open_batch
from store import Record, annotations, articles, deliveries, matches, quarantine, stories

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
WORDS = Vocabulary(entities=frozenset({"irgc", "toronto"}))
Publish = Callable[..., Article]
MakeRule = Callable[..., Rule]


@pytest.fixture
def match(record: Record, sources: dict[str, Source], people: dict[str, Person]) -> Callable[..., StageReport]:
    def step(*rules: Rule, limit: int = 50, batch: Any = open_batch, told: dict[str, Person] = people) -> StageReport:
        return match_step(record, rules, WORDS, sources, batch, told, limit, now=lambda: NOW)

    return step


def told(record: Record) -> dict[str, AlertPayload]:
    return {one.person_id: load_alert(one) for one in deliveries.listing(record)}


def test_a_match_carries_the_passage_and_the_words(
    record: Record, publish: Publish, match: Callable[..., StageReport], rule: MakeRule
) -> None:
    article = publish(
        "https://x.example/1", "Guards named", "A quiet start.\n\nThe sepahan office in Toronto was named."
    )
    assert match(rule(query="sepahan toronto", version=3)).done == 1
    [found] = matches.for_article(record, article.id)
    assert (found.rule_id, found.rule_version, found.article_version) == ("guards", 3, 1)
    assert (found.path, found.late, found.story_id) == (MatchPath.MEMORY, False, "story-1")
    assert found.passage in article.text
    assert {found.passage[a:b].casefold() for a, b in found.spans} == {"sepahan", "toronto"}
    [alert] = told(record).values()
    assert alert.reports[0].passage == found.passage
    assert alert.rules[0].version == 3


def test_an_entity_rule_shows_the_name_in_the_text(
    record: Record, publish: Publish, match: Callable[..., StageReport], rule: MakeRule
) -> None:
    text = "متن نخست بی‌نام است.\n\nسخنگوی سپاه پاسداران در تورنتو چیزی نگفت."
    publish("https://x.example/fa", "خبر", text, lang="fa", names={"سپاه پاسداران": "irgc"}, source_id="alborz")
    match(rule(query="entity:irgc"))
    [alert] = told(record).values()
    lead = alert.reports[0]
    assert [lead.passage[a:b] for a, b in lead.spans] == ["سپاه پاسداران"]
    assert (lead.lang, lead.owner, lead.outlet) == ("fa", "state-affiliated", "خبرگزاری البرز نمونه")


def test_a_claim_rule_shows_the_claim(
    record: Record, publish: Publish, match: Callable[..., StageReport], rule: MakeRule
) -> None:
    publish("https://x.example/1", "Denial", "The Guards were never here.\n\nMore.", names={"Guards": "irgc"})
    match(rule(query="claim:(modality:denied about:irgc)"))
    [alert] = told(record).values()
    lead = alert.reports[0]
    assert "The Guards were never here." in lead.passage
    assert lead.spans
    assert (lead.claims[0].speaker, lead.claims[0].modality.value) == ("a spokesman", "denied")


def test_one_mail_a_person_and_story_names_all_rules_and_the_worst_severity(
    record: Record, publish: Publish, match: Callable[..., StageReport], rule: MakeRule
) -> None:
    publish("https://x.example/1", "One", "The sepahan office.")
    publish("https://x.example/2", "Two", "Again the sepahan office.", source_id="prairie")
    publish("https://x.example/3", "Three", "A sepahan branch elsewhere.", story="story-2")
    report = match(rule("a", "sepahan", to=("sam", "mina")), rule("b", "office", to=("sam",), severity=Severity.URGENT))
    assert (report.done, report.failed) == (3, 0)
    outbox = deliveries.listing(record)
    assert sorted((one.person_id, one.subject_key) for one in outbox) == [
        ("mina", "story-1"), ("mina", "story-2"), ("sam", "story-1"), ("sam", "story-2"),
    ]  # fmt: skip
    mine = next(load_alert(one) for one in outbox if (one.person_id, one.subject_key) == ("sam", "story-1"))
    assert [line.id for line in mine.rules] == ["a", "b"]
    assert mine.severity is Severity.URGENT
    assert (len(mine.reports), mine.outlets) == (2, 2)
    others = next(load_alert(one) for one in outbox if (one.person_id, one.subject_key) == ("mina", "story-1"))
    assert (others.severity, [line.id for line in others.rules]) == (Severity.WARNING, ["a"])


def test_later_reports_of_a_story_join_without_a_second_mail(
    record: Record, publish: Publish, match: Callable[..., StageReport], rule: MakeRule
) -> None:
    publish("https://x.example/1", "One", "The sepahan office.")
    match(rule())
    first = deliveries.listing(record)
    publish("https://x.example/2", "Two", "The sepahan office again.", source_id="prairie")
    match(rule())
    assert deliveries.listing(record) == first
    assert len(matches.recent(record, 10)) == 2


def test_only_understood_documents_with_a_story_are_matched_and_none_is_forgotten(
    record: Record, publish: Publish, match: Callable[..., StageReport], rule: MakeRule
) -> None:
    bare = publish("https://x.example/1", "One", "The sepahan office.", annotated=False)
    lone = publish("https://x.example/2", "Two", "A sepahan branch.", story=None)
    assert match(rule()).done == 0
    assert matches.recent(record, 10) == []
    stories.assign(record, lone.id, "story-2")
    other = publish("https://x.example/3", "Three", "A third sepahan.", story="story-3")
    annotation = annotations.get(record, other.id, 1)
    assert annotation is not None
    annotations.save(record, "test-1", bare.id, 1, replace(annotation, claims=(), mentions=()))
    stories.assign(record, bare.id, "story-1")
    assert match(rule()).done == 3
    assert {one.story_id for one in matches.recent(record, 10)} == {"story-1", "story-2", "story-3"}


def test_steps_go_on_where_the_last_one_ended_and_repeat_nothing(
    record: Record, publish: Publish, match: Callable[..., StageReport], rule: MakeRule
) -> None:
    for number in range(5):
        publish(f"https://x.example/{number}", f"No {number}", "The sepahan office.", story=f"s{number}")
    reports = [match(rule(), limit=2) for _ in range(4)]
    assert [one.done for one in reports] == [2, 2, 1, 0]
    assert [one.more for one in reports] == [True, True, False, False]
    assert len(deliveries.listing(record)) == 5


def test_a_changed_text_is_a_new_match_but_no_second_mail(
    record: Record, publish: Publish, match: Callable[..., StageReport], rule: MakeRule
) -> None:
    publish("https://x.example/1", "One", "The sepahan office.")
    match(rule())
    article = publish("https://x.example/1", "One", "The sepahan office, corrected.")
    match(rule())
    assert [one.article_version for one in matches.for_article(record, article.id)] == [2, 1]
    assert len(deliveries.listing(record)) == 1


def test_old_news_is_told_as_late(
    record: Record, publish: Publish, match: Callable[..., StageReport], rule: MakeRule
) -> None:
    old = publish(
        "https://x.example/1", "One", "The sepahan office.", published=NOW - dt.timedelta(hours=31, minutes=5)
    )
    match(rule())
    assert matches.for_article(record, old.id)[0].late
    [alert] = told(record).values()
    assert (alert.late, alert.late_hours) == (True, 31)


def test_one_bad_rule_silences_no_other(
    record: Record, publish: Publish, match: Callable[..., StageReport], rule: MakeRule
) -> None:
    publish("https://x.example/1", "One", "The sepahan office.")
    report = match(rule("bad", "nosuch:field"), rule("good", to=("sam", "nobody")))
    assert [one.rule_id for one in matches.recent(record, 10)] == ["good"]
    assert set(told(record)) == {"sam"}
    assert report.failed == 2
    assert any("rule bad, version 1" in note for note in report.notes)
    assert any("'nobody'" in note and "remedy" in note for note in report.notes)
    [held] = quarantine.listing(record, "match")
    assert held.key == "rule bad, version 1"
    with open_batch([]) as engine:
        sweep_step(record, [rule("bad", "mended")], WORDS, engine, {}, sources={})
    assert quarantine.listing(record, "match") == []


def test_a_document_that_breaks_the_batch_is_set_aside_and_the_others_are_matched(
    record: Record, publish: Publish, match: Callable[..., StageReport], rule: MakeRule
) -> None:
    publish("https://x.example/1", "One", "The sepahan office.", story="s1")
    poison = publish("https://x.example/2", "Two", "A poisonous sepahan.", story="s2")

    def batch(documents: Sequence[IndexDocument]) -> AbstractContextManager[SearchEngine]:
        if any("poisonous" in one.article.text for one in documents):
            raise SearchIndexError("cannot be indexed")
        return open_batch(documents)

    report = match(rule(), batch=batch)
    assert report.failed == 1
    assert [one.story_id for one in matches.recent(record, 10)] == ["s1"]
    assert quarantine.holds(record, "match", poison.id)
    assert matches.progress(record, "memory") > 0


def test_killed_before_the_transaction_the_step_is_done_again(
    record: Record, publish: Publish, match: Callable[..., StageReport], rule: MakeRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("https://x.example/1", "One", "The sepahan office.")
    with monkeypatch.context() as patch:
        patch.setattr(matches, "save", _killed)
        with pytest.raises(KeyboardInterrupt):
            match(rule())
    assert deliveries.listing(record, DeliveryState.PENDING) == []
    match(rule())
    match(rule())
    assert len(deliveries.listing(record, DeliveryState.PENDING)) == 1


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_the_lead_report_is_in_the_readers_language(
    record: Record, publish: Publish, match: Callable[..., StageReport], rule: MakeRule
) -> None:
    publish("https://x.example/en", "English", "The sepahan office.")
    publish("https://x.example/fa", "فارسی", "دفتر sepahan در شهر.", lang="fa", source_id="alborz")
    match(rule(to=("sam", "mina")))
    assert {person: alert.reports[0].lang for person, alert in told(record).items()} == {"sam": "en", "mina": "fa"}
    assert articles.count(record) == 2
