"""Beyond loopback: logins, roles, forms that only the desk itself can send, and the audit of it all."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
from desks import Place, place
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from alerts.payload import NoticePayload, dump
from model.access import Judged, Judgement, Role
from model.errors import ConfigError
from model.notify import DeliveryKind, NewDelivery
from model.rules import Severity
from search.embedded import open_engine
from store import acknowledgements, audit, deliveries, users, verdicts
from web.access import least_role, safe_next
from web.app import create_app

__all__ = ["place"]

SECRET = "correct horse battery"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
OURS = {"sec-fetch-site": "same-origin"}


@dataclass(frozen=True)
class Office:
    """A desk that others reach, and its users: a reader, an analyst (who is the person mina) and an admin."""

    app: Starlette
    place: Place

    def client(self, address: str = "192.0.2.7") -> TestClient:
        return TestClient(
            self.app, base_url="https://desk.example", client=(address, 4000), follow_redirects=False, headers=OURS
        )

    def logged_in(self, name: str) -> TestClient:
        client = self.client()
        answer = log_in(client, name)
        assert answer.status_code == 303, answer.text
        return client


def log_in(client: TestClient, name: str, password: str = SECRET, onward: str = "/") -> Any:
    return client.post("/login", data={"name": name, "password": password, "next": onward})


@pytest.fixture
def office(place: Place) -> Office:
    web = dataclasses.replace(place.config.settings.web, host="0.0.0.0")
    settings = dataclasses.replace(place.config.settings, web=web, desk_url="https://desk.example")
    config = dataclasses.replace(place.config, settings=settings)
    for name, role, person in (
        ("reader", Role.READER, None),
        ("mina", Role.ANALYST, "mina"),
        ("admin", Role.ADMIN, None),
    ):
        users.add(place.record, name, SECRET, role, person, NOW)
    app = create_app(config, place.record, partial(open_engine, place.home / "index"), place.home)
    return Office(app, place)


def csrf(client: TestClient, path: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(path).text)
    assert found is not None
    return found.group(1)


def actions(office: Office) -> list[tuple[str, str]]:
    return [(entry.who, entry.action) for entry in audit.newest(office.place.record, 100)]


def test_nobody_reads_without_a_login(office: Office) -> None:
    client = office.client()
    answer = client.get("/search", params={"q": "سپاه"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=%2Fsearch%3Fq%3D")
    assert client.get("/api/search").status_code == 401
    assert client.post("/verdict").status_code == 303
    for path in ("/static/desk.css", "/healthz", "/login"):
        assert client.get(path).status_code == 200
    assert client.get("/static/../app.py").status_code in (303, 404)
    assert "سپاه" not in client.get("/login").text


def test_a_login_opens_a_session_that_scripts_and_other_sites_cannot_use(office: Office) -> None:
    client = office.client()
    answer = log_in(client, "reader", onward="/sources")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sources")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("__host-rasad=")
    assert {"httponly", "secure", "samesite=strict", "path=/"} <= {part.strip() for part in cookie.split(";")}
    assert client.get("/sources").status_code == 200
    assert client.get("/api/search").status_code == 200
    assert actions(office)[:3] == [("reader", "read"), ("reader", "read"), ("reader", "login")]
    assert audit.newest(office.place.record, 1)[0].address == "192.0.2.7"


def test_a_desk_with_passwords_in_the_clear_is_refused(office: Office) -> None:
    config = office.place.config
    web = dataclasses.replace(config.settings.web, host="0.0.0.0")
    settings = dataclasses.replace(config.settings, web=web, desk_url="http://desk.example")
    with pytest.raises(ConfigError, match="in the clear"):
        create_app(
            dataclasses.replace(config, settings=settings),
            office.place.record,
            lambda: None,
            office.place.home,  # type: ignore[arg-type, return-value]
        )


def test_guessing_is_slowed_down_and_does_not_lock_out_others(office: Office) -> None:
    client = office.client()
    for _ in range(5):
        answer = log_in(client, "mina", "wrong password here")
        assert answer.status_code == 403
    assert log_in(client, "mina").status_code == 429
    assert log_in(office.client("198.51.100.9"), "mina").status_code == 303
    assert log_in(office.client(), "reader").status_code == 303


def test_a_guess_says_nothing_of_who_exists_and_no_typed_secret_stands_in_the_audit(office: Office) -> None:
    pages = [log_in(office.client(), name, "wrong password here").text for name in ("mina", "my secret password")]
    assert pages[0] == pages[1]
    assert actions(office)[:2] == [("?", "login-failed"), ("mina", "login-failed")]
    assert not [e for e in audit.newest(office.place.record, 50) if "secret" in e.who + e.target]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {},
    ],
)
def test_a_form_that_another_page_sends_is_refused(office: Office, headers: dict[str, str]) -> None:
    client = TestClient(office.app, base_url="https://desk.example", follow_redirects=False, headers=headers)
    assert log_in(client, "reader").status_code == 403
    assert client.cookies.get("__Host-rasad") is None


def test_an_older_browser_that_sends_only_the_origin_may_log_in(office: Office) -> None:
    client = TestClient(
        office.app, base_url="https://desk.example", follow_redirects=False, headers={"origin": "https://desk.example"}
    )
    assert log_in(client, "reader").status_code == 303


CASES = [
    ("/", Role.READER), ("/search", Role.READER), ("/article/x", Role.READER), ("/story/x", Role.READER),
    ("/entity/irgc", Role.READER), ("/sources", Role.READER), ("/api/search", Role.READER), ("/help", Role.READER),
    ("/alerts", Role.ANALYST), ("/alert/1", Role.ANALYST), ("/digests", Role.ANALYST), ("/digest/1/mail", Role.ANALYST),
    ("/rules", Role.ANALYST), ("/outbox", Role.ANALYST), ("/verdict", Role.ANALYST), ("/acknowledge", Role.ANALYST),
    ("/audit", Role.ADMIN),
]  # fmt: skip


@pytest.mark.parametrize(("path", "least"), CASES)
def test_pages_by_role(path: str, least: Role) -> None:
    assert least_role(path) is least


def test_each_role_reaches_its_pages_and_no_other(office: Office) -> None:
    for name, role in (("reader", Role.READER), ("mina", Role.ANALYST), ("admin", Role.ADMIN)):
        client = office.logged_in(name)
        for path, least in (("/sources", Role.READER), ("/alerts", Role.ANALYST), ("/audit", Role.ADMIN)):
            assert client.get(path).status_code == (200 if role.covers(least) else 403), (name, path)
    assert ("reader", "refused") in actions(office)
    menu = office.logged_in("reader").get("/sources").text
    assert 'href="/alerts"' not in menu


def test_logging_out_ends_the_session_everywhere(office: Office) -> None:
    client = office.logged_in("reader")
    token = client.cookies["__Host-rasad"]
    assert client.post("/logout", data={"csrf": "wrong"}).status_code == 403
    assert client.post("/logout", data={"csrf": csrf(client, "/sources")}).status_code == 303
    client.cookies.set("__Host-rasad", token)
    assert client.get("/sources").status_code == 303


def test_a_user_who_is_switched_off_is_out_at_once(office: Office) -> None:
    client = office.logged_in("reader")
    users.set_active(office.place.record, "reader", False)
    assert client.get("/sources").status_code == 303
    assert log_in(office.client(), "reader").status_code == 403


def test_an_analysts_verdicts_are_new_records_and_a_reader_gives_none(office: Office) -> None:
    key = office.place.article
    client = office.logged_in("mina")
    form = {"kind": "article", "key": key, "back": f"/article/{key}", "csrf": csrf(client, f"/article/{key}")}
    for judgement in ("useful", "not-useful"):
        answer = client.post("/verdict", data={**form, "judgement": judgement, "note": "<b>because</b>"})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/article/{key}")
    given = verdicts.on(office.place.record, Judged.ARTICLE, key)
    assert [v.judgement for v in given] == [Judgement.NOT_USEFUL, Judgement.USEFUL]
    page = client.get(f"/article/{key}").text
    assert "&lt;b&gt;because" in page
    assert ("mina", "change") in actions(office)
    for wrong, status in (
        ({"csrf": "x"}, 403),
        ({"kind": "person"}, 400),
        ({"key": "none"}, 404),
        ({"judgement": ""}, 400),
    ):
        assert client.post("/verdict", data={**form, "judgement": "useful", **wrong}).status_code == status, wrong
    assert client.post("/verdict", data={**form, "judgement": "useful", "note": "x" * 20_000}).status_code == 400
    assert client.post("/verdict", json={**form, "judgement": "useful"}).status_code == 400
    assert (
        client.post("/verdict", data={**form, "judgement": "useful", "back": "//evil.example"}).headers["location"]
        == "/"
    )
    reader = office.logged_in("reader")
    assert reader.post("/verdict", data={**form, "judgement": "useful"}).status_code == 403
    assert "/verdict" not in reader.get(f"/article/{key}").text


def test_a_person_acknowledges_an_alert_at_the_desk(office: Office) -> None:
    payload = dump(NoticePayload(severity=Severity.INFO))
    new = NewDelivery(
        person_id="mina", kind=DeliveryKind.ALERT, subject_key="s1", channel="chat", revision=0, payload=payload
    )
    deliveries.put(office.place.record, [new], NOW)
    number = deliveries.listing(office.place.record)[0].id
    client = office.logged_in("mina")
    token = csrf(client, f"/alert/{number}")
    assert client.post("/acknowledge", data={"alert": str(number), "csrf": token}).status_code == 303
    assert set(acknowledgements.of(office.place.record, "s1")) == {"mina"}
    assert "I have seen it" not in client.get(f"/alert/{number}").text
    admin = office.logged_in("admin")
    token = csrf(admin, f"/alert/{number}")
    assert admin.post("/acknowledge", data={"alert": str(number), "csrf": token}).status_code == 400


def test_on_loopback_too_a_form_of_another_page_is_refused(place: Place) -> None:
    form = {"kind": "article", "key": place.article, "judgement": "useful", "back": "/"}
    token = csrf(place.client, f"/article/{place.article}")
    send = partial(place.client.post, "/verdict", follow_redirects=False)
    assert send(data={**form, "csrf": token}, headers={"origin": "https://evil.example"}).status_code == 403
    assert send(data=form, headers=OURS).status_code == 403
    assert send(data={**form, "csrf": token}, headers=OURS).status_code == 303
    assert verdicts.on(place.record, Judged.ARTICLE, place.article)[0].who == "local"


def test_a_session_that_ran_out_asks_for_a_login(office: Office) -> None:
    user = users.authenticated(office.place.record, "reader", SECRET)
    assert user is not None
    client = office.client()
    client.cookies.set(
        "__Host-rasad", users.begin_session(office.place.record, user, datetime.now(UTC) - timedelta(days=1))
    )
    assert client.get("/sources").status_code == 303


@given(
    st.one_of(
        st.text(),
        st.sampled_from(["//e.example", "/\\e.example", "https://e.example", "/\t/e.example", "\\\\e", "/ok?q=1"]),
    )
)
def test_what_follows_a_login_lies_on_the_desk(path: str) -> None:
    onward = safe_next(path)
    assert onward.startswith("/")
    assert not onward.startswith(("//", "/\\"))
    assert urlsplit(onward).netloc == ""
    assert safe_next("/search?q=%D8%B3&sort=newest") == "/search?q=%D8%B3&sort=newest"


def test_a_question_mark_in_a_path_opens_nothing(office: Office) -> None:
    client = office.client()
    for path in ("/static/%3F/../../alerts", "/login%3F/../sources", "/%3F/alerts", "//alerts", "/%61lerts"):
        assert client.get(path).status_code in (303, 404), path
    assert office.logged_in("reader").get("/%61lerts").status_code == 403
