"""A story is told once; again only where something new is claimed; and escalated where nobody answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.novelty import _numbers
from alerts.payload import load_alert
from alerts.stage import deliver_step, escalate_step, match_step
from model.annotation import Annotation, Claim, Modality, SpeakerKind, Topic
from model.article import Article
from model.notify import Delivery
from model.rules import Escalation, Person, Rule
from model.settings import MailSettings
from model.source import Source
from query import Vocabulary
from search.embedded import open_batch
from store import Record, acknowledgements, annotations, deliveries, stories

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
TEXT = "The sepahan office was named."
Step = Callable[..., None]


def claim(content: str, modality: Modality = Modality.ASSERTED, about: tuple[str, ...] = ("irgc",)) -> Claim:
    return Claim(
        start=0, end=len(content), content=content, speaker="police", speaker_kind=SpeakerKind.ORGANISATION,
        cue="said", direct=False, modality=modality, about=about, topic=Topic.THREATS,
    )  # fmt: skip


@pytest.fixture
def report(record: Record, publish: Callable[..., Article]) -> Callable[..., Article]:
    def put(number: int, *claims: Claim, story: str = "story-1", text: str = TEXT, url: str | None = None) -> Article:
        article = publish(url or f"https://x.example/{number}", f"Report {number}", text, annotated=False)
        understood = Annotation(
            lang="en",
            lang_confidence=1.0,
            relevant=True,
            relevance=0.9,
            reasons=(),
            topics=(),
            mentions=(),
            claims=claims,
        )
        annotations.save(record, "p1", article.id, article.version, understood)
        stories.assign(record, article.id, story)
        return article

    return put


@pytest.fixture
def step(record: Record, sources: dict[str, Source], people: dict[str, Person], rule: Callable[..., Rule]) -> Step:
    def run(*rules: Rule) -> None:
        match_step(record, rules or (rule(),), Vocabulary(), sources, open_batch, people, 100, now=lambda: NOW)

    return run


def told(record: Record) -> list[Delivery]:
    return sorted(deliveries.listing(record), key=lambda one: one.id)


def test_the_same_position_in_other_words_is_no_news(record: Record, report: Any, step: Step) -> None:
    report(1, claim("the guards threatened a family"))
    step()
    report(2, claim("a household had been menaced by the guards"))
    step()
    assert len(told(record)) == 1


@pytest.mark.parametrize(
    "later",
    [
        claim("the guards threatened nobody", Modality.DENIED),
        claim("the bank paid for it", about=("bank-sepah",)),
        claim("the guards threatened 14 families"),
        claim("nobody knows of it", Modality.DENIED, about=()),
    ],
    ids=["denied", "about another", "another number", "a denial that names nobody"],
)
def test_what_is_newly_claimed_is_told_as_an_update(
    record: Record, report: Any, step: Step, later: Claim, people: Any, mailbox: Any, smtp: MailSettings
) -> None:
    report(1, claim("the guards threatened a family"))
    step()
    report(2, claim("the guards threatened a family"), later)
    step()
    first, second = told(record)
    assert (first.revision, second.revision) == (0, 1)
    update = load_alert(second)
    assert update.update
    assert [line.content for line in update.news] == [later.content]
    assert [line.title for line in update.reports] == ["Report 2"]
    deliver_step(record, smtp, people, organisation="E", desk_url="http://127.0.0.1:1", now=NOW)
    message = mailbox.messages[1]
    assert message["Subject"].startswith("Rasad: update to an alert (")
    assert message["Subject"][-6:] == mailbox.messages[0]["Subject"][-6:], "one code for one story"
    assert "Newly claimed" in message.get_body(("plain",)).get_content()
    assert later.content in message.get_body(("html",)).get_content()


def test_a_report_without_claims_joins_in_silence(record: Record, report: Any, step: Step) -> None:
    report(1)
    step()
    report(2)
    report(3, claim("somebody said something", about=()))
    step()
    assert len(told(record)) == 1


def test_understood_anew_is_not_published_anew(record: Record, report: Any, step: Step) -> None:
    article = report(1)
    step()
    better = Annotation(
        lang="en", lang_confidence=1.0, relevant=True, relevance=0.9, reasons=(), topics=(), mentions=(),
        claims=(claim("the guards threatened a family"),),
    )  # fmt: skip
    annotations.save(record, "p2", article.id, article.version, better)
    step()
    assert len(told(record)) == 1


def test_an_edit_that_claims_something_new_is_an_update(record: Record, report: Any, step: Step) -> None:
    report(1, claim("the guards threatened a family"), url="https://x.example/same")
    step()
    report(2, claim("the guards threatened a family"), url="https://x.example/same", text=TEXT + " Edited.")
    step()
    assert len(told(record)) == 1, "an edit without a new claim is read at the desk"
    report(3, claim("no, they did not", Modality.DENIED), url="https://x.example/same", text=TEXT + " Edited again.")
    step()
    assert [one.revision for one in told(record)] == [0, 1]


def test_updates_of_one_story_end(record: Record, report: Any, step: Step) -> None:
    report(0, claim("the guards threatened a family"))
    step()
    for number in range(10, 40):
        report(number, claim(f"the guards threatened {number} families"))
        step()
    assert [one.revision for one in told(record)] == list(range(10))


def test_who_was_not_told_before_gets_the_story_itself(
    record: Record, report: Any, step: Step, rule: Callable[..., Rule]
) -> None:
    report(1, claim("the guards threatened a family"))
    step(rule())
    report(2, claim("it never happened", Modality.DENIED), text="Only kayhani here.")
    step(rule(), rule("other", "kayhani", to=("mina", "sam")))
    latest = {one.person_id: one for one in told(record)}
    assert not load_alert(latest["mina"]).update
    assert load_alert(latest["sam"]).update


@given(st.text("0123456789,.", max_size=12))
def test_numbers_are_read_in_both_scripts(text: str) -> None:
    persian = text.translate(str.maketrans("0123456789,.", "۰۱۲۳۴۵۶۷۸۹٬٫"))
    assert _numbers(text) == _numbers(persian)


@pytest.fixture
def unanswered(
    record: Record, report: Any, step: Step, rule: Callable[..., Rule], people: Any, smtp: MailSettings
) -> Rule:
    report(1)
    made = rule(escalate=Escalation(after_minutes=30, to=("mina", "sam")))
    step(made)
    deliver_step(record, smtp, people, organisation="E", desk_url="http://127.0.0.1:1", now=NOW)
    return made


def test_what_nobody_acknowledges_is_escalated_once(
    record: Record, unanswered: Rule, people: dict[str, Person], mailbox: Any, smtp: MailSettings
) -> None:
    def look(minutes: int) -> int:
        at = NOW + dt.timedelta(minutes=minutes)
        done = escalate_step(record, [unanswered], people, at).done
        deliver_step(record, smtp, people, organisation="E", desk_url="http://127.0.0.1:1", now=at)
        return done

    assert [look(minutes) for minutes in (29, 31, 32, 200)] == [0, 2, 0, 0]
    bodies = {m["To"]: m.get_body(("plain",)).get_content() for m in mailbox.messages[1:]}
    assert len(bodies) == 2
    assert "Escalated: " in bodies["Sam Example <sam@example.org>"]


def test_an_acknowledged_alert_is_not_escalated(record: Record, unanswered: Rule, people: dict[str, Person]) -> None:
    assert acknowledgements.put(record, "story-1", "sam", NOW)
    assert not acknowledgements.put(record, "story-1", "sam", NOW)
    late = NOW + dt.timedelta(hours=1)
    assert escalate_step(record, [unanswered], people, late).done == 0
    assert escalate_step(record, [replace(unanswered, escalate=None)], people, late).done == 0
