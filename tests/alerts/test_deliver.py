"""The outbox and a real mail server: retries, dead letters, pauses and crashes."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import alerts.deliver as delivering
from alerts.deliver import MAX_ATTEMPTS, backoff
from alerts.payload import AlertPayload, ReportLine, RuleLine, dump
from alerts.stage import deliver_step
from model.errors import ConfigError
from model.notify import Delivery, DeliveryKind, DeliveryState, NewDelivery
from model.rules import Person, Severity
from model.settings import MailSettings
from model.stage import StageReport
from store import Record, deliveries

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)


def alert(story: str = "story-1") -> AlertPayload:
    report = ReportLine(
        article_id="0123456789abcdef", title="The sepahan office", lang="en", source_id="lakeshore",
        outlet="The Lakeshore Post", owner="independent", published=None, seen_at=NOW, passage="The sepahan office.",
        spans=((4, 11),),
    )  # fmt: skip
    rules = (RuleLine(id="guards", title="Guards", version=1),)
    return AlertPayload(story_id=story, severity=Severity.WARNING, rules=rules, reports=(report,))


@pytest.fixture
def put(record: Record) -> Callable[..., None]:
    def add(person: str = "sam", story: str = "story-1", payload: dict[str, object] | None = None) -> None:
        new = NewDelivery(
            person_id=person, kind=DeliveryKind.ALERT, subject_key=story, channel="mail", revision=0,
            payload=payload if payload is not None else dump(alert(story)),
        )  # fmt: skip
        deliveries.put(record, [new], NOW)

    return add


@pytest.fixture
def deliver(record: Record, people: dict[str, Person]) -> Callable[..., StageReport]:
    def step(
        mail: MailSettings, now: dt.datetime = NOW, told: dict[str, Person] = people, limit: int = 100
    ) -> StageReport:
        return deliver_step(
            record, mail, told, organisation="Example", desk_url="http://127.0.0.1:8752", now=now, limit=limit
        )

    return step


def only(record: Record) -> Delivery:
    [delivery] = deliveries.listing(record)
    return delivery


def test_what_is_due_is_sent_once(record: Record, put: Any, deliver: Any, mailbox: Any, smtp: MailSettings) -> None:
    put("sam")
    put("mina")
    report = deliver(smtp)
    assert (report.done, report.failed, report.more) == (2, 0, False)
    assert deliver(smtp).done == 0
    assert {recipient for _, recipient, _ in mailbox.accepted} == {"sam@example.org", "mina@example.org"}
    assert mailbox.sessions == 1, "one session carries a round"
    sent = deliveries.listing(record, DeliveryState.SENT)
    assert {one.message_id for one in sent} == {message["Message-ID"] for message in mailbox.messages}
    assert all(one.sent_at is not None and not one.maybe_duplicate for one in sent)


def test_a_refused_recipient_is_dead_and_the_others_are_served(
    record: Record, put: Any, deliver: Any, mailbox: Any, smtp: MailSettings
) -> None:
    put("sam")
    put("mina")
    mailbox.refused["sam@example.org"] = "550 5.1.1 no such user"
    report = deliver(smtp)
    assert (report.done, report.failed) == (1, 1)
    [dead] = deliveries.listing(record, DeliveryState.DEAD)
    assert dead.person_id == "sam"
    assert "550" in str(dead.error)
    assert "settings.yml" in str(dead.error)


def test_a_passing_refusal_is_tried_again_later(
    record: Record, put: Any, deliver: Any, mailbox: Any, smtp: MailSettings
) -> None:
    put()
    mailbox.refused["sam@example.org"] = "451 4.7.1 greylisted"
    assert deliver(smtp).failed == 1
    waiting = only(record)
    assert (waiting.state, waiting.attempts) == (DeliveryState.PENDING, 1)
    assert NOW < waiting.next_try <= NOW + dt.timedelta(seconds=11)
    mailbox.refused.clear()
    assert deliver(smtp).done == 0, "not due yet"
    assert deliver(smtp, NOW + dt.timedelta(seconds=15)).done == 1
    assert mailbox.messages[0]["Message-ID"] == waiting.message_id


def test_a_server_that_is_away_is_asked_once_a_round_and_loses_nothing(record: Record, put: Any, deliver: Any) -> None:
    put("sam")
    put("mina")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        report = deliver(MailSettings(host="127.0.0.1", port=port, sender="r@example.org", tls="none", timeout=2))
    assert (report.failed, report.more) == (2, False)
    assert len(report.notes) == 1, "said once"
    assert f"127.0.0.1:{port}" in report.notes[0]
    assert "remedy: check mail.host" in report.notes[0]
    assert [one.attempts for one in deliveries.listing(record, DeliveryState.PENDING)] == [1, 1]


def test_a_server_dead_for_a_day_costs_no_alert(
    record: Record, put: Any, deliver: Any, mailbox: Any, smtp: MailSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    put()
    mailbox.data_reply = "421 shutting down"
    monkeypatch.setattr(delivering, "FIRST_WAIT", dt.timedelta(minutes=30))  # the same bound, in fewer steps
    now = NOW
    while now < NOW + dt.timedelta(days=1):
        deliver(smtp, now)
        now = max(only(record).next_try, now + dt.timedelta(seconds=1))
    assert only(record).state is DeliveryState.PENDING
    mailbox.data_reply = None
    assert deliver(smtp, now).done == 1


def test_attempts_are_bounded(
    record: Record, put: Any, deliver: Any, mailbox: Any, smtp: MailSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "MAX_ATTEMPTS", 3)
    put()
    mailbox.data_reply = "451 try later"
    for day in range(5):
        deliver(smtp, NOW + dt.timedelta(days=day))
    dead = only(record)
    assert (dead.state, dead.attempts) == (DeliveryState.DEAD, 3)
    assert "given up after 3 attempts" in str(dead.error)


def test_backoff_doubles_up_to_an_hour_and_is_spread() -> None:
    for attempts in range(1, MAX_ATTEMPTS + 1):
        waits = [backoff(attempts).total_seconds() for _ in range(20)]
        longest = min(10 * 2 ** (attempts - 1), 3600)
        assert longest / 2 <= min(waits) <= max(waits) <= longest
        assert len(set(waits)) > 1
    least = sum(min(10 * 2 ** (attempts - 1), 3600) / 2 for attempts in range(1, MAX_ATTEMPTS))
    assert least > 70 * 3600, "a relay may be dead over a weekend"


def test_a_paused_person_waits_and_uses_up_nothing(
    record: Record, put: Any, deliver: Any, mailbox: Any, smtp: MailSettings, people: dict[str, Person], paused: Any
) -> None:
    put("sam")
    put("mina")
    away = people | {"sam": paused(people["sam"])}
    for hour in range(3):
        deliver(smtp, NOW + dt.timedelta(hours=hour), away)
    assert [recipient for _, recipient, _ in mailbox.accepted] == ["mina@example.org"]
    [waiting] = deliveries.listing(record, DeliveryState.PENDING)
    assert waiting.attempts == 0
    assert deliver(smtp, NOW + dt.timedelta(hours=3)).done == 1


def test_somebody_who_is_no_longer_there_is_a_dead_letter(
    record: Record, put: Any, deliver: Any, smtp: MailSettings
) -> None:
    put("gone")
    assert deliver(smtp).failed == 1
    assert only(record).state is DeliveryState.DEAD
    assert "'gone'" in str(only(record).error)


def test_a_payload_that_cannot_be_read_is_a_dead_letter_and_stops_nobody(
    record: Record, put: Any, deliver: Any, mailbox: Any, smtp: MailSettings
) -> None:
    put("sam", payload={"story_id": "x"})
    put("mina")
    report = deliver(smtp)
    assert (report.done, report.failed) == (1, 1)
    [dead] = deliveries.listing(record, DeliveryState.DEAD)
    assert "payload" in str(dead.error)


def test_wrong_settings_of_a_person_wait_until_they_are_corrected(
    record: Record, put: Any, deliver: Any, smtp: MailSettings, people: dict[str, Person]
) -> None:
    put()
    wrong = people | {"sam": replace(people["sam"], zone="Mars/Olympus")}
    assert deliver(smtp, told=wrong).failed == 1
    assert "Mars/Olympus" in str(only(record).error)
    assert deliver(smtp, NOW + dt.timedelta(minutes=1)).done == 1


def test_killed_between_acceptance_and_commit_the_second_mail_is_marked(
    record: Record, put: Any, deliver: Any, mailbox: Any, smtp: MailSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    put()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(deliveries, "sent", killed)
        with pytest.raises(KeyboardInterrupt):
            deliver(smtp)
    assert len(mailbox.accepted) == 1
    assert deliver(smtp, NOW + dt.timedelta(seconds=30)).done == 0, "the lease of the dead holds a while"
    assert deliver(smtp, NOW + dt.timedelta(minutes=6)).done == 1
    assert len({message["Message-ID"] for message in mailbox.messages}) == 1
    assert only(record).maybe_duplicate


def test_a_missing_password_is_said_before_anything_is_leased(
    record: Record, put: Any, deliver: Any, smtp: MailSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RASAD_NO_SUCH", raising=False)
    put()
    with pytest.raises(ConfigError, match="RASAD_NO_SUCH"):
        deliver(replace(smtp, user="u", password_env="RASAD_NO_SUCH"))
    assert only(record).attempts == 0


def test_a_round_has_an_end_and_says_so(put: Any, deliver: Any, smtp: MailSettings) -> None:
    for number in range(3):
        put(story=f"s{number}")
    assert (deliver(smtp, limit=2).more, deliver(smtp, limit=2).more) == (True, False)
