"""What a delivery carries: everything a renderer needs, frozen when the match was made, kept as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from model.annotation import Annotation, Claim, Modality, SpeakerKind
from model.article import Article, DatePrecision, DateSource
from model.errors import DeliveryError
from model.notify import Delivery
from model.rules import Rule, Severity
from model.source import RunStatus, Source

T = TypeVar("T")

UNKNOWN_OWNER = "unknown"
MAX_CLAIMS = 3
MAX_REPORTS = 6
MAX_CHARS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """A claim and who makes it, with the words that keep it a claim."""

    content: str
    speaker: str | None
    speaker_ref: str | None
    speaker_kind: SpeakerKind
    modality: Modality
    direct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One article of a story as a mail tells of it. ``spans`` are the matched words within ``passage``."""

    article_id: str
    title: str
    lang: str
    source_id: str
    outlet: str
    owner: str
    published: datetime | None
    precision: DatePrecision = DatePrecision.INSTANT
    known_from: DateSource | None = None
    seen_at: datetime
    passage: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    claims: tuple[ClaimLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """A rule that an alert answers."""

    id: str
    title: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPayload:
    """An alert: one story for one person. The first report is told in full; ``more`` counts those left out.

    ``news`` are the claims that make it an update of a story that was told before; ``unanswered_by`` names the person
    who was told and did not acknowledge, where it was escalated.
    """

    story_id: str
    severity: Severity
    rules: tuple[RuleLine, ...]
    reports: tuple[ReportLine, ...]
    more: int = 0
    outlets: int = 1
    late: bool = False
    late_hours: int | None = None
    update: bool = False
    news: tuple[ClaimLine, ...] = ()
    unanswered_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePayload:
    """What a chat channel is told of an alert: that there is one."""

    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """A story in a digest, told by its lead report."""

    story_id: str
    reports: int
    outlets: int
    lead: ReportLine


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPart:
    """A section of a digest with the stories it tells and the number of those it does not."""

    title: str
    stories: tuple[StoryLine, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DarkSource:
    """A source that was not, or not fully, read."""

    source_id: str
    name: str
    status: RunStatus | None
    last_ok: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TailLine:
    """An alert that was not sent by itself, as the digest tells of it."""

    story_id: str
    severity: Severity
    article_id: str
    title: str
    lang: str
    outlet: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BurstLine:
    """Something that is written of far more than before; ``series`` are the counts up to now, oldest first."""

    name: str
    count: int
    usual: float
    series: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPayload:
    """One edition of a digest for one person. ``tail`` are alerts left to it, ``tail_more`` counts those not shown."""

    digest_id: str
    title: str
    day: str
    since: datetime
    until: datetime
    sections: tuple[SectionPart, ...]
    dark: tuple[DarkSource, ...]
    sources: int
    tail: tuple[TailLine, ...] = ()
    tail_more: int = 0
    bursts: tuple[BurstLine, ...] = ()


_ALERT = TypeAdapter(AlertPayload)
_DIGEST = TypeAdapter(DigestPayload)
_NOTICE = TypeAdapter(NoticePayload)
_ADAPTERS: dict[type, TypeAdapter[Any]] = {AlertPayload: _ALERT, DigestPayload: _DIGEST, NoticePayload: _NOTICE}


def dump(payload: AlertPayload | DigestPayload | NoticePayload) -> dict[str, object]:
    """The payload as JSON values."""
    adapter: TypeAdapter[Any] = _ADAPTERS[type(payload)]
    values: dict[str, object] = adapter.dump_python(payload, mode="json")
    return values


def load_alert(delivery: Delivery) -> AlertPayload:
    """The payload of an alert as it was put in the outbox."""
    return _load(_ALERT, delivery)


def load_notice(delivery: Delivery) -> NoticePayload:
    """The payload of a notice as it was put in the outbox."""
    return _load(_NOTICE, delivery)


def load_digest(delivery: Delivery) -> DigestPayload:
    """The payload of a digest as it was put in the outbox."""
    return _load(_DIGEST, delivery)


def _load(adapter: TypeAdapter[T], delivery: Delivery) -> T:
    try:
        return adapter.validate_python(delivery.payload)
    except ValidationError as error:
        raise DeliveryError(
            f"delivery {delivery.id} carries a payload that this version cannot read: {error.error_count()} fields "
            f"({'.'.join(str(part) for part in error.errors()[0]['loc'])}: {error.errors()[0]['msg']})",
            "it was written by another version of the program; let deliveries finish before an upgrade",
            permanent=True,
        ) from error


def outlet_of(article: Article, source: Source | None) -> tuple[str, str]:
    """Name and kind of owner of the outlet; an imported article may come from none that is configured."""
    if source is None:
        return article.site or article.source_id or "", UNKNOWN_OWNER
    return source.name, source.owner.value


def report_line(
    article: Article,
    annotation: Annotation | None,
    source: Source | None,
    *,
    passage: str = "",
    spans: Sequence[tuple[int, int]] = (),
    around: tuple[int, int] | None = None,
    claims: int = MAX_CLAIMS,
) -> ReportLine:
    """An article as a mail tells of it; ``around`` is the passage's place in the text, for choosing the claims."""
    outlet, owner = outlet_of(article, source)
    published = article.published
    return ReportLine(
        article_id=article.id,
        title=_short(article.title),
        lang=(annotation.lang if annotation else None) or article.lang or "und",
        source_id=article.source_id,
        outlet=_short(outlet),
        owner=owner,
        published=published.at if published else None,
        precision=published.precision if published else DatePrecision.INSTANT,
        known_from=published.known_from if published else None,
        seen_at=article.seen_at,
        passage=passage,
        spans=tuple(spans),
        claims=tuple(claim_line(claim) for claim in _nearest(annotation, around, claims)),
    )


def claim_line(claim: Claim) -> ClaimLine:
    """A claim as a mail tells of it."""
    return ClaimLine(
        content=_short(claim.content),
        speaker=_short(claim.speaker) if claim.speaker else None,
        speaker_ref=_short(claim.speaker_ref) if claim.speaker_ref else None,
        speaker_kind=claim.speaker_kind,
        modality=claim.modality,
        direct=claim.direct,
    )


def _nearest(annotation: Annotation | None, around: tuple[int, int] | None, limit: int) -> list[Claim]:
    """The claims that touch the passage first, then the others in the order of the text."""
    if annotation is None:
        return []
    start, end = around or (0, 0)
    ranked = sorted(annotation.claims, key=lambda claim: (claim.start >= end or claim.end <= start, claim.start))
    return ranked[:limit]


def _short(text: str) -> str:
    """Titles and quotes of a hostile page may be of any length; a mail's are not."""
    return text if len(text) <= MAX_CHARS else text[: MAX_CHARS - 1].rstrip() + "…"


def rule_line(rule: Rule) -> RuleLine:
    """A rule as a mail names it."""
    return RuleLine(id=rule.id, title=rule.title, version=rule.version)
