"""What changed between two versions of a text, for a reader: words within paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_PARAGRAPHS = 600
MOST_WORDS = 1500
"""Longer paragraphs are shown whole, as removed and added: comparing costs the square of the length."""
ALIKE = 0.4
"""Below this likeness a paragraph was replaced, not edited."""
REACH = 8
"""How many paragraphs ahead an edited one is looked for."""
_WORD = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words: ``same``, ``ins`` or ``del``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph as it changed; or, with ``unchanged``, so many paragraphs that did not."""

    runs: tuple[Run, ...] = ()
    unchanged: int = 0


def changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """The paragraphs of two versions against each other, in the order of the text.

    Put together, the runs that are not ``ins`` are the old paragraphs that changed, those that are not ``del`` the new.
    """
    if max(len(old), len(new)) > MOST_PARAGRAPHS:
        return [*(_whole("del", text) for text in old), *(_whole("ins", text) for text in new)]
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Change(unchanged=b - a))
        else:
            found += _replaced(old[a:b], new[c:d])
    return found


def _replaced(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Paragraphs that stand for others: each old one beside the next new one that is like it."""
    found: list[Change] = []
    at = 0
    for text in old:
        candidates = range(at, min(len(new), at + REACH))
        edited = next(((place, runs) for place in candidates if (runs := _edited(text, new[place]))), None)
        if edited is None:
            found.append(_whole("del", text))
            continue
        found += [_whole("ins", added) for added in new[at : edited[0]]]
        found.append(Change(edited[1]))
        at = edited[0] + 1
    return [*found, *(_whole("ins", added) for added in new[at:])]


def _edited(old: str, new: str) -> tuple[Run, ...]:
    """The runs of an edited paragraph; none where the new one is another paragraph."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        return ()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    alike = matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
    return tuple(_runs(matcher, before, after)) if alike else ()


def _runs(matcher: SequenceMatcher[str], before: Sequence[str], after: Sequence[str]) -> list[Run]:
    found: list[Run] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found.append(Run("same", "".join(before[a:b])))
            continue
        if b > a:
            found.append(Run("del", "".join(before[a:b])))
        if d > c:
            found.append(Run("ins", "".join(after[c:d])))
    return found


def _whole(kind: str, text: str) -> Change:
    return Change((Run(kind, text),))
