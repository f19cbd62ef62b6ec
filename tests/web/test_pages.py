"""The pages of stories, entities, sources, alerts and digests over the desk's record."""

from __future__ import annotations

import dataclasses
import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from desks import Place, annotation, claim, keep, place, serve
from starlette.testclient import TestClient

from alerts.payload import (
    AlertPayload,
    DarkSource,
    DigestPayload,
    NoticePayload,
    ReportLine,
    RuleLine,
    SectionPart,
    StoryLine,
    dump,
)
from model.annotation import Label, Modality
from model.notify import DeliveryKind, NewDelivery
from model.rules import Severity
from model.source import RunReport, RunStatus
from model.watch import WatchEntity
from store import deliveries, quarantine, runs, stories
from store.annotations import save as save_annotation

__all__ = ["place"]

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LINE = ReportLine(
    article_id="0" * 16,
    title="<b>Guards</b> in Toronto",
    lang="en",
    source_id="harbour-ledger",
    outlet="The Harbour Ledger",
    owner="independent",
    published=NOW,
    seen_at=NOW,
    passage="the Guards sent money",
    spans=((4, 10),),
)


def alert(place: Place, **changes: object) -> int:
    values = {"story_id": "s1", "severity": Severity.URGENT, "rules": (RuleLine(id="r", title="A rule", version=3),)}
    payload = dump(AlertPayload(**{**values, "reports": (LINE,), **changes}))  # type: ignore[arg-type]
    return put(place, DeliveryKind.ALERT, "s1", payload)


def put(place: Place, kind: DeliveryKind, key: str, payload: dict[str, object], channel: str = "mail") -> int:
    new = NewDelivery(person_id="mina", kind=kind, subject_key=key, channel=channel, revision=0, payload=payload)
    deliveries.put(place.record, [new], NOW)
    return deliveries.listing(place.record)[0].id


def get(client: TestClient, path: str, **query: str) -> str:
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def test_a_story_sets_what_is_said_beside_what_is_denied(place: Place) -> None:
    text = "The ministry says that the Guards never sent anyone to Toronto. It is all made up, the ministry adds."
    denial = keep(place.record, "https://other.example/denial", "Ministry denies", text)
    said = claim("The ministry says that", "", "Ministry denies", text, Modality.DENIED)
    save_annotation(place.record, "test", denial, 1, annotation(said))
    stories.assign(place.record, denial, "s1")
    page = get(place.client, "/story/s1")
    assert "2 reports" in page
    assert "Reports contradict each other here" in page
    assert page.index(">Put forward<") < page.index(">Denied<")
    assert place.client.get("/story/nothing").status_code == 404


def test_a_near_copy_is_named_as_one_and_its_claims_are_not_told_twice(place: Place) -> None:
    text = " ".join(f"word{n}" for n in range(60))
    for number in (1, 2):
        key = keep(place.record, f"https://outlet.example/copy/{number}", "One report", text)
        save_annotation(place.record, "test", key, 1, annotation(claim("word1", "", "One report", text)))
        stories.assign(place.record, key, "s9")
    page = get(place.client, "/story/s9")
    assert "1 independent texts" in page
    assert page.count("near-copy of the report by") == 1
    assert page.count('<span class="modality') == 1


def test_an_entity_has_its_names_and_claims_and_a_person_has_no_page(place: Place) -> None:
    page = get(place.client, "/entity/irgc")
    assert "سپاه پاسداران انقلاب اسلامی" in page
    assert "Newest claims about it" in page
    assert place.client.get("/entity/nobody-at-all").status_code == 404
    someone = WatchEntity(id="someone", label=Label.PERSON, name="Someone Invented", names={})
    first, *others = place.config.watchlists
    watched = (dataclasses.replace(first, entities=(*first.entities, someone)), *others)
    client = serve(dataclasses.replace(place.config, watchlists=watched), place.record, place.home)
    answer = client.get("/entity/someone")
    assert answer.status_code == 403
    assert "makes no profile of a person" in answer.text


