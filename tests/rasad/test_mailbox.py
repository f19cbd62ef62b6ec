"""The mailbox is a real SMTP server: these tests send to it with smtplib and read the Maildir."""

from __future__ import annotations

import mailbox as stdlib_mailbox
import os
import signal
import smtplib
import socket
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

from model.errors import RasadError
from rasad import mailbox


def letter(subject: str = "سپاه در تورنتو", text: str = "می‌گوید: «نه»\n") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "rasad@demo.invalid"
    message["To"] = "mina@demo.invalid"
    message["Subject"] = subject
    message["Message-ID"] = "<one@demo.invalid>"
    message["Date"] = "Sun, 22 Nov 2026 10:00:00 -0500"
    message.set_content(text)
    message.add_alternative("<p dir=rtl>متن</p>", subtype="html")
    return message


def test_a_sent_mail_is_kept_and_read_back(tmp_path: Path) -> None:
    with mailbox.running(tmp_path) as port, smtplib.SMTP("127.0.0.1", port, timeout=5) as smtp:
        smtp.send_message(letter())
        [mail] = mailbox.messages(tmp_path)
    assert mail.subject == "سپاه در تورنتو"
    assert mail.text == "می‌گوید: «نه»\n"
    assert mail.html.strip() == "<p dir=rtl>متن</p>"
    assert mail.to == "mina@demo.invalid"
    assert mail.message_id == "<one@demo.invalid>"
    assert mail.date is not None
    assert mail.date.isoformat() == "2026-11-22T10:00:00-05:00"


def test_the_envelope_says_who_it_is_for_and_order_is_kept(tmp_path: Path) -> None:
    with mailbox.running(tmp_path) as port, smtplib.SMTP("127.0.0.1", port, timeout=5) as smtp:
        for number in range(3):
            smtp.send_message(letter(f"mail {number}"), to_addrs=["mina@demo.invalid", "babak@demo.invalid"])
    mails = mailbox.messages(tmp_path)
    assert [mail.subject for mail in mails] == ["mail 0", "mail 1", "mail 2"]
    assert mails[0].to == "mina@demo.invalid, babak@demo.invalid"


def test_the_folder_is_a_maildir_with_nothing_left_in_tmp(tmp_path: Path) -> None:
    with mailbox.running(tmp_path) as port, smtplib.SMTP("127.0.0.1", port, timeout=5) as smtp:
        smtp.send_message(letter())
    assert len(stdlib_mailbox.Maildir(tmp_path / "mailbox", create=False)) == 1
    assert list((tmp_path / "mailbox" / "tmp").iterdir()) == []


def test_mails_of_an_earlier_run_stay(tmp_path: Path) -> None:
    for number in range(2):
        with mailbox.running(tmp_path) as port, smtplib.SMTP("127.0.0.1", port, timeout=5) as smtp:
            smtp.send_message(letter(f"run {number}"))
    assert [mail.subject for mail in mailbox.messages(tmp_path)] == ["run 0", "run 1"]


def test_no_mailbox_is_no_mail(tmp_path: Path) -> None:
    assert mailbox.messages(tmp_path) == []


def test_a_taken_port_names_the_port_and_the_remedy(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(RasadError, match=str(port)) as raised, mailbox.running(tmp_path, port):
            pass
    assert "mailbox_port" in raised.value.remedy


def test_a_mail_that_cannot_be_kept_is_refused_for_now(tmp_path: Path) -> None:
    with mailbox.running(tmp_path) as port:
        for part in ("tmp", "new", "cur"):
            (tmp_path / "mailbox" / part).rmdir()
        with smtplib.SMTP("127.0.0.1", port, timeout=5) as smtp, pytest.raises(smtplib.SMTPDataError) as raised:
            smtp.send_message(letter())
    assert raised.value.smtp_code == 452


def test_a_mail_over_the_limit_is_refused(tmp_path: Path) -> None:
    with (
        mailbox.running(tmp_path) as port,
        smtplib.SMTP("127.0.0.1", port, timeout=5) as smtp,
        pytest.raises(smtplib.SMTPException),
    ):
        smtp.send_message(letter(text="x" * (mailbox.MAX_BYTES + 1)))
    assert mailbox.messages(tmp_path) == []


def test_serve_stays_in_front_until_sigterm(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from rasad import mailbox; mailbox.serve(Path(sys.argv[1]), 0)"
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        port = int(line.split("127.0.0.1:")[1].split()[0])
        with smtplib.SMTP("127.0.0.1", port, timeout=5) as smtp:
            smtp.send_message(letter())
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(10) == 0
        assert process.stderr.read() == ""
    assert len(mailbox.messages(tmp_path)) == 1
