"""Index terms: what both engines index, what a query is made of, what is highlighted.

``tokens`` gives the terms of a text in order. It needs no language: each run of letters and digits is treated by its
script. No stop word is left out. A phrase query is a sequence of these terms.

**Arabic script** (over ``text.orthography.canonical``, which has joined affixes written with a space)
- A word is split at its half-spaces: «سپاه‌پاسداران» and «سپاه پاسداران» are the same two terms. But
- می نمی are written on (می‌شود, می شود, میشود → میشود; نمیشود is another term); so are ‌تر ‌ترین ‌ای;
- the endings ها های هایی هایش …, ezafe and indefinite ی after ه, ش شان …, اند ایم ام … after a half-space go;
  a plural ها … goes where it is written on as well (کتابها), but for the words of ``NOT_PLURAL`` (تنها, بها);
- an ezafe ی goes after ا (کانادای, شورای) and after the words of ``ENDS_IN_U`` (نیروی);
- ئ is ی, a last ء after ا goes (شهداء), «…الله» is two terms, and the tables ``SPELLINGS``, ``COLLOQUIAL`` and
  ``COMPOUNDS`` of ``text.lang.fa.words`` are applied.
- Nothing else is stripped: no ان ات ین, no ی of adjectives, no verb endings. سپاهان is not سپاه, ایرانی not ایران.
- Letters and digits are parted: پی‌اس۷۵۲, پی‌اس ۷۵۲ and پی اس ۷۵۲ → پی اس 752.

**Latin script and the rest**
- Casefolded, accents off (Sepāh → sepah), ø ł æ œ đ ı spelt plainly; letters and digits stay together (ps752).
- An apostrophe inside a word goes (O'Brien → obrien, Shiʿa → shia), a possessive 's goes, a French elision is a word
  of its own (l'Iran → l iran). I.R.G.C. → irgc. A hyphen parts words.
- No English stemming, plurals included: a plain word is that word, and ``guard*`` finds its forms. Stripping s
  would make Hamas Hama and news new, and a prefix query would no longer see what is written.

**Digits**: one set; thousands marks go (1,000 and ۱٬۰۰۰ → 1000), decimals stay together (2.6).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from text.lang.fa.affixes import PLURALS
from text.lang.fa.words import COLLOQUIAL, COMPOUNDS, ENDS_IN_U, KEEPS_YEH, NOT_PLURAL, SPELLINGS
from text.lang.tables import words
from text.orthography import ARABIC, ZWNJ, canonical

_MARKS = "\u0300-\u036f"
_APOSTROPHES = "'\u2018\u2019\u02bb-\u02bf\u201b\uff07`\u00b4"
_LETTERS = f"(?:[^\\W_]|[{_MARKS}])"
_OTHER = rf"(?:(?![{ARABIC}]){_LETTERS})"
_WORD = re.compile(
    rf"(?P<number>(?<![^\W_][.,])(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+\.\d+)(?!{_OTHER})(?![.,]\d))"
    rf"|(?P<arabic>[{ARABIC}][{ARABIC}{ZWNJ}]*)"
    rf"|(?P<dotted>(?<![^\W_])(?:[^\W\d_{ARABIC}]\.){{2,}}(?:[^\W\d_{ARABIC}](?![^\W_]))?(?:[{_APOSTROPHES}][sS](?![^\W_]))?)"
    rf"|(?P<plain>{_OTHER}+(?:[{_APOSTROPHES}]{_OTHER}+)*)"
)
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_POSSESSIVE = re.compile(f"[{_APOSTROPHES}][sS]$")
_ELISIONS = words("l d j m t s n c qu jusqu lorsqu puisqu quoiqu")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})

_ENDINGS = "|".join(sorted(PLURALS))
_PLURAL = re.compile(f"(..+)(?:{_ENDINGS})")
_DROPPED = PLURALS | words("ی یی ش م ت شان مان تان اش ام ات اند ایم اید یم ید ند ست یشان یمان یتان یش")
_GLUED = re.compile(f"(تر|ترین|تری|ای)(?:{_ENDINGS}|ی)?")
_GOD = re.compile("(..+)(الله)")


class Token(NamedTuple):
    """An index term and the span of the original text it stands for. A tuple, since texts have thousands of them."""

    term: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The index terms of a text, in order. A compound written as one word gives several with one span."""
    form = canonical(text)
    found: list[Token] = []
    for match in _WORD.finditer(form.text):
        at = match.start()
        for term, start, end in _terms(match[0], match.lastgroup or ""):
            first, last = (at + start, at + end) if form.starts is None else form.to_original(at + start, at + end)
            found.append(Token(term, first, last))
    return found


