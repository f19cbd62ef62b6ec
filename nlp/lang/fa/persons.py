"""Persian persons: by their given names, by what stands before them, and by what they are said to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from model.annotation import Label
from nlp.entities import Span
from nlp.lang.fa.words import Word, bare, inflected

_AFTER_SPEAKER = frozenset(
    [
        "گفت",
        "می\u200cگوید",
        "گفته",
        "افزود",
        "نوشت",
        "که",
        "در",
        "به",
        "از",
        "را",
        "و",
        "نیز",
        "هم",
        "با",
        "بود",
        "است",
        "اعلام",
        "تأکید",
        "رأی",
    ]
)
_POLITE = frozenset(["آقای", "خانم", "دکتر"])
_TAILS = frozenset(
    ["زاده", "زاد", "پور", "نژاد", "نیا", "فر", "فرد", "دوست", "خواه", "منش", "راد", "وند", "لو", "نسب", "تبار", "پناه"]
)
_OPENS = frozenset(".!?؟:؛\n،«-–—")
_LONGEST = 3


class Persons:
    """The rules, with the word lists of ``names.yml`` in canonical form."""

    def __init__(self, lists: Mapping[str, frozenset[str]], endings: tuple[str, ...]) -> None:
        self._lists = lists
        self._endings = endings

    def found(self, text: str, words: Sequence[Word]) -> list[Span]:
        """Persons in canonical text, full names first, then their surnames alone."""
        found: list[tuple[int, int]] = []
        i = 0
        while i < len(words):
            last = self._name_at(text, words, i)
            if last is None:
                i += 1
            else:
                found.append((i, last))
                i = last + 1
        spans = [Span(words[i].start, words[j].end, Label.PERSON) for i, j in found]
        return [*spans, *self._again(words, found)]

    def _name_at(self, text: str, words: Sequence[Word], i: int) -> int | None:
        """The last word of a name that begins at word ``i``, or None."""
        word = words[i]
        if not self._could_be(word) or (word.text in self._lists["titles"] and word.text not in self._lists["given"]):
            return None
        if i and words[i - 1].text in self._lists["titles"] and word.adjoins:
            return self._by_title(text, words, i)
        if self._given(word.text) or word.text in self._lists["given_doubtful"]:
            return self._by_given_name(text, words, i)
        return self._by_place(text, words, i)

    def _by_title(self, text: str, words: Sequence[Word], i: int) -> int | None:
        """What follows a rank or a form of address, if it looks like a name or ends where a name would."""
        last = self._extend(words, i, i + 1 < len(words))
        if self._given(words[i].text) or words[last].text.endswith(self._endings):
            return last
        following = words[last + 1] if last + 1 < len(words) else None
        ends = following is None or not following.adjoins or following.text in _AFTER_SPEAKER
        return last if ends or words[i - 1].text in _POLITE else None

    def _by_given_name(self, text: str, words: Sequence[Word], i: int) -> int | None:
        """A given name and what follows it; alone only between commas: «دخترش، مهسا،»."""
        sure = self._given(words[i].text)
        last = self._extend(words, i, sure)
        if last > i:
            surname = words[last].text
            if sure or (surname.endswith(self._endings) and not surname.endswith("‌ی")):
                return last
            return last if self._introduced(text, words, i, last) else None
        after = text[words[i].end : words[i].end + 1]
        return i if sure and words[i].gap in ("، ", "(") and after in "،)." else None

    def _by_place(self, text: str, words: Sequence[Word], i: int) -> int | None:
        """Two or three words nobody knows, where a person is introduced: «کنراد اشبی، وکیل او»."""
        if not words[i].gap or (words[i].gap.strip("«»\"' ") == "" and words[i].gap == " "):
            return None
        if words[i].gap and not (set(words[i].gap) & _OPENS):
            return None
        last = i
        while last + 1 < len(words) and last - i + 1 < _LONGEST and words[last + 1].adjoins:
            if not self._could_be(words[last + 1]) or words[last + 1].text in self._lists["speech"]:
                break
            last += 1
        if last == i:
            return None
        return last if self._introduced(text, words, i, last) else None

    def _introduced(self, text: str, words: Sequence[Word], i: int, last: int) -> bool:
        """True if what follows says that the words name a person."""
        rest = text[words[last].end : words[last].end + 40]
        following = words[last + 1] if last + 1 < len(words) else None
        line_start = "\n" in words[i].gap or i == 0
        if line_start and (rest.startswith((":", " ("))) and last - i < _LONGEST:
            return True
        if following is None:
            return False
        role = bare(following.text) in self._lists["roles"] or following.text in self._lists["roles"]
        if following.gap == "، " and role:
            return True
        if rest.startswith("،") and words[i].gap == "، " and self._role_before(words, i):
            return True
        if following.adjoins and following.text in self._lists["speech"] and following.text not in ("در", "به", "نظر"):
            return line_start or set(words[i].gap) & {".", "؟", "!"} != set()
        return rest[:9].strip()[:2].isdigit() and "ساله" in rest[:10]

    def _role_before(self, words: Sequence[Word], i: int) -> bool:
        near = words[max(0, i - 6) : i]
        return any(
            bare(w.text) in self._lists["roles"] or w.text.removesuffix("ش") in self._lists["roles"] for w in near
        )

    def _extend(self, words: Sequence[Word], i: int, sure: bool) -> int:
        """The last word of the name that goes on from word ``i``."""
        last = i
        while last + 1 < len(words) and last - i + 1 < _LONGEST:
            following = words[last + 1]
            if not following.adjoins or not self._could_be(following) or following.text in self._lists["speech"]:
                break
            known = self._given(following.text) or following.text.endswith(self._endings) or following.text in _TAILS
            if not known and not (sure and last == i):
                break
            if last > i and not self._given(words[last].text) and following.text not in _TAILS:
                break  # a surname is over, unless what came so far is a double given name
            last += 1
        return last

    def _given(self, word: str) -> bool:
        return word in self._lists["given"]

    def _could_be(self, word: Word) -> bool:
        """False for words that no name of a person holds."""
        text = word.text
        if not word.free or len(text) < 2 or inflected(text):
            return False
        if text.removesuffix("ان") in self._lists["roles"] or text.removesuffix("ها") in self._lists["roles"]:
            return False
        return text not in self._lists["never"] and bare(text) not in self._lists["never"] and not text.endswith("ه‌ی")

    def _again(self, words: Sequence[Word], found: Sequence[tuple[int, int]]) -> Iterator[Span]:
        """Later mentions by surname alone."""
        surnames: dict[str, tuple[str, ...]] = {}
        for i, j in found:
            if j > i:
                surnames[words[j].text] = (words[j].text,)
                if j - i == 2:
                    pair = (words[j - 1].text, words[j].text)
                    surnames[pair[0]] = pair
        inside = {k for i, j in found for k in range(i, j + 1)}
        for k, word in enumerate(words):
            parts = surnames.get(word.text)
            if parts is None or k in inside or not word.free:
                continue
            if len(parts) == 2 and not (k + 1 < len(words) and words[k + 1].text == parts[1]):
                continue
            yield Span(word.start, words[k + len(parts) - 1].end, Label.PERSON)
