"""Language identification: py3langid's model among the languages of the script, helped by n-grams, words and letters.

1. The script with most letters decides which languages can be meant. No letter: ``und``.
2. py3langid (naive Bayes over byte n-grams, 140 classes, one file, deterministic) gives a score for each of them. Its
   Egyptian and Moroccan Arabic count as ``ar``. It has one class for Kurdish in each script (``ku``, ``sdh``), both of
   which are ``ckb`` here: Kurmanji is not told apart.
3. A model of our own of the seven languages' letters (``text.ngrams``), which knows short pieces better, adds to it.
4. Frequent words and letters of their own (``text.lang.function_words``) add to the score, and the languages Rasad
   reads have a head start over the rest, which a sentence of another language overcomes and a headline of one name
   does not. Dari is ``fa``.
5. From 200 characters langdetect, seeded, votes too. It changes nothing: a disagreement stands in ``votes``.

``confidence`` is the probability of the answer: a softmax over scores that were fitted as log probabilities on slices
of 10 to 30 characters, see tests/gates/test_langid.py. langdetect can be
chosen alone (``by="langdetect"``); it knows no Pashto and no Sorani and is poor on headlines.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from text.lang.function_words import ABSENT_LETTERS, ARABIC_WORDS, LATIN_WORDS, OWN_LETTERS
from text.lang.tables import words
from text.ngrams import likelihoods

VOTE_FROM = 200
"""Length in characters from which langdetect votes."""

_BYTES, _LETTERS, _RULES = 0.40, 0.40, 0.59
"""Weights of py3langid's log probability, of the n-grams' and of the evidence of words and letters."""

_HEAD_START = {"en": 1.8, "fr": 1.4, "fa": 2.05, "ar": 1.1, "ur": 1.3, "ps": 1.9, "ku": 1.65, "sdh": 1.65}
_WORD = 1.0
_OWN = 2.5
_ABSENT = -2.5
_OTHER_KEYS = 1.0
"""Log weights, fitted on one half of the texts of tests/gates/test_langid.py and checked on the other; then English was
raised by hand, for a name alone (IRGC, Toronto) is far likelier English in what is read here."""

_SAME = {"arz": "ar", "ary": "ar", "sdh": "ckb", "ku": "ckb", "pcm": "en", "nn": "no"}
_CLASSES = {
    "LATIN": words(
        """
        en fr ku de es it pt nl sv da no nn fi is pl cs sk sl hr bs hu ro et lv lt sq tr az id ms tl vi sw so ha
        yo ca gl eu cy ga af mt eo uz tk pcm
        """
    ),
    "ARABIC": words("fa ar arz ary ur ps sdh ug"),
    "CYRILLIC": words("ru uk bg sr mk be kk ky mn tg tt ba"),
    "HEBREW": frozenset(["he"]),
    "DEVANAGARI": words("hi mr ne"),
    "GREEK": frozenset(["el"]),
    "CJK": frozenset(["zh"]),
    "HIRAGANA": frozenset(["ja"]),
    "KATAKANA": frozenset(["ja"]),
    "HANGUL": frozenset(["ko"]),
    "ARMENIAN": frozenset(["hy"]),
    "GEORGIAN": frozenset(["ka"]),
    "BENGALI": frozenset(["bn", "as"]),
    "GURMUKHI": frozenset(["pa"]),
    "GUJARATI": frozenset(["gu"]),
    "TAMIL": frozenset(["ta"]),
    "TELUGU": frozenset(["te"]),
    "KANNADA": frozenset(["kn"]),
    "MALAYALAM": frozenset(["ml"]),
    "SINHALA": frozenset(["si"]),
    "THAI": frozenset(["th"]),
    "LAO": frozenset(["lo"]),
    "KHMER": frozenset(["km"]),
    "MYANMAR": frozenset(["my"]),
    "ETHIOPIC": frozenset(["am"]),
    "TIBETAN": frozenset(["dz"]),
    "ORIYA": frozenset(["or"]),
}
_LEAST = -12.0
_TEMPERATURE = 0.5
_SAMPLE = 3000
_VOTE_SAMPLE = 500
_ARABIC_KEYS = re.compile("[يىك]")
_PERSIAN_KEYS = str.maketrans("يىك", "ییک")  # Persian is also typed on Arabic keyboards
_NO_TEXT = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+|[@#](?=\w)")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """The language of a text, how probable it is, and who said what where identifiers disagree.

    ``lang`` is an ISO 639-1 code where there is one, else 639-3 (Sorani ``ckb``), or ``und``. ``votes`` holds
    (identifier, language) pairs, and is empty where all agree.
    """

    lang: str
    confidence: float
    votes: tuple[tuple[str, str], ...] = ()


Identifier = Literal["rasad", "langdetect"]


def identify(text: str, *, vote: bool = True, by: Identifier = "rasad") -> LanguageGuess:
    """The language of a text; ``und`` with confidence 0 where it has no letters.

    Without ``vote`` langdetect is not asked: 0.2 ms a text instead of some. With ``by="langdetect"`` it alone answers.
    """
    plain = unicodedata.normalize("NFC", _NO_TEXT.sub(" ", text[: 2 * _SAMPLE]))[:_SAMPLE]
    script = _script(plain)
    if script is None:
        return LanguageGuess("und", 0.0)
    if by == "langdetect":
        return _alone(plain)
    ranked = _rank(plain, script)
    if not ranked:
        return LanguageGuess("und", 0.0)
    lang, confidence = max(ranked.items(), key=lambda pair: pair[1])
    votes = _votes(plain, lang) if vote and len(plain.strip()) >= VOTE_FROM else ()
    return LanguageGuess(lang, confidence, votes)


def _script(text: str) -> str | None:
    """The script of most letters (kana decides for Japanese); None where there are no letters."""
    if text.isascii():
        return "LATIN" if any(map(str.isalpha, text)) else None
    counts: Counter[str] = Counter()
    for char, count in Counter(filter(str.isalpha, text)).items():
        counts[_script_of(char)] += count
    if not counts:
        return None
    if counts["HIRAGANA"] + counts["KATAKANA"] > 0.1 * counts.total():
        return "HIRAGANA"
    return counts.most_common(1)[0][0]


@cache
def _script_of(char: str) -> str:
    return unicodedata.name(char, "UNKNOWN").split()[0]


def _rank(text: str, script: str) -> dict[str, float]:
    """The probability of each language of the script."""
    classes = _CLASSES.get(script, frozenset())
    if len(classes) < 2:
        return dict.fromkeys(classes, 1.0)
    scores = _scores(text, classes)
    letters = likelihoods(text)
    evidence = _evidence(text, script)
    if script == "ARABIC" and _on_arabic_keys(text, evidence):
        typed = text.translate(_PERSIAN_KEYS)
        persian = _scores(typed, classes)
        scores["fa"] = max(scores["fa"], scores["ar"] + persian["fa"] - persian["ar"] - _OTHER_KEYS)
        letters["fa"] = max(letters["fa"], likelihoods(typed)["fa"])
    for lang in scores:
        own = letters.get(_SAME.get(lang, lang))
        scores[lang] = _BYTES * scores[lang] + _RULES * evidence.get(lang, 0.0) + _HEAD_START.get(lang, 0.0)
        scores[lang] += 0.0 if own is None else _LETTERS * max(own, _LEAST)
    top = max(scores.values())
    total: dict[str, float] = {}
    for lang, score in scores.items():
        name = _SAME.get(lang, lang)
        total[name] = total.get(name, 0.0) + math.exp((score - top) / _TEMPERATURE)
    mass = sum(total.values())
    return {lang: share / mass for lang, share in total.items()}


def _on_arabic_keys(text: str, evidence: dict[str, float]) -> bool:
    """Whether a text has ي or ك but Persian words: half of what Persian agencies printed for years."""
    others = max(evidence["ar"], evidence["ps"], evidence["ur"])
    return _ARABIC_KEYS.search(text) is not None and evidence["fa"] > others and not set(text) & set(OWN_LETTERS["ps"])


def _scores(text: str, classes: frozenset[str]) -> dict[str, float]:
    """What the model alone says, as log probabilities."""
    return {lang: math.log(max(share, 1e-12)) for lang, share in _model().rank(text) if lang in classes}


def _evidence(text: str, script: str) -> dict[str, float]:
    """What words and letters say for and against languages, as bounded log weights."""
    tables = {"LATIN": LATIN_WORDS, "ARABIC": ARABIC_WORDS}.get(script, {})
    tokens = [token.replace("’", "'") for token in _TOKEN.findall(text.lower())]
    found: dict[str, float] = {}
    for lang, table in tables.items():
        seen = [token.translate(_PERSIAN_KEYS) for token in tokens] if lang == "fa" else tokens
        found[lang] = min(_WORD * sum(token in table for token in seen), 12.0)
    if script == "ARABIC":
        length = max(len(text), 1)
        for weight, letters in ((_OWN, OWN_LETTERS), (_ABSENT, ABSENT_LETTERS)):
            for lang, own in letters.items():
                hits = sum(map(text.count, own))
                share = min(1.0, 50 * hits / length)  # A quoted name may bring a foreign letter into a long text.
                found[lang] = found.get(lang, 0.0) + weight * min(hits, 4) * share
    return found


def _alone(text: str) -> LanguageGuess:
    """What langdetect says by itself, with its own probability."""
    ranked = _langdetect()[2](text)
    return LanguageGuess(*ranked[0]) if ranked else LanguageGuess("und", 0.0)


def _votes(text: str, lang: str) -> tuple[tuple[str, str], ...]:
    """The votes where langdetect names another language; it abstains on languages it does not know."""
    detect, known, _ = _langdetect()
    if lang not in known:
        return ()
    other = detect(text)
    return () if other in (lang, "unknown") else (("rasad", lang), ("langdetect", other))


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 0.6 s: only where it is asked

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _langdetect() -> tuple[Callable[[str], str], frozenset[str], Callable[[str], list[tuple[str, float]]]]:
    """langdetect's answer, the languages it knows, and its answers with their probabilities."""
    from langdetect import detector_factory  # loads profiles: only where it is asked

    detector_factory.DetectorFactory.seed = 0
    detector_factory.init_factory()
    factory = detector_factory._factory
    chinese = {"zh-cn": "zh", "zh-tw": "zh"}

    def read(text: str) -> Any:
        detector = factory.create()
        detector.append(text[:_VOTE_SAMPLE])
        return detector

    def detect(text: str) -> str:
        return chinese.get(found := str(read(text).detect()), found)

    def ranked(text: str) -> list[tuple[str, float]]:
        return [(chinese.get(guess.lang, guess.lang), guess.prob) for guess in read(text).get_probabilities()]

    return detect, frozenset(factory.get_lang_list()) | {"zh"}, ranked
