"""Why somebody was told, and why nobody was: as a person asks it on the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from alerts.stage import match_step
from alerts.why import why
from alerts.whynot import Asking, why_not
from model.article import Article
from model.capture import Entry
from model.rules import Person, Rule
from model.source import Source
from query import Vocabulary
from search.embedded import open_batch
from store import Record, deliveries, holds, quarantine
from store.entries import add_entries
from store.runs import start_run

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
WORDS = Vocabulary(entities=frozenset({"irgc", "toronto"}))
Publish = Callable[..., Article]
MakeRule = Callable[..., Rule]


@pytest.fixture
def ask(record: Record, sources: dict[str, Source], people: dict[str, Person]) -> Callable[..., str]:
    def run(url: str, *rules: Rule, told: dict[str, Person] = people) -> str:
        asking = Asking(
            record=record, rules=rules, vocabulary=WORDS, sources=sources, people=told, open_batch=open_batch
        )
        return "\n".join(why_not(asking, url))

    return run


@pytest.fixture
def step(record: Record, sources: dict[str, Source], people: dict[str, Person]) -> Callable[..., None]:
    def run(*rules: Rule) -> None:
        match_step(record, rules, WORDS, sources, open_batch, people, 100, now=lambda: NOW)

    return run


def test_an_address_that_was_never_seen(ask: Any) -> None:
    assert "never announced" in ask("https://x.example/none")


def test_an_announced_page_that_could_not_be_fetched(record: Record, ask: Any) -> None:
    run_id = start_run(record, "lakeshore", NOW)
    add_entries(record, run_id, [Entry(url="https://x.example/1", source_id="lakeshore", title="Bridge")])
    assert "announced by lakeshore as “Bridge”" in ask("https://x.example/1")
    assert "next run" in ask("https://x.example/1")
    quarantine.put(record, quarantine.FETCH, "https://x.example/1", "answered 403 five times")
    assert "in quarantine at fetch: answered 403 five times" in ask("https://x.example/1")


def test_an_article_that_is_not_understood_yet(publish: Publish, ask: Any) -> None:
    publish("https://x.example/1", "One", "The sepahan office.", annotated=False)
    assert "not understood yet" in ask("https://x.example/1")


def test_each_rule_says_what_it_misses(publish: Publish, ask: Any, step: Any, rule: MakeRule) -> None:
    publish("https://x.example/1", "One", "The sepahan office.", names={"sepahan": "irgc"})
    rules = [
        rule("both", "entity:irgc AND entity:toronto AND NOT office"),
        rule("any", "bridge OR tunnel"),
        rule("fine", "sepahan"),
        rule("broken", "colour:red"),
    ]
    step(*rules)
    lines = ask("https://x.example/1", *rules)
    assert "rule both does not match: the article lacks entity:toronto and the absence of (office)" in lines
    assert "rule any does not match: the article lacks any of (bridge OR tunnel)" in lines
    assert "rule fine matches\n  sam: delivery 1 is pending" in lines
    assert "rule broken, version 1 cannot be asked" in lines


def test_what_became_of_each_person(
    record: Record, publish: Publish, ask: Any, step: Any, rule: MakeRule, people: dict[str, Person]
) -> None:
    made = rule(to=("sam", "mina", "nobody"))
    publish("https://x.example/1", "One", "The sepahan office.")
    step(made)
    publish("https://x.example/2", "Two", "The sepahan office again.")
    step(made)
    assert "by another report, which this one joined" in ask("https://x.example/2", made)
    assert "nobody: is not in settings.yml" in ask("https://x.example/1", made)
    holds.stop(record, "sam", "", NOW)
    told = dict(people, mina=replace(people["mina"], paused=True))
    lines = ask("https://x.example/1", made, told=told)
    assert "sam: everything to them is stopped" in lines
    assert "mina: is paused" in lines


def test_what_was_not_matched_yet_is_said(publish: Publish, ask: Any, rule: MakeRule) -> None:
    publish("https://x.example/1", "One", "The sepahan office.")
    lines = ask("https://x.example/1", rule())
    assert "was not matched yet" in lines
    assert "sam: no delivery on this story" in lines


def test_an_alert_explains_itself(record: Record, publish: Publish, step: Any, rule: MakeRule) -> None:
    article = publish("https://x.example/1", "Guards", "The sepahan office.", names={"sepahan": "irgc"})
    made = rule()
    step(made)
    [delivery] = deliveries.listing(record)
    lines = "\n".join(why(record, delivery, {made.id: made}, "http://desk.example/"))
    for part in (
        "delivery 1 to sam by mail: pending",
        "alert on story story-1, warning",
        "rule guards, version 1 (Rule guards) stands: sepahan",
        "report: Guards (The Lakeshore Post, independent), published 2026-11-20 14:00Z as the feed says",
        f"kept copy: http://desk.example/article/{article.id}",
        "passage: The sepahan office.  matched: «sepahan»",
        "claim (denied) by a spokesman: The sepahan office.",
        "matched by rule guards, version 1 (memory), 2026-11-20 15:00Z",
    ):
        assert part in lines
    assert "is gone since" in "\n".join(why(record, delivery, {}, "http://desk.example/"))
    changed = {made.id: replace(made, version=2)}
    assert "was changed since" in "\n".join(why(record, delivery, changed, "http://desk.example/"))
