"""Mail over a real SMTP server: what arrives, what cannot be smuggled in, what each refusal becomes."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from alerts.channels.mail import RelayError, check, compose, hand_over, relay
from alerts.render import Letter
from model.errors import ConfigError, DeliveryError
from model.rules import Person
from model.settings import MailSettings

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
PERSON = Person(id="sam", name="Sam Example", email="sam@example.org")
LETTER = Letter(subject="رصد: هشدار تازه (1A2B)", text="متن ساده\n", html="<p dir='rtl'>متن</p>", lang="fa")


def send(settings: MailSettings, person: Person = PERSON, letter: Letter = LETTER, context: Any = None) -> None:
    message = compose(letter, person, settings, message_id="<abc@rasad.invalid>", list_name="alerts", now=NOW)
    with relay(settings, context) as session:
        hand_over(session, settings, message)


def test_a_mail_arrives_with_both_parts_and_its_headers(mailbox: Any, smtp: MailSettings) -> None:
    send(smtp)
    [message] = mailbox.messages
    assert message["Subject"].split() == LETTER.subject.split()
    assert message["Message-ID"] == "<abc@rasad.invalid>"
    assert message["List-Id"] == "<alerts.rasad.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fa"
    assert message["Date"].datetime == NOW
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert (text.get_content_type(), text.get_content_charset()) == ("text/plain", "utf-8")
    assert text.get_content().strip() == "متن ساده"
    assert (html.get_content_type(), html.get_content().strip()) == ("text/html", LETTER.html)
    assert mailbox.accepted[0][:2] == ("rasad@example.org", "sam@example.org")
    assert mailbox.accepted[0][2].isascii(), "a relay without 8BITMIME must carry it"


def test_a_long_persian_subject_keeps_its_spaces(mailbox: Any, smtp: MailSettings) -> None:
    subject = "رصد: گزارش روزانهٔ شما، سه‌شنبه ۳ آذر ۱۴۰۵ (۲۴ نوامبر ۲۰۲۶) با چند واژهٔ دیگر برای درازی"
    send(smtp, letter=replace(LETTER, subject=subject))
    assert mailbox.messages[0]["Subject"].split() == subject.split()


@pytest.mark.parametrize("ending", ["\r\nBcc: spy@example.net", "\nX: y", "\u2028Bcc: spy@example.net", "\x0b\x85x"])
def test_no_header_can_be_smuggled_in(mailbox: Any, smtp: MailSettings, ending: str) -> None:
    send(smtp, replace(PERSON, name="Sam" + ending), replace(LETTER, subject="news" + ending))
    [message] = mailbox.messages
    assert message["Bcc"] is None
    assert message["X"] is None
    assert len(mailbox.accepted) == 1
    assert message["Subject"].startswith("news ")


@pytest.mark.parametrize("address", ["", "nobody", "a@b\nc@d", "sam@", "two@example.org, more@example.org", "x y@z"])
def test_an_address_that_is_none_is_refused_for_good(smtp: MailSettings, address: str) -> None:
    with pytest.raises(DeliveryError, match="e-mail") as caught:
        send(smtp, replace(PERSON, email=address))
    assert caught.value.permanent
    assert "settings.yml" in caught.value.remedy


def test_starttls_with_a_certificate_that_is_trusted(
    mailbox: Any, serve: Callable[..., MailSettings], certificate: Any
) -> None:
    settings = serve(context=certificate.server)
    send(settings, context=certificate.client)
    assert mailbox.encrypted == [True]


def test_implicit_tls(mailbox: Any, serve: Callable[..., MailSettings], certificate: Any) -> None:
    settings = serve(context=certificate.server, implicit=True)
    send(settings, context=certificate.client)
    assert len(mailbox.accepted) == 1


@pytest.mark.parametrize("implicit", [False, True])
def test_an_unknown_certificate_is_not_trusted(
    mailbox: Any, serve: Callable[..., MailSettings], certificate: Any, implicit: bool
) -> None:
    settings = serve(context=certificate.server, implicit=implicit)
    with pytest.raises(RelayError, match=r"certificate of the mail server 127\.0\.0\.1"):
        send(settings)
    assert mailbox.accepted == []


def test_a_certificate_for_another_name_is_not_trusted(
    mailbox: Any, serve: Callable[..., MailSettings], certificate: Any
) -> None:
    settings = replace(serve(context=certificate.server, implicit=True), host="localhost")
    with pytest.raises(RelayError, match=r"localhost:\d+ is not to be trusted"):
        send(settings, context=certificate.client)


def test_a_server_without_starttls_gets_nothing(mailbox: Any, smtp: MailSettings) -> None:
    with pytest.raises(RelayError, match="does not offer"):
        send(replace(smtp, tls="starttls"))
    assert mailbox.accepted == []


def test_login_with_a_password_from_the_environment(
    mailbox: Any, serve: Callable[..., MailSettings], certificate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.users["rasad"] = "secret"
    settings = replace(serve(context=certificate.server), user="rasad", password_env="RASAD_TEST_PASSWORD")
    monkeypatch.setenv("RASAD_TEST_PASSWORD", "secret")
    send(settings, context=certificate.client)
    assert len(mailbox.accepted) == 1
    monkeypatch.setenv("RASAD_TEST_PASSWORD", "wrong")
    with pytest.raises(RelayError, match="refused the login of rasad") as caught:
        send(settings, context=certificate.client)
    assert "RASAD_TEST_PASSWORD" in str(caught.value)
    assert "wrong" not in str(caught.value)


def test_settings_that_would_fail_or_leak_are_refused(smtp: MailSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASAD_TEST_PASSWORD", raising=False)
    with pytest.raises(ConfigError, match="RASAD_TEST_PASSWORD"):
        check(replace(smtp, user="rasad", password_env="RASAD_TEST_PASSWORD"))
    with pytest.raises(ConfigError, match="in the clear"):
        check(replace(smtp, host="mail.example.org", user="rasad", password_env="RASAD_TEST_PASSWORD"))
    with pytest.raises(ConfigError, match="password_env"):
        check(replace(smtp, user="rasad"))


@pytest.mark.parametrize(("reply", "permanent"), [("550 5.1.1 no such user", True), ("451 greylisted", False)])
def test_a_refused_recipient(mailbox: Any, smtp: MailSettings, reply: str, permanent: bool) -> None:
    mailbox.refused["sam@example.org"] = reply
    with pytest.raises(DeliveryError, match=r"refused the recipient sam@example\.org") as caught:
        send(smtp)
    assert caught.value.permanent is permanent
    assert not isinstance(caught.value, RelayError)


@pytest.mark.parametrize(("reply", "permanent"), [("554 no", True), ("452 full", False)])
def test_a_refused_message(mailbox: Any, smtp: MailSettings, reply: str, permanent: bool) -> None:
    mailbox.data_reply = reply
    with pytest.raises(DeliveryError, match="refused the message") as caught:
        send(smtp)
    assert caught.value.permanent is permanent


def test_a_server_that_goes_away_during_a_message(mailbox: Any, smtp: MailSettings) -> None:
    mailbox.hang_up = True
    with pytest.raises(RelayError, match="went away during a message"):
        send(smtp)


def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        settings = MailSettings(host="127.0.0.1", port=port, sender="r@example.org", tls="none", timeout=2)
        with pytest.raises(RelayError, match=f"cannot reach the mail server 127.0.0.1:{port}") as caught:
            send(settings)
    assert "mail.host" in caught.value.remedy


def test_a_server_that_says_nothing_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        kept: list[socket.socket] = []
        listener = threading.Thread(target=lambda: kept.append(silent.accept()[0]))
        listener.start()
        settings = MailSettings(
            host="127.0.0.1", port=silent.getsockname()[1], sender="r@example.org", tls="none", timeout=0.3
        )
        with pytest.raises(RelayError, match="cannot reach"):
            send(settings)
        listener.join()
        kept[0].close()


def test_tls_against_a_plain_server_names_the_remedy(smtp: MailSettings) -> None:
    with pytest.raises(RelayError, match="no encrypted session") as caught:
        send(replace(smtp, tls="tls"), context=ssl.create_default_context())
    assert "465" in caught.value.remedy
