"""Claims of one story side by side: what became of an accusation, and which claims contradict each other.

Every answer cites the claims that it stands on. Nothing is decided: the words stay those of the speakers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from model.annotation import Modality
from model.dossier import Contradiction, Epistemic, Said, Step
from nlp.numerals import numbers
from text.orthography import fold
from text.terms import tokens

_WORDS = (
    (
        Epistemic.CORRECTED,
        r"\bcorrect(?:ion|ed)\b|\bretract\w*|\bwithdr(?:e|a)w\w* the (?:report|story|claim)|تصحیح|اصلاحیه",
    ),
    (
        Epistemic.ACQUITTED,
        r"\bacquitt\w*|\bnot guilty verdict|\bfound not guilty"
        r"|\bcharges? (?:were |was )?(?:dropped|stayed|withdrawn)|تبرئه",
    ),
    (
        Epistemic.CONVICTED,
        r"\bconvicted\b|\bfound guilty\b|\bpleaded guilty\b|\bsentenced\b|محکوم (?:شد|کرد|شده)|مجرم شناخت",
    ),
    (
        Epistemic.CHARGED,
        r"\bcharged\b|\bindict\w*|\bfaces? (?:\w+ )?(?:charges|counts)|کیفرخواست|تفهیم اتهام|اتهام روبه",
    ),
)
_PATTERNS = tuple((status, re.compile(words, re.I)) for status, words in _WORDS)
_NOT = re.compile(r"\b(?:not|no|never|without|n['’]t)\b[^.;]{0,25}$|نشده|نکرده|نیست", re.I)
_ALIKE = 0.25
"""The least share of common words for two claims of one language to speak of one thing."""
_SHORT = 4


def history(claims: Sequence[Said]) -> tuple[Step, ...]:
    """The statuses of a matter in the order of time, each at its first citation."""
    steps: dict[Epistemic, Step] = {}
    for said in sorted(claims, key=lambda s: (s.at, s.article_id, s.claim.start)):
        status = status_of(said)
        if status is not None:
            steps.setdefault(status, Step(status=status, said=said))
    return tuple(steps.values())


def status_of(said: Said) -> Epistemic | None:
    """The status that one claim gives the matter; None for one that gives none."""
    if said.claim.modality is Modality.DENIED:
        return Epistemic.DENIED
    if said.claim.modality in {Modality.PLANNED, Modality.DEMANDED, Modality.POSSIBLE}:
        return None
    text = fold(said.claim.content)
    for status, pattern in _PATTERNS:
        match = pattern.search(text)
        if match and not _NOT.search(text[: match.start()]) and not _NOT.match(text[match.end() :].strip()):
            return status
    return Epistemic.ALLEGED if said.claim.modality is Modality.ALLEGED else None


def contradictions(claims: Sequence[Said]) -> tuple[Contradiction, ...]:
    """The pairs of claims of one story with opposed polarity or different numbers, in the order of time."""
    ordered = sorted(claims, key=lambda s: (s.at, s.article_id, s.claim.start))
    found = []
    for one, other in combinations(ordered, 2):
        if (why := _opposed(one, other)) is not None:
            found.append(Contradiction(kind="polarity", one=one, other=other, why=why))
        elif (why := _miscounted(one, other)) is not None:
            found.append(Contradiction(kind="number", one=one, other=other, why=why))
    return tuple(found)


def _opposed(one: Said, other: Said) -> str | None:
    """One denies what the other alleges or asserts: they share words, or whom they are about."""
    denial, claim = (one, other) if one.claim.modality is Modality.DENIED else (other, one)
    if denial.claim.modality is not Modality.DENIED or claim.claim.modality not in {
        Modality.ALLEGED,
        Modality.ASSERTED,
    }:
        return None
    if _speaker(denial) == _speaker(claim):
        return None
    about = set(denial.claim.about) | ({denial.claim.speaker_id} if denial.claim.speaker_id else set())
    shared = about & set(claim.claim.about)
    alike = _likeness(denial, claim) >= _ALIKE
    accused = claim.claim.modality is Modality.ALLEGED and bool(shared) and claim.claim.topic is denial.claim.topic
    return f"denied by {denial.claim.speaker or 'the outlet'}" if alike or accused else None


def _miscounted(one: Said, other: Said) -> str | None:
    """Both count the same thing (the same words around the number) and differ."""
    if {one.claim.modality, other.claim.modality} & {Modality.PLANNED, Modality.DEMANDED}:
        return None
    mine, theirs = _counts(one), _counts(other)
    if len(mine) != 1 or len(theirs) != 1 or mine == theirs:
        return None
    alike = one.lang == other.lang and _likeness(one, other) >= 2 * _ALIKE
    named = (
        one.lang != other.lang
        and bool(set(one.claim.about) & set(other.claim.about))
        and one.claim.topic is other.claim.topic
    )
    return f"{min(mine)} against {min(theirs)}" if alike or named else None


def _counts(said: Said) -> set[int]:
    return {n for n in numbers(fold(said.claim.content)) if n > 1 and not 1300 <= n <= 1450 and not 1900 <= n <= 2100}


def _speaker(said: Said) -> str:
    return (said.claim.speaker_ref or said.claim.speaker or said.article_id).lower()


def _likeness(one: Said, other: Said) -> float:
    a, b = (
        {t.term for t in tokens(s.claim.content) if len(t.term) >= _SHORT and not t.term.isdigit()}
        for s in (one, other)
    )
    return len(a & b) / min(len(a), len(b)) if one.lang == other.lang and len(a) > 1 and len(b) > 1 else 0.0
