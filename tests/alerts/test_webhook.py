"""Webhooks against a real HTTP receiver, which checks them with the specification's own library."""

from __future__ import annotations

import base64
import datetime as dt
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from alerts.stage import deliver_step, match_step
from model.article import Article
from model.notify import DeliveryState
from model.rules import Channel, ChannelKind, Content, Person, Rule, Severity
from model.settings import MailSettings
from model.source import Source
from query import Vocabulary
from search.embedded import open_batch
from store import Record, deliveries

SECRET = "whsec_" + base64.b64encode(b"a key of our own, for tests only").decode()
HOOK = Channel(
    id="desk", kind=ChannelKind.WEBHOOK, url_env="RASAD_TEST_HOOK", secret_env="RASAD_TEST_KEY", content=Content.FULL
)


@dataclass
class Receiver:
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    state = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            state.got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(state.status)
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    monkeypatch.setenv("RASAD_TEST_HOOK", f"http://127.0.0.1:{server.server_address[1]}/in?token=hidden")
    monkeypatch.setenv("RASAD_TEST_KEY", SECRET)
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def deliver(
    record: Record,
    publish: Callable[..., Article],
    rule: Callable[..., Rule],
    sources: dict[str, Source],
    people: dict[str, Person],
    smtp: MailSettings,
) -> Callable[..., Any]:
    now = dt.datetime.now(dt.UTC)
    publish("https://x.example/1", "دفتر", "The sepahan office.", published=now, seen=now)

    def run(channel: Channel = HOOK, minutes: float = 0) -> Any:
        told = dict(people, sam=replace(people["sam"], channels=(channel,)))
        match_step(record, [rule()], Vocabulary(), sources, open_batch, told, 10, now=lambda: now)
        at = now + dt.timedelta(minutes=minutes)
        return deliver_step(record, smtp, told, organisation="E", desk_url="http://127.0.0.1:1", now=at)

    return run


def test_the_receiver_can_verify_what_it_gets(deliver: Any, receiver: Receiver) -> None:
    assert deliver().done == 2
    [(headers, body)] = receiver.got
    got = Webhook(SECRET).verify(body, headers)
    assert got["type"] == "alert.created"
    assert got["data"]["reports"][0]["title"] == "دفتر"
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body.replace(b"sepahan", b"sepahen"), headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(base64.b64encode(b"another key").decode()).verify(body, headers)


def test_content_goes_only_where_it_was_chosen(deliver: Any, receiver: Receiver) -> None:
    deliver(replace(HOOK, content=Content.NEUTRAL))
    [(_, body)] = receiver.got
    assert Webhook(SECRET).verify(body, receiver.got[0][0])["data"] == {"severity": "warning"}


def test_severities_below_the_channels_least_stay_away(deliver: Any, receiver: Receiver) -> None:
    assert deliver(replace(HOOK, least=Severity.URGENT)).done == 1
    assert not receiver.got


@pytest.mark.parametrize(("status", "state"), [(500, "pending"), (429, "pending"), (404, "pending"), (410, "dead")])
def test_what_is_refused_is_tried_again_unless_it_is_gone(
    record: Record, deliver: Any, receiver: Receiver, status: int, state: str
) -> None:
    receiver.status = status
    report = deliver()
    assert (report.done, report.failed) == (1, 1)
    hook = next(one for one in deliveries.listing(record) if one.channel == "hook:desk")
    assert hook.state.value == state
    assert str(status) in str(hook.error)
    assert "hidden" not in str(hook.error), "the address is a secret"


def test_a_redirect_is_not_followed(deliver: Any, receiver: Receiver) -> None:
    receiver.status, receiver.headers = 307, {"Location": "http://127.0.0.1:9/elsewhere"}
    assert deliver().failed == 1
    assert len(receiver.got) == 1


def test_a_dead_receiver_is_named_without_its_address(
    record: Record, deliver: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASAD_TEST_HOOK", "http://127.0.0.1:9/in?token=hidden")
    report = deliver()
    assert report.failed == 1
    assert "webhook desk of sam cannot be reached" in report.notes[0]
    assert "hidden" not in report.notes[0]
    monkeypatch.delenv("RASAD_TEST_KEY")
    assert "RASAD_TEST_KEY" in deliver(minutes=1).notes[0]


def test_a_lost_message_is_replayed_under_its_own_id(record: Record, deliver: Any, receiver: Receiver) -> None:
    deliver()
    hook = next(one for one in deliveries.listing(record, DeliveryState.SENT) if one.channel == "hook:desk")
    assert deliveries.replay(record, hook.id, dt.datetime.now(dt.UTC))
    assert not deliveries.replay(record, hook.id, dt.datetime.now(dt.UTC)), "it waits already"
    deliver(minutes=1)
    (first, _), (second, _) = receiver.got
    assert first["webhook-id"] == second["webhook-id"]
    sent = deliveries.get(record, hook.id)
    assert sent is not None
    assert (sent.state, sent.maybe_duplicate) == (DeliveryState.SENT, True)
