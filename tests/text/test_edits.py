"""Edits as a reader should see them, and what is no edit."""

from __future__ import annotations

import pytest

from text.edits import blank, compare

TITLE = "Council opens the dam"
TEXT = (
    "The council of Port Ellery opened the dam on Monday, the mayor said.\n\n"
    "Twelve people watched. The repairs cost 4,000,000 dollars.\n\n"
    "“It is done,” said Tamsin Vole."
)
FA_TITLE = "شورا سد را گشود"
FA = "شورای شهر روز دوشنبه سد را گشود.\n\nهزینهٔ تعمیر ۴٬۰۰۰ دلار بود. دوازده نفر تماشا کردند."

BLANK = [
    ("spacing", TEXT, TEXT.replace(" ", "  ").replace("\n\n", "\n\n\n")),
    ("a counter", TEXT + "\n\n12 comments", TEXT + "\n\n1,305 comments"),
    ("a counter that comes", TEXT, "1,204 views\n\n" + TEXT + "\n\nUpdated 5 minutes ago"),
    ("related links", TEXT, TEXT + "\n\nRelated articles:\n\nFog closes the harbour\n\nMayor plants a tree"),
    (
        "other related links",
        TEXT + "\n\nRead more\n\nFog closes the harbour",
        TEXT + "\n\nRead more\n\nA ship comes in",
    ),
    ("links without a head", TEXT, TEXT + "\n\nFog closes the harbour\n\nMayor plants a tree\n\nA ship comes in"),
    ("an advertisement", TEXT, TEXT.replace("\n\nTwelve", "\n\nAdvertisement\n\nTwelve")),
    ("commas", TEXT, TEXT.replace("Monday, the", "Monday the")),
    ("Arabic letters", FA, FA.replace("ی", "ي").replace("ک", "ك")),
    ("half-spaces", "می‌روند و می‌آیند.", "می‌روند و می‌آیند."),
    ("a Persian counter", FA + "\n\n۱۲ بازدید", FA + "\n\n۳۴۰ بازدید"),
    ("Persian links", FA, FA + "\n\nبیشتر بخوانید:\n\nمه بندر را بست\n\nشهردار درخت کاشت"),
]


@pytest.mark.parametrize(("what", "old", "new"), BLANK, ids=[case[0] for case in BLANK])
def test_what_stands_around_the_article_is_no_edit(what: str, old: str, new: str) -> None:
    assert blank(TITLE, old, TITLE, new)
    assert compare(TITLE, old, TITLE, new).blank


REAL = [
    ("a number", TEXT, TEXT.replace("4,000,000", "5,000,000")),
    ("a word", TEXT, TEXT.replace("opened", "closed")),
    ("a negation", TEXT, TEXT.replace("people watched", "people never watched")),
    ("a sentence less", TEXT, TEXT.replace("Twelve people watched. ", "")),
    ("a subheading", TEXT, TEXT.replace("\n\nTwelve", "\n\nA costly repair\n\nTwelve")),
    ("quotation marks", TEXT, TEXT.replace("the dam", "the “dam”")),
    ("a paragraph at the end", TEXT, TEXT + "\n\nThe council denied it."),
    ("a Persian word", FA, FA.replace("گشود", "بست")),
    ("Persian digits", FA, FA.replace("۴٬۰۰۰", "۹٬۰۰۰")),
]


@pytest.mark.parametrize(("what", "old", "new"), REAL, ids=[case[0] for case in REAL])
def test_what_is_said_differently_is_an_edit(what: str, old: str, new: str) -> None:
    assert not blank(TITLE, old, TITLE, new)
    assert not blank(TITLE, new, TITLE, old)


def test_a_headline_alone_is_an_edit() -> None:
    assert not blank(TITLE, TEXT, TITLE + " at last", TEXT)
    assert compare(TITLE, TEXT, TITLE + " at last", TEXT).headline == (TITLE, TITLE + " at last")


def test_the_difference_reads_as_a_person_would_tell_it() -> None:
    new = (
        "The council of Port Ellery opened the dam on Tuesday, the mayor said.\n\n"
        "The repairs cost 5,500,000 dollars.\n\n"
        "“It is done,” said Tamsin Vole.\n\nThe opposition asked for an inquiry."
    )
    edit = compare(TITLE, TEXT, TITLE, new)
    assert edit.headline is None
    assert edit.removed == ("Twelve people watched.",)
    assert edit.added == ("The opposition asked for an inquiry.",)
    assert edit.changed == (
        (
            "The council of Port Ellery opened the dam on Monday, the mayor said.",
            "The council of Port Ellery opened the dam on Tuesday, the mayor said.",
        ),
        ("The repairs cost 4,000,000 dollars.", "The repairs cost 5,500,000 dollars."),
    )
    assert (edit.numbers_gone, edit.numbers_new) == (("4,000,000",), ("5,500,000",))


def test_numbers_are_told_in_one_kind_of_digits() -> None:
    edit = compare(FA_TITLE, FA, FA_TITLE, FA.replace("۴٬۰۰۰", "۹٬۰۰۰"))
    assert [number.replace("٬", ",") for number in edit.numbers_new] == ["9,000"]
    assert len(edit.changed) == 1


def test_what_only_moved_is_neither_removed_nor_added() -> None:
    parts = TEXT.split("\n\n")
    edit = compare(TITLE, TEXT, TITLE, "\n\n".join([parts[2], parts[0], parts[1]]))
    assert (edit.removed, edit.added, edit.changed) == ((), (), ())


def test_a_gigantic_text_is_compared_in_time() -> None:
    many = " ".join(f"Sentence {number} says nothing new." for number in range(30_000))
    edit = compare(TITLE, many, TITLE, many.replace("Sentence 777 says", "Sentence 777 denies"))
    assert edit.removed == ("Sentence 777 says nothing new.",)
    assert edit.added == ("Sentence 777 denies nothing new.",)
