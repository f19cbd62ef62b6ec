"""RFC 3161 time stamps of seals: made by an authority that sees a digest and nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimeStampRequest,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from model.errors import ConfigError, StoreError
from store import seals


def request(seal_file: Path) -> TimeStampRequest:
    """What to ask the authority for, with a nonce; ``as_bytes`` is what goes to it."""
    return TimestampRequestBuilder().data(seal_file.read_bytes()).hash_algorithm(HashAlgorithm.SHA256).build()


def keep(seal_file: Path, asked: TimeStampRequest, answer: bytes, ca_file: Path) -> Path:
    """Keep the authority's answer beside the seal. Raises StoreError where it is none, or none of that authority."""
    problem = _wrong(seal_file, answer, ca_file, asked.nonce)
    if problem:
        raise StoreError(f"the time stamp of {seal_file.name} is not to be trusted: {problem}", "check evidence.tsa_ca")
    target = seals.stamp_of(seal_file)
    seals.write_whole(target, answer)
    return target


def problems(home: Path, ca_file: Path | None) -> list[str]:
    """What is wrong with the stamps that are there; signatures are checked where the authority is known."""
    found = []
    for path in seals.paths(home):
        stamp = seals.stamp_of(path)
        if stamp.exists() and (problem := _wrong(path, stamp.read_bytes(), ca_file, None)):
            found.append(f"{stamp}: {problem}")
    return found


def unstamped(home: Path) -> list[Path]:
    """Seals without a stamp, oldest first."""
    return [path for path in seals.paths(home) if not seals.stamp_of(path).exists()]


def _wrong(seal_file: Path, answer: bytes, ca_file: Path | None, nonce: int | None) -> str | None:
    """What is wrong with an answer, if anything is."""
    imprint = hashlib.sha256(seal_file.read_bytes()).digest()
    try:
        response = decode_timestamp_response(answer)
        if response.tst_info.message_imprint.message != imprint:
            return "it stamps something else"
        if ca_file is None:
            return None
        builder = VerifierBuilder(nonce=nonce)
        for certificate in _authority(ca_file):
            builder = builder.add_root_certificate(certificate)
        builder.build().verify(response, imprint)
    except (VerificationError, ValueError) as error:
        return str(error)
    return None


def _authority(ca_file: Path) -> list[Certificate]:
    try:
        return load_pem_x509_certificates(ca_file.read_bytes())
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"evidence.tsa_ca {ca_file} cannot be read: {error}", "name a file of certificates (PEM)"
        ) from error
