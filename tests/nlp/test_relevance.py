"""Relevance: the subject's definition in small texts, with reasons; topics; the gate before the models."""

from __future__ import annotations

from pathlib import Path

import pytest
from nlp_lists import LEXICONS, config, linker, understanding

from model.annotation import Topic
from model.article import TextDocument
from model.errors import ConfigError
from nlp.gate import Gate
from nlp.relevance import Judgement, RelevanceRules
from nlp.topics import TopicRules, claim_topic
from text.orthography import canonical

RULES = RelevanceRules(LEXICONS)
TOPICS = TopicRules(LEXICONS)


def judge(title: str, text: str) -> Judgement:
    form = canonical(f"{title}\n\n{text}")
    return RULES.judge(form.text, linker().hits(form.text), len(title))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("IRGC men in Toronto", "The RCMP says the Revolutionary Guards sent men to Toronto to threaten a singer."),
        ("Families of PS752 sue", "Families of Flight PS752 asked a court in Ottawa for the names of the gunners."),
        ("تهدید در ونکوور", "یک خواننده در ونکوور می‌گوید مأموران سپاه پاسداران خانواده‌اش را تهدید کرده‌اند."),
        ("تحریم تازه", "کانادا دو فرماندهٔ نیروی قدس سپاه را تحریم کرد."),
    ],
)
def test_of_the_subject(title: str, text: str) -> None:
    judged = judge(title, text)
    assert judged.relevant
    assert judged.score >= 0.5
    assert judged.reasons


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Guards board tanker", "The IRGC Navy boarded a tanker near Bandar Abbas on Monday."),
        (
            "Peers press ministers",
            "The House of Lords urged the British government to ban the IRGC, as Canada has done.",
        ),
        ("Curling in Calgary", "Five curlers from Iran won a hockey stick in Calgary."),
        ("بانک سپاه", "بانک سپاه سقف وام ازدواج را در تهران بالا برد."),
        ("سپاه نادر", "سپاه نادرشاه از تنگهٔ خیبر گذشت. نسخه‌ای از آن در تورنتو است."),
        ("Ottawa lists a gang", "Ottawa put a neo-Nazi gang on the list of terrorist entities."),
    ],
)
def test_not_of_the_subject(title: str, text: str) -> None:
    assert not judge(title, text).relevant


def test_reasons_name_what_was_read() -> None:
    reasons = judge("IRGC men in Toronto", "The RCMP says the IRGC threatened a singer in Toronto.").reasons
    assert any("IRGC" in reason for reason in reasons)
    assert any("one sentence" in reason for reason in reasons)
    assert any("ties to Canada" in reason for reason in reasons)


def test_topics_by_words_of_either_language() -> None:
    text = canonical("FINTRAC fines exchange\n\nFINTRAC fined a money exchange over wire transfers and deposits.").text
    assert TOPICS.of_document(text, linker().hits(text), 22)[0] is Topic.FINANCING
    text = canonical("هکرهای سپاه\n\nهکرها با ایمیل جعلی و صفحهٔ ورود ساختگی گذرواژه‌ها را دزدیدند.").text
    assert TOPICS.of_document(text, linker().hits(text), 11)[0] is Topic.CYBER


def test_a_claim_has_a_topic_of_its_document() -> None:
    both = (Topic.COURTS, Topic.FINANCING)
    assert claim_topic(TOPICS, "the firm laundered cash through wire transfers", both) is Topic.FINANCING
    assert claim_topic(TOPICS, "the judge refused bail", both) is Topic.COURTS
    assert claim_topic(TOPICS, "he was born at sea", both) is Topic.COURTS
    assert claim_topic(TOPICS, "anything", ()) is Topic.OTHER


def test_an_unknown_topic_is_refused(tmp_path: Path) -> None:
    for lang in ("en", "fa"):
        (tmp_path / lang).mkdir()
        (tmp_path / lang / "topics.yml").write_text("sport: [goal]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="sport"):
        TopicRules(tmp_path)


def test_a_missing_lexicon_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"subject\.yml"):
        RelevanceRules(tmp_path)


GATE = Gate(config().watchlists, LEXICONS)


@pytest.mark.parametrize(
    "text",
    ["the I.R.G.C. said", "REVOLUTIONARY  GUARDS", "سپـاه", "سپاه‌پاسداران", "بسيجي‌ها", "Flight PS-752", "پرواز ٧٥٢",
     "gardiens de la révolution", "Sepāh", "نيروي قدس", "Khatam-ol-Anbia", "Tehran"],
)  # fmt: skip
def test_the_gate_lets_the_subject_through(text: str) -> None:
    assert GATE.passes(text)


@pytest.mark.parametrize(
    "text",
    ["The EU flag was removed in Paris.", "Canada wins a hockey game.", "اطلاعات بیشتر در سایت", "Guard your purse"],
)
def test_the_gate_stops_other_news(text: str) -> None:
    assert not GATE.passes(text)


def test_a_stopped_document_is_identified_and_says_why() -> None:
    document = TextDocument(id="x", title="Hockey", text="Canada won a game of hockey in Calgary on Monday night.")
    stopped = next(understanding().annotate([document], gate=True))
    assert stopped.gated
    assert (stopped.lang, stopped.relevant, stopped.mentions) == ("en", False, ())
    assert "gate" in stopped.reasons[0]
    assert next(understanding().annotate([document])).mentions
