"""What readers get: structure, direction, isolation, careful words, and no way out but the desk."""

from __future__ import annotations

import datetime as dt
import re
import string
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from lxml import html as lxml_html

from alerts.payload import (
    AlertPayload,
    ClaimLine,
    DarkSource,
    DigestPayload,
    ReportLine,
    RuleLine,
    SectionPart,
    StoryLine,
    dump,
)
from alerts.render import MAX_BYTES, Frame, Letter, render_alert, render_digest
from alerts.strings import STRINGS, WEEKDAYS, say
from alerts.words import ISOLATE, POP, clean, day_line, digits, moment, pieces, unlink
from model.annotation import Modality, SpeakerKind
from model.article import DatePrecision, DateSource
from model.errors import ConfigError
from model.rules import Person, Severity
from model.source import Owner, RunStatus

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
DESK = "http://127.0.0.1:8752"
READERS = {
    "en": Person(id="sam", name="Sam Example", email="sam@example.org", zone="America/Toronto"),
    "fa": Person(id="mina", name="مینا نمونه", email="mina@example.org", lang="fa", zone="Asia/Tehran"),
}
CLAIM = ClaimLine(
    content="مردی را تعقیب کرده‌اند", speaker="سخنگوی نمونه", speaker_ref=None, speaker_kind=SpeakerKind.PERSON,
    modality=Modality.DENIED, direct=False,
)  # fmt: skip
PERSIAN = ReportLine(
    article_id="00000000000000fa", title="واکنش به «Lakeshore Post» در 2026", lang="fa", source_id="alborz",
    outlet="خبرگزاری البرز نمونه", owner="state-affiliated", published=NOW, known_from=DateSource.FEED, seen_at=NOW,
    passage="سخنگوی سپاه در Toronto چیزی نگفت", spans=((7, 11), (15, 22)), claims=(CLAIM,),
)  # fmt: skip
ENGLISH = ReportLine(
    article_id="00000000000000e0", title="Guards deny it", lang="en", source_id="lakeshore",
    outlet="The Lakeshore Post", owner="independent", published=NOW, known_from=DateSource.TEXT,
    precision=DatePrecision.DAY, seen_at=NOW, passage="A spokesman for the Guards denied it.", spans=((20, 26),),
    claims=(ClaimLine(content="he was followed", speaker=None, speaker_ref=None, speaker_kind=SpeakerKind.ANONYMOUS,
                      modality=Modality.ALLEGED, direct=True),),
)  # fmt: skip


def alert(*reports: ReportLine, **more: Any) -> AlertPayload:
    values: dict[str, Any] = {
        "severity": Severity.WARNING,
        "rules": (RuleLine(id="r1", title="Guards", version=2),),
        **more,
    }
    return AlertPayload(story_id="s", reports=reports or (PERSIAN, ENGLISH), outlets=2, **values)


def rendered(payload: AlertPayload | DigestPayload, lang: str) -> Letter:
    frame = Frame(person=READERS[lang], organisation="Example & Sons", desk_url=DESK)
    return render_alert(payload, frame) if isinstance(payload, AlertPayload) else render_digest(payload, frame)


def edition(*sections: SectionPart, **more: Any) -> DigestPayload:
    values: dict[str, Any] = {"dark": (), "sources": 4, **more}
    return DigestPayload(
        digest_id="daily", title="The Daily Watch", day="2026-11-20", since=NOW - dt.timedelta(days=1), until=NOW,
        sections=sections, **values,
    )  # fmt: skip


def full(stories: int = 2) -> DigestPayload:
    told = tuple(
        StoryLine(story_id=f"s{n}", reports=n + 1, outlets=min(n + 1, 3), lead=(PERSIAN, ENGLISH)[n % 2])
        for n in range(stories)
    )
    dark = (DarkSource(source_id="x", name="تارنمای نمونه", status=RunStatus.HELD, last_ok=None),)
    return edition(
        SectionPart(title="Threats", stories=told, more=3), SectionPart(title="Courts", stories=()), dark=dark
    )


EVERYTHING = [
    alert(),
    alert(ENGLISH, late=True, late_hours=30, more=2),
    full(),
    edition(SectionPart(title="T", stories=())),
]


def words_of(letter: Letter) -> str:
    """The visible words of the HTML part, without the marks of isolation and the text on lock screens."""
    tree = lxml_html.document_fromstring(letter.html)
    for hidden in tree.xpath("//head | //div[contains(@style, 'display:none')]"):
        hidden.drop_tree()
    return bare(tree.text_content())


def bare(text: str) -> str:
    return re.sub(r"[\s\u2066-\u2069\u200f*>=-]+", "", text)


@pytest.mark.parametrize("lang", ["en", "fa"])
@pytest.mark.parametrize("payload", EVERYTHING)
def test_both_parts_say_the_same(payload: Any, lang: str) -> None:
    letter = rendered(payload, lang)
    page = words_of(letter)
    skipped = (DESK, READERS[lang].name)
    lines = [line for line in letter.text.splitlines() if line and not any(part in line for part in skipped)]
    same = bare(say(lang, "safe.plain"))
    missing = [line for line in lines if bare(line).rstrip(":") not in page and bare(line) != same]
    assert missing == []
    assert len(lines) > 4


