"""Scrapy's answers as nouns of the model."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from scrapy.http import Response as ScrapyResponse

from model.capture import CaptureKind, Response

NEVER_KEPT = {"proxy-authorization", "authorization", "cookie"}
"""Request headers that hold a secret of ours, not of what was published."""


def to_response(answer: ScrapyResponse, kind: CaptureKind, asked: str, source_id: str, run_id: int) -> Response:
    """The answer as the record keeps it."""
    request = answer.request
    assert request is not None
    return Response(
        url=asked,
        final_url=answer.url,
        status=answer.status,
        reason=_reason(answer.status),
        request_headers=tuple(pair for pair in _pairs(request.headers) if pair[0].lower() not in NEVER_KEPT),
        headers=tuple(_pairs(answer.headers)),
        body=answer.body,
        fetched_at=datetime.now(UTC),
        kind=kind,
        source_id=source_id,
        run_id=run_id,
        robots=request.meta.get("robots", "exempt"),
        peer=str(answer.ip_address) if answer.ip_address is not None else None,
        certificate=_fingerprint(answer.certificate),
    )


def headers_of(answer: ScrapyResponse) -> dict[str, str]:
    """The headers by their names in small letters, the last of each."""
    return {name.lower(): value for name, value in _pairs(answer.headers)}


def _fingerprint(certificate: Any) -> str | None:
    """The SHA-256 of a certificate, which one of Scrapy's handlers gives as DER and the other as Twisted's object."""
    if certificate is None:
        return None
    return hashlib.sha256(certificate if isinstance(certificate, bytes) else certificate.dump()).hexdigest()


def _pairs(headers: Any) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values]


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