def terms(text: str) -> list[str]:
    """The index terms of a text, in order, without their places: two thirds of the time of :func:`tokens`."""
    found: list[str] = []
    for match in _WORD.finditer(canonical(text).text):
        found += [term for term, _, _ in _terms(match[0], match.lastgroup or "")]
    return found


@lru_cache(maxsize=1 << 16)
def _terms(word: str, kind: str) -> tuple[tuple[str, int, int], ...]:
    """The terms of one word of canonical text, with spans in it."""
    if kind == "number":
        return ((word.replace(",", ""), 0, len(word)),)
    if kind == "arabic":
        return tuple(_persian(word))
    end = len(word)
    if possessive := _POSSESSIVE.search(word):
        word = word[: possessive.start()]
    if kind == "dotted":
        return ((_latin(word.replace(".", "")), 0, end),)
    first = _APOSTROPHE.search(word)
    if first and _latin(word[: first.start()]) in _ELISIONS:
        rest = _latin(word[first.end() :])
        head = (_latin(word[: first.start()]), 0, first.start())
        return (head, (rest, first.end(), end)) if rest else (head,)
    term = _latin(word)
    return ((term, 0, end),) if term else ()


def _latin(word: str) -> str:
    """Case, accents and apostrophes off."""
    if word.isascii():
        return _APOSTROPHE.sub("", word).lower()
    spelt = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", word).casefold())
    bare = "".join(c for c in spelt if not unicodedata.combining(c) and not c.isspace())
    return bare.translate(_PLAIN).casefold()


def _persian(word: str) -> list[tuple[str, int, int]]:
    """Split at half-spaces, put prefixes on, take endings off; the spans keep the endings."""
    found: list[tuple[str, int, int]] = []
    at = 0
    prefix = False
    for part in word.split(ZWNJ):
        end = at + len(part)
        glued = _GLUED.fullmatch(part) if found else None
        if prefix:
            found[-1] = (found[-1][0] + part, found[-1][1], end)
            prefix = False
        elif found and part in _DROPPED:
            found[-1] = (found[-1][0], found[-1][1], end)
        elif glued:
            found[-1] = (found[-1][0] + glued[1], found[-1][1], end)
        elif part:
            prefix = not found and part in ("می", "نمی", "همی")
            found.append((part if prefix else _stem(part), at, end))
        at = end + 1
    return [(term, start, end) for whole, start, end in found for term in _spelling(whole)]


def _stem(word: str) -> str:
    """A written-on plural ending or ezafe off."""
    if word not in NOT_PLURAL and (plural := _PLURAL.fullmatch(word)):
        word = plural[1]
    if word.endswith("ای") and len(word) > 3 and word not in KEEPS_YEH:
        return word[:-1]
    return word[:-1] if word.endswith("وی") and word[:-1] in ENDS_IN_U else word


def _spelling(word: str) -> tuple[str, ...]:
    """One spelling of a word; a compound as its parts."""
    if word.endswith("اء") and len(word) > 3:
        word = word[:-1]
    word = word.replace("ئ", "ی")
    word = SPELLINGS.get(word) or COLLOQUIAL.get(word, word)
    if word in COMPOUNDS:
        return COMPOUNDS[word]
    divine = _GOD.fullmatch(word)
    return (divine[1], divine[2]) if divine else (word,)
