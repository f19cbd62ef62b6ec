"""Quiet hours, absences, duty and budgets: who is told when, as tables and through the real outbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from alerts.payload import load_alert, load_digest
from alerts.stage import deliver_step, digest_step, match_step
from alerts.timing import absence, day_start, earliest, with_duty
from model.article import Article
from model.notify import DeliveryState
from model.rules import Away, Channel, Digest, DigestSection, Duty, Person, Quiet, Rule, Severity
from model.settings import MailSettings
from model.source import Source
from query import Vocabulary
from search.embedded import open_batch, open_engine, open_writer
from search.stage import index_step
from store import Record, deliveries, holds

UTC = dt.UTC
NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
NIGHT = Person(
    id="sam", name="Sam", email="sam@example.org", zone="America/Toronto", quiet=Quiet(since="22:00", until="07:00")
)
SIESTA = replace(NIGHT, quiet=Quiet(since="13:00", until="15:00", override=Severity.WARNING))
Publish = Callable[..., Article]
MakeRule = Callable[..., Rule]


@pytest.mark.parametrize(
    ("person", "severity", "now", "expected"),
    [
        (NIGHT, Severity.WARNING, "2026-11-20T15:00Z", "2026-11-20T15:00Z"),  # ten in the morning there
        (NIGHT, Severity.WARNING, "2026-11-21T03:30Z", "2026-11-21T12:00Z"),  # half past ten at night
        (NIGHT, Severity.WARNING, "2026-11-21T11:59Z", "2026-11-21T12:00Z"),
        (NIGHT, Severity.WARNING, "2026-11-21T12:00Z", "2026-11-21T12:00Z"),
        (NIGHT, Severity.URGENT, "2026-11-21T03:30Z", "2026-11-21T03:30Z"),
        (NIGHT, Severity.INFO, "2026-03-08T06:30Z", "2026-03-08T11:00Z"),  # the clocks go forward in this night
        (NIGHT, Severity.INFO, "2026-11-01T05:30Z", "2026-11-01T12:00Z"),  # and back in this one
        (SIESTA, Severity.INFO, "2026-11-20T18:30Z", "2026-11-20T20:00Z"),
        (SIESTA, Severity.WARNING, "2026-11-20T18:30Z", "2026-11-20T18:30Z"),
        (replace(NIGHT, quiet=None), Severity.INFO, "2026-11-21T03:30Z", "2026-11-21T03:30Z"),
    ],
)
def test_the_earliest_moment(person: Person, severity: Severity, now: str, expected: str) -> None:
    assert earliest(person, severity, dt.datetime.fromisoformat(now)) == dt.datetime.fromisoformat(expected)


def test_days_are_those_of_the_person() -> None:
    away = Away(since=dt.date(2026, 11, 21), until=dt.date(2026, 11, 22))
    there = replace(NIGHT, away=(away,))
    assert absence(there, dt.datetime(2026, 11, 21, 4, 59, tzinfo=UTC)) is None
    assert absence(there, dt.datetime(2026, 11, 21, 5, 0, tzinfo=UTC)) == away
    assert absence(there, dt.datetime(2026, 11, 23, 4, 59, tzinfo=UTC)) == away
    assert absence(there, dt.datetime(2026, 11, 23, 5, 0, tzinfo=UTC)) is None
    assert day_start(NIGHT, NOW) == dt.datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


def test_the_rota_names_who_is_on_duty(people: dict[str, Person]) -> None:
    rota = [
        Duty(person="sam", since=dt.date(2026, 11, 16), until=dt.date(2026, 11, 22)),
        Duty(person="mina", since=dt.date(2026, 11, 23), until=dt.date(2026, 11, 29)),
    ]
    assert with_duty(people, rota, NOW)["duty"].id == "sam"
    assert with_duty(people, rota, NOW + dt.timedelta(days=5))["duty"].id == "mina"
    assert "duty" not in with_duty(people, rota, NOW + dt.timedelta(days=50))


@pytest.fixture
def step(record: Record, sources: dict[str, Source]) -> Callable[..., None]:
    def run(people: dict[str, Person], *rules: Rule, now: dt.datetime = NOW) -> None:
        match_step(record, rules, Vocabulary(), sources, open_batch, people, 100, now=lambda: now)

    return run


def deliver(record: Record, people: dict[str, Person], mail: MailSettings, now: dt.datetime = NOW) -> int:
    return deliver_step(record, mail, people, organisation="E", desk_url="http://127.0.0.1:1", now=now).done


def test_quiet_hours_hold_an_alert_until_morning(
    record: Record, publish: Publish, rule: MakeRule, step: Any, mailbox: Any, smtp: MailSettings
) -> None:
    night = dt.datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
    publish("https://x.example/1", "One", "The sepahan office.", seen=night, published=night)
    publish("https://x.example/2", "Two", "Other guards.", story="story-2", seen=night, published=night)
    people = {"sam": NIGHT}
    step(people, rule(), rule("loud", "guards", severity=Severity.URGENT), now=night)
    assert deliver(record, people, smtp, night) == 1
    assert mailbox.messages[0]["Subject"].startswith("Rasad: urgent alert")
    assert deliver(record, people, smtp, dt.datetime(2026, 11, 21, 11, 59, tzinfo=UTC)) == 0
    assert deliver(record, people, smtp, dt.datetime(2026, 11, 21, 12, 0, tzinfo=UTC)) == 1


def test_a_retry_does_not_fall_into_the_night(
    record: Record, publish: Publish, rule: MakeRule, step: Any, mailbox: Any, smtp: MailSettings
) -> None:
    evening = dt.datetime(2026, 11, 21, 2, 59, 55, tzinfo=UTC)
    publish("https://x.example/1", "One", "The sepahan office.", seen=evening, published=evening)
    people = {"sam": NIGHT}
    step(people, rule(), now=evening)
    mailbox.data_reply = "451 later"
    assert deliver(record, people, smtp, evening) == 0
    assert deliveries.listing(record)[0].next_try == dt.datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_beyond_the_budget_alerts_are_left_to_the_digest_and_counted(
    record: Record,
    publish: Publish,
    rule: MakeRule,
    step: Any,
    mailbox: Any,
    smtp: MailSettings,
    sources: Any,
    tmp_path: Any,
) -> None:
    phone = Channel(id="phone", url_env="RASAD_TEST_NOWHERE")
    people = {"sam": replace(NIGHT, quiet=None, alerts_a_day=2, channels=(phone,))}
    for number in range(30):
        publish(f"https://x.example/{number}", f"Report {number}", "The sepahan office.", story=f"s{number}")
    publish("https://x.example/u", "Urgent", "The sepahan guards.", story="urgent")
    step(people, rule(), rule("loud", "guards", severity=Severity.URGENT))
    by_state = {state: deliveries.listing(record, state) for state in DeliveryState}
    mails = [one for one in by_state[DeliveryState.PENDING] if one.channel == "mail"]
    assert len(mails) == 2
    assert "urgent" in {one.subject_key for one in mails}, "what is urgent always goes"
    assert len(by_state[DeliveryState.TAIL]) == 29
    assert {one.channel for one in by_state[DeliveryState.TAIL]} == {"mail"}, "no notice of what was not sent"
    with open_writer(tmp_path / "index", 16) as writer:
        index_step(record, writer, sources, 100)
    digest = Digest(
        id="d", title={"en": "D", "fa": "د"}, to=("sam",), at="07:00", first_at_once=True,
        sections=(DigestSection(title={"en": "S", "fa": "س"}, query="nothing"),),
    )  # fmt: skip
    engine = open_engine(tmp_path / "index")
    report = digest_step(record, [digest], Vocabulary(), people, engine, NOW + dt.timedelta(minutes=2), sources={})
    assert report.done == 1
    [edition] = [one for one in deliveries.listing(record) if one.kind == "digest"]
    payload = load_digest(edition)
    assert (len(payload.tail), payload.tail_more) == (20, 9)
    assert payload.tail[0].title.startswith("Report")
    told = dict(people, sam=replace(people["sam"], channels=()))
    record_now = NOW + dt.timedelta(minutes=3)
    deliver(record, told, smtp, record_now)
    text = next(m for m in mailbox.messages if "digest" in m["Subject"]).get_body(("plain",)).get_content()
    assert "Alerts left to this digest" in text
    assert "and 9 more at the desk" in text


def test_the_budget_begins_anew_with_the_persons_day(
    record: Record, publish: Publish, rule: MakeRule, step: Any
) -> None:
    people = {"sam": replace(NIGHT, quiet=None, alerts_a_day=1)}
    late = dt.datetime(2026, 11, 21, 4, 30, tzinfo=UTC)  # half an hour before midnight in Toronto
    for number, at in enumerate((late, late, late + dt.timedelta(hours=1))):
        publish(f"https://x.example/{number}", "R", "The sepahan office.", story=f"s{number}", seen=at, published=at)
        step(people, rule(), now=at)
    assert {one.subject_key: one.state.value for one in deliveries.listing(record)} == {
        "s0": "pending",
        "s1": "tail",
        "s2": "pending",
    }


def test_a_deputy_is_told_during_an_absence(
    record: Record, publish: Publish, rule: MakeRule, step: Any, people: dict[str, Person]
) -> None:
    away = Away(since=NOW.date(), until=NOW.date(), deputy="mina")
    told = dict(people, sam=replace(people["sam"], away=(away,)))
    publish("https://x.example/1", "One", "The sepahan office.")
    step(told, rule())
    assert {one.person_id: one.state.value for one in deliveries.listing(record)} == {"sam": "tail", "mina": "pending"}


def test_whoever_is_on_duty_is_told(
    record: Record, publish: Publish, rule: MakeRule, step: Any, people: dict[str, Person]
) -> None:
    publish("https://x.example/1", "One", "The sepahan office.")
    step(dict(people, duty=people["mina"]), rule(to=("duty", "mina")))
    [told] = deliveries.listing(record)
    assert told.person_id == "mina"
    assert load_alert(told).rules[0].id == "guards"


def test_who_is_stopped_gets_nothing_from_that_moment_on(
    record: Record,
    publish: Publish,
    rule: MakeRule,
    step: Any,
    people: dict[str, Person],
    mailbox: Any,
    smtp: MailSettings,
) -> None:
    publish("https://x.example/1", "One", "The sepahan office.")
    step(people, rule(to=("sam", "mina")))
    assert holds.stop(record, "sam", "phone seized", NOW)
    assert not holds.stop(record, "sam", "again", NOW)
    assert deliver(record, people, smtp) == 1
    assert [recipient for _, recipient, _ in mailbox.accepted] == ["mina@example.org"]
    assert holds.listing(record) == {"sam": (NOW, "phone seized")}
    assert holds.resume(record, "sam")
    assert deliver(record, people, smtp) == 1