def test_a_source_shows_its_promise_what_was_seen_and_its_problems(place: Place) -> None:
    run = runs.start_run(place.record, "harbour-ledger", NOW)
    report = RunReport(status=RunStatus.WRONG_CONTENT, entries=2, problems=("promise broken: 2 entries, not 5",))
    runs.finish_run(place.record, run, report, NOW, NOW + timedelta(hours=1))
    page = get(place.client, "/sources")
    assert "wrong content" in page
    assert "promise broken" in page
    assert "at least 5 entries" in page
    assert page.index("Harbour Ledger") < page.index("Kestrel Wire"), "those in trouble come first"
    assert "promise broken" in get(place.client, "/source/harbour-ledger")
    assert place.client.get("/source/nowhere").status_code == 404


def test_an_alert_explains_itself_and_escapes_what_publishers_wrote(place: Place) -> None:
    number = alert(place, late=True, late_hours=5)
    listed = place.client.get("/alerts").text
    assert "&lt;b&gt;Guards" in listed
    assert "late by 5 hours" in listed
    page = place.client.get(f"/alert/{number}").text
    assert "version 3" in page
    assert "the <mark>Guards</mark> sent" in page
    assert "not in alerts.yml any more" in page
    assert place.client.get("/alert/999").status_code == 404


def test_a_notice_and_an_unreadable_alert_say_so(place: Place) -> None:
    notice = put(place, DeliveryKind.ALERT, "s2", dump(NoticePayload(severity=Severity.INFO)), channel="chat")
    strange = put(place, DeliveryKind.ALERT, "s3", {"shape": "of another version"})
    assert "A neutral notice" in get(place.client, f"/alert/{notice}")
    assert "another version of the program" in get(place.client, f"/alert/{strange}")
    assert get(place.client, "/alerts")


def test_a_digest_is_kept_and_its_mail_can_do_nothing(place: Place) -> None:
    payload = DigestPayload(
        digest_id="morning",
        title="The IRGC in Canada",
        day="2026-11-24",
        since=NOW - timedelta(days=1),
        until=NOW,
        sections=(SectionPart(title="Threats", stories=(StoryLine(story_id="s1", reports=3, outlets=2, lead=LINE),)),),
        dark=(DarkSource(source_id="glass-pageant", name="The Glass Pageant", status=RunStatus.DEAD, last_ok=None),),
        sources=10,
    )
    number = put(place, DeliveryKind.DIGEST, "morning:2026-11-24", dump(payload))
    assert f"/digest/{number}" in get(place.client, "/digests")
    page = place.client.get(f"/digest/{number}").text
    assert "&lt;b&gt;Guards" in page
    assert "1 of 10 sources were not" in page
    mail = place.client.get(f"/digest/{number}/mail")
    assert "&lt;b&gt;Guards" in mail.text
    assert mail.headers["content-security-policy"].startswith("sandbox;")
    assert "script" not in mail.headers["content-security-policy"]
    assert mail.headers["x-frame-options"] == "DENY"


def test_the_outbox_shows_dead_letters_and_the_quarantine(place: Place) -> None:
    number = alert(place)
    deliveries.lease(place.record, NOW + timedelta(seconds=1), 60, 10)
    deliveries.dead(place.record, number, "550 no such mailbox")
    quarantine.put(place.record, quarantine.EXTRACT, "12", "a page without a text")
    page = get(place.client, "/outbox")
    assert "550 no such mailbox" in page
    assert f"rasad alerts retry {number}" in page
    assert "a page without a text" in page


def test_rules_are_shown_with_what_they_find(place: Place) -> None:
    page = get(place.client, "/rules")
    assert "entity:irgc AND entity:toronto" in page
    assert re.search(r"What it finds now \(\d+\)", page)


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_every_page_speaks_both_languages(place: Place, lang: str) -> None:
    number = alert(place)
    paths = ("/", "/search?q=football", "/help", "/sources", "/source/kestrel-wire", "/entity/irgc", "/story/s1")
    for path in (*paths, "/alerts", f"/alert/{number}", "/rules", "/digests", "/outbox", f"/article/{place.article}"):
        page = place.client.get(
            path, params={"ui": lang} if "?" not in path else None, headers={"cookie": f"ui={lang}"}
        )
        assert page.status_code == 200, path
        assert f'<html lang="{lang}"' in page.text
        words = re.sub(r"<[^>]*>", " ", page.text)
        assert not re.search(r"\b(?:state|topic|facet|lang|label|modality|speaker|unit|severity)_\w", words), path
