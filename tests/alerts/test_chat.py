"""Chat channels through apprise, against a real HTTP server on loopback: a neutral notice and nothing else."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from alerts.channels.chat import notice, send
from alerts.stage import deliver_step, match_step
from model.article import Article
from model.errors import DeliveryError
from model.notify import DeliveryState
from model.rules import Channel, Person, Rule, Severity
from model.settings import MailSettings
from model.source import Source
from query import Vocabulary
from search.embedded import open_batch
from store import Record, deliveries

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
SAM = Person(id="sam", name="Sam Example", email="sam@example.org")
PHONE = Channel(id="phone", url_env="RASAD_TEST_CHAT", least=Severity.URGENT)


@dataclass
class Service:
    """A chat service: what it was told, and what it answers."""

    status: int = 200
    bodies: list[bytes] = field(default_factory=list)
    port: int = 0


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    state = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            state.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(state.status)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    monkeypatch.setenv(PHONE.url_env, f"json://user:secret@127.0.0.1:{state.port}/hook?rto=2&cto=2")
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def told(record: Record, publish: Callable[..., Article], rule: Callable[..., Rule], sources: dict[str, Source]) -> Any:
    """Match one article by a rule of this severity for this person."""

    def run(person: Person, severity: Severity) -> None:
        publish("https://x.example/1", "Guards named", "The sepahan office.")
        rules = [rule(severity=severity)]
        match_step(record, rules, Vocabulary(), sources, open_batch, {"sam": person}, 50, now=lambda: NOW)

    return run


def deliver(record: Record, mail: MailSettings, person: Person, now: dt.datetime = NOW) -> Any:
    return deliver_step(
        record, mail, {person.id: person}, organisation="Example", desk_url="http://127.0.0.1:8752", now=now
    )


def test_the_notice_goes_besides_the_mail_and_says_nothing(
    record: Record, told: Any, service: Service, smtp: MailSettings, mailbox: Any
) -> None:
    person = replace(SAM, channels=(PHONE,))
    told(person, Severity.URGENT)
    assert sorted(one.channel for one in deliveries.listing(record)) == ["chat:phone", "mail"]
    assert deliver(record, smtp, person).done == 2
    [body] = service.bodies
    message = json.loads(body)
    assert message["message"] == "Rasad: 1 urgent alert, open the desk"
    for secret in ("sepahan", "Guards", "guards", "Sam", "x.example", "story"):
        assert secret.encode() not in body
    assert len(mailbox.accepted) == 1
    assert deliver(record, smtp, person).done == 0


def test_severity_decides_whether_a_channel_is_used(record: Record, told: Any) -> None:
    told(replace(SAM, channels=(PHONE, replace(PHONE, id="room", least=Severity.INFO))), Severity.WARNING)
    assert sorted(one.channel for one in deliveries.listing(record)) == ["chat:room", "mail"]


def test_a_dead_relay_does_not_keep_a_notice_back(
    record: Record, told: Any, service: Service, smtp: MailSettings, mailbox: Any
) -> None:
    person = replace(SAM, channels=(PHONE,))
    mailbox.hang_up = True
    told(person, Severity.URGENT)
    report = deliver(record, smtp, person)
    assert (report.done, report.failed) == (1, 1)
    assert len(service.bodies) == 1
    [waiting] = deliveries.listing(record, DeliveryState.PENDING)
    assert waiting.channel == "mail"


def test_a_service_that_fails_is_tried_again_and_its_secret_is_not_written_down(
    record: Record, told: Any, service: Service, smtp: MailSettings
) -> None:
    person = replace(SAM, channels=(PHONE,))
    service.status = 500
    told(person, Severity.URGENT)
    assert deliver(record, smtp, person).failed == 1
    [waiting] = deliveries.listing(record, DeliveryState.PENDING)
    assert waiting.channel == "chat:phone"
    assert "500" in str(waiting.error)
    assert "secret" not in str(waiting.error)
    service.status = 200
    assert deliver(record, smtp, person, NOW + dt.timedelta(minutes=1)).done == 1


def test_a_channel_that_was_taken_away_is_a_dead_letter(
    record: Record, told: Any, service: Service, smtp: MailSettings
) -> None:
    told(replace(SAM, channels=(PHONE,)), Severity.URGENT)
    assert deliver(record, smtp, SAM).failed == 1
    [dead] = deliveries.listing(record, DeliveryState.DEAD)
    assert "'phone'" in str(dead.error)
    assert service.bodies == []


def test_what_is_wrong_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PHONE.url_env, raising=False)
    with pytest.raises(DeliveryError, match="RASAD_TEST_CHAT"):
        send(PHONE, SAM, Severity.URGENT)
    monkeypatch.setenv(PHONE.url_env, "nosuchservice://token")
    with pytest.raises(DeliveryError, match="none that apprise knows") as caught:
        send(PHONE, SAM, Severity.URGENT)
    assert "token" not in str(caught.value)


def test_the_notice_is_in_the_readers_language() -> None:
    assert notice(Severity.INFO, "fa") == "رصد: یک هشدار تازه، میز کار را باز کنید"
    assert notice(Severity.URGENT, "en") == "Rasad: 1 urgent alert, open the desk"
