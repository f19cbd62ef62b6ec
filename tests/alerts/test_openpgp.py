"""Mail that only its reader can open: made by Rasad, opened by a real gpg."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from corpora import missing

from alerts.channels.openpgp import fingerprint
from alerts.stage import deliver_step, match_step
from model.article import Article
from model.notify import DeliveryState
from model.rules import Content, Person, Rule
from model.settings import MailSettings
from model.source import Source
from query import Vocabulary
from search.embedded import open_batch
from store import Record, deliveries

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
Gpg = Callable[..., bytes]


@pytest.fixture
def gpg(tmp_path: Path) -> Gpg:
    """A gpg of the reader's own, with a new key; gives its output."""
    if shutil.which("gpg") is None:
        missing("gpg is not installed")
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)

    def run(*arguments: str, given: bytes = b"") -> bytes:
        command = ["gpg", "--homedir", str(home), "--batch", "--quiet", "--passphrase", "", *arguments]
        done = subprocess.run(command, input=given, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("--quick-generate-key", "Mina Example <mina@example.org>", "future-default", "default", "1y")
    key = tmp_path / "config" / "keys" / "mina.asc"
    key.parent.mkdir(parents=True)
    key.write_bytes(run("--armor", "--export", "mina@example.org"))
    return run


@pytest.fixture
def waiting(
    record: Record, publish: Callable[..., Article], rule: Callable[..., Rule], sources: dict[str, Source], people: Any
) -> None:
    publish("https://x.example/1", "دفتر سپاهان", "دفتر sepahan در تورنتو نام برده شد.", lang="fa")
    match_step(record, [rule(to=("mina",))], Vocabulary(), sources, open_batch, people, 10, now=lambda: NOW)


def deliver(record: Record, person: Person, mail: MailSettings, keys: Path) -> Any:
    return deliver_step(
        record, mail, {person.id: person}, organisation="E", desk_url="http://127.0.0.1:1", now=NOW, keys=keys
    )


def test_gpg_opens_what_nobody_else_can_read(
    record: Record, waiting: None, people: Any, mailbox: Any, smtp: MailSettings, gpg: Gpg, tmp_path: Path
) -> None:
    person = replace(people["mina"], openpgp="keys/mina.asc")
    assert deliver(record, person, smtp, tmp_path / "config").done == 1
    [(_, _, raw)] = mailbox.accepted
    [message] = mailbox.messages
    assert message.get_content_type() == "multipart/encrypted"
    assert message.get_param("protocol") == "application/pgp-encrypted"
    version, sealed = message.iter_parts()
    assert version.get_content_type() == "application/pgp-encrypted"
    assert sealed.get_content_type() == "application/octet-stream"
    opened = message_from_bytes(gpg("--decrypt", given=sealed.get_payload(decode=True)), policy=default)
    assert opened["Content-Language"] == "fa"
    text, html = (opened.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[attr-defined]
    assert "دفتر سپاهان" in text
    assert "دفتر سپاهان" in html
    assert b"sepahan" not in raw
    assert "سپاهان" not in message.as_string()


def test_without_a_usable_key_nothing_goes_in_clear(
    record: Record, waiting: None, people: Any, mailbox: Any, smtp: MailSettings, tmp_path: Path
) -> None:
    person = replace(people["mina"], openpgp="mina.asc")
    report = deliver(record, person, smtp, tmp_path)
    assert (report.done, report.failed) == (0, 1)
    assert "cannot be read" in report.notes[0]
    (tmp_path / "mina.asc").write_text("no key at all")
    [delivery] = deliveries.listing(record)
    later = delivery.next_try
    report = deliver_step(
        record, smtp, {"mina": person}, organisation="E", desk_url="http://127.0.0.1:1", now=later, keys=tmp_path
    )
    assert "nothing can be encrypted" in report.notes[0]
    assert not mailbox.accepted
    assert deliveries.listing(record)[0].state is DeliveryState.PENDING
    with pytest.raises(ValueError, match="EOF"):
        fingerprint(b"no key at all")


def test_a_neutral_mail_says_that_something_waits_and_no_more(
    record: Record, waiting: None, people: Any, mailbox: Any, smtp: MailSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASAD_TEST_PHRASE", "زردآلو سه‌شنبه")
    person = replace(people["mina"], content=Content.NEUTRAL, phrase_env="RASAD_TEST_PHRASE")
    assert deliver(record, person, smtp, Path()).done == 1
    [message] = mailbox.messages
    for kind in ("plain", "html"):
        body = message.get_body((kind,)).get_content()
        assert "هشداری در میز کار منتظر شماست" in body
        assert "زردآلو سه‌شنبه" in body
        for word in ("sepahan", "سپاهان", "تورنتو", "guards"):
            assert word not in body


def test_a_mail_without_the_readers_phrase_does_not_go(
    record: Record, waiting: None, people: Any, mailbox: Any, smtp: MailSettings
) -> None:
    person = replace(people["mina"], phrase_env="RASAD_TEST_NO_PHRASE")
    report = deliver(record, person, smtp, Path())
    assert (report.done, report.failed) == (0, 1)
    assert "RASAD_TEST_NO_PHRASE" in report.notes[0]
    assert not mailbox.accepted
