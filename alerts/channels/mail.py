"""Mail over SMTP: building messages that cannot be bent by what they tell of, and handing them to the relay."""

from __future__ import annotations

import os
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from ipaddress import ip_address

from alerts.channels import openpgp
from alerts.render import Letter
from alerts.words import clean
from model.errors import ConfigError, DeliveryError
from model.rules import Person
from model.settings import MailSettings

_POLICY = SMTP.clone(cte_type="7bit")
"""Seven bits, since a relay that does not offer 8BITMIME must carry Persian too."""

_ONE_ADDRESS = re.compile(
    r"(?:\"?(?P<name>[^<>\"\r\n]*?)\"? *<(?P<spec>[^<>\s,;]+@[^<>\s,;]+)>)|(?P<bare>[^<>\s,;]+@[^<>\s,;]+)"
)


class RelayError(DeliveryError):
    """The relay itself cannot be used now: no use in trying the next message before something changes."""


def compose(
    letter: Letter,
    person: Person,
    settings: MailSettings,
    *,
    message_id: str,
    list_name: str,
    now: datetime,
    key: bytes | None = None,
) -> EmailMessage:
    """The mail as it goes over the wire, encrypted where the reader's OpenPGP ``key`` is given.

    Raises a permanent DeliveryError for an address that is none.
    """
    sender = _address(settings.sender, "Rasad", "mail.sender")
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender
    message["To"] = _address(person.email, clean(person.name), f"the e-mail of {person.id}")
    message["Subject"] = _unbroken(clean(letter.subject))
    message["Date"] = format_datetime(now)
    message["Message-ID"] = bracketed(message_id)
    message["List-Id"] = f"<{list_name}.rasad.{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if letter.urgent:
        message["Importance"] = "high"
    if key is None:
        _fill(message, letter)
    else:
        inside = EmailMessage(policy=_POLICY)
        _fill(inside, letter)
        openpgp.enclose(message, inside.as_bytes(), key, person.id)
    return message


def _unbroken(subject: str) -> str:
    """A subject whose spaces survive: between two encoded words (RFC 2047) a reader drops the space at which the
    standard library had parted them. No-break spaces are encoded with the letters."""
    return subject if subject.isascii() else subject.replace(" ", "\u00a0")


def _fill(message: EmailMessage, letter: Letter) -> None:
    """The same content twice, as text and as HTML."""
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    message["Content-Language"] = letter.lang  # after the content, which clears headers of this kind


def bracketed(message_id: str) -> str:
    """A Message-ID in its angle brackets, however the record keeps it."""
    return f"<{message_id.strip().strip('<>')}>"


def _address(value: str, name: str, what: str) -> Address:
    """An address for a header; line breaks and second addresses in it are refused, never sent."""
    found = _ONE_ADDRESS.fullmatch(value)
    try:
        if found is None:
            raise ValueError("it is not one address")
        address = Address(display_name=clean(found["name"] or "") or name, addr_spec=found["spec"] or found["bare"])
        if not address.domain:
            raise ValueError("it has no domain")
    except (ValueError, HeaderParseError, IndexError) as error:
        raise DeliveryError(
            f"{what} is no e-mail address: {clean(value)[:100]!r} ({error})",
            "correct it in settings.yml",
            permanent=True,
        ) from error
    return address


def check(settings: MailSettings) -> str | None:
    """The password to log in with, or None; raises ConfigError where the settings would fail or leak it."""
    if settings.user is None:
        return None
    if settings.password_env is None:
        raise ConfigError("mail.user is set but mail.password_env is not", "name the variable that holds the password")
    if settings.tls == "none" and not _loopback(settings.host):
        raise ConfigError(
            f"mail.tls is none, so the password would go to {settings.host} in the clear",
            "set mail.tls to starttls or tls",
        )
    password = os.environ.get(settings.password_env)
    if not password:
        raise ConfigError(
            f"the environment variable {settings.password_env} (mail.password_env) is not set",
            "set it to the password of the relay, or remove mail.user",
        )
    return password


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def relay(settings: MailSettings, context: ssl.SSLContext | None = None) -> Iterator[smtplib.SMTP]:
    """A session with the relay, encrypted and logged in as configured. Raises RelayError where there is none."""
    password = check(settings)
    smtp = _open(settings, password, context)
    try:
        yield smtp
    finally:
        try:
            smtp.quit()
        except (smtplib.SMTPException, OSError):
            smtp.close()  # What was accepted is accepted; a relay that hangs up without a word changes nothing.


