"""People under watch: linked with a second sign, in either script; else possible namesakes. Everyone here is invented."""

from __future__ import annotations

from collections.abc import Sequence

from model.annotation import Label, Mention
from model.watch import Name, WatchEntity, Watchlist
from nlp.linking import Linker
from nlp.namesakes import People

PERSON = WatchEntity(
    id="listed-hormoz-tabrizchi",
    label=Label.PERSON,
    name="Hormoz Tabrizchi",
    names={"en": (Name(text="Hormoz Tabrizchi", requires=("1961", "irgc", "commander", "سردار")),)},
)
IRGC = WatchEntity(
    id="irgc", label=Label.ORG, name="IRGC", names={"en": (Name(text="IRGC"),), "fa": (Name(text="سپاه پاسداران"),)}
)
LISTS: Sequence[Watchlist] = (Watchlist(id="some", title="Some", entities=(PERSON, IRGC)),)
LINKER = Linker(LISTS)
PEOPLE = People(LISTS, LINKER)


def meant(text: str, name: str, *others: Mention) -> Mention:
    start = text.index(name)
    mention = Mention(start=start, end=start + len(name), text=name, label=Label.PERSON)
    return PEOPLE.meant(text, (mention, *others))[0]


def test_a_name_alone_is_a_possible_namesake() -> None:
    found = meant("Hormoz Tabrizchi opened a bakery in Halifax.", "Hormoz Tabrizchi")
    assert (found.id, found.namesake) == (None, "listed-hormoz-tabrizchi")


def test_a_rank_or_a_year_of_birth_links_it() -> None:
    assert meant("The commander, Hormoz Tabrizchi, was listed.", "Hormoz Tabrizchi").id == "listed-hormoz-tabrizchi"
    assert meant("Hormoz Tabrizchi, born in 1961, was listed.", "Hormoz Tabrizchi").id == "listed-hormoz-tabrizchi"


def test_the_other_script() -> None:
    assert meant("سردار هرمز تبریزچی به فهرست افزوده شد.", "هرمز تبریزچی").id == "listed-hormoz-tabrizchi"
    assert meant("هرمز تبریزچی نانوایی باز کرد.", "هرمز تبریزچی").namesake == "listed-hormoz-tabrizchi"
    assert meant("هرمز تبریزی نانوایی باز کرد.", "هرمز تبریزی").namesake is None


def test_an_organisation_named_in_the_text_is_a_sign() -> None:
    text = "Hormoz Tabrizchi served in the IRGC."
    organ = Mention(start=31, end=35, text="IRGC", label=Label.ORG, id="irgc")
    assert meant(text, "Hormoz Tabrizchi", organ).id == "listed-hormoz-tabrizchi"
    assert [h.id for h in LINKER.hits("Hormoz Tabrizchi sold bread.")] == []
