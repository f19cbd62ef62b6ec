"""Protected persons: found however they are written, masked in all that is sent, kept nowhere."""

from __future__ import annotations

import base64
import datetime as dt
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alerts.payload import load_alert
from alerts.protect import Guard, expand, guard, read_key
from alerts.stage import deliver_step, digest_step, match_step
from model.article import Article
from model.errors import ConfigError
from model.notify import DeliveryKind
from model.rules import Digest, DigestSection, Person, Rule, Severity
from model.settings import MailSettings, ProtectSettings
from model.source import Source
from query import Vocabulary
from search.embedded import open_batch, open_engine, open_writer
from search.stage import index_step
from store import Record, deliveries, protected
from text.sounds import key as sound_key

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
KEY = bytes(range(32))
SPELLINGS = Path(__file__).parents[1] / "golden" / "protected.tsv"
PROTECT = ProtectSettings(key_env="RASAD_TEST_PROTECT", lead="sam")
NAME, PERSIAN = "Mina Rahavard", "مینا رهاورد"


def guarding(*names: str, handles: tuple[str, ...] = (), numbers: tuple[str, ...] = ()) -> Guard:
    return Guard(KEY, dict.fromkeys(expand(KEY, names, handles, numbers), 1), {})


def spellings() -> list[tuple[str, str]]:
    rows = [line.split("\t") for line in SPELLINGS.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    return [(row[0], spelling) for row in rows for spelling in row[1:]]


def test_at_least_98_percent_of_200_spellings_are_found_where_they_stand() -> None:
    missed = []
    for name, spelling in spellings():
        persian = any("\u0600" <= char <= "\u06ff" for char in spelling)
        text = f"گفتند که {spelling} در خانه بود." if persian else f"They said that {spelling} was at home."
        places = [text[seen.start : seen.end] for seen in guarding(name).find(text)]
        if spelling not in places:
            missed.append(spelling)
    assert len(spellings()) == 200
    assert len(missed) <= 4, missed


def test_a_name_given_in_persian_is_found_in_latin() -> None:
    everybody = {name: [s for n, s in spellings() if n == name] for name, _ in spellings()}
    found = [bool(guarding(given[-2]).find(f"x {name} x")) for name, given in everybody.items()]
    assert sum(found) >= 0.95 * len(found)


def test_no_name_is_found_in_another(tmp_path: Path) -> None:
    names = sorted({name for name, _ in spellings()})
    crossed = [(a, b) for a in names for b in names if a != b and guarding(a).find(f"then {b} came")]
    assert not crossed


@pytest.mark.parametrize(
    "text",
    [
        "The dead were seeded and sided; they did divide what he said. Did you?",
        "مینا از راه آورد. رهاورد سفر او مینای کبود بود.",
        "a man, a road, money raved hard; Mine Harvard",
    ],
)
def test_what_only_resembles_a_name_is_left_alone(text: str) -> None:
    watch = guarding(NAME, PERSIAN, "Saeed Davoudi")
    assert [text[seen.start : seen.end] for seen in watch.find(text)] == []


def test_handles_and_numbers_in_any_form() -> None:
    watch = guarding(handles=("@mina_r", "mina@example.org"), numbers=("+1 416 555 0199",))
    text = "Write @Mina_R or MINA@example.org, call (416) 555-0199 or ۴۱۶ ۵۵۵ ۰۱۹۹; not 416 555 0198, nor @mina_ro."
    assert watch.mask(text) == (
        "Write ███████ or ████████████████, call (████ ████████ or ███ ███ ████; not 416 555 0198, nor @mina_ro."
    )
    assert len(watch.mask(text)) == len(text)


def test_names_too_short_to_be_told_from_words_are_refused() -> None:
    for name in ("Mina", "Li Ae", "مینا"):
        with pytest.raises(ConfigError, match="two words"):
            expand(KEY, [name], [], [])
    with pytest.raises(ConfigError, match="nine digits"):
        expand(KEY, [], [], ["555 0199"])


def test_keys_are_the_same_from_both_ways_of_joining() -> None:
    assert sound_key("Hossein-Zadeh") == sound_key("Hosseinzadeh") == sound_key("Hossein Zadeh")
    assert sound_key("حسین‌زاده") == sound_key("حسین زاده") == sound_key("حسينزاده")


@pytest.fixture
def protect(record: Record, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("RASAD_TEST_PROTECT", base64.b64encode(KEY).decode())
    return protected.add(record, expand(KEY, [NAME, PERSIAN], ["@mina_r"], []), "mina", NOW)


@pytest.fixture
def step(record: Record, sources: dict[str, Source], people: dict[str, Person]) -> Callable[..., None]:
    def run(*rules: Rule, settings: ProtectSettings | None = PROTECT) -> None:
        match_step(
            record, rules, Vocabulary(), sources, open_batch, people, 100, now=lambda: NOW, protect=settings
        )  # fmt: skip

    return run


def test_what_is_sent_masks_the_name_and_keeps_the_marks(
    record: Record, protect: int, publish: Callable[..., Article], rule: Callable[..., Rule], step: Any,
    people: dict[str, Person], mailbox: Any, smtp: MailSettings, sources: Any, tmp_path: Path,
) -> None:  # fmt: skip
    publish("https://x.example/1", f"{NAME} and the sepahan", f"At the sepahan office {NAME} (@mina_r) spoke.")
    step(rule())
    [delivery] = deliveries.listing(record)
    lead = load_alert(delivery).reports[0]
    assert [lead.passage[a:b] for a, b in lead.spans] == ["sepahan"]
    with open_writer(tmp_path / "index", 16) as writer:
        index_step(record, writer, sources, 100)
    digest = Digest(
        id="d", title={"en": "D", "fa": "د"}, to=("sam",), at="07:00", first_at_once=True,
        sections=(DigestSection(title={"en": "S", "fa": "س"}, query="sepahan"),),
    )  # fmt: skip
    later = NOW + dt.timedelta(minutes=2)
    engine = open_engine(tmp_path / "index")
    digest_step(record, [digest], Vocabulary(), people, engine, later, sources={}, protect=PROTECT)
    assert deliver_step(record, smtp, people, organisation="E", desk_url="http://127.0.0.1:1", now=later).done == 2
    for message in mailbox.messages:
        for kind in ("plain", "html"):
            body = message.get_body((kind,)).get_content()
            assert "Rahavard" not in body
            assert "mina_r" not in body
            assert "████ ████████" in body


def test_an_owner_under_watch_that_names_somebody_is_told_to_them_and_the_lead_at_once(
    record: Record, protect: int, publish: Callable[..., Article], step: Any, people: dict[str, Person]
) -> None:
    publish("https://x.example/1", "خبر", f"در این گزارش نام {PERSIAN} آمده است.", lang="fa", source_id="alborz")
    publish("https://x.example/2", "News", f"A report names {NAME}.", story="story-2", source_id="lakeshore")
    step()
    told = {one.person_id: load_alert(one) for one in deliveries.listing(record)}
    assert set(told) == {"mina", "sam"}
    for alert in told.values():
        assert alert.severity is Severity.URGENT
        assert alert.rules[0].id == "protected"
        assert alert.reports[0].outlet == "خبرگزاری البرز نمونه"
    step()
    assert len(deliveries.listing(record)) == 2


def test_without_the_key_nothing_is_told_unmasked(
    record: Record, protect: int, publish: Callable[..., Article], rule: Callable[..., Rule], step: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.delenv("RASAD_TEST_PROTECT")
    publish("https://x.example/1", "One", f"The sepahan office and {NAME}.")
    for settings in (PROTECT, None):
        with pytest.raises(ConfigError, match="is not set"):
            step(rule(), settings=settings)
    assert not deliveries.listing(record)
    monkeypatch.setenv("RASAD_TEST_PROTECT", base64.b64encode(KEY).decode())
    step(rule())
    assert [one.kind for one in deliveries.listing(record)] == [DeliveryKind.ALERT]


@pytest.mark.parametrize("value", ["", "not base64!", base64.b64encode(b"short").decode()])
def test_a_key_that_is_none_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASAD_TEST_PROTECT", value)
    with pytest.raises(ConfigError, match="RASAD_TEST_PROTECT"):
        read_key("RASAD_TEST_PROTECT")


def test_the_record_holds_no_name_and_forgets_on_request(record: Record, protect: int, tmp_path: Path) -> None:
    file = sqlite3.connect(tmp_path / "rasad.sqlite")
    dump = "\n".join(file.iterdump())
    file.close()
    for word in ("Rahavard", "رهاورد", "rahavard", "mina_r", sound_key(NAME)):
        assert word not in dump
    assert len(guard(record, "RASAD_TEST_PROTECT").forms) > 10
    assert [one.person_id for one in protected.listing(record)] == ["mina"]
    assert protected.remove(record, protect)
    assert not protected.remove(record, protect)
    assert guard(record, None).forms == {}
    assert replace(PROTECT, lead=None).lead is None
