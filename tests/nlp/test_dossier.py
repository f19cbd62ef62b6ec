"""What became of an accusation, which claims contradict each other, where reports come from. All is invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from model.annotation import Claim, Modality, SpeakerKind, Topic
from model.article import TextDocument
from model.dossier import Epistemic, Said
from model.source import Owner
from nlp.dossier import contradictions, history, status_of
from nlp.origins import Published, origins

AT = datetime(2026, 5, 4, tzinfo=UTC)
TEXT = (
    "The regulator fined a money exchange on Elm Street over ninety transfers that it had not reported, a notice said."
)


def said(
    content: str, modality: Modality, speaker: str, *, day: int = 0, lang: str = "en", about: tuple[str, ...] = ()
) -> Said:
    claim = Claim(
        start=0, end=len(content), content=content, speaker=speaker, speaker_kind=SpeakerKind.PERSON, cue="said",
        direct=False, modality=modality, about=about, topic=Topic.FINANCING,
    )  # fmt: skip
    return Said(article_id=f"a{day}", at=AT + timedelta(days=day), lang=lang, claim=claim)


def test_statuses_in_the_order_of_time_each_with_its_citation() -> None:
    claims = [
        said("the baker was convicted of fraud", Modality.ASSERTED, "a judge", day=9),
        said("the baker moved the money", Modality.ALLEGED, "police"),
        said("the baker was charged with fraud", Modality.ASSERTED, "police", day=2),
        said("moving any money", Modality.DENIED, "the baker", day=3),
        said("the report was corrected", Modality.ASSERTED, "the paper", day=11),
    ]
    steps = history(claims)
    assert [s.status for s in steps] == [
        Epistemic.ALLEGED,
        Epistemic.CHARGED,
        Epistemic.DENIED,
        Epistemic.CONVICTED,
        Epistemic.CORRECTED,
    ]
    assert [s.said.article_id for s in steps] == ["a0", "a2", "a3", "a9", "a11"]


def test_words_keep_the_presumption_of_innocence() -> None:
    assert status_of(said("the baker was not charged", Modality.ASSERTED, "police")) is None
    assert status_of(said("the baker was found not guilty", Modality.ASSERTED, "a judge")) is Epistemic.ACQUITTED
    assert status_of(said("the baker may be charged", Modality.POSSIBLE, "police")) is None
    assert status_of(said("برای نانوا کیفرخواست صادر شد", Modality.ASSERTED, "دادستان", lang="fa")) is Epistemic.CHARGED


def test_opposed_polarity_side_by_side() -> None:
    one = said("the Guards sent men to the radio host", Modality.ALLEGED, "police", about=("irgc",))
    other = said("فرستادن نیرو به کانادا", Modality.DENIED, "سخنگو", day=1, lang="fa", about=("irgc",))
    (found,) = contradictions([other, one])
    assert (found.kind, found.one, found.other) == ("polarity", one, other)
    assert contradictions([one, said("the weather was mild", Modality.DENIED, "a clerk")]) == ()


def test_different_numbers_of_the_same_thing() -> None:
    one = said("the exchange hid 90 transfers to Dubai", Modality.ALLEGED, "police")
    other = said("the exchange hid 62 transfers to Dubai", Modality.ASSERTED, "the regulator", day=1)
    (found,) = contradictions([one, other])
    assert (found.kind, found.why) == ("number", "90 against 62")
    assert contradictions([one, said("the bridge has 4 lanes", Modality.ASSERTED, "a clerk")]) == ()


def test_copies_and_the_outlets_of_one_state_are_one_origin() -> None:
    def report(name: str, text: str, owner: Owner, country: str) -> Published:
        return Published(TextDocument(id=name, title="", text=text, published=AT), owner, country)

    found = origins(
        [
            report("a", TEXT, Owner.INDEPENDENT, "ca"),
            report("b", TEXT + " This report was sent by a wire.", Owner.INDEPENDENT, "ca"),
            report(
                "c", "Officials call the fine on the exchange a mere game of politics.", Owner.STATE_AFFILIATED, "ir"
            ),
            report("d", "A newspaper says the West invents exchanges to fine them.", Owner.IRGC_AFFILIATED, "ir"),
            report("e", "Neighbours of the shop tell of long queues before it was closed.", Owner.PUBLIC, "ca"),
        ]
    )
    assert found.groups == (("a", "b"), ("c", "d"), ("e",))
    assert found.independent == 3
