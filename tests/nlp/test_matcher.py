"""The matcher: spelling without its accidents, whole words only, a cost that does not grow with the list."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.matcher import Trie
from nlp.squeeze import Seam, fits, squeeze
from text.orthography import fold


def found(name: str, text: str) -> list[str]:
    trie: Trie[str] = Trie()
    trie.add(fold(name), "it")
    plain = fold(text)
    return [plain[f.start : f.end] for f in trie.find(plain, squeeze(plain))]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("I.R.G.C.", "the IRGC said"),
        ("I.R.G.C.", "the I.R.G.C. said"),
        ("Sepāh-e Pāsdārān", "a man of sepah e pasdaran"),
        ("Quds Force", "its Quds-Force men"),
        ("نورث‌یورک", "در نورث یورک"),
        ("نورث‌یورک", "در نورث‌یورک"),
        ("نورث‌یورک", "در نورثیورک"),
        ("نیروی قدس", "نيروي قدس"),
        ("سپاه", "علیه سپـاه‌ها"),
        ("وزارت خارجه کانادا", "وزارت خارجه‌ی کانادا"),
        ("وزارت خارجه کانادا", "وزارت خارجهٔ کانادا"),
        ("وزارت خارجه کانادا", "وزارت خارجۀ کانادا"),
        ("زن، زندگی، آزادی", "جنبش زن زندگی آزادی"),
        ("Woman, Life, Freedom", "the Woman Life Freedom march"),
        ("هوافضای سپاه", "هَوافضای سپاه"),
        ("پرواز ۷۵۲", "پرواز 752"),
        ("پرواز ۷۵۲", "پرواز ٧٥٢"),
        ("کانادا", "کانادای سرد"),
        ("سپاه", "سپاهو نمی‌بینی"),
        ("sanction*", "sanctioned"),
    ],
)
def test_one_name_in_many_spellings(name: str, text: str) -> None:
    assert len(found(name, text)) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Iran", "Iranian"),
        ("Iran", "I ran home"),
        ("Quds Force", "in Quds. Force was used"),
        ("IRGC", "AIRGC"),
        ("ایران", "ایرانی"),
        ("ایران", "ایران‌هراسی"),
        ("سپاه", "سپاهان"),
        ("سپاه", "سپاهی از آتش‌نشان‌ها"),
        ("کانادا", "کانادایی"),
        ("جمهوری اسلامی", "جمهوری، اسلامی"),
        ("Guards Navy", "the Guards' Navy"),
    ],
)
def test_other_words_stay_other_words(name: str, text: str) -> None:
    assert found(name, text) == []


def test_a_name_without_letters_is_refused() -> None:
    with pytest.raises(ValueError, match="without letters"):
        Trie[str]().add("«»", "it")


def test_no_name_crosses_the_end_of_a_sentence() -> None:
    assert not any(fits(seam, Seam.BREAK, "a") for seam in Seam if seam is not Seam.BREAK)


@given(st.text(max_size=60))
def test_letters_keep_their_places(text: str) -> None:
    squeezed = squeeze(text)
    assert len(squeezed.letters) == len(squeezed.at) == len(squeezed.seams)
    assert list(squeezed.at) == sorted(squeezed.at)
    assert all(0 <= at < len(text) for at in squeezed.at)


def test_cost_does_not_grow_with_the_list() -> None:
    text = fold("The council of Isfahan voted on Tuesday, پلیس فدرال کانادا گفت. " * 40)
    squeezed = squeeze(text)

    def seconds(names: int) -> float:
        trie: Trie[int] = Trie()
        for i in range(names):
            trie.add(f"Name{i:05d} Of Person{i * 7919 % 99991:05d}", i)
        best = 1e9
        for _ in range(5):
            began = time.perf_counter()
            trie.find(text, squeezed)
            best = min(best, time.perf_counter() - began)
        return best

    assert seconds(30_000) < 4 * seconds(100) + 0.002
