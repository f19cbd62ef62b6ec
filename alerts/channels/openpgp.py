"""Mail that only its reader can open: OpenPGP/MIME (RFC 3156) to the reader's public key.

The subject stays in the clear and is neutral. Nothing is signed: what proves the sender is the reader's own phrase.
"""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from pysequoia import Cert, encrypt

from model.errors import DeliveryError


def read_key(path: Path, person_id: str) -> bytes:
    """A reader's public key as kept in the configuration."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise DeliveryError(
            f"the OpenPGP key of {person_id} cannot be read: {path}: {error.strerror}",
            "put the public key there or remove openpgp; nothing is sent unencrypted meanwhile",
        ) from error


def fingerprint(key: bytes) -> str:
    """The fingerprint of a public key; raises ValueError where it is none that can be encrypted to."""
    try:
        cert = Cert.from_bytes(key)
        encrypt(b"", recipients=[cert])
    except Exception as error:
        raise ValueError(" ".join(str(error).partition("Stack backtrace")[0].split())) from error
    return str(cert.fingerprint)


def enclose(message: EmailMessage, content: bytes, key: bytes, person_id: str) -> None:
    """Make a message an envelope around encrypted content. With a key that cannot be used, nothing goes."""
    try:
        fingerprint(key)
        sealed = encrypt(content, recipients=[Cert.from_bytes(key)])
    except ValueError as error:
        raise DeliveryError(
            f"nothing can be encrypted to the OpenPGP key of {person_id}: {error}",
            "ask the reader for a key that is valid and not expired",
        ) from error
    message.add_header("MIME-Version", "1.0")
    message.add_header("Content-Type", "multipart/encrypted", protocol="application/pgp-encrypted")
    message.attach(_part("application/pgp-encrypted", "Version: 1\r\n"))
    message.attach(_part("application/octet-stream", bytes(sealed).decode("ascii")))


def _part(kind: str, text: str) -> EmailMessage:
    part = EmailMessage()
    part.add_header("Content-Type", kind)
    part.add_header("Content-Transfer-Encoding", "7bit")
    part.set_payload(text)
    return part
