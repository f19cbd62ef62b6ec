"""The digest: when it is due, what stands in it, each once, over a real index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import alerts.edition as editions
from alerts.digest import due_at
from alerts.payload import DigestPayload, load_digest
from alerts.preview import preview
from alerts.render import Frame
from alerts.rules import documents as as_documents
from alerts.stage import digest_step
from model.article import Article
from model.errors import ConfigError, SearchIndexError
from model.notify import DeliveryKind
from model.rules import Digest, DigestSection, Person
from model.search import HitPage
from model.source import RunReport, RunStatus, Source
from model.stage import StageReport
from query import Vocabulary
from search.embedded import open_batch
from store import Record, deliveries, documents, matches, runs, stories

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
WORDS = Vocabulary(entities=frozenset({"irgc"}))
DAILY = Digest(
    id="daily", title={"en": "The Watch", "fa": "رصد روز"}, to=("sam",), at="07:00", first_at_once=True,
    sections=(
        DigestSection(title={"en": "Office", "fa": "دفتر"}, query="sepahan", limit=3),
        DigestSection(title={"en": "The rest"}, query="*:*", limit=3),
    ),
)  # fmt: skip
SAM = Person(id="sam", name="Sam", email="sam@example.org", zone="America/Toronto")
MINA = Person(id="mina", name="مینا", email="mina@example.org", lang="fa", zone="Asia/Tehran")
Publish = Callable[..., Article]


@pytest.fixture(autouse=True)
def all_read(record: Record, sources: dict[str, Source]) -> None:
    for source in sources.values():
        run = runs.start_run(record, source.id, NOW - HOUR)
        runs.finish_run(record, run, RunReport(status=RunStatus.OK), NOW - HOUR, NOW + HOUR)


@pytest.fixture
def step(record: Record, sources: dict[str, Source]) -> Callable[..., StageReport]:
    """One step over an index that holds the whole record, after the first way has been over it."""

    def run(now: dt.datetime = NOW + dt.timedelta(minutes=1), digest: Digest = DAILY, *people: Person) -> StageReport:
        told = {person.id: person for person in people or (SAM,)}
        with indexed(record, sources) as engine:
            matches.set_progress(record, "memory", documents.max_seq(record))
            return digest_step(record, [digest], WORDS, told, engine, now, sources=sources)

    return run


@contextmanager
def indexed(record: Record, sources: dict[str, Source]) -> Iterator[Any]:
    with open_batch(as_documents(documents.changed_since(record, 0, 10_000), sources)) as engine:
        yield engine


def put(record: Record) -> list[DigestPayload]:
    """Editions in the outbox, oldest first."""
    return [load_digest(one) for one in reversed(deliveries.listing(record)) if one.kind is DeliveryKind.DIGEST]


def told(payload: DigestPayload) -> list[list[str]]:
    return [[story.lead.title for story in section.stories] for section in payload.sections]


def test_stories_are_grouped_and_stand_once(record: Record, publish: Publish, step: Any) -> None:
    publish("https://x.example/1", "First", "The sepahan office.", relevance=0.9)
    publish("https://x.example/2", "Second", "The sepahan office again.", source_id="prairie", relevance=0.8)
    publish("https://x.example/3", "دیگر", "دفتر sepahan.", lang="fa", source_id="alborz", relevance=1.0)
    publish("https://x.example/4", "Elsewhere", "Nothing of the kind.", story="s2")
    assert step().done == 1
    [edition] = put(record)
    assert told(edition) == [["First"], ["Elsewhere"]]
    [story] = edition.sections[0].stories
    assert (story.reports, story.outlets, story.lead.owner) == (3, 3, "independent")
    assert [claim.modality.value for claim in story.lead.claims] == ["denied"]


def test_the_lead_is_in_the_readers_language(record: Record, publish: Publish, step: Any) -> None:
    publish("https://x.example/1", "First", "The sepahan office.", relevance=0.9)
    publish("https://x.example/3", "دیگر", "دفتر sepahan.", lang="fa", source_id="alborz", relevance=0.2)
    step(NOW + HOUR, replace(DAILY, to=("mina",)), MINA)
    [edition] = put(record)
    assert told(edition)[0] == ["دیگر"]
    assert [section.title for section in edition.sections] == ["دفتر", "The rest"]


def test_the_most_relevant_first_and_the_rest_counted(record: Record, publish: Publish, step: Any) -> None:
    for number, relevance in enumerate((0.1, 0.9, 0.5, 0.3, 0.7)):
        publish(f"https://x.example/{number}", f"No {number}", "sepahan", story=f"s{number}", relevance=relevance)
    step()
    [edition] = put(record)
    assert told(edition)[0] == ["No 1", "No 4", "No 2"]
    assert [section.more for section in edition.sections] == [2, 0]


def test_first_at_once_waits_for_something_then_for_the_hour(record: Record, publish: Publish, step: Any) -> None:
    before = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)  # 04:00 in Toronto
    assert step(before).done == 0, "nothing to tell yet"
    publish("https://x.example/1", "First", "The sepahan office.", seen=before)
    assert step(before + HOUR).done == 1
    assert step(before + 5 * HOUR).done == 0, "one a day"
    tomorrow = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)  # 07:00 in Toronto
    assert step(tomorrow - dt.timedelta(minutes=1)).done == 0
    assert step(tomorrow).done == 1
    assert [edition.day for edition in put(record)] == ["2026-11-20", "2026-11-21"]
    assert told(put(record)[1]) == [[], []], "an empty day is told too, and nothing twice"


def test_without_first_at_once_the_hour_after_the_start_is_the_first(
    record: Record, publish: Publish, step: Any
) -> None:
    later = replace(DAILY, first_at_once=False)
    publish("https://x.example/1", "First", "The sepahan office.")
    assert step(NOW + HOUR, later).done == 0, "07:00 was over before the start"
    assert step(dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC), later).done == 1


def test_a_first_edition_waits_a_minute_for_crawls_that_have_begun(
    record: Record, publish: Publish, step: Any, sources: dict[str, Source]
) -> None:
    night = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
    publish("https://x.example/1", "First", "The sepahan office.", seen=night)
    run = runs.start_run(record, "prairie", night)
    assert step(night).done == 0
    assert step(night + dt.timedelta(seconds=61)).done == 1
    assert run


def test_after_hours_switched_off_the_edition_still_goes(record: Record, publish: Publish, step: Any) -> None:
    publish("https://x.example/1", "First", "The sepahan office.", seen=NOW - HOUR)
    step(NOW)
    publish("https://x.example/2", "Second", "The sepahan office.", seen=NOW + HOUR, story="s2")
    assert step(dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)).done == 1, "20:00 on the 21st in Toronto"
    assert told(put(record)[1]) == [["Second"], []]


def test_what_became_searchable_after_an_edition_is_told_by_the_next(
    record: Record, publish: Publish, step: Any
) -> None:
    publish("https://x.example/1", "First", "The sepahan office.", seen=NOW - HOUR)
    slow = publish("https://x.example/2", "Slow", "The sepahan harbour.", seen=NOW - HOUR, annotated=False)
    with_first = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
    step(NOW)
    first = put(record)[0]
    assert "Slow" not in told(first)[0]
    stories.assign(record, slow.id, "s2")
    assert step(with_first).done == 1
    assert told(put(record)[1]) == [["Slow"], []]


def test_killed_before_the_outbox_the_edition_is_made_again_and_after_it_not(
    record: Record, publish: Publish, step: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("https://x.example/1", "First", "The sepahan office.")

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(matches, "save", killed)
        step()
    assert put(record) == []
    advance = matches.set_progress

    def killed_after(of: Record, name: str, value: int) -> None:
        if name.startswith("digest-seq"):
            raise KeyboardInterrupt
        advance(of, name, value)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(matches, "set_progress", killed_after)
        step()
    assert step().done == 0
    assert len(put(record)) == 1


def test_while_the_engine_is_away_the_edition_waits(record: Record, sources: dict[str, Source]) -> None:
    class Away:
        def search(self, *_: object, **__: object) -> HitPage:
            raise SearchIndexError("cannot reach the search server", "start it")

    report = digest_step(record, [DAILY], WORDS, {"sam": SAM}, Away(), NOW, sources=sources)
    assert (report.done, report.failed) == (0, 1)
    assert "start it" in report.notes[0]
    assert put(record) == []


def test_a_paused_reader_gets_one_edition_over_all_that_was_missed(record: Record, publish: Publish, step: Any) -> None:
    publish("https://x.example/1", "First", "The sepahan office.", seen=NOW - HOUR)
    step(NOW)
    for day in range(1, 4):
        at = NOW + dt.timedelta(days=day)
        publish(f"https://x.example/d{day}", f"Day {day}", "sepahan", seen=at - HOUR, story=f"d{day}")
        assert step(at, DAILY, replace(SAM, paused=True)).done == 0
    assert step(NOW + dt.timedelta(days=3)).done == 1
    assert sorted(told(put(record)[1])[0]) == ["Day 1", "Day 2", "Day 3"]


def test_an_unknown_reader_and_a_wrong_hour_are_reported(step: Any) -> None:
    report = step(NOW, replace(DAILY, to=("nobody",)))
    assert "'nobody'" in report.notes[0]
    report = step(NOW, replace(DAILY, at="7 o'clock"))
    assert "HH:MM" in report.notes[0]


def test_what_was_not_seen(record: Record, publish: Publish, step: Any, sources: dict[str, Source]) -> None:
    publish("https://x.example/1", "First", "The sepahan office.")
    run = runs.start_run(record, "prairie", NOW)
    runs.finish_run(record, run, RunReport(status=RunStatus.WRONG_CONTENT), NOW, NOW)
    step()
    dark = {one.source_id: one for one in put(record)[0].dark}
    assert dark["alborz"].status is RunStatus.HELD, "an owner under watch without an exit"
    assert (dark["prairie"].status, dark["prairie"].last_ok) == (RunStatus.WRONG_CONTENT, NOW - HOUR)
    assert "lakeshore" not in dark
    assert put(record)[0].sources == 3


def test_a_long_section_is_read_in_pages_and_bounded(
    record: Record, publish: Publish, step: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "MAX_HITS", 12)
    monkeypatch.setattr("alerts.rules.PAGE", 5)
    for number in range(15):
        publish(f"https://x.example/{number}", f"No {number}", "sepahan", story=f"s{number}")
    step()
    section = put(record)[0].sections[0]
    assert len(section.stories) + section.more == 12


def test_the_preview_puts_nothing_anywhere(record: Record, publish: Publish, sources: dict[str, Source]) -> None:
    publish("https://x.example/1", "First", "The sepahan office.")
    frame = Frame(person=MINA, organisation="Example", desk_url="http://127.0.0.1:8752")
    with indexed(record, sources) as engine:
        letter = preview(record, DAILY, frame, sources, WORDS, engine, NOW + HOUR)
    assert "First" in letter.text
    assert deliveries.listing(record) == []


DAYS = [
    # A day in winter and in summer, the night of the missing hour and the night of the double hour, in Toronto.
    ("America/Toronto", "02:30", dt.date(2026, 1, 5), "2026-01-05T07:30"),
    ("America/Toronto", "02:30", dt.date(2026, 7, 5), "2026-07-05T06:30"),
    ("America/Toronto", "02:30", dt.date(2026, 3, 8), "2026-03-08T07:30"),
    ("America/Toronto", "01:30", dt.date(2026, 11, 1), "2026-11-01T05:30"),
    ("Asia/Tehran", "07:00", dt.date(2026, 7, 5), "2026-07-05T03:30"),
]


@pytest.mark.parametrize(("zone", "at", "day", "expected"), DAYS)
def test_the_moment_of_an_hour_in_a_zone(zone: str, at: str, day: dt.date, expected: str) -> None:
    due = due_at(replace(DAILY, at=at), replace(SAM, zone=zone), day)
    assert due == dt.datetime.fromisoformat(expected).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(("at", "night"), [("02:30", dt.date(2026, 3, 8)), ("01:30", dt.date(2026, 11, 1))])
def test_nights_of_the_clock_change_send_exactly_once(record: Record, step: Any, at: str, night: dt.date) -> None:
    digest = replace(DAILY, at=at, first_at_once=False)
    start = dt.datetime(night.year, night.month, night.day, tzinfo=ZoneInfo("America/Toronto")).astimezone(dt.UTC)
    sent = [
        now for now in (start + minutes * dt.timedelta(minutes=15) for minutes in range(32)) if step(now, digest).done
    ]
    assert sent == [due_at(digest, SAM, night)]
    assert [edition.day for edition in put(record)] == [night.isoformat()]


def test_an_unknown_zone_names_the_remedy() -> None:
    with pytest.raises(ConfigError, match="IANA"):
        due_at(DAILY, replace(SAM, zone="Nowhere/Land"), dt.date(2026, 1, 1))
