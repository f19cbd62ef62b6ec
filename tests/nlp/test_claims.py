"""What is common to claims of every language: word lists, spans, people, days, places, whom a claim is about."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from claiming import LEXICONS, found, one

from model.annotation import Label, Modality, SpeakerKind, Topic
from model.errors import ConfigError
from nlp import claims
from nlp.claims.quotes import quoted


def test_a_lexicon_that_is_no_list_of_words_is_named(tmp_path: Path) -> None:
    shutil.copytree(LEXICONS, tmp_path / "lexicons")
    (tmp_path / "lexicons" / "fa" / "claims.yml").write_text("say: گفت\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"fa/claims\.yml: say"):
        claims.load(tmp_path / "lexicons")


def test_a_missing_lexicon_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"en/claims\.yml"):
        claims.load(tmp_path)


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('He said "no" and "yes".', ["no", "yes"]),
        ("«او گفت «نه» و رفت»", ["او گفت «نه» و رفت"]),
        ("“One. Two.”", ["One. Two."]),
        ("'It's late,' she said. The boys' coats hung there.", ["It's late,"]),
        ("Don't ask the boys' mother.", []),
        ('An open "mark', ["mark"]),
    ],
)
def test_quotation_marks_in_pairs(text: str, inner: list[str]) -> None:
    assert [text[a:b] for a, b in quoted(text, (0, len(text)))] == inner


def test_a_language_without_rules_has_no_claims() -> None:
    assert found("fr", "Le ministre a dit que la liste serait publiée.") == ()


def test_spans_are_of_the_text_as_printed_with_arabic_letters_and_kashida() -> None:
    text = "سخنگوي پليس گفت: «هيچ سنــدي در دست نيست و پرونده باز است.»"
    (claim,) = found("fa", text)
    assert f"\n\n{text}"[claim.start : claim.end] == claim.content == "هيچ سنــدي در دست نيست و پرونده باز است"
    assert claim.speaker == "سخنگوي پليس"
    assert claim.cue == "گفت"


@pytest.mark.parametrize("cue", ["می‌گوید", "می گوید", "میگوید", "گفته است", "گفته‌است", "گفته بود", "می‌گفت", "می گه"])
def test_a_persian_verb_in_its_forms_and_spellings(cue: str) -> None:
    (claim,) = found("fa", f"مدیر مدرسه {cue} کتاب‌ها پیش از توزیع بررسی نشده بودند.")
    assert claim.speaker == "مدیر مدرسه"
    assert claim.content == "کتاب‌ها پیش از توزیع بررسی نشده بودند"


def test_a_negated_verb_of_speech_reports_nothing() -> None:
    assert found("fa", "مدیر مدرسه نگفت کتاب‌ها از کجا آمده بودند.") == ()
    assert found("en", "The principal did not say that the books had been checked.") == ()


def test_pronouns_are_resolved_by_sex_and_nearness() -> None:
    names = {"Parisa Nouri": (Label.PERSON, None), "Colin Baxter": (Label.PERSON, None)}
    text = (
        "Parisa Nouri left the shop in May, and her partner Colin Baxter kept the keys. "
        "She said the locks had been changed.\n\nHe said nobody had asked him."
    )
    said = found("en", text, names=names)
    assert one(said, "the locks had been changed").speaker_ref == "Parisa Nouri"
    assert one(said, "nobody had asked him").speaker_ref == "Colin Baxter"


def test_the_day_of_the_event() -> None:
    said = found("en", "Police said two men broke the window on Sept. 12. Officers said the men were seen in August.")
    assert [c.date for c in said] == ["2026-09-12", None]
    (claim,) = found("fa", "پلیس گفت دو مرد ۲۱ شهریور پنجره را شکستند.")
    assert claim.date == "2026-09-12"


def test_whom_a_claim_is_about_and_where_it_happened() -> None:
    names = {
        "Quds Force": (Label.ORG, "quds-force"),
        "Canada": (Label.GPE, "canada"),
        "Montreal": (Label.GPE, "montreal"),
        "CSIS": (Label.ORG, "csis"),
    }
    (claim,) = found("en", "CSIS said the Quds Force recruited couriers in Montreal for trips to Canada.", names=names)
    assert claim.about == ("quds-force",)
    assert claim.place == "Montreal"
    assert claim.speaker_id == "csis"
    assert claim.speaker_kind is SpeakerKind.ORGANISATION


def test_who_is_asked_is_what_a_demand_is_about() -> None:
    (claim,) = found("en", "Organizers asked the RCMP to take over the file.", names={"RCMP": (Label.ORG, "rcmp")})
    assert (claim.modality, claim.about) == (Modality.DEMANDED, ("rcmp",))


def test_an_organ_under_watch_that_is_said_to_act_is_accused_unless_a_court_finds_it() -> None:
    names = {"Basij": (Label.ORG, "basij")}
    (said,) = found("en", "A neighbour said the man ran a Basij base in Karaj.", names=names)
    (ruled,) = found("en", "The tribunal found that the man ran a Basij base in Karaj.", names=names)
    assert (said.modality, ruled.modality) == (Modality.ALLEGED, Modality.ASSERTED)


def test_no_evidence_is_asserted_and_no_such_thing_is_denied() -> None:
    (found_none,) = found("en", "Investigators said they had found no evidence of foreign interference.")
    (denied,) = found("en", 'Tehran\'s envoy said: "We have no agents in that country and never had any."')
    assert (found_none.modality, denied.modality) == (Modality.ASSERTED, Modality.DENIED)


def test_the_text_speaks_for_itself_only_where_it_is_relevant() -> None:
    text = "We have waited for years. Parliament must open the archive before another winter passes."
    (claim,) = found("en", text)
    assert (claim.speaker, claim.speaker_kind, claim.modality) == (None, SpeakerKind.OUTLET, Modality.DEMANDED)
    assert found("en", text, relevant=False) == ()


def test_a_claim_of_an_irrelevant_text_has_the_topic_other() -> None:
    text = "The bank said the laundering scheme used forged invoices."
    (claim,) = found("en", text, relevant=False, topics=(Topic.FINANCING,))
    assert claim.topic is Topic.OTHER
    (claim,) = found("en", text, topics=(Topic.COURTS, Topic.FINANCING))
    assert claim.topic is Topic.FINANCING


def test_a_headline_is_a_claim_only_where_the_body_does_not_repeat_it() -> None:
    names = {"Foreign Ministry": (Label.ORG, "iran-government")}
    body = "The Foreign Ministry said the list was a political game."
    (claim,) = found("en", body, title="Foreign Ministry: the list was a political game", names=names)
    assert claim.cue == "said"
    said = found("en", body, title="Foreign Ministry: wiretap story 'a tired film plot'", names=names)
    assert one(said, "wiretap story 'a tired film plot'").speaker == "Foreign Ministry"
    assert len(found("en", body, title="Live: crowds gather at the city hall", names=names)) == 1
