"""Stories: names across scripts, numbers in words, near-copies, and what keeps two events apart."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

import pytest
from nlp_lists import understanding

from model.annotation import Annotation
from model.article import TextDocument
from nlp.numerals import numbers
from nlp.skeleton import same_name, skeleton
from nlp.stories import StoryGrouper
from text.orthography import fold

DAY = datetime.fromisoformat("2026-05-04T12:00:00-04:00")
ENGLISH = (
    "Exchange house fined in North York",
    "FINTRAC fined Zarrin Exchange Inc. $1.4 million over 212 wire transfers it never reported.\n\n"
    'The director, Behnam Rostampour, denied knowing the Revolutionary Guards. "Our bank saw it," he said.',
)
PERSIAN = (
    "جریمهٔ یک صرافی در نورث‌یورک",
    "فینترک صرافی «زرین» را به دلیل گزارش نکردن ۲۱۲ حواله یک میلیون و چهارصد هزار دلار جریمه کرد.\n\n"
    "بهنام رستم‌پور، مدیر صرافی، ارتباط با سپاه پاسداران را رد کرد.",
)
OTHER = (
    "Rally in Ottawa for prisoners",
    "About six hundred people marched in Ottawa on Monday against the Revolutionary Guards.\n\n"
    '"They took my cousin," said Taraneh Vafakhah, a student.',
)


def read(number: int, title: str, text: str, at: datetime) -> tuple[TextDocument, Annotation]:
    document = TextDocument(id=f"d{number}", title=title, text=text, published=at)
    return document, next(understanding().annotate([document]))


@pytest.mark.parametrize(
    ("persian", "latin"),
    [
        ("محمدی", "Mohammadi"), ("قباد نیک زاد", "Ghobad Nikzad"), ("بهنام رستم‌پور", "Behnam Rostampour"),
        ("مهتاب سهرابی", "Mahtab Sohrabi"), ("النور ویتکام", "Eleanor Whitcombe"), ("پارس‌گیت", "Parsgate"),
        ("نورث‌لایت", "Northlight"), ("شهریاری", "Shahriyari"), ("خسرو", "Khosrow"), ("ژاله", "Zhaleh"),
        ("قاسم", "Ghassem"), ("دزموند آخترِبرگ", "Desmond Achterberg"),
    ],
)  # fmt: skip
def test_names_across_scripts(persian: str, latin: str) -> None:
    assert same_name(skeleton(persian), skeleton(latin))


@pytest.mark.parametrize(("one", "other"), [("Behnam", "Bahram"), ("رضا", "زهرا"), ("Sohrabi", "Shahriari")])
def test_other_names_are_others(one: str, other: str) -> None:
    assert not same_name(skeleton(one), skeleton(other))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$1.4 million over 212 wire transfers", [1_400_000, 212]),
        ("fourteen academics and thirty-one files", [14, 31]),
        ("its twenty-second round", [22]),
        ("یک میلیون و چهارصد هزار دلار", [1_400_000]),
        ("جریمهٔ 1٫4 میلیون دلاری و ۲۱۲ حواله", [1_400_000, 212]),
        ("سی‌ویک شهروند، بیست‌ودومین دور", [31, 22]),
        ("nobody came", []),
    ],
)
def test_numbers_in_digits_and_words(text: str, expected: list[int]) -> None:
    assert list(numbers(fold(text))) == expected


def test_one_event_in_two_languages() -> None:
    grouper = StoryGrouper()
    assert grouper.add(*read(1, *ENGLISH, DAY)) == "d1"
    assert grouper.add(*read(2, *OTHER, DAY)) == "d2"
    assert grouper.add(*read(3, *PERSIAN, DAY + timedelta(hours=20))) == "d1"


def test_order_does_not_matter_within_a_day() -> None:
    grouper = StoryGrouper()
    assert grouper.add(*read(3, *PERSIAN, DAY + timedelta(hours=20))) == "d3"
    assert grouper.add(*read(2, *OTHER, DAY)) == "d2"
    assert grouper.add(*read(1, *ENGLISH, DAY)) == "d3"


def test_a_copy_joins_and_a_later_one_does_not() -> None:
    grouper = StoryGrouper()
    title, text = ENGLISH
    assert grouper.add(*read(1, title, text, DAY)) == "d1"
    assert grouper.add(*read(2, "FINTRAC: penalty for currency dealer", text, DAY + timedelta(days=13))) == "d1"
    assert grouper.add(*read(3, title, text, DAY + timedelta(days=40))) == "d3"


def test_the_same_crime_of_other_people_is_another_story() -> None:
    grouper = StoryGrouper()
    title, text = ENGLISH
    other = text.replace("212", "87").replace("1.4", "2.9").replace("Behnam Rostampour", "Kiarash Daftari")
    other = other.replace("Zarrin", "Azarakhsh")
    assert grouper.add(*read(1, title, text, DAY)) == "d1"
    assert grouper.add(*read(2, title, other, DAY + timedelta(days=1))) == "d2"


def test_seeding_with_known_members() -> None:
    grouper = StoryGrouper()
    assert grouper.add(*read(1, *ENGLISH, DAY), story_id="known") == "known"
    assert grouper.add(*read(2, *PERSIAN, DAY)) == "known"


def test_what_is_remembered_is_bounded() -> None:
    grouper = StoryGrouper(most=3)
    first = read(1, *ENGLISH, DAY)
    for number in range(8):
        document = TextDocument(id=f"n{number}", title=first[0].title, text=first[0].text, published=DAY)
        grouper.add(document, first[1])
    assert len(grouper._reports) == 3
    assert all(numbers for numbers in grouper._by_key.values())
    assert set(grouper._seen) == {f for r in grouper._reports.values() for f in r.features.weights}


def test_generated_events_are_told_apart() -> None:
    from generator.events import generate

    documents = generate(11, 30)
    grouper = StoryGrouper()
    story = {d.id: grouper.add(d, a) for d, a in zip(documents, understanding().annotate(documents), strict=True)}
    gold: dict[str, set[str]] = defaultdict(set)
    guess: dict[str, set[str]] = defaultdict(set)
    for d in documents:
        gold[d.story].add(d.id)
        guess[story[d.id]].add(d.id)
    pairs = [(gold[d.story], guess[story[d.id]]) for d in documents]
    precision = sum(len(g & p) / len(p) for g, p in pairs) / len(pairs)
    recall = sum(len(g & p) / len(g) for g, p in pairs) / len(pairs)
    assert 2 * precision * recall / (precision + recall) >= 0.93
