"""Languages told apart: sentences of ours, and what has nothing to tell."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from text.langid import identify

KNOWN = [
    ("en", "The minister said on Tuesday that the list would be published"),
    ("fr", "La ministre a déclaré mardi que la liste serait publiée"),
    ("fa", "وزیر خارجه روز سه‌شنبه گفت که فهرست منتشر می‌شود"),
    ("fa", "وزير خارجه روز سه شنبه گفت كه فهرست منتشر مي شود"),
    ("ar", "قال الوزير يوم الثلاثاء إن القائمة ستنشر قريبا"),
    ("ur", "وزیر نے منگل کو کہا کہ فہرست جلد شائع کی جائے گی"),
    ("ps", "وزیر د سې شنبې په ورځ وویل چې لړلیک به خپور شي"),
    ("ckb", "وەزیر ڕۆژی سێشەممە گوتی کە لیستەکە بڵاو دەکرێتەوە"),
    ("de", "Die Ministerin sagte am Dienstag, die Liste werde veröffentlicht"),
    ("es", "La ministra dijo el martes que la lista será publicada"),
    ("it", "La ministra ha detto martedì che la lista sarà pubblicata"),
    ("pt", "A ministra disse na terça-feira que a lista será publicada"),
    ("nl", "De minister zei dinsdag dat de lijst gepubliceerd wordt"),
    ("tr", "Bakan salı günü listenin yayımlanacağını söyledi"),
    ("ru", "Министр заявила во вторник, что список будет опубликован"),
    ("uk", "Міністерка заявила у вівторок, що список буде опубліковано"),
    ("he", "השרה אמרה ביום שלישי שהרשימה תפורסם"),
    ("zh", "部长星期二表示名单将会公布"),
    ("ja", "大臣は火曜日にリストを公表すると述べた"),
    ("ko", "장관은 화요일에 명단이 공개될 것이라고 말했다"),
    ("el", "Η υπουργός δήλωσε την Τρίτη ότι ο κατάλογος θα δημοσιευθεί"),
    ("hi", "मंत्री ने मंगलवार को कहा कि सूची प्रकाशित की जाएगी"),
]
HEADLINES = [
    ("fa", "سپاه و کانادا"),
    ("fa", "تحریم‌های تازه"),
    ("fa", "واكنش ايران به گزارش"),
    ("ar", "الحرس الثوري في كندا"),
    ("ur", "کینیڈا کا فیصلہ"),
    ("ps", "د کاناډا پرېکړه"),
    ("ckb", "بڕیاری نوێ"),
    ("en", "Ottawa lists the Guards"),
    ("fr", "Ottawa sanctionne Téhéran"),
]


@pytest.mark.parametrize(("lang", "text"), KNOWN + HEADLINES)
def test_named_right(lang: str, text: str) -> None:
    assert identify(text).lang == lang


@pytest.mark.parametrize("text", ["", "   \n", "12345", "۱۴۰۵/۰۸/۳۰", "!!! — …", "🙂🙂", "https://example.org/a/b"])
def test_nothing_to_tell(text: str) -> None:
    guess = identify(text)
    assert (guess.lang, guess.confidence, guess.votes) == ("und", 0.0, ())


def test_a_quoted_name_does_not_change_the_language() -> None:
    text = "The poster in Richmond Hill read سپاه پاسداران and was taken down by the city on Friday."
    assert identify(text).lang == "en"


def test_agreement_leaves_no_votes() -> None:
    assert identify(KNOWN[0][1] + ". " + "The police of the city said that nobody was hurt. " * 5).votes == ()


def test_a_disagreement_is_recorded_and_decides_nothing() -> None:
    texts = [f"{a} {b} {a} {b}" for _, a in KNOWN[:2] for _, b in KNOWN[8:14]]
    recorded = [guess for text in texts if (guess := identify(text)).votes]
    assert recorded
    for guess in recorded:
        votes = dict(guess.votes)
        assert votes["rasad"] == guess.lang != votes["langdetect"]
    assert all(identify(text, vote=False).votes == () for text in texts)


def test_unknown_to_langdetect_is_an_abstention() -> None:
    assert identify((KNOWN[7][1] + "، ") * 6).votes == ()


def test_the_same_in_every_process() -> None:
    code = (
        "from text.langid import identify; print([identify(t * 9) for t in ('Mashhad Karaj Qom Yazd ', 'no es un ')])"
    )
    runs = {subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout for _ in range(2)}
    assert len(runs) == 1


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_confidence_is_a_probability(text: str) -> None:
    guess = identify(text)
    assert 0.0 <= guess.confidence <= 1.0
    assert (guess.lang == "und") == (guess.confidence == 0.0)