@pytest.mark.parametrize("lang", ["en", "fa"])
@pytest.mark.parametrize("payload", EVERYTHING)
def test_direction_and_language_of_the_page(payload: Any, lang: str) -> None:
    tree = lxml_html.document_fromstring(rendered(payload, lang).html)
    direction = {"en": "ltr", "fa": "rtl"}[lang]
    assert (tree.get("lang"), tree.get("dir")) == (lang, direction)
    assert tree.find("body").get("dir") == direction
    for element in tree.xpath("//h1[@lang] | //h3[@lang] | //blockquote"):
        assert element.get("dir") == {"en": "ltr", "fa": "rtl"}[element.get("lang")]


@pytest.mark.parametrize("lang", ["en", "fa"])
@pytest.mark.parametrize("payload", EVERYTHING)
def test_nothing_remote_no_script_no_link_but_the_desk(payload: Any, lang: str) -> None:
    letter = rendered(payload, lang)
    tree = lxml_html.document_fromstring(letter.html)
    assert (
        tree.xpath("//script | //img | //link | //iframe | //form | //object | //@onclick | //@src | //@background")
        == []
    )
    assert "url(" not in letter.html
    assert "@import" not in letter.html
    links = tree.xpath("//@href")
    assert links
    assert all(str(link).startswith(DESK) for link in links)
    assert all(found.startswith(DESK) for found in re.findall(r"https?://\S+", letter.text))


