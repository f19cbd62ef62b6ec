"""Language identification: py3langid's model among the languages of the script, helped by words and letters.

1. The script with most letters decides which languages can be meant. No letter: ``und``.
2. py3langid (naive Bayes over byte n-grams, 140 classes, one file, deterministic) gives a score for each of them. Its
   Egyptian and Moroccan Arabic count as ``ar``; all its Kurdish (``ku`` in Latin script, ``sdh`` in Arabic) as ``ckb``.
3. Frequent words and letters of their own (``text.lang.function_words``) add to the score, and the languages Rasad
   reads have a head start over the rest, which a sentence of another language overcomes and a headline of one name
   does not. Dari is ``fa``.
4. From 200 characters langdetect, seeded, votes too. It changes nothing: a disagreement stands in ``votes``.

``confidence`` is the probability of the answer: a softmax whose temperature was fitted on slices of 10 to 100
characters, see tests/gates/test_langid.py.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from text.lang.function_words import ABSENT_LETTERS, ARABIC_WORDS, LATIN_WORDS, OWN_LETTERS
from text.lang.tables import words

VOTE_FROM = 200
"""Length in characters from which langdetect votes."""

_READ = words("en fr fa ar ur ps ku sdh")
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
_SAMPLE = 3000
_NO_TEXT = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+|[@#](?=\w)")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

_HEAD_START = 3.0
_WORD = 1.5
_OWN = 2.5
_ABSENT = -2.5
_TEMPERATURE = 1.0


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """The language of a text, how probable it is, and who said what where identifiers disagree.

    ``lang`` is an ISO 639-1 code where there is one, else 639-3 (Sorani ``ckb``), or ``und``. ``votes`` holds
    (identifier, language) pairs, and is empty where all agree.
    """

    lang: str
    confidence: float
    votes: tuple[tuple[str, str], ...] = ()


def identify(text: str) -> LanguageGuess:
    """The language of a text; ``und`` with confidence 0 where it has no letters."""
    plain = unicodedata.normalize("NFC", _NO_TEXT.sub(" ", text[: 2 * _SAMPLE]))[:_SAMPLE]
    script = _script(plain)
    if script is None:
        return LanguageGuess("und", 0.0)
    ranked = _rank(plain, script)
    if not ranked:
        return LanguageGuess("und", 0.0)
    lang, confidence = max(ranked.items(), key=lambda pair: pair[1])
    votes = _votes(plain, lang) if len(text.strip()) >= VOTE_FROM else ()
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
    scores = {lang: math.log(max(p, 1e-12)) for lang, p in _model().rank(text) if lang in classes}
    evidence = _evidence(text, script)
    for lang in scores:
        scores[lang] = scores[lang] + evidence.get(lang, 0.0) + (_HEAD_START if lang in _READ else 0.0)
    top = max(scores.values())
    total: Counter[str] = Counter()
    for lang, score in scores.items():
        total[_SAME.get(lang, lang)] += math.exp((score - top) / _TEMPERATURE)  # type: ignore[assignment]
    mass = sum(total.values())
    return {lang: share / mass for lang, share in total.items()}


def _evidence(text: str, script: str) -> dict[str, float]:
    """What words and letters say for and against languages, as log weights, per letter of evidence bounded."""
    tables = {"LATIN": LATIN_WORDS, "ARABIC": ARABIC_WORDS}.get(script, {})
    tokens = [token.replace("’", "'") for token in _TOKEN.findall(text.lower())]
    found: dict[str, float] = {}
    for lang, table in tables.items():
        found[lang] = min(_WORD * sum(token in table for token in tokens), 12.0)
    if script == "ARABIC":
        length = max(len(text), 1)
        for weight, letters in ((_OWN, OWN_LETTERS), (_ABSENT, ABSENT_LETTERS)):
            for lang, own in letters.items():
                hits = sum(map(text.count, own))
                # A quoted name may bring a foreign letter into a long text: what counts is letters a hundred.
                found[lang] = found.get(lang, 0.0) + weight * min(hits, 4) * min(1.0, 100 * hits / length / 2)
        articles = sum(token.startswith(("ال", "وال", "بال", "لل")) and len(token) > 4 for token in tokens)
        found["ar"] += min(1.0 * articles, 6.0)
    return found


def _votes(text: str, lang: str) -> tuple[tuple[str, str], ...]:
    """The votes where langdetect names another language; it abstains on languages it does not know."""
    detect, known = _langdetect()
    if lang not in known:
        return ()
    other = detect(text)
    return () if other in (lang, "unknown") else (("py3langid", lang), ("langdetect", other))


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 0.6 s: only where it is asked

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _langdetect() -> tuple[Any, frozenset[str]]:
    from langdetect import detector_factory  # loads profiles: only where it is asked

    detector_factory.DetectorFactory.seed = 0
    detector_factory.init_factory()
    factory = detector_factory._factory

    def detect(text: str) -> str:
        detector = factory.create()
        detector.append(text[:1000])
        return {"zh-cn": "zh", "zh-tw": "zh"}.get(found := str(detector.detect()), found)

    return detect, frozenset(factory.get_lang_list()) | {"zh"}
