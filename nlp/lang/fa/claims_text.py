"""Persian sentences, words and verb forms, as the claim rules need them: no parser, verb-final clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from nlp.claims.draft import Span
from nlp.claims.page import Page
from nlp.claims.quotes import quoted
from nlp.claims.rules import Lexicon

ZWNJ = "\u200c"
GAP = rf"[ {ZWNJ}]?"
MASK = "\u00b7"
_BEFORE, _AFTER = rf"(?<![\w{ZWNJ}])", rf"(?![\w{ZWNJ}])"
_WORD = re.compile(rf"[\w{ZWNJ}\u064b-\u0655\u0670{MASK}]+")
_END = re.compile(r"[.!?؟…]+[»”\"')\]]*(?=\s|$)")
_CLOSED = re.compile(rf"[»”\"](?=\s+[^\s{MASK}])")
_EZAFE = re.compile(r"[ٔ\u064b-\u0655]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place in the canonical text; ``bare`` has no diacritics or ezafe sign."""

    text: str
    start: int
    end: int
    bare: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb or phrase: the list it comes from, its words, its place."""

    kind: str
    start: int
    end: int


def masked(page: Page) -> str:
    """The text with what stands between quotation marks blotted out, at the same offsets."""
    out = list(page.text)
    for paragraph in page.paragraphs:
        for start, end in quoted(page.text, paragraph):
            out[start:end] = MASK * (end - start)
    return "".join(out)


def sentences(page: Page, mask: str, span: Span) -> list[Span]:
    """The sentences of a stretch; a quotation is never cut, and one that ends with a stop may end its sentence."""
    cuts = {m.end() for m in _END.finditer(mask, *span)}
    for match in _CLOSED.finditer(mask, *span):
        if page.text[match.start() - 1] in ".!?؟…":
            cuts.add(match.end())
    spans, at = [], span[0]
    for cut in [*sorted(cuts), span[1]]:
        if mask[at:cut].strip():
            lead = len(mask[at:cut]) - len(mask[at:cut].lstrip())
            spans.append((at + lead, cut))
        at = cut
    return spans


def words(mask: str, span: Span) -> list[Word]:
    """The words of a stretch."""
    return [Word(m.group(), m.start(), m.end(), bare(m.group())) for m in _WORD.finditer(mask, *span)]


def bare(word: str) -> str:
    """A word without diacritics, ezafe sign and final half-space."""
    return (
        _EZAFE.sub("", word)
        .replace("أ", "ا")
        .removesuffix(f"{ZWNJ}ی" if word.endswith(f"ه{ZWNJ}ی") else "")
        .rstrip(ZWNJ)
    )


@cache
def plain(entries: tuple[str, ...]) -> frozenset[str]:
    """A list of words in the form in which words are compared."""
    return frozenset(bare(w) for w in entries)


def tolerant(phrase: str) -> str:
    """A pattern for a phrase in its usual spellings: hamza or not, half-space, space or joined, ezafe sign."""
    out = []
    for char in phrase:
        if char in " \u200c":
            out.append(rf"[ {ZWNJ}]+" if char == " " else GAP)
        elif char in "أا":
            out.append("[اأ]")
        elif char in "ئ":
            out.append("[ئی]")
        else:
            out.append(re.escape(char))
    return "".join(out)


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words, with an ezafe written in any way after a final he."""
    ordered = sorted(phrases, key=len, reverse=True)
    body = "|".join(tolerant(p) + (rf"(?:ٔ|{GAP}ی{_AFTER})?" if p.endswith("ه") else "") for p in ordered)
    return re.compile(rf"{_BEFORE}(?:{body}){_AFTER}")


@cache
def word_pattern(entries: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the entries as whole words."""
    return phrase_pattern(entries)


def verb_pattern(entries: Iterable[str], stems: Iterable[str]) -> re.Pattern[str]:
    """Every finite affirmative form of verbs given in the past third person, simple or compound."""
    present = dict(s.split("/") for s in stems)
    alternatives = []
    for entry in sorted(entries, key=len, reverse=True):
        *lead, light = entry.split(" ")
        prefix = tolerant(" ".join(lead)) + "[ ]" if lead else "(?<!به )"
        alternatives.append(prefix + _forms(light, present.get(light), compound=bool(lead)))
    return re.compile(rf"{_BEFORE}(?:{'|'.join(alternatives)}){_AFTER}")


def _forms(past: str, present: str | None, *, compound: bool) -> str:
    if past in {"است", "بود"}:
        return "(?:است|هستند|اند|بود|بودند|بوده است|هستم|هستیم|بودم)"
    if present is None:
        return tolerant(past)
    p, r = tolerant(past), tolerant(present)
    endings = "(?:م|یم|ید|ند)?"
    perfect = rf"{p}ه(?:{GAP}(?:است|اند|ام|ایم)|[ ]بود(?:م|یم|ند)?){'?' if compound else ''}"
    if not compound and past in _SAID:
        perfect += rf"|{p}ه(?=[ ]که[ ]|[:.،؛])"
    spoken = "|می[ \u200c]?گه|می[ \u200c]?گن|می[ \u200c]?گم" if past == "گفت" else ""
    bare_present = rf"|{r}(?:د|ند|م|یم)" if past == "داشت" else ""
    return rf"(?:{perfect}|می{GAP}{p}{endings}|می{GAP}{r}(?:د|ند|م|یم|ید){spoken}{bare_present}|{p}{endings})"


@cache
def _patterns(
    items: tuple[tuple[str, tuple[str, ...]], ...], stems: tuple[str, ...]
) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, verb_pattern(entries, stems)) for kind, entries in items)


_SAID = frozenset({"گفت", "نوشت", "افزود", "پذیرفت"})
"""Verbs whose participle alone, without «است», reports: «پلیس گفته که …»."""
VERB_KINDS = ("deny", "accuse", "doubt", "intend", "name", "demand", "say")


def cues(mask: str, span: Span, lexicon: Lexicon) -> list[Cue]:
    """The reporting verbs of a stretch, outside quotations, in order; the first list that knows a form has it."""
    table = _patterns(tuple((k, lexicon[k]) for k in VERB_KINDS), lexicon["stems"])
    found: list[Cue] = []
    for kind, pattern in table:
        for match in pattern.finditer(mask, *span):
            if all(match.end() <= c.start or match.start() >= c.end for c in found):
                found.append(Cue(kind, match.start(), match.end()))
    for match in _SEEKING.finditer(mask, *span):
        found.append(Cue("seek", match.start(), match.end()))
    return sorted(found, key=lambda c: c.start)


_SEEKING = re.compile(rf"{_BEFORE}خواستار{_AFTER}")
