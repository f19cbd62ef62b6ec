"""Why nobody was told of an article: the first stage that stopped it, and what each rule misses in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alerts.rules import documents, parse_rules
from model.article import Article
from model.notify import DeliveryKind
from model.rules import Person, Rule
from model.search import OpenBatch
from model.source import Source
from query import Vocabulary
from query.missing import missing
from store import Record, deliveries, holds, matches, quarantine
from store import documents as document_rows
from store.articles import by_url
from store.captures import by_url as captures_of
from store.entries import by_url as entry_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What the question is asked of."""

    record: Record
    rules: Sequence[Rule]
    vocabulary: Vocabulary
    sources: Mapping[str, Source]
    people: Mapping[str, Person]
    open_batch: OpenBatch


def why_not(at: Asking, url: str) -> list[str]:
    """Lines that say how far an address came, and for each rule what it misses or to whom it went."""
    article = by_url(at.record, url)
    if article is None:
        return before_article(at.record, url)
    [row] = document_rows.get(at.record, [article.id])
    lines = [f"article {article.id}, version {article.version}: {article.title}"]
    if row.annotation is None:
        return [*lines, *_held(at.record, quarantine.ANNOTATE, f"{article.id}:{article.version}", "not understood yet")]
    seen = row.annotation
    lines.append(f"understood: language {seen.lang}, relevance {seen.relevance:.2f}")
    if row.story_id is None:
        return [*lines, "it has no story yet: rules are asked once it has one"]
    lines.append(f"story {row.story_id}")
    if (waiting := matches.progress(at.record, "memory")) < row.doc_seq:
        lines.append(f"its last change ({row.doc_seq}) was not matched yet (matched up to {waiting})")
    asked, broken = parse_rules(at.rules, at.vocabulary)
    lines += [f"{one.thing} cannot be asked: {one.reason}" for one in broken]
    with at.open_batch(documents([row], at.sources)) as engine:
        for one in asked:
            lacking = list(missing(one.query, lambda part: engine.search(part, limit=0).total > 0))
            if lacking:
                lines.append(f"rule {one.rule.id} does not match: the article lacks {' and '.join(lacking)}")
            else:
                lines.append(f"rule {one.rule.id} matches")
                lines += _people(at, one.rule, row.story_id, article)
    return lines


def before_article(record: Record, url: str) -> list[str]:
    """How far an address came that is no article."""
    captures = captures_of(record, url)
    if captures:
        newest = captures[-1]
        head = f"no article: kept as capture {newest.id} (status {newest.status}, {newest.fetched_at:%Y-%m-%d %H:%M}Z)"
        return [head, *_held(record, quarantine.EXTRACT, str(newest.id), "its text was not extracted yet")]
    entry = entry_of(record, url)
    if entry is None:
        return [f"{url} was never announced by a source, nor fetched", "`rasad sources` shows which outlets are read"]
    head = f"announced by {entry.source_id} as “{entry.title}”, but the page was not kept"
    return [head, *_held(record, quarantine.FETCH, url, "it will be fetched at the source's next run")]


def _held(record: Record, stage: str, key: str, otherwise: str) -> list[str]:
    reason = quarantine.reason(record, stage, key)
    return [f"in quarantine at {stage}: {reason}" if reason else otherwise]


def _people(at: Asking, rule: Rule, story_id: str, article: Article) -> list[str]:
    """What became of a match, person by person."""
    told = {one.person_id: one for one in deliveries.of_subject(at.record, DeliveryKind.ALERT, story_id)}
    stopped = holds.stopped(at.record)
    lines = []
    for name in rule.to:
        if name not in at.people:
            lines.append(f"  {name}: is not in settings.yml")
        elif name in stopped:
            lines.append(f"  {name}: everything to them is stopped")
        elif at.people[name].paused:
            lines.append(f"  {name}: is paused; what is due waits")
        elif name not in told:
            lines.append(f"  {name}: no delivery on this story")
        else:
            one = told[name]
            first = "" if _names(one.payload, article.id) else " (by another report, which this one joined)"
            lines.append(f"  {name}: delivery {one.id} is {one.state.value}{first}")
    return lines


def _names(payload: Mapping[str, object], article_id: str) -> bool:
    reports = payload.get("reports")
    return isinstance(reports, list) and any(report.get("article_id") == article_id for report in reports)
