"""What an alert of a story says to one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from alerts.payload import (
    MAX_REPORTS,
    AlertPayload,
    ReportLine,
    RuleLine,
    claim_line,
    outlet_of,
    report_line,
    rule_line,
)
from alerts.rules import Found
from model.annotation import Claim
from model.article import Article, DatePrecision
from model.rules import Person, Severity
from model.source import Source
from store.documents import DocumentRow

LATE_AFTER = timedelta(hours=12)
"""An article first seen so long after its publication is told as late, whichever way found it."""

MAX_NEWS = 5


def lateness(article: Article, now: datetime) -> timedelta:
    """How long ago the article was published (undated: first seen). A day counts from its end."""
    if article.published is None:
        return now - article.seen_at
    whole_day = timedelta(days=1) if article.published.precision is DatePrecision.DAY else timedelta(0)
    return max(now - article.published.at - whole_day, timedelta(0))


def is_late(article: Article, now: datetime) -> bool:
    """True where readers should be told that this is old news to the world."""
    return lateness(article, now) >= LATE_AFTER


def alert_payload(
    story_id: str,
    found: Sequence[Found],
    person: Person,
    sources: Mapping[str, Source],
    now: datetime,
    *,
    swept: bool,
    news: Sequence[Claim] | None = None,
) -> AlertPayload:
    """The alert that a person gets of a story; with ``news`` an update of one that was told before."""
    first = {one.row.article.id: one for one in reversed(found)}
    ordered = sorted(first.values(), key=lambda one: _order(one, person.lang))
    rules = {one.rule.id: one.rule for one in found}
    lead = ordered[0].row.article
    late = swept or is_late(lead, now)
    hours = int(lateness(lead, now) / timedelta(hours=1))
    outlets = {outlet_of(one.row.article, sources.get(one.row.article.source_id))[0] for one in ordered}
    return AlertPayload(
        story_id=story_id,
        severity=max((rule.severity for rule in rules.values()), key=lambda severity: severity.rank),
        rules=tuple(rule_line(rule) for rule in rules.values()),
        reports=tuple(_report(one, sources, told=index == 0) for index, one in enumerate(ordered[:MAX_REPORTS])),
        more=max(len(ordered) - MAX_REPORTS, 0),
        outlets=len(outlets),
        late=late,
        late_hours=hours if late and hours >= 1 else None,
        update=news is not None,
        news=tuple(claim_line(claim) for claim in (news or ())[:MAX_NEWS]),
    )


def warning_payload(protected_id: int, row: DocumentRow, source: Source) -> AlertPayload:
    """What a protected person and the security lead are told: that an owner under watch writes of them, and where."""
    return AlertPayload(
        story_id=f"protected:{protected_id}:{row.article.id}",
        severity=Severity.URGENT,
        rules=(RuleLine(id="protected", title="A protected person is named by an owner under watch", version=1),),
        reports=(report_line(row.article, row.annotation, source, claims=0),),
    )


def _order(found: Found, lang: str) -> tuple[bool, datetime, str]:
    """Reports in the reader's language first, then the earliest."""
    article, annotation = found.row.article, found.row.annotation
    written = annotation.lang if annotation else article.lang
    return written != lang, article.published.at if article.published else article.seen_at, article.id


def _report(found: Found, sources: Mapping[str, Source], *, told: bool) -> ReportLine:
    """The lead report in full; the others by title and outlet."""
    article, annotation = found.row.article, found.row.annotation
    source = sources.get(article.source_id)
    if not told:
        return report_line(article, annotation, source, claims=0)
    passage = found.passage
    return report_line(article, annotation, source, passage=passage.text, spans=passage.spans, around=passage.place)
