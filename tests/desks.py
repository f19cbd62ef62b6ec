"""A desk over a real record and a real index, for the tests of the web room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from catalog import Config, load
from model.annotation import Annotation, Claim, Label, Mention, Modality, SpeakerKind, Topic
from model.article import ArticleDraft, DateSource, Published
from search.embedded import open_engine, open_writer
from search.stage import index_step
from store import Record, articles, open_record, stories
from store.annotations import save as save_annotation
from web.app import create_app

ROOT = Path(__file__).resolve().parents[1]
TITLE = "سپاه پاسداران در تورنتو"
TEXT = "پلیس گفت سپاه «کسی را» فرستاده است.\n\n<script>alert(1)</script> & بند دوم"
CONTENT = "سپاه «کسی را» فرستاده است"
OTHERS = 25


@dataclass(frozen=True)
class Place:
    """A desk, what it reads from, and the id of the article that has an annotation."""

    client: TestClient
    config: Config
    record: Record
    home: Path
    article: str


def claim(
    content: str, speaker: str, title: str, text: str, modality: Modality = Modality.ALLEGED, about: str = "irgc"
) -> Claim:
    """A claim in a text."""
    start = f"{title}\n\n{text}".index(content)
    return Claim(
        start=start,
        end=start + len(content),
        content=content,
        speaker=speaker or None,
        speaker_kind=SpeakerKind.ORGANISATION,
        cue=None,
        direct=False,
        modality=modality,
        about=(about,),
        topic=Topic.THREATS,
    )


def annotation(*claims: Claim, mentions: tuple[Mention, ...] = ()) -> Annotation:
    """An annotation of a relevant Persian text."""
    return Annotation(
        lang="fa",
        lang_confidence=0.99,
        relevant=True,
        relevance=0.9,
        reasons=("irgc near toronto",),
        topics=(Topic.THREATS,),
        mentions=mentions,
        claims=claims,
    )


def keep(record: Record, url: str, title: str, text: str) -> str:
    """Keep an article; its id."""
    draft = ArticleDraft(
        url=url,
        canonical_url=url,
        source_id="import",
        title=title,
        text=text,
        authors=("نویسنده",),
        published=Published(at=datetime(2026, 11, 20, 9, tzinfo=UTC), known_from=DateSource.FEED),
        lang="fa",
        site=None,
        seen_at=datetime(2026, 11, 20, 10, tzinfo=UTC),
    )
    return articles.save(record, draft)[0].id


def fill(record: Record) -> str:
    """An annotated Persian article, and others; the id of the first."""
    key = keep(record, "https://outlet.example/1", TITLE, TEXT)
    named = Mention(start=0, end=14, text="سپاه پاسداران", label=Label.ORG, id="irgc")
    save_annotation(record, "test", key, 1, annotation(claim(CONTENT, "پلیس", TITLE, TEXT), mentions=(named,)))
    stories.assign(record, key, "s1")
    for number in range(OTHERS):
        keep(record, f"https://outlet.example/other/{number}", f"Football result {number}", "Nothing of note.")
    return key


@cache
def demo_config() -> Config:
    """The demonstration's configuration, read once."""
    return load(ROOT / "config" / "demo")


def serve(config: Config, record: Record, home: Path) -> TestClient:
    """A browser of a desk."""
    app = create_app(config, record, lambda: open_engine(home / "index"), home)
    return TestClient(app, base_url="http://127.0.0.1:8752")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A desk on loopback, as its users have it."""
    config = demo_config()
    record = open_record(f"sqlite:///{tmp_path / 'rasad.sqlite'}")
    key = fill(record)
    with open_writer(tmp_path / "index", 32) as writer:
        index_step(record, writer, config.sources, 100)
    with serve(config, record, tmp_path) as client:
        yield Place(client, config, record, tmp_path, key)
    record.close()
