"""The pipeline as a whole: records in and out, versions, memory, and the two stages over a real record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nlp_lists import LEXICONS, config, understanding

from model.article import ArticleDraft, DatePrecision, DateSource, Published, TextDocument
from model.errors import InputError
from nlp.pipeline import Understanding, load
from nlp.records import annotation_record, read_document
from nlp.stage import annotate_step, story_step
from store import Record, annotations, articles, open_record, quarantine, stories

ENGLISH = "The RCMP said the IRGC had followed Mahtab Sohrabi in Toronto. She denied fearing anyone."
PERSIAN = "پلیس فدرال کانادا گفت مأموران سپاه پاسداران مهتاب سهرابی را در تورنتو تعقیب کرده‌اند."


def line(**values: object) -> str:
    return json.dumps({"id": "x", "title": "T", "text": "words"} | values, ensure_ascii=False)


def test_a_document_line() -> None:
    document = read_document(line(published="2026-05-01T10:00:00-04:00", lang="en"))
    assert document.published is not None
    assert document.published.utcoffset() is not None
    assert read_document(line(title=None)).title == ""
    assert read_document('{"id": "x", "text": "a\u2028b"}').whole == "\n\na\u2028b"


@pytest.mark.parametrize(
    ("bad", "names"),
    [
        ("{", "JSON"), ("[]", "object"), (line(text=None), "text"), (line(id=3), "id"),
        (line(published="yesterday"), "published"), (line(text="\ud800"), "surrogate"), (b"\xff\xfe", "UTF-8"),
    ],
)  # fmt: skip
def test_a_bad_line_says_what_is_wrong(bad: str | bytes, names: str) -> None:
    with pytest.raises(InputError, match=names):
        read_document(bad)


def test_the_fields_of_an_annotation_line() -> None:
    document = TextDocument(id="a", title="IRGC in Toronto", text=ENGLISH)
    record = annotation_record("a", next(understanding().annotate([document])), "a")
    assert list(record) == ["id", "lang", "relevant", "relevance", "topics", "entities", "claims", "story"]
    assert json.loads(json.dumps(record)) == record
    assert set(record["entities"][0]) == {"start", "end", "text", "label", "id"}
    fields = [
        "start",
        "end",
        "speaker",
        "speaker_ref",
        "speaker_kind",
        "cue",
        "content",
        "direct",
        "modality",
        "about",
        "topic",
        "date",
        "place",
    ]
    assert record["claims"]
    assert list(record["claims"][0]) == fields


def test_documents_come_back_in_order_one_at_a_time() -> None:
    taken: list[str] = []

    def documents() -> Iterator[TextDocument]:
        for name, text in (("a", ENGLISH), ("b", PERSIAN), ("c", "Rien à voir.")):
            taken.append(name)
            yield TextDocument(id=name, title="", text=text)

    reading = understanding().annotate(documents())
    assert next(reading).lang == "en"
    assert taken == ["a"]
    assert next(a.lang for a in reading) == "fa"


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "123", "\u200c\u200c", "🙂" * 40, "ـ" * 50, "a\u0301" * 30, "« »"])
def test_odd_texts_are_read_without_harm(text: str) -> None:
    annotation = next(understanding().annotate([TextDocument(id="x", title="", text=text)]))
    assert not annotation.relevant


def test_a_very_long_text_is_read_to_a_limit() -> None:
    text = ENGLISH + " word" * 60_000
    annotation = next(understanding().annotate([TextDocument(id="x", title="", text=text)], gate=True))
    assert annotation.relevant


def test_the_version_follows_the_lists_and_the_lexicons(tmp_path: Path) -> None:
    first = understanding().version
    assert load(config().watchlists, LEXICONS).version == first
    lists = config().watchlists
    assert load((replace(lists[0], title="other"), *lists[1:]), LEXICONS).version != first


def test_memory_is_given_back() -> None:
    """New words of each document must not stay in spaCy's string store."""
    reader = understanding()
    languages = reader._languages
    next(reader.annotate([TextDocument(id="x", title="", text=ENGLISH)]))
    strings = languages._pipeline("en").vocab.strings
    before = len(strings)
    for number in range(20):
        text = f"{ENGLISH} Qwz{number}xk met Vbn{number}rt near Hjk{number}lp."
        next(reader.annotate([TextDocument(id="x", title="", text=text)]))
    assert len(strings) <= before + 5


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = open_record(f"sqlite:///{tmp_path / 'record.sqlite'}")
    yield record
    record.close()


def put(record: Record, number: int, text: str) -> str:
    url = f"https://news.example/{number}"
    at = datetime(2026, 5, 4, number, tzinfo=UTC)
    draft = ArticleDraft(
        url=url,
        canonical_url=url,
        source_id="paper",
        title="Sohrabi",
        text=text,
        authors=(),
        published=Published(at=at, known_from=DateSource.FEED, precision=DatePrecision.INSTANT),
        lang=None,
        site=None,
        seen_at=at,
    )
    return articles.save(record, draft)[0].id


def test_both_stages_over_a_record(record: Record) -> None:
    ids = [put(record, 1, ENGLISH), put(record, 2, PERSIAN), put(record, 3, "A hockey game was won in Calgary.")]
    reader = understanding()
    report = annotate_step(record, reader, 2)
    assert (report.done, report.failed, report.more) == (2, 0, True)
    assert annotate_step(record, reader, 2).done == 1
    assert annotate_step(record, reader, 2).done == 0
    kept = annotations.get(record, ids[0], 1)
    assert kept is not None
    assert kept.relevant
    assert story_step(record, 10).done == 3
    assert story_step(record, 10).done == 0
    assert len(stories.members(record, ids[0])) == 2
    assert {a.id for a in stories.members(record, ids[0])} == set(ids[:2])


def test_a_later_article_joins_a_story_of_the_record(record: Record) -> None:
    first = put(record, 1, ENGLISH)
    annotate_step(record, understanding(), 10)
    story_step(record, 10)
    put(record, 2, PERSIAN)
    annotate_step(record, understanding(), 10)
    story_step(record, 10)
    assert len(stories.members(record, first)) == 2


def test_one_failure_is_set_aside_and_the_others_are_done(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = put(record, 1, "IRGC: this one breaks the reader."), put(record, 2, ENGLISH)
    reader = load(config().watchlists, LEXICONS)
    whole = Understanding._annotate

    def breaks(self: Understanding, document: TextDocument, gate: bool) -> object:
        if document.id == bad:
            raise ValueError("cannot be read")
        return whole(self, document, gate)

    monkeypatch.setattr(Understanding, "_annotate", breaks)
    report = annotate_step(record, reader, 10)
    assert (report.done, report.failed) == (1, 1)
    assert annotations.get(record, good, 1) is not None
    held = quarantine.listing(record, quarantine.ANNOTATE)
    assert [h.key for h in held] == [f"{bad}:1"]
    assert "cannot be read" in held[0].reason
    assert annotate_step(record, reader, 10).done == 0