def _open(settings: MailSettings, password: str | None, context: ssl.SSLContext | None) -> smtplib.SMTP:
    host, port, timeout = settings.host, settings.port, settings.timeout
    smtp: smtplib.SMTP | None = None
    try:
        trusted = context or ssl.create_default_context(cafile=settings.ca_file)
        if settings.tls == "tls":
            smtp = smtplib.SMTP_SSL(host, port, timeout=timeout, context=trusted)
        else:
            smtp = smtplib.SMTP(host, port, timeout=timeout)
        if settings.tls == "starttls":
            smtp.starttls(context=trusted)
        if settings.user is not None and password is not None:
            smtp.login(settings.user, password)
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        if smtp is not None:
            smtp.close()
        raise _no_session(settings, error) from error
    return smtp


def _no_session(settings: MailSettings, error: Exception) -> RelayError:
    where = f"{settings.host}:{settings.port}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return RelayError(
            f"the mail server {where} refused the login of {settings.user}: {_reply(error)}",
            f"check mail.user and the variable {settings.password_env}",
        )
    if isinstance(error, ssl.SSLCertVerificationError):
        return RelayError(
            f"the certificate of the mail server {where} is not to be trusted: {error.verify_message}",
            "use the host name of the certificate in mail.host; name the file of a private authority in mail.ca_file",
        )
    if isinstance(error, FileNotFoundError) and settings.ca_file:
        return RelayError(f"mail.ca_file {settings.ca_file}: there is no such file", "correct mail.ca_file")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return RelayError(
            f"the mail server {where} does not offer what mail.tls={settings.tls} or mail.user asks for: {error}",
            "set mail.tls to what the server offers; nothing is sent unencrypted meanwhile",
        )
    if isinstance(error, ssl.SSLError):
        return RelayError(
            f"no encrypted session with the mail server {where}: {error.reason or error}",
            "check mail.port and mail.tls: tls is usually port 465, starttls port 587",
        )
    return RelayError(
        f"cannot reach the mail server {where}: {_reply(error)}",
        "check mail.host, mail.port and mail.tls in settings.yml; deliveries wait in the outbox",
    )


def hand_over(smtp: smtplib.SMTP, settings: MailSettings, message: EmailMessage) -> None:
    """Give one message to the relay. Returning means that the relay has accepted it and answers for it.

    Raises RelayError where the session or the sender is at fault, else a DeliveryError, permanent where the relay
    says that this recipient or this message will never do (5xx).
    """
    where = f"{settings.host}:{settings.port}"
    recipient = message["To"].addresses[0].addr_spec
    sender = message["From"].addresses[0].addr_spec
    try:
        smtp.send_message(message, from_addr=sender, to_addrs=[recipient])
    except smtplib.SMTPRecipientsRefused as error:
        code, reply = error.recipients[recipient]
        raise DeliveryError(
            f"{where} refused the recipient {recipient}: {code} {_words(reply)}",
            "correct the address of this person in settings.yml",
            permanent=500 <= code < 600,
        ) from error
    except smtplib.SMTPSenderRefused as error:
        raise RelayError(
            f"{where} refused the sender {sender}: {_reply(error)}", "check mail.sender and mail.user in settings.yml"
        ) from error
    except smtplib.SMTPDataError as error:
        raise DeliveryError(
            f"{where} refused the message: {_reply(error)}",
            "the relay's administrator can say why",
            permanent=500 <= error.smtp_code < 600,
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise DeliveryError(
            f"{where} cannot carry mail to {recipient}: {error}",
            "use an address in ASCII, or a relay with SMTPUTF8",
            permanent=True,
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise RelayError(
            f"the mail server {where} went away during a message: {_reply(error)}",
            "it is tried again; where the server had taken it already, it arrives twice under one Message-ID",
            unsure=True,
        ) from error


def _reply(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_words(error.smtp_error)}"
    return clean(str(error)) or type(error).__name__


def _words(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return clean(text)[:300]
