"""Why somebody was told: a delivery explained from what the record keeps, in lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from alerts.payload import AlertPayload, ReportLine, load_alert, load_digest
from alerts.words import clean
from model.notify import Delivery, DeliveryKind, Match
from model.rules import Rule
from store import Record, acknowledgements, matches


def why(record: Record, delivery: Delivery, rules: Mapping[str, Rule], desk_url: str) -> list[str]:
    """The rule and its version, the passage, the claims and who makes them, the outlet, the date, the kept copy."""
    lines = [
        f"delivery {delivery.id} to {delivery.person_id} by {delivery.channel}: {delivery.state.value}"
        + (f" at {delivery.sent_at:%Y-%m-%d %H:%M}Z" if delivery.sent_at else "")
        + (", perhaps twice" if delivery.maybe_duplicate else ""),
        f"Message-ID {delivery.message_id}, made {delivery.created_at:%Y-%m-%d %H:%M}Z, attempts {delivery.attempts}",
    ]
    if delivery.kind is DeliveryKind.DIGEST:
        digest = load_digest(delivery)
        stories = sum(len(section.stories) for section in digest.sections)
        return [*lines, f"digest {digest.digest_id} of {digest.day}: {stories} stories"]
    if "reports" not in delivery.payload:
        return [*lines, f"a neutral notice of an alert on story {delivery.subject_key}"]
    alert = load_alert(delivery)
    kind = f"update {delivery.revision}" if alert.update else "alert"
    lines.append(f"{kind} on story {alert.story_id}, {alert.severity.value}" + (", late" if alert.late else ""))
    lines += _rules(alert, rules)
    for claim in alert.news:
        lines.append(f"newly claimed: “{clean(claim.content)}” ({claim.modality.value}, {claim.speaker or 'unnamed'})")
    for report in alert.reports:
        lines += _report(report, desk_url)
        lines += [_match(match) for match in matches.for_article(record, report.article_id)]
    seen = acknowledgements.of(record, delivery.subject_key)
    lines += [f"acknowledged by {person} at {at:%Y-%m-%d %H:%M}Z" for person, at in seen.items()]
    return lines


def _rules(alert: AlertPayload, rules: Mapping[str, Rule]) -> Iterator[str]:
    for line in alert.rules:
        now = rules.get(line.id)
        state = "is gone since" if now is None else "was changed since" if now.version != line.version else "stands"
        query = f": {now.query}" if now else ""
        yield f"rule {line.id}, version {line.version} ({clean(line.title)}) {state}{query}"


def _report(report: ReportLine, desk_url: str) -> Iterator[str]:
    dated = f"published {report.published:%Y-%m-%d %H:%M}Z" if report.published else "undated"
    known = f" as the {report.known_from.value} says" if report.known_from else ""
    yield f"report: {clean(report.title)} ({clean(report.outlet)}, {report.owner}), {dated}{known}"
    yield f"  kept copy: {desk_url.rstrip('/')}/article/{report.article_id}"
    if report.passage:
        words = ", ".join(f"«{report.passage[a:b]}»" for a, b in report.spans)
        yield f"  passage: {clean(report.passage)}" + (f"  matched: {words}" if words else "")
    for claim in report.claims:
        yield f"  claim ({claim.modality.value}) by {claim.speaker or claim.speaker_kind.value}: {clean(claim.content)}"


def _match(match: Match) -> str:
    way = f"{match.path.value}, late" if match.late else match.path.value
    return (
        f"  matched by rule {match.rule_id}, version {match.rule_version} ({way}), {match.matched_at:%Y-%m-%d %H:%M}Z"
    )
