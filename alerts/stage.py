"""The steps of the notify room, as the conductor calls them. Each may be killed anywhere and started again."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from alerts.composing import is_late
from alerts.deliver import Office, deliver
from alerts.digest import Reader, put_due
from alerts.escalation import escalations
from alerts.plan import Planner, unknown_people
from alerts.protect import Guard, guard
from alerts.rules import Asked, Broken, find_at_once, match_of, parse_rules, ready
from alerts.sweep import LOOK_BACK, Look, look, window
from alerts.timing import absence
from model.errors import ConfigError, QueryError, SearchIndexError
from model.notify import MatchPath
from model.rules import Digest, Person, Rule
from model.search import OpenBatch, SearchEngine
from model.settings import MailSettings, ProtectSettings
from model.source import Source
from model.stage import StageReport
from model.watch import WatchEntity
from query import Vocabulary
from store import Record, deliveries, documents, holds, matches, quarantine

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
    *,
    protect: ProtectSettings | None = None,
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
    planner = Planner(record, people, sources, at, guard=_guard(record, protect))
    matches.save(
        record,
        [match_of(one, MatchPath.MEMORY, at, late=is_late(one.row.article, at)) for one in found],
        [*planner.plan(found), *planner.warn(matched, protect.lead if protect else None)],
        progress=(MEMORY, rows[-1].doc_seq),
        now=at,
    )
    return StageReport(stage=STAGE, done=len(matched), failed=len(notes), more=len(rows) == limit, notes=tuple(notes))


def sweep_step(
    record: Record,
    rules: Sequence[Rule],
    vocabulary: Vocabulary,
    engine: SearchEngine,
    people: Mapping[str, Person],
    *,
    sources: Mapping[str, Source],
    watermark: Callable[[], int] | None = None,
    protect: ProtectSettings | None = None,
    limit: int = 500,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> StageReport:
    """Ask each rule of the serving engine over what changed since the last sweep; alert late what was missed.

    Only documents are asked for that the first way has been over and that the index holds (``watermark``; without it,
    the order of the stages must see to that). A rule that is new or worded anew is first asked over the newest changes
    before them. While the engine is away, the sweep waits.
    """
    try:
        upper = matches.progress(record, MEMORY)
        if watermark is not None:
            upper = min(upper, watermark())
        asked, broken = parse_rules(rules, vocabulary)
        shield = _guard(record, protect)
        release_mended(record, asked)
        notes = report_broken(record, broken)
        done = 0
        since = matches.progress(record, SWEEP)
        for one in asked:
            if matches.progress(record, one.cursor) == 0:
                done += _look_back(record, one, engine, people, sources, shield, since, now, notes)
        rows, last = window(documents.changed_since(record, since, limit), upper)
        if last is None:
            return StageReport(stage=SWEEP, done=done, failed=len(broken), notes=tuple(notes))
        seen = look(record, asked, rows, engine, anew={}) if rows and asked else Look()
        done += _keep(record, seen, people, sources, shield, now(), (SWEEP, last), notes)
    except SearchIndexError as error:
        log.warning("the sweep waits: %s", str(error))
        return StageReport(stage=SWEEP, failed=1, notes=(f"the sweep waits: {error}",))
    failed = len(broken) + len(seen.failed)
    return StageReport(stage=SWEEP, done=done, failed=failed, more=last < upper, notes=tuple(notes))


def _look_back(
    record: Record,
    asked: Asked,
    engine: SearchEngine,
    people: Mapping[str, Person],
    sources: Mapping[str, Source],
    shield: Guard,
    until: int,
    now: Callable[[], datetime],
    notes: list[str],
) -> int:
    """Ask a new wording of a rule over the newest changes that the sweep has been over already."""
    rows, last = window(documents.changed_since(record, max(0, until - LOOK_BACK), LOOK_BACK), until)
    seen = look(record, [asked], rows, engine, anew={asked.name: True}) if rows else Look()
    return _keep(record, seen, people, sources, shield, now(), (asked.cursor, max(last or 0, 1)), notes)


def _keep(
    record: Record,
    seen: Look,
    people: Mapping[str, Person],
    sources: Mapping[str, Source],
    shield: Guard,
    at: datetime,
    progress: tuple[str, int],
    notes: list[str],
) -> int:
    """Write what a look found, its deliveries and its cursor in one transaction; gives the number of late matches."""
    notes += report_broken(record, [Broken(thing, reason) for thing, reason in seen.failed])
    for line in seen.disagreements:
        log.warning("disagreement: %s", line)
    notes += seen.disagreements
    return matches.save(
        record,
        [match_of(one, MatchPath.SWEEP, at, late=True) for one in seen.missed],
        Planner(record, people, sources, at, swept=True, guard=shield).plan(seen.missed),
        progress=progress,
        now=at,
    )


def release_mended(record: Record, asked: Sequence[Asked]) -> None:
    """Let rules out of quarantine that can be asked again."""
    names = {one.name for one in asked}
    for held in quarantine.listing(record, STAGE):
        if held.key in names:
            quarantine.release(record, held.id)


def report_broken(record: Record, broken: Sequence[Broken]) -> list[str]:
    """Keep what could not be asked or matched where people see it: the sweep looks at the documents again."""
    lines = []
    for one in broken:
        if not quarantine.holds(record, STAGE, one.thing):
            log.error("%s: %s", one.thing, one.reason)
            quarantine.put(record, STAGE, one.thing, one.reason)
        lines.append(f"{one.thing}: {one.reason}")
    return lines


def _guard(record: Record, protect: ProtectSettings | None) -> Guard:
    return guard(record, protect.key_env if protect else None)


def digest_step(
    record: Record,
    digests: Sequence[Digest],
    vocabulary: Vocabulary,
    people: Mapping[str, Person],
    engine: SearchEngine,
    now: datetime,
    *,
    sources: Mapping[str, Source],
    protect: ProtectSettings | None = None,
    names: Mapping[str, WatchEntity] | None = None,
) -> StageReport:
    """Put the editions that are due in the outbox, each once a reader and day. While the engine is away, they wait."""
    done, notes = 0, []
    stopped, shield = holds.stopped(record), _guard(record, protect)
    for digest in digests:
        for name in digest.to:
            person = people.get(name)
            if person is None:
                notes.append(
                    f"digest {digest.id} goes to {name!r}, who is not in settings.yml\n  remedy: add the person"
                )
                continue
            if person.paused or person.id in stopped or absence(person, now) is not None:
                continue  # The first edition after the pause tells of all that was missed, a week at most.
            try:
                done += put_due(record, Reader(digest, person), sources, vocabulary, engine, now, shield, names)
            except (SearchIndexError, QueryError, ConfigError) as error:
                log.warning("digest %s for %s waits: %s", digest.id, person.id, str(error))
                notes.append(f"digest {digest.id} for {person.id} waits: {error}")
    return StageReport(stage="digest", done=done, failed=len(notes), notes=tuple(notes))


def escalate_step(record: Record, rules: Sequence[Rule], people: Mapping[str, Person], now: datetime) -> StageReport:
    """Tell others of alerts that nobody acknowledged in time."""
    return StageReport(stage="escalate", done=deliveries.put(record, escalations(record, rules, people, now), now))


def deliver_step(
    record: Record,
    mail: MailSettings,
    people: Mapping[str, Person],
    *,
    organisation: str,
    desk_url: str,
    now: datetime,
    limit: int = 100,
    keys: Path = Path(),
    context: ssl.SSLContext | None = None,
) -> StageReport:
    """Send what is due in the outbox. ``keys`` is the folder that names of OpenPGP keys are relative to."""
    office = Office(
        settings=mail, people=people, organisation=organisation, desk_url=desk_url, keys=keys, context=context
    )
    done = deliver(record, office, now, limit)
    return StageReport(stage="deliver", done=done.sent, failed=done.failed, more=done.more, notes=tuple(done.notes))
