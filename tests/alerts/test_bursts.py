"""Bursts over a real index: volume above one's own baseline, novelty apart, and nothing for a monitor that began today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from math import exp, factorial

import pytest

from alerts.bursts import LEAST_KNOWN, _poisson_tail, bursts
from alerts.edition import Span, edition
from alerts.render import Frame, render_digest
from alerts.rules import documents as as_documents
from alerts.words import chart
from model.annotation import Label
from model.article import Article
from model.rules import Digest, DigestSection, Person
from model.search import Facet
from model.source import Source
from model.watch import Name, WatchEntity
from query import Vocabulary, parse
from search.embedded import open_batch
from store import Record, documents

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
Publish = Callable[..., Article]


@pytest.fixture
def history(publish: Publish) -> Callable[..., None]:
    def put(name: str, slug: str, a_day: list[int]) -> None:
        """Articles on the days before now, the last number being today's."""
        for age, count in enumerate(reversed(a_day)):
            for number in range(count):
                seen = NOW - age * DAY - dt.timedelta(hours=1)
                url = f"https://x.example/{slug}/{age}/{number}"
                publish(url, "T", f"{name} again.", seen=seen, published=seen, names={name: slug}, story=f"{slug}{age}")

    return put


@pytest.fixture
def found(record: Record, sources: dict[str, Source]) -> Callable[..., dict[str, tuple[int, float, bool]]]:
    def run(query: str = "*") -> dict[str, tuple[int, float, bool]]:
        with open_batch(as_documents(documents.changed_since(record, 0, 10_000), sources)) as engine:
            seen = bursts(engine, parse(query), NOW - DAY, NOW)
        return {one.value: (one.count, round(one.usual, 2), one.new) for one in seen if one.facet is Facet.ENTITY}

    return run


def test_a_burst_is_above_its_own_baseline(history: Callable[..., None], found: Callable[..., object]) -> None:
    history("Loud", "loud", [10] * 28 + [14])
    history("Quiet", "quiet", [0, 1] * 14 + [7])
    history("New", "new", [0] * 28 + [5])
    history("Rare", "rare", [0] * 28 + [2])
    assert found() == {"quiet": (7, 0.5, False), "new": (5, 0.0, True)}


def test_the_strongest_comes_first_and_only_the_query_counts(
    history: Callable[..., None], found: Callable[..., object]
) -> None:
    history("Quiet", "quiet", [1] * 28 + [9])
    history("Gone", "gone", [1] * 28 + [20])
    assert list(found()) == ["gone", "quiet"]  # type: ignore[call-overload]
    assert list(found("quiet")) == ["quiet"]  # type: ignore[call-overload]


def test_a_monitor_that_has_just_begun_finds_nothing_new(
    history: Callable[..., None], found: Callable[..., object]
) -> None:
    history("New", "new", [0] * (28 - LEAST_KNOWN + 1) + [1] * (LEAST_KNOWN - 1) + [30])
    assert found() == {}


@pytest.mark.parametrize("rate", [0.5, 3.0, 40.0])
def test_the_tail_is_that_of_the_poisson_distribution(rate: float) -> None:
    for count in (0, 1, 5, 60):
        expected = 1 - sum(exp(-rate) * rate**k / factorial(k) for k in range(count))
        assert _poisson_tail(count, rate) == pytest.approx(expected, abs=1e-9)


def test_a_digest_tells_of_them_in_the_readers_words(
    record: Record, sources: dict[str, Source], history: Callable[..., None]
) -> None:
    history("Guards", "irgc", [0, 1] * 14 + [9])
    entity = WatchEntity(
        id="irgc",
        label=Label.ORG,
        name="Islamic Revolutionary Guard Corps",
        names={"fa": (Name(text="سپاه پاسداران"),)},
    )
    digest = Digest(
        id="d", title={"en": "D", "fa": "د"}, to=("mina",), at="07:00",
        sections=(DigestSection(title={"en": "S", "fa": "س"}, query="guards"),),
    )  # fmt: skip
    mina = Person(id="mina", name="مینا", email="mina@example.org", lang="fa", zone="Asia/Tehran")
    with open_batch(as_documents(documents.changed_since(record, 0, 10_000), sources)) as engine:
        span = Span(since=NOW - DAY, until=NOW)
        made = edition(record, digest, mina, sources, Vocabulary(), engine, span, "2026-11-20", {"irgc": entity})
    assert {line.name for line in made.bursts} == {"سپاه پاسداران", "تهدید"}
    letter = render_digest(made, Frame(person=mina, organisation="E", desk_url="http://127.0.0.1:1"))
    for body in (letter.text, letter.html):
        assert "۹ مقاله، معمولاً ۰٫۵" in body
        assert "▁▁▁▁▁▁█" not in body
        assert "█" in body


def test_a_chart_of_counts() -> None:
    assert chart([0, 1, 5, 10]) == "▁▂▅█"
    assert chart([0, 0]) == "▁▁"
    assert chart([]) == ""
