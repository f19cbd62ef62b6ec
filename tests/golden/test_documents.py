"""Texts of our own, in other styles than the gold set: the facts that must be found in each."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import catalog
from model.annotation import Annotation, Label, Mention
from model.article import TextDocument
from nlp.pipeline import Understanding, load
from nlp.stories import StoryGrouper

HERE = Path(__file__).resolve().parent
DOCUMENTS: list[dict[str, Any]] = YAML(typ="safe").load((HERE / "documents.yml").read_text(encoding="utf-8"))


@cache
def understanding() -> Understanding:
    config = catalog.load(HERE.parents[1] / "config")
    return load(config.watchlists, config.lexicons)


def document(one: dict[str, Any]) -> TextDocument:
    return TextDocument(
        id=one["id"], title=one["title"], text=one["text"], published=datetime.fromisoformat(one["published"])
    )


@cache
def annotation(number: int) -> Annotation:
    return next(understanding().annotate([document(DOCUMENTS[number])], gate=True))


@pytest.fixture(params=range(len(DOCUMENTS)), ids=[d["id"] for d in DOCUMENTS])
def case(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Annotation]:
    return DOCUMENTS[request.param], annotation(request.param)


def found(annotation: Annotation, label: Label) -> set[str]:
    return {mention.text for mention in annotation.mentions if mention.label is label}


def test_language_and_relevance(case: tuple[dict[str, Any], Annotation]) -> None:
    expected, got = case
    assert got.lang == expected["lang"]
    assert got.relevant is expected["relevant"], got.reasons


def test_topics(case: tuple[dict[str, Any], Annotation]) -> None:
    expected, got = case
    assert set(expected.get("topics", ())) <= {topic.value for topic in got.topics}
    assert bool(got.topics) is expected["relevant"]


def test_entities(case: tuple[dict[str, Any], Annotation]) -> None:
    expected, got = case
    by_slug: dict[str | None, set[str]] = {}
    for mention in got.mentions:
        by_slug.setdefault(mention.id, set()).add(mention.text)
    for slug, words in expected.get("entities", {}).items():
        assert set(words) <= by_slug.get(slug, set()), slug
    assert not set(expected.get("absent", ())) & set(by_slug)


def test_persons_and_organisations(case: tuple[dict[str, Any], Annotation]) -> None:
    expected, got = case
    assert set(expected.get("persons", ())) <= found(got, Label.PERSON)
    assert set(expected.get("organisations", ())) <= found(got, Label.ORG)


def test_offsets(case: tuple[dict[str, Any], Annotation]) -> None:
    expected, got = case
    whole = document(expected).whole
    spans: list[Mention] = list(got.mentions)
    assert all(whole[m.start : m.end] == m.text for m in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(whole[c.start : c.end] == c.content for c in got.claims)


def test_stories_across_languages() -> None:
    grouper = StoryGrouper()
    stories = {one["id"]: grouper.add(document(one), annotation(i)) for i, one in enumerate(DOCUMENTS)}
    for one in DOCUMENTS:
        assert stories[one["id"]] == one.get("story_of", one["id"])
