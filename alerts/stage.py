"""The steps of the notify room, as the conductor calls them. Each may be killed anywhere and started again."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from alerts.deliver import Office, deliver
from alerts.plan import alerts_for, is_late, unknown_people
from alerts.rules import Broken, find_at_once, match_of, parse_rules, ready
from model.notify import MatchPath
from model.rules import Person, Rule
from model.search import OpenBatch
from model.settings import MailSettings
from model.source import Source
from model.stage import StageReport
from query import Vocabulary
from store import Record, documents, matches, quarantine

log = logging.getLogger("rasad.alerts")

MEMORY, SWEEP = "memory", "sweep"
STAGE = "match"


def match_step(
    record: Record,
    rules: Sequence[Rule],
    vocabulary: Vocabulary,
    sources: Mapping[str, Source],
    open_batch: OpenBatch,
    people: Mapping[str, Person],
    limit: int,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> StageReport:
    """Match the documents that changed since the last step, at once, in an engine in memory.

    Matches, deliveries and the cursor are written in one transaction: killed before it, the step is done again; killed
    after it, nothing is left to do.
    """
    since = matches.progress(record, MEMORY)
    rows = documents.changed_since(record, since, limit)
    if not rows:
        return StageReport(stage=STAGE)
    asked, broken = parse_rules(rules, vocabulary)
    matched = ready(rows)
    found, failed = find_at_once(asked, matched, sources, open_batch) if matched and asked else ([], [])
    at = now()
    notes = report_broken(record, [*broken, *failed]) + unknown_people(rules, people)
    matches.save(
        record,
        [match_of(one, MatchPath.MEMORY, at, late=is_late(one.row.article, at)) for one in found],
        alerts_for(found, people, sources, at, swept=False),
        progress=(MEMORY, rows[-1].doc_seq),
    )
    return StageReport(stage=STAGE, done=len(matched), failed=len(notes), more=len(rows) == limit, notes=tuple(notes))


def report_broken(record: Record, broken: Sequence[Broken]) -> list[str]:
    """Keep what could not be asked or matched where people see it: the sweep looks at the documents again."""
    lines = []
    for one in broken:
        if not quarantine.holds(record, STAGE, one.thing):
            log.error("%s: %s", one.thing, one.reason)
            quarantine.put(record, STAGE, one.thing, one.reason)
        lines.append(f"{one.thing}: {one.reason}")
    return lines


def deliver_step(
    record: Record,
    mail: MailSettings,
    people: Mapping[str, Person],
    *,
    organisation: str,
    desk_url: str,
    now: datetime,
    limit: int = 100,
    context: ssl.SSLContext | None = None,
) -> StageReport:
    """Send what is due in the outbox."""
    office = Office(settings=mail, people=people, organisation=organisation, desk_url=desk_url, context=context)
    done = deliver(record, office, now, limit)
    return StageReport(stage="deliver", done=done.sent, failed=done.failed, more=done.more, notes=tuple(done.notes))
