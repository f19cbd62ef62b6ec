from datetime import UTC, datetime
from pathlib import Path

import pytest
from crawling import source_at
from loopback import Newsroom, article

import crawler.extract.stage as stage
from crawler.extract import EXTRACTOR
from crawler.extract.stage import extract_step
from model.capture import CaptureKind, Entry, Response
from store import Record, articles, captures, entries, open_record, quarantine, runs
from store.evidence import EvidenceWriter

TEXT = ["The council met on Monday and spoke for three hours about the new bridge over the river."] * 3
SOURCE = source_at(Newsroom("127.0.0.1", 1, {}, []), zone="America/Toronto")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def page(url: str, body: bytes, media_type: str = "text/html; charset=utf-8", status: int = 200) -> Response:
    return Response(
        url=url, final_url=url, status=status, reason="OK", request_headers=(), headers=(("Content-Type", media_type),),
        body=body, fetched_at=NOW, kind=CaptureKind.PAGE, source_id=SOURCE.id, run_id=1, robots="allowed",
    )  # fmt: skip


@pytest.fixture
def record(tmp_path: Path) -> object:
    opened = open_record(f"sqlite:///{tmp_path / 'rasad.db'}")
    yield opened
    opened.close()


def keep(record: Record, home: Path, *responses: Response) -> list[int]:
    run = runs.start_run(record, SOURCE.id, NOW)
    with EvidenceWriter(home, f"test-{run}") as evidence:
        return [evidence.keep(record, response).id for response in responses]


def step(record: Record, home: Path, limit: int = 10) -> stage.StageReport:
    return extract_step(record, home, {SOURCE.id: SOURCE}, limit)


def test_pages_become_articles_once(record: Record, tmp_path: Path) -> None:
    keep(
        record,
        tmp_path,
        page("https://a.example/1", article("One", TEXT)),
        page("https://a.example/2", article("Two", TEXT)),
    )
    first = step(record, tmp_path, 1)
    assert (first.done, first.more) == (1, True)
    assert (step(record, tmp_path).done, step(record, tmp_path).done) == (1, 0)
    assert articles.count(record) == 2


def test_an_edited_page_is_a_new_version_and_the_same_is_none(record: Record, tmp_path: Path) -> None:
    url = "https://a.example/1"
    edited = article("One", [*TEXT, "A sentence was added to the report in the afternoon of the same day."])
    for body in (article("One", TEXT), article("One", TEXT), edited):
        keep(record, tmp_path, page(url, body))
        step(record, tmp_path)
    found = articles.by_url(record, url)
    assert found is not None
    assert found.version == 2
    assert found.text.endswith("the same day.")


def test_what_the_list_said_dates_the_article(record: Record, tmp_path: Path) -> None:
    url = "https://a.example/1"
    entries.add_entries(
        record, 1, [Entry(url=url, source_id=SOURCE.id, title="One", published=NOW, published_text="x")]
    )
    [capture] = keep(record, tmp_path, page(url, article("One", TEXT)))
    entries.entry_fetched(record, url, capture)
    step(record, tmp_path)
    found = articles.by_url(record, url)
    assert found is not None
    assert found.published is not None
    assert found.published.at == NOW
    assert (found.source_id, found.capture_id) == (SOURCE.id, capture)


def test_a_page_without_an_article_is_set_aside_and_the_next_is_read(record: Record, tmp_path: Path) -> None:
    first, _ = keep(
        record, tmp_path,
        page("https://a.example/menu", b"<html><body><a href='/'>Home</a></body></html>"),
        page("https://a.example/1", article("One", TEXT)),
    )  # fmt: skip
    report = step(record, tmp_path)
    assert (report.done, report.failed) == (1, 1)
    assert "no article text" in report.notes[0]
    [held] = quarantine.listing(record, "extract")
    assert (held.key, "no article text" in held.reason) == (str(first), True)
    assert step(record, tmp_path).failed == 0
    quarantine.release(record, held.id)
    assert step(record, tmp_path).failed == 1


def test_a_fault_of_a_library_stops_one_page_only(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = stage.extract_page

    def faulty(html: bytes, url: str, **rest: object) -> object:
        if url.endswith("/1"):
            raise RecursionError("maximum depth")
        return real(html, url, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(stage, "extract_page", faulty)
    keep(record, tmp_path, *(page(f"https://a.example/{n}", article(f"Report {n}", TEXT)) for n in range(3)))
    report = step(record, tmp_path)
    assert (report.done, report.failed) == (2, 1)
    assert "RecursionError" in quarantine.listing(record, "extract")[0].reason


def test_files_that_are_no_pages_stay_evidence(record: Record, tmp_path: Path) -> None:
    [capture] = keep(record, tmp_path, page("https://a.example/report.pdf", b"%PDF-1.7", "application/pdf"))
    assert step(record, tmp_path).failed == 1
    assert "not an HTML page (application/pdf)" in quarantine.listing(record, "extract")[0].reason
    assert captures.get(record, capture) is not None


def test_answers_that_are_no_success_are_not_read(record: Record, tmp_path: Path) -> None:
    keep(record, tmp_path, page("https://a.example/1", article("One", TEXT), status=404))
    assert step(record, tmp_path).done == 0
    assert captures.pending_pages(record, EXTRACTOR, 10) == []
