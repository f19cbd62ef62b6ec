"""Analysts' verdicts: new records beside what they judge, never an edit."""

from __future__ import annotations

from sqlalchemy import insert, select

from model.access import Judged, Judgement, Verdict
from store.record import Record
from store.tables import verdicts


def give(record: Record, verdict: Verdict) -> None:
    """Keep a verdict."""
    row = {
        "at": verdict.at,
        "who": verdict.who,
        "kind": verdict.kind,
        "subject_key": verdict.key,
        "judgement": verdict.judgement,
        "note": verdict.note,
    }
    with record.write() as connection:
        connection.execute(insert(verdicts).values(row))


def on(record: Record, kind: Judged, key: str) -> list[Verdict]:
    """All verdicts on a thing, newest first."""
    here = (verdicts.c.kind == kind) & (verdicts.c.subject_key == key)
    with record.read() as connection:
        return [
            Verdict(
                at=row.at,
                who=row.who,
                kind=Judged(row.kind),
                key=row.subject_key,
                judgement=Judgement(row.judgement),
                note=row.note,
            )
            for row in connection.execute(select(verdicts).where(here).order_by(verdicts.c.id.desc()))
        ]