class Balance(HTMLParser):
    """Every element that is opened is closed, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in ("br", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("payload", EVERYTHING)
def test_the_html_is_well_formed(payload: Any) -> None:
    balance = Balance()
    balance.feed(rendered(payload, "fa").html)
    assert balance.open == []


@pytest.mark.parametrize("lang", ["en", "fa"])
@pytest.mark.parametrize("payload", EVERYTHING)
def test_every_isolate_is_closed_in_its_own_line(payload: Any, lang: str) -> None:
    for line in rendered(payload, lang).text.splitlines():
        depth = 0
        for char in line:
            depth += (char in "\u2066\u2067\u2068") - (char == POP)
            assert depth in (0, 1)
        assert depth == 0
        if lang == "fa" and line and not line.startswith(("http", "--")):
            assert line.startswith("\u200f")


def test_foreign_text_is_isolated_in_both_parts() -> None:
    letter = rendered(alert(ENGLISH, PERSIAN), "fa")
    assert f"{ISOLATE}Guards deny it{POP}" in letter.text
    assert f"{ISOLATE}The Lakeshore Post{POP} · مالک: مستقل" in letter.text
    assert '<bdi dir="auto">The Lakeshore Post</bdi>' in letter.html


def test_matched_words_are_marked() -> None:
    letter = rendered(alert(), "en")
    tree = lxml_html.document_fromstring(letter.html)
    assert [mark.text for mark in tree.xpath("//blockquote/b")] == ["سپاه", "Toronto"]
    assert "*سپاه* در *Toronto*" in letter.text


def test_an_alert_explains_itself_in_english_and_persian() -> None:
    english = rendered(alert(), "en").text
    parts = ("Rule “", f"({ISOLATE}r1{POP}, version 2)", "denied, as reported", "Owner: state-affiliated")
    times = ("20 November 2026, 10:00", "according to the outlet's feed", f"{DESK}/article/00000000000000fa")
    assert [part for part in (*parts, *times) if part not in english] == []
    persian = rendered(alert(), "fa").text
    for part in (
        "نسخهٔ ۲",
        "تکذیب شده",
        "مالک: وابسته به حکومت",
        "۲۹ آبان ۱۴۰۵ (۲۰ نوامبر ۲۰۲۶)",
        "۱۸:۳۰",
        "خوراک رسانه",
    ):
        assert part in persian
    unnamed = rendered(alert(ENGLISH), "en").text
    assert "an unnamed source: ⁨“he was followed”⁩" in unnamed
    assert "alleged, not proven, in the speaker's words" in unnamed
    assert "Published Friday 20 November 2026 (according to the text)" in unnamed, "a day has no hour"


def test_the_subject_and_the_first_line_tell_a_bystander_nothing() -> None:
    secret = ("Guards", "سپاه", "r1", "Lakeshore", "Threats", "Watch")
    for payload in (alert(severity=Severity.URGENT), full()):
        for lang in ("en", "fa"):
            letter = rendered(payload, lang)
            hidden = lxml_html.document_fromstring(letter.html).xpath("//body/div")[0].text_content()
            for shown in (letter.subject, letter.text.splitlines()[0], hidden):
                assert not any(word in shown for word in secret)
    assert rendered(alert(severity=Severity.URGENT), "en").subject.startswith("Rasad: urgent alert (")
    assert rendered(alert(severity=Severity.URGENT), "en").urgent


def test_hostile_text_stays_text() -> None:
    nasty = "<script>alert(1)</script>\u202eevil\u2069 https://evil.example.com/login\nSubject: x {{ 7*7 }} www.bad.org"
    report = replace(ENGLISH, title=nasty, outlet=nasty, passage=nasty, spans=((3, 9), (-5, 2), (900, 999), (5, 7)))
    claim = replace(CLAIM, content=nasty, speaker=nasty)
    for payload in (alert(replace(report, claims=(claim,))), edition(SectionPart(
        title=nasty, stories=(StoryLine(story_id="s", reports=1, outlets=1, lead=replace(report, claims=(claim,))),)
    ))):  # fmt: skip
        letter = rendered(payload, "fa")
        tree = lxml_html.document_fromstring(letter.html)
        assert tree.xpath("//script") == []
        assert "{{ 7*7 }}" in tree.text_content()
        for part in (letter.text, tree.text_content()):
            assert "\u202e" not in part
            assert "evil.example" not in part
            assert "https://evil" not in part
            assert "www.bad" not in part
            assert "evil[.]example[.]com" in part


def test_an_empty_day_says_so_in_one_line() -> None:
    letter = rendered(edition(SectionPart(title="Threats", stories=()), SectionPart(title="Courts", stories=())), "en")
    assert letter.text.count("Nothing to tell") == 1
    assert "Courts" not in letter.text
    assert "All 4 sources were read." in letter.text


def test_a_digest_counts_reports_and_names_what_was_not_seen() -> None:
    letter = rendered(full(), "fa")
    assert "۲ گزارش از ۲ رسانه" in letter.text
    assert "۱ گزارش" in letter.text
    assert "و ۳ خبر دیگر در میز کار" in letter.text
    assert "⁨تارنمای نمونه⁩: نگه داشته شده" in letter.text


def test_a_long_digest_stays_below_what_mail_clients_show_and_counts_the_rest() -> None:
    letter = rendered(full(400), "fa")
    assert len(letter.html.encode()) <= MAX_BYTES
    told = letter.html.count("<h3")
    assert told > 20
    assert f"و {digits(403 - told, 'fa')} خبر دیگر" in letter.text


def test_both_languages_have_the_same_strings_with_the_same_values() -> None:
    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert set(STRINGS["en"]) == set(STRINGS["fa"])
    for key, text in STRINGS["en"].items():
        assert fields(text) == fields(STRINGS["fa"][key]), key


@pytest.mark.parametrize(
    "keys",
    [
        [f"owner.{owner.value}" for owner in Owner], [f"modality.{one.value}" for one in Modality],
        [f"severity.{one.value}" for one in Severity], [f"known.{one.value}" for one in DateSource],
        [f"speaker.{one.value}" for one in SpeakerKind],
        [f"status.{one.value}" for one in RunStatus if one.value not in ("ok", "unchanged", "running")],
    ],
)  # fmt: skip
def test_there_is_a_word_for_every_value(keys: list[str]) -> None:
    assert [key for key in keys if key not in STRINGS["fa"]] == []


def test_no_status_goes_out_as_proven() -> None:
    for modality, word in (("alleged", "not proven"), ("asserted", "not verified"), ("denied", "denied")):
        assert word in say("en", f"modality.{modality}")


def test_words() -> None:
    assert clean(" a\u202eb\x00c\u2028d\u200ce\x85f\ufeff ") == "abc d\u200ce f"
    assert (
        unlink("see example.org, U.S. law. It 3.5 and x@y.org") == "see example[.]org, U.S. law. It 3.5 and x[@]y[.]org"
    )
    assert unlink("JavaScript:x http://1.2.3.4/") == "JavaScript[:]x http[:]//1.2.3.4/"
    assert [(p.text, p.marked) for p in pieces("ab cd.ef", ((3, 6),))] == [
        ("ab ", False),
        ("cd[.]", True),
        ("ef", False),
    ]
    assert digits("a 2026", "fa") == "a ۲۰۲۶"
    assert day_line(dt.date(2026, 3, 21), "fa") == "شنبه ۱ فروردین ۱۴۰۵ (۲۱ مارس ۲۰۲۶)"
    assert all(len(WEEKDAYS[lang]) == 7 for lang in WEEKDAYS)


def test_a_day_is_not_moved_into_another_by_a_zone() -> None:
    midnight = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    assert moment(midnight, "America/Toronto", "en", DatePrecision.DAY) == "Friday 20 November 2026"
    assert moment(midnight, "America/Toronto", "en").startswith("Thursday 19 November 2026, 19:00")
    assert "UTC\u221205:00" in moment(midnight, "America/Toronto", "en")


def test_an_unknown_zone_or_language_names_the_remedy() -> None:
    with pytest.raises(ConfigError, match="IANA"):
        moment(NOW, "Mars/Olympus", "en")
    with pytest.raises(ConfigError, match="en, fa"):
        say("tlh", "why")


def test_payloads_survive_the_outbox() -> None:
    values = dump(alert(late=True, late_hours=3))
    assert values["late_hours"] == 3
    assert isinstance(values["reports"], list)
