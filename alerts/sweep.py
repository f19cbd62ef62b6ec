"""The second look: every rule asked of the serving engine over the documents that changed since the last look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from alerts.rules import Asked, Found, answers, name_of, ready
from model.errors import QueryError
from model.notify import Match
from model.query import All, Instant, Query, TimeField, TimeRange
from model.search import SearchEngine
from store import Record, matches, quarantine
from store.documents import DocumentRow

LOOK_BACK = 1000
"""How many changes back a rule is asked that is new or worded anew."""

STAGE = "match"


@dataclass(slots=True)
class Look:
    """What one look found: matches that were missed, a line for each disagreement, rules that could not be asked."""

    missed: list[Found] = field(default_factory=list)
    disagreements: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)


def look(
    record: Record,
    asked: Sequence[Asked],
    rows: Sequence[DocumentRow],
    engine: SearchEngine,
    *,
    anew: Mapping[str, bool],
) -> Look:
    """Compare what the serving engine answers on these rows with the matches that the record has.

    ``anew`` says of a rule (by name) whether this wording was never swept before: its misses need no other explanation.
    """
    seen = Look()
    known = {row.article.id: _known(record, row) for row in rows}
    for one in asked:
        try:
            found = answers(one, _within(one.query, rows), engine, rows)
        except QueryError as error:
            seen.failed.append((one.name, str(error)))
            continue
        there = {hit.row.article.id for hit in found}
        for hit in found:
            if one.name not in known[hit.row.article.id]:
                seen.missed.append(hit)
                seen.disagreements.append(_missed(record, hit, new=anew.get(one.name, False)))
        for row in rows:
            if row.article.id not in there and one.name in known[row.article.id]:
                seen.disagreements.append(
                    f"{one.name} matched article {row.article.id} version {row.article.version} at once, "
                    f"but the serving engine does not give it (change {row.doc_seq}): understood anew since, "
                    "or the engines differ"
                )
    return seen


def _known(record: Record, row: DocumentRow) -> set[str]:
    """The rules, by name, that this version of an article was matched by."""
    return {
        _name(match)
        for match in matches.for_article(record, row.article.id)
        if match.article_version == row.article.version
    }


def _name(match: Match) -> str:
    return f"rule {match.rule_id}, version {match.rule_version}"


def _within(query: Query, rows: Sequence[DocumentRow]) -> Query:
    """The query over the times at which these rows were seen: the engine looks at little more than them."""
    times = [int(row.article.seen_at.timestamp() * 1000) for row in rows]
    return All((query, TimeRange(TimeField.SEEN, Instant(min(times)), Instant(max(times) + 1))))


def _missed(record: Record, found: Found, *, new: bool) -> str:
    """Why the first way had missed it, as far as the record can tell."""
    article = found.row.article
    if new:
        reason = "the rule is new or worded anew since the article came"
    elif quarantine.holds(record, STAGE, article.id):
        reason = "the article could not be matched at once, see the quarantine"
    else:
        reason = "the engine in memory did not give it: the engines differ, or the rule could not be asked then"
    return (
        f"{name_of(found.rule)} was answered late by article {article.id} version {article.version} "
        f"(change {found.row.doc_seq}): {reason}"
    )


def window(rows: Sequence[DocumentRow], upper: int) -> tuple[list[DocumentRow], int | None]:
    """The rows up to ``upper`` that can be matched, and the last change among all of them, if any."""
    inside = [row for row in rows if row.doc_seq <= upper]
    return ready(inside), inside[-1].doc_seq if inside else None
