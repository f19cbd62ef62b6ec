"""A real record, a real mail server, and documents of our own."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from model.annotation import Annotation, Claim, Label, Mention, Modality, SpeakerKind, Topic
from model.article import Article, ArticleDraft, DateSource, Published
from model.rules import Person, Rule, Severity
from model.settings import MailSettings
from model.source import Feed, Owner, Source
from store import Record, annotations, articles, open_record, stories

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
PIPELINE = "test-1"


@dataclass
class Mailbox:
    """A mail server's behaviour and all that it accepted, in order."""

    refused: dict[str, str] = field(default_factory=dict)
    """Recipient to the reply it gets instead of 250."""
    data_reply: str | None = None
    hang_up: bool = False
    accept_then_hang_up: bool = False
    users: dict[str, str] = field(default_factory=dict)
    accepted: list[tuple[str, str, bytes]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    sessions: int = 0

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=default) for _, _, content in self.accepted]  # type: ignore[misc]

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, host: str, responses: list[str]
    ) -> list[str]:
        self.sessions += 1
        session.host_name = host
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert server.transport is not None
        if self.hang_up:
            server.transport.close()
            return "250 never said"
        if self.data_reply is not None:
            return self.data_reply
        for recipient in envelope.rcpt_tos:
            self.accepted.append((str(envelope.mail_from), recipient, bytes(envelope.original_content or b"")))
        self.encrypted.append(session.ssl is not None)
        if self.accept_then_hang_up:
            server.transport.close()
        return "250 taken"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        user, password = data.login.decode(), data.password.decode()
        return AuthResult(success=self.users.get(user) == password, handled=False)


class _Server(Controller):
    """A server on a port that the system chose."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def serve(mailbox: Mailbox) -> Iterator[Callable[..., MailSettings]]:
    """Start a mail server over the mailbox; gives the settings that reach it."""
    running: list[_Server] = []

    def start(*, context: ssl.SSLContext | None = None, implicit: bool = False, **options: Any) -> MailSettings:
        if mailbox.users:
            options |= {
                "authenticator": mailbox.authenticate,
                "auth_required": True,
                "auth_require_tls": context is not None and not implicit,
            }
        if context is not None and not implicit:
            options |= {"tls_context": context, "require_starttls": True}
        server = _Server(mailbox, hostname="127.0.0.1", port=0, ssl_context=context if implicit else None, **options)
        server.start()
        running.append(server)
        tls = "none" if context is None else "tls" if implicit else "starttls"
        return MailSettings(
            host="127.0.0.1", port=server.port, sender="Rasad <rasad@example.org>", tls=tls, timeout=5.0
        )  # type: ignore[arg-type]

    yield start
    for server in running:
        server.stop(no_assert=True)


@pytest.fixture
def smtp(serve: Callable[..., MailSettings]) -> MailSettings:
    """A plain server on loopback."""
    return serve()


@dataclass(frozen=True)
class Certificate:
    server: ssl.SSLContext
    client: ssl.SSLContext


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    """A certificate of our own for 127.0.0.1, and a client that trusts it alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.test")])
    made = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(made)
        .not_valid_after(made + dt.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "mail.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + secret)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    return Certificate(server=server, client=ssl.create_default_context(cafile=str(pem)))


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    opened = open_record(f"sqlite:///{tmp_path / 'rasad.sqlite'}")
    yield opened
    opened.close()


def source(source_id: str, name: str, owner: Owner = Owner.INDEPENDENT, **more: Any) -> Source:
    return Source(
        id=source_id,
        name=name,
        country="ca",
        lang="en",
        owner=owner,
        owner_note="",
        home="https://x.example",
        feeds=(Feed(url="https://x.example/feed"),),
        **more,
    )


@pytest.fixture
def sources() -> dict[str, Source]:
    return {
        one.id: one
        for one in (
            source("lakeshore", "The Lakeshore Post"),
            source("alborz", "خبرگزاری البرز نمونه", Owner.STATE_AFFILIATED),
            source("prairie", "Prairie Wire", Owner.PUBLIC),
        )
    }


@pytest.fixture
def people() -> dict[str, Person]:
    return {
        "mina": Person(id="mina", name="مینا نمونه", email="mina@example.org", lang="fa", zone="Asia/Tehran"),
        "sam": Person(id="sam", name="Sam Example", email="sam@example.org", zone="America/Toronto"),
    }


@pytest.fixture
def rule() -> Callable[..., Rule]:
    def make(rule_id: str = "guards", query: str = "sepahan", **more: Any) -> Rule:
        values: dict[str, Any] = {"title": f"Rule {rule_id}", "to": ("sam",), "severity": Severity.WARNING, **more}
        return Rule(id=rule_id, query=query, **values)

    return make


def understood(draft: ArticleDraft, lang: str, names: dict[str, str], relevance: float = 0.5) -> Annotation:
    """An annotation by hand: names that are entities, and the first paragraph as a denied claim."""
    whole = f"{draft.title}\n\n{draft.text}"
    mentions = tuple(
        Mention(start=whole.index(text), end=whole.index(text) + len(text), text=text, label=Label.ORG, id=slug)
        for text, slug in names.items()
        if text in whole
    )
    start = len(draft.title) + 2
    content = draft.text.split("\n\n")[0]
    claim = Claim(
        start=start,
        end=start + len(content),
        content=content,
        speaker="a spokesman",
        speaker_kind=SpeakerKind.PERSON,
        cue="said",
        direct=False,
        modality=Modality.DENIED,
        about=tuple(names.values()),
        topic=Topic.THREATS,
    )
    return Annotation(
        lang=lang,
        lang_confidence=1.0,
        relevant=True,
        relevance=relevance,
        reasons=(),
        topics=(Topic.THREATS,),
        mentions=mentions,
        claims=(claim,),
    )


@pytest.fixture
def publish(record: Record) -> Callable[..., Article]:
    """Put an article in the record, understood and in a story unless told otherwise."""

    def put(
        url: str,
        title: str,
        text: str,
        *,
        story: str | None = "story-1",
        source_id: str = "lakeshore",
        lang: str = "en",
        seen: dt.datetime = NOW,
        published: dt.datetime | None = NOW - dt.timedelta(hours=1),
        names: dict[str, str] | None = None,
        annotated: bool = True,
        relevance: float = 0.5,
    ) -> Article:
        dated = Published(at=published, known_from=DateSource.FEED) if published else None
        draft = ArticleDraft(
            url=url,
            canonical_url=url,
            source_id=source_id,
            title=title,
            text=text,
            authors=(),
            published=dated,
            lang=lang,
            site=None,
            seen_at=seen,
        )
        article, _ = articles.save(record, draft)
        if annotated:
            annotations.save(
                record, PIPELINE, article.id, article.version, understood(draft, lang, names or {}, relevance)
            )
            if story is not None:
                stories.assign(record, article.id, story)
        return article

    return put


@pytest.fixture
def paused() -> Callable[[Person], Person]:
    return lambda person: replace(person, paused=True)
