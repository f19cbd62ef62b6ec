"""The demonstration's mailbox: an SMTP server on loopback that keeps every mail in ``RASAD_HOME/mailbox``.

The folder is a Maildir, which any mail program opens. A mail is on disk before its sender hears ``250``: written to
``tmp``, synced, renamed into ``new``, the folder synced.
"""

from __future__ import annotations

import asyncio
import email.policy
import errno
import mailbox
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from model.errors import RasadError

HOST = "127.0.0.1"
PORT = 8754
MAX_BYTES = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A kept mail. ``to`` is who the envelope named, parted by commas; ``text`` the plain part, ``html`` the other."""

    file: Path
    to: str
    sender: str
    subject: str
    message_id: str
    date: datetime | None
    received: datetime
    text: str
    html: str


def folder(home: Path) -> Path:
    """Where the mails lie."""
    return home / "mailbox"


def messages(home: Path) -> list[Mail]:
    """Every mail kept so far, oldest first; none where no mailbox was ever opened."""
    files = [file for part in ("new", "cur") for file in (folder(home) / part).glob("*") if file.is_file()]
    return sorted((_read(file) for file in files), key=lambda mail: (mail.received, mail.file.name))


@contextmanager
def running(home: Path, port: int = 0) -> Iterator[int]:
    """Receive mail in a thread of this process while the context lasts; gives the port, 0 takes a free one."""
    keeper = _Keeper(home)
    with _listen(port) as listening:
        loop = asyncio.new_event_loop()
        server = loop.run_until_complete(loop.create_server(lambda: _session(keeper, loop), sock=listening))
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        try:
            yield int(listening.getsockname()[1])
        finally:
            asyncio.run_coroutine_threadsafe(_close(server), loop).result(10)
            loop.call_soon_threadsafe(loop.stop)
            thread.join(10)
            loop.close()


def serve(home: Path, port: int = PORT) -> None:
    """Receive mail in front until SIGTERM or SIGINT."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with running(home, port) as bound:
        print(f"mailbox: {HOST}:{bound} keeps mail in {folder(home)}", file=sys.stderr, flush=True)
        ended.wait()


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        raise RasadError(
            f"port {port} on {HOST} is taken: the mailbox cannot listen there"
            if taken
            else f"the mailbox cannot listen on {HOST}:{port}: {error.strerror}",
            "stop what holds it (is another `rasad run` at work?), or change mailbox_port under demo: and port under "
            "mail: in settings.yml",
        ) from error


def _session(keeper: _Keeper, loop: asyncio.AbstractEventLoop) -> SMTP:
    return SMTP(
        keeper, data_size_limit=MAX_BYTES, enable_SMTPUTF8=True, hostname="localhost", ident="Rasad mailbox", loop=loop
    )


async def _close(server: asyncio.Server) -> None:
    server.close()
    sessions = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for session in sessions:
        session.cancel()
    await asyncio.gather(*sessions, return_exceptions=True)


class _Keeper:
    """aiosmtpd's handler: one Maildir for every recipient of this machine."""

    def __init__(self, home: Path) -> None:
        self.home = home
        try:
            home.mkdir(parents=True, exist_ok=True)
            self.maildir = mailbox.Maildir(folder(home), create=True)
        except OSError as error:
            raise RasadError(f"{folder(home)} cannot be made: {error.strerror}", "make RASAD_HOME writable") from error

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's)
        content = envelope.content
        assert isinstance(content, bytes)
        head = f"Return-Path: <{envelope.mail_from}>\r\n" + "".join(
            f"Delivered-To: {name}\r\n" for name in envelope.rcpt_tos
        )
        try:
            key = self.maildir.add(head.encode("utf-8") + content)
            _sync(folder(self.home) / "new")
        except OSError as error:
            print(f"mailbox: not kept: {error}", file=sys.stderr, flush=True)
            return f"452 the mailbox cannot keep it: {error.strerror}"
        return f"250 kept as {key}"


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(file: Path) -> Mail:
    message = BytesParser(policy=email.policy.default).parsebytes(file.read_bytes())
    assert isinstance(message, EmailMessage)
    return Mail(
        file=file,
        to=", ".join(str(value) for value in message.get_all("Delivered-To", [])),
        sender=str(message.get("From", "")),
        subject=str(message.get("Subject", "")),
        message_id=str(message.get("Message-ID", "")),
        date=_date(str(message.get("Date", ""))),
        received=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""


def _date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None
