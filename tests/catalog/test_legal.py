"""Legal status has dates: what was law when something was done."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from catalog import load
from model.watch import LegalStatus

CONFIG = load(Path(__file__).resolve().parents[2] / "config")
ENTITIES = {entity.id: entity for watchlist in CONFIG.watchlists for entity in watchlist.entities}


@pytest.mark.parametrize(
    ("since", "until", "day", "holds"),
    [
        ("2024-06-19", None, date(2024, 6, 18), False),
        ("2024-06-19", None, date(2024, 6, 19), True),
        ("2012-12", None, date(2012, 11, 30), False),
        ("2012-12", None, date(2012, 12, 1), True),
        ("2010", None, date(2010, 1, 1), True),
        ("2010", "2016-02-05", date(2016, 2, 4), True),
        ("2010", "2016-02-05", date(2016, 2, 5), False),
    ],
)
def test_a_status_holds_from_its_first_day_to_its_last(since: str, until: str | None, day: date, holds: bool) -> None:
    assert LegalStatus(list="x", since=since, until=until, basis="x").holds(day) is holds


def test_what_was_law_when() -> None:
    corps, force = ENTITIES["irgc"], ENTITIES["quds-force"]
    day = date(2020, 1, 8)
    assert [status.source for status in corps.legal_on(day)] == ["iran-regulations"], "sanctioned, not yet listed"
    assert [status.source for status in force.legal_on(day)] == ["listed-entities"]
    assert {status.source for status in corps.legal_on(date(2024, 6, 19))} == {"listed-entities", "iran-regulations"}


def test_a_status_names_a_source_that_watches_its_list() -> None:
    named = {status.source for entity in ENTITIES.values() for status in entity.legal if status.source}
    assert named
    assert named <= set(CONFIG.sources)
