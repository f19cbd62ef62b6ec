"""What became different between two versions of a text, sentence by sentence, for a reader.

Left out are blank changes: spacing, ways of typing the same letters, counters ("12 comments"), advertisements, and
lists of links to other articles. What is compared are words; a mark of punctuation alone is no change, a quotation
mark is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from model.edit import Edit
from text.lang.en import furniture as en
from text.lang.fa import furniture as fa
from text.orthography import canonical

ALIKE = 0.5
"""From this likeness of their words on, a sentence was edited; below, it was removed and another one written."""
MOST_SENTENCES = 2000
"""Of longer texts the sentences are compared as sets: in order it would cost the square of their number."""
_LINK_WORDS = 16
"""Headlines of other articles are no longer than this."""

_END = re.compile(r"(?<=[.!?؟…])[\"'»”’)\]]*\s+")
_TOKEN = re.compile(r"\d+(?:[.,:/٫٬]\d+)*|[^\W\d_]+(?:[’'\u200c][^\W\d_]+)*|[\"“”«»]")
_NUMBER = re.compile(r"\d+(?:[.,:/٫٬]\d+)*")
_FINAL = re.compile(r"[.!?؟…:؛»”\"]\s*$")


def compare(old_title: str, old_text: str, new_title: str, new_text: str) -> Edit:
    """The difference of two versions. Names are for whoever knows them: see ``store.edits``."""
    before, after = _sentences(old_text), _sentences(new_text)
    removed, added, changed = _matched(before, after)
    retitled = _words(old_title) != _words(new_title)
    told_before = _numbers([old_title, *before])
    told_after = _numbers([new_title, *after])
    return Edit(
        headline=(old_title, new_title) if retitled else None,
        removed=tuple(removed),
        added=tuple(added),
        changed=tuple(changed),
        numbers_gone=tuple((told_before - told_after).elements()),
        numbers_new=tuple((told_after - told_before).elements()),
    )


def blank(old_title: str, old_text: str, new_title: str, new_text: str) -> bool:
    """True where two versions say the same: only what stands around the article differs."""
    if _words(old_title) != _words(new_title):
        return False
    return [_words(part) for part in _said(old_text)] == [_words(part) for part in _said(new_text)]


def _sentences(text: str) -> list[str]:
    return [sentence.strip() for part in _said(text) for sentence in _END.split(part) if sentence.strip()]


def _words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: one way of typing, no cases, straight quotation marks."""
    found = _TOKEN.findall(canonical(text).text.casefold())
    return tuple('"' if word in '"“”«»' else word.replace("\u200c", "").replace("’", "'") for word in found)


def _numbers(sentences: Iterable[str]) -> Counter[str]:
    return Counter(number for text in sentences for number in _NUMBER.findall(_ascii_digits(text)))


def _ascii_digits(text: str) -> str:
    return "".join(str(int(char)) if char.isdigit() and char.isdecimal() else char for char in text)


def _said(text: str) -> list[str]:
    """The paragraphs of an article without what stands around it on the page."""
    parts = [part for part in (line.strip() for line in text.splitlines()) if part]
    kept: list[str] = []
    linking = False
    for part in parts:
        if _is_head(part):
            linking = True
        elif linking and _is_link(part):
            continue
        else:
            linking = False
            if not _is_counter(part):
                kept.append(part)
    # A list of links at the end may come without a head: two or more, since one may be a subheading or a signature.
    last = next((at for at in range(len(kept), 0, -1) if not _is_link(kept[at - 1])), 0)
    return kept[:last] if last and len(kept) - last >= 2 else kept


def _is_head(part: str) -> bool:
    plain = " ".join(_words(part.rstrip(":؛ ")))
    return plain in _HEADS


def _is_link(part: str) -> bool:
    return not _FINAL.search(part) and len(part.split()) <= _LINK_WORDS


def _is_counter(part: str) -> bool:
    found = _words(part)
    return any(word[0].isdigit() for word in found) and all(word[0].isdigit() or word in _COUNTERS for word in found)


def _matched(before: Sequence[str], after: Sequence[str]) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """Sentences that were removed, added and edited."""
    old, new = [_words(text) for text in before], [_words(text) for text in after]
    if max(len(old), len(new)) > MOST_SENTENCES:
        gone, come = set(old) - set(new), set(new) - set(old)
        removed = [text for text, words in zip(before, old, strict=True) if words in gone]
        return removed, [text for text, words in zip(after, new, strict=True) if words in come], []
    lost: list[int] = []
    found: list[int] = []
    changed: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        here = list(range(c, d))
        for at in range(a, b):
            partner = max(here, key=lambda place: _likeness(old[at], new[place]), default=None)
            if partner is not None and _likeness(old[at], new[partner]) >= ALIKE:
                here.remove(partner)
                changed.append((before[at], after[partner]))
            else:
                lost.append(at)
        found += here
    moved = {old[at] for at in lost} & {new[at] for at in found}  # moved within the text: nothing that is said differs
    removed = [before[at] for at in lost if old[at] and old[at] not in moved]
    return removed, [after[at] for at in found if new[at] and new[at] not in moved], changed


def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


_COUNTERS = frozenset(word for table in (en.COUNTERS, fa.COUNTERS) for text in table for word in _words(text))
_HEADS = frozenset(" ".join(_words(head)) for head in (*en.HEADS, *fa.HEADS))
