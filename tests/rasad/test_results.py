"""Export, explain and retro, over a real record and index."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

from catalog import load
from model.article import ArticleDraft, DateSource, Published
from rasad.cli import rasad
from rasad.exporting import BATCH, FIELDS, write_parquet
from search.embedded import open_writer
from search.stage import index_step
from store import articles, open_record, stories

DEMO = Path(__file__).resolve().parents[2] / "config" / "demo"
NOW = datetime.now(UTC)
TITLES = (
    '=HYPERLINK("https://evil.example")',
    "سپاه، «تورنتو» و\nخط دوم",
    "+1 bridge",
    'Bridge, "quoted"',
    "-minus",
    "@at",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("results")
    record = open_record(f"sqlite:///{folder / 'rasad.sqlite'}")
    for number, title in enumerate(TITLES):
        at = NOW - timedelta(days=number // 2, minutes=number)
        draft = ArticleDraft(
            url=f"https://x.example/{number}", canonical_url=f"https://x.example/{number}", source_id="import",
            title=title, text=f"A bridge of number {number}.", authors=(), lang="en", site=None, seen_at=at,
            published=Published(at=at, known_from=DateSource.FEED),
        )  # fmt: skip
        article, _ = articles.save(record, draft)
        stories.assign(record, article.id, f"story-{number // 3}")
    with open_writer(folder / "index", 16) as writer:
        index_step(record, writer, load(DEMO).sources, 100)
    record.close()
    yield folder


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("RASAD_HOME", str(home))

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(rasad, ["--config", str(DEMO), *arguments])

    return call


def test_a_spreadsheet_finds_text_and_no_formula(run: Any) -> None:
    done = run("export", "bridge")
    assert done.exit_code == 0, done.output
    raw = done.stdout_bytes
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [row["title"].removeprefix("'") for row in rows] == list(TITLES), "newest first, line breaks kept"
    assert [row["title"][0] == "'" for row in rows] == [True, False, True, False, True, True]
    assert tuple(rows[0]) == FIELDS


def test_json_lines_give_everything(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "all.jsonl"
    assert run("export", "*", "--format", "jsonl", "--out", str(out)).exit_code == 0
    rows = [json.loads(line) for line in out.read_bytes().split(b"\n") if line]
    assert [row["title"] for row in rows] == list(TITLES)
    assert {row["story"] for row in rows} == {"story-0", "story-1"}


def test_parquet_is_read_back_by_another_reader(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "all.parquet"
    assert run("export", "*", "--format", "parquet", "--out", str(out)).exit_code == 0
    table = parquet.read_table(out)
    assert table.column("title").to_pylist() == list(TITLES)
    many = ({field: "x\udc80" if field != "relevance" else 0.5 for field in FIELDS} for _ in range(BATCH + 1))
    assert write_parquet(many, out) == BATCH + 1
    assert parquet.ParquetFile(out).num_row_groups == 2


def test_where_it_cannot_be_written_it_says_so(run: Any, tmp_path: Path) -> None:
    done = run("export", "*", "--out", str(tmp_path / "none" / "x.csv"))
    assert "cannot be written" in str(done.exception)
    assert "Parquet goes to a file" in str(run("export", "*", "--format", "parquet").exception)


def test_explain_says_why_or_what_is_lacking(run: Any) -> None:
    found = run("explain", "bridge lang:en", "https://x.example/2").stdout
    assert "it matches: +1 bridge" in found
    assert "in the title: «bridge»" in found
    assert "the serving index gives it" in found
    lacking = run("explain", "bridge entity:irgc (fa OR tunnel)", "https://x.example/2").stdout
    assert lacking == "it does not match: the article lacks entity:irgc and any of (fa OR tunnel)\n"
    assert "never announced" in run("explain", "bridge", "https://x.example/none").stdout


def test_retro_counts_articles_and_stories_by_day(run: Any) -> None:
    done = run("retro", "bridge", "--days", "30")
    lines = done.stdout.splitlines()
    assert sum(int(line.split()[1]) for line in lines) == 6
    assert sum(int(line.split()[3]) for line in lines) == 2, "a story counts on the day it begins"
    assert "6 articles in 2 stories over 30 days: 0.1 alerts a day" in done.stderr
