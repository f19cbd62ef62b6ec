"""The lines of ``rasad annotate``: documents in, annotations out."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from model.annotation import Annotation, Claim, Mention
from model.article import TextDocument
from model.errors import InputError


def read_document(line: str | bytes) -> TextDocument:
    """A line of JSON as a document; a missing title is "". InputError says what is wrong with it."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON in UTF-8: {error}", "one JSON object a line") from error
    if not isinstance(data, dict):
        raise InputError("not a JSON object", "one object with id, title and text a line")
    return TextDocument(
        id=_text(data, "id"),
        title=_optional(data, "title") or "",
        text=_text(data, "text"),
        published=_published(data),
        lang=_optional(data, "lang"),
        source=_optional(data, "source"),
    )


def annotation_record(doc_id: str, annotation: Annotation, story: str | None) -> dict[str, Any]:
    """An annotation as the JSON values of its line."""
    return {
        "id": doc_id,
        "lang": annotation.lang,
        "relevant": annotation.relevant,
        "relevance": annotation.relevance,
        "topics": [topic.value for topic in annotation.topics],
        "entities": [_entity(mention) for mention in annotation.mentions],
        "claims": [_claim(claim) for claim in annotation.claims],
        "story": story,
    }


def _entity(mention: Mention) -> dict[str, Any]:
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "label": mention.label.value,
        "id": mention.id,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "start": claim.start,
        "end": claim.end,
        "speaker": claim.speaker,
        "speaker_ref": claim.speaker_ref,
        "speaker_kind": claim.speaker_kind.value,
        "cue": claim.cue,
        "content": claim.content,
        "direct": claim.direct,
        "modality": claim.modality.value,
        "about": list(claim.about),
        "topic": claim.topic.value,
        "date": claim.date,
        "place": claim.place,
    }


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise InputError(f"{name}: a string is expected" if name in data else f"{name} is missing", f'write "{name}"')
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise InputError(f"{name}: half of a surrogate pair is no text", "write the character itself")
    return value


def _optional(data: dict[str, Any], name: str) -> str | None:
    return None if data.get(name) is None else _text(data, name)


def _published(data: dict[str, Any]) -> datetime | None:
    """The publication date, UTC where it has no offset. Its own offset is kept, for relative dates need it."""
    value = _optional(data, "published")
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        raise InputError(f"published: {value!r} is no ISO 8601 date", "write 2026-10-15T14:22:00-04:00") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)
