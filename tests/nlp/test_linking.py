"""Linking: the shipped lists, their guards on senses, and the guideline's rulings on what counts."""

from __future__ import annotations

import pytest
from corpora import corpus
from nlp_lists import config, hits, linked

from model.annotation import Label


def slugs(text: str) -> set[str]:
    return {slug for slug, _ in linked(text)}


@pytest.mark.parametrize(
    "name",
    [
        "IRGC", "I.R.G.C.", "Islamic Revolutionary Guard Corps", "Islamic Revolutionary Guards Corps", "Revolutionary Guards",
        "Sepah", "Sepāh", "Pasdaran", "Pāsdārān", "Corps des gardiens de la révolution islamique", "CGRI",
    ],
)  # fmt: skip
def test_names_of_the_guards_in_latin_letters(name: str) -> None:
    assert linked(f"A court in Toronto heard of {name} on Monday.")[1] == ("irgc", name)


@pytest.mark.parametrize(
    "name", ["سپاه", "سپاه پاسداران", "سپاه پاسداران انقلاب اسلامی", "سپـاه", "سپاه پاسداران انقلاب اسلامي"]
)
def test_names_of_the_guards_in_persian(name: str) -> None:
    assert ("irgc", name) in linked(f"دادگاهی در تورنتو دربارهٔ {name} شنید.")


def test_the_guards_need_to_be_known_first() -> None:
    assert "irgc" not in slugs("The Guards won the match, and the Guard's boat came home.")
    assert [w for s, w in linked("The IRGC lied. The Guards deny it; the Guard's men fled.")] == [
        "IRGC",
        "Guards",
        "Guard",
    ]
    assert linked("The IRGC lied. The Coast Guard came. The Guard left.") == [("irgc", "IRGC")]


@pytest.mark.parametrize(
    "text",
    [
        "سپاه نادرشاه از تنگهٔ خیبر گذشت",
        "او با سپاه دانش به ده رفت",
        "سپاه صلح آمریکا",
        "بازی سپاهان در کانادا",
        "بانک سپاه وام می‌دهد",
        "سپاه روم شکست خورد",
        "Salvation Army and Peace Corps and the Marine Corps",
        "Mr. Sepah sold rugs in Toronto",
        "The Republican Guard and the National Guard",
    ],
)
def test_other_corps_are_not_the_guards(text: str) -> None:
    assert "irgc" not in slugs(text)


@pytest.mark.parametrize("text", ["بسیج همگانی", "همه را بسیج کرد", "دست به بسیج امکانات زد", "بسیج نیروها"])
def test_mobilising_is_not_the_basij(text: str) -> None:
    assert "basij" not in slugs(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("نیروی قدس سپاه پاسداران", [("quds-force", "نیروی قدس سپاه پاسداران")]),
        ("the IRGC's Quds Force", [("irgc", "IRGC"), ("quds-force", "Quds Force")]),
        ("Public Safety Canada said", [("public-safety-canada", "Public Safety Canada")]),
        ("بانک سپاه", [("bank-sepah", "بانک سپاه")]),
        ("سازمان اطلاعات سپاه", [("irgc-intelligence", "سازمان اطلاعات سپاه")]),
        ("Flight PS752 families", [("ps752", "Flight PS752")]),
        ("پرواز پی‌اس۷۵۲", [("ps752", "پرواز پی‌اس۷۵۲")]),
        ("پرواز پی اس ۷۵۲", [("ps752", "پرواز پی اس ۷۵۲")]),
        ("The Special Economic Measures (Iran) Regulations", [("sema", "Special Economic Measures (Iran) Regulations")]),
        ("لایحهٔ سی-۷۰", [("bill-c70", "لایحهٔ سی-۷۰")]),
    ],
)  # fmt: skip
def test_the_longest_name_and_nothing_in_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert linked(text) == expected


def test_london_is_in_ontario_only_where_ontario_is() -> None:
    assert ("london-ontario", "LONDON") in linked("LONDON, Ont. — A student said")
    assert ("london-ontario", "London") in linked("A student in London, Ontario, said")
    assert "london-ontario" not in slugs("LONDON — The House of Lords met in Ontario's honour")
    assert "london-ontario" not in slugs("A flat in London, England, and one in Toronto")
    assert ("london-ontario", "لندنِ") in linked("لندنِ اونتاریو")
    assert "london-ontario" not in slugs("وزیر کشور بریتانیا در لندن گفت")


def test_parliaments_of_others() -> None:
    assert "house-of-commons" in slugs("House of Commons Debates. The House met. Mr. Speaker, I rise.")
    assert "house-of-commons" not in slugs("The House of Commons and the House of Lords at Westminster")
    assert "senate-of-canada" not in slugs("The U.S. Senate met; Canada watched")
    assert "federal-court" not in slugs("دادگاه فدرال آمریکا در نیویورک")


def test_gazetteer_places_and_doubtful_ones() -> None:
    assert [(h.label, h.canadian) for h in hits("A shop in Abbotsford")] == [(Label.GPE, True)]
    assert [h.label for h in hits("سفر به هند")] == [Label.GPE]
    assert hits("در سامانه ثبت کنید") == []
    assert hits("the turkey was cold") == []


def test_every_slug_of_the_gold_set_has_names_in_both_languages() -> None:
    wanted = {line.split("\t")[0] for line in corpus("gold", "ids.tsv").read_text(encoding="utf-8").splitlines()[1:]}
    entities = {e.id: e for watchlist in config().watchlists for e in watchlist.entities}
    assert wanted <= set(entities)
    assert all(entities[slug].names["en"] and entities[slug].names["fa"] for slug in wanted)


def test_every_name_can_be_found_where_nothing_forbids_it() -> None:
    """No name of the lists is hidden by another entity's guard or spelling."""
    lost = []
    for watchlist in config().watchlists:
        for entity in watchlist.entities:
            for lang, names in entity.names.items():
                for name in names:
                    context = " . ".join(r for r in name.requires) if name.requires else ""
                    if entity.id not in slugs(f"{name.text} . {context}"):
                        lost.append((entity.id, lang, name.text))
    # A slug in `requires` is no word of the text: those names are shown by the tests above.
    assert [one for one in lost if not _needs_slug(one[0], one[2])] == []


def _needs_slug(entity_id: str, text: str) -> bool:
    names = [
        n for w in config().watchlists for e in w.entities if e.id == entity_id for ns in e.names.values() for n in ns
    ]
    return any(n.text == text and n.requires for n in names)
