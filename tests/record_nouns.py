"""Invented nouns for tests of the record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from model.annotation import Annotation, Claim, Label, Mention, Modality, SpeakerKind, Topic
from model.article import ArticleDraft, DatePrecision, DateSource, Published
from model.capture import CaptureKind, Entry, Response
from model.notify import DeliveryKind, Match, MatchPath, NewDelivery
from model.source import Owner, Source

NOW = datetime(2026, 11, 1, 12, 30, 15, 123000, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def address(number: int) -> str:
    """An address of the invented outlet."""
    return f"https://azimuth-tribune.example/{number}"


def draft(number: int = 1, text: str = "A dam was opened.\n\nسد گشوده شد.", **fields: object) -> ArticleDraft:
    """An article's draft."""
    values: dict[str, object] = {
        "url": f"{address(number)}?from=feed",
        "canonical_url": address(number),
        "source_id": "azimuth-tribune",
        "title": "News of the dam",
        "text": text,
        "authors": ("Nilufar Ostad", "م. آذری"),
        "published": Published(at=NOW - number * MINUTE, known_from=DateSource.FEED, precision=DatePrecision.DAY),
        "lang": "en",
        "site": "Azimuth Tribune",
        "seen_at": NOW,
        "capture_id": None,
    }
    return ArticleDraft(**{**values, **fields})  # type: ignore[arg-type]


def entry(number: int = 1, **fields: object) -> Entry:
    """An announced article."""
    values: dict[str, object] = {
        "url": address(number),
        "source_id": "azimuth-tribune",
        "title": "News of the dam",
        "summary": "It was opened.",
        "published": NOW,
        "published_text": "Sun, 01 Nov 2026 12:30:15 GMT",
    }
    return Entry(**{**values, **fields})  # type: ignore[arg-type]


def response(number: int = 1, body: bytes = b"<p>News of the dam", **fields: object) -> Response:
    """A page as received."""
    values: dict[str, object] = {
        "url": address(number),
        "final_url": address(number) + "/",
        "status": 200,
        "reason": "OK",
        "request_headers": (("User-Agent", "Rasad/0.1"),),
        "headers": (("Content-Type", "text/html; charset=utf-8"), ("ETag", '"e1"'), ("Content-Encoding", "gzip")),
        "body": body,
        "fetched_at": NOW,
        "kind": CaptureKind.PAGE,
        "source_id": "azimuth-tribune",
        "run_id": 1,
        "robots": "allowed",
    }
    return Response(**{**values, **fields})  # type: ignore[arg-type]


def annotation(relevance: float = 0.5) -> Annotation:
    """What was understood of ``draft``."""
    claim = Claim(
        start=17,
        end=34,
        content="A dam was opened.",
        speaker=None,
        speaker_kind=SpeakerKind.OUTLET,
        cue=None,
        direct=False,
        modality=Modality.ASSERTED,
        about=("irgc",),
        topic=Topic.OTHER,
    )
    return Annotation(
        lang="en",
        lang_confidence=0.75,
        relevant=True,
        relevance=relevance,
        reasons=("a dam", "سد"),
        topics=(Topic.OTHER, Topic.CYBER),
        mentions=(Mention(start=8, end=11, text="the", label=Label.ORG, id="irgc"),),
        claims=(claim,),
        lang_votes=(("a", "en"), ("b", "fr")),
    )


def match(article_id: str, **fields: object) -> Match:
    """A rule's match."""
    values: dict[str, object] = {
        "rule_id": "dams",
        "rule_version": 1,
        "article_id": article_id,
        "article_version": 1,
        "story_id": article_id,
        "path": MatchPath.MEMORY,
        "late": False,
        "matched_at": NOW,
        "passage": "A dam was opened.",
        "spans": ((2, 5), (10, 16)),
    }
    return Match(**{**values, **fields})  # type: ignore[arg-type]


def delivery(subject: str = "story", **fields: object) -> NewDelivery:
    """Something to tell somebody."""
    values: dict[str, object] = {
        "person_id": "mina",
        "kind": DeliveryKind.ALERT,
        "subject_key": subject,
        "channel": "mail",
        "revision": 1,
        "payload": {"title": "سد", "rules": ["dams"], "late": False},
    }
    return NewDelivery(**{**values, **fields})  # type: ignore[arg-type]


def source(name: str, **fields: object) -> Source:
    """An outlet."""
    values: dict[str, object] = {
        "id": name,
        "name": name,
        "country": "xx",
        "lang": "en",
        "owner": Owner.INDEPENDENT,
        "owner_note": "invented",
        "home": "https://azimuth-tribune.example/",
        "feeds": (),
    }
    return Source(**{**values, **fields})  # type: ignore[arg-type]
