"""Names in context: which names of the lists stand in a text, and which of their senses are meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from model.annotation import Label
from model.watch import Name, Watchlist
from nlp.gazetteer import Known
from nlp.matcher import Found, Trie
from nlp.squeeze import Seam, Squeezed, fits, squeeze
from text.orthography import fold

_ARTICLES = ("the ", "this ")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found: offsets of the text that was searched. ``id`` is None for a name of a gazetteer."""

    start: int
    end: int
    label: Label
    id: str | None
    letters: int
    """How many letters the name has: the longest name wins."""
    canadian: bool = False
    """True for a gazetteer's place in Canada."""


@dataclass(frozen=True, slots=True)
class _Guard:
    letters: str
    seams: tuple[Seam, ...]
    comma: bool
    dotted: bool
    """An abbreviation: its full stop ends no sentence (Mr. Sepah, the U.S. Senate)."""


@dataclass(frozen=True, slots=True)
class _Sense:
    """One name with its guards, ready to be compared."""

    label: Label
    id: str | None
    article: bool
    capitals: tuple[int, ...]
    before: tuple[_Guard, ...] = ()
    needs_before: tuple[_Guard, ...] = ()
    after: tuple[_Guard, ...] = ()
    absent: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    slugs: frozenset[str] = frozenset()
    canadian: bool = False


_Payload = _Sense | str


class Linker:
    """Finds the names of watchlists and gazetteers. Built once, used for every text."""

    def __init__(self, watchlists: Iterable[Watchlist], gazetteer: Iterable[Known] = ()) -> None:
        lists = tuple(watchlists)
        self.labels = {entity.id: entity.label for watchlist in lists for entity in watchlist.entities}
        self._trie: Trie[_Payload] = Trie()
        self._terms: set[str] = set()
        for watchlist in lists:
            for entity in watchlist.entities:
                for name in {id(name): name for names in entity.names.values() for name in names}.values():
                    self._trie.add(fold(name.text), self._sense(name, entity.label, entity.id))
        for known in gazetteer:
            self._trie.add(fold(known.text), _plain(known))

    def _sense(self, name: Name, label: Label, slug: str) -> _Sense:
        slugs = frozenset(r for r in name.requires if r in self.labels)
        words = [r for r in name.requires if r not in slugs]
        return _Sense(
            label=label,
            id=slug,
            article=name.text.lower().startswith(_ARTICLES),
            capitals=_capitals(fold(name.text)) if name.cased else (),
            before=tuple(_guard(word) for word in name.unless_before),
            after=tuple(_guard(word) for word in name.unless_after),
            absent=frozenset(self._term(word) for word in name.unless_in_document),
            words=frozenset(self._term(word) for word in words),
            slugs=slugs,
        )

    def _term(self, word: str) -> str:
        if word not in self._terms:
            self._terms.add(word)
            self._trie.add(fold(word), word)
        return word

    def holds(self, text: str, words: Iterable[str]) -> bool:
        """Whether one of the words that names require (offices, ranks, years) stands in a canonical text."""
        wanted = frozenset(words) & self._terms
        return bool(wanted) and any(f.payload in wanted for f in self._trie.find(text, squeeze(text)))

    def hits(self, text: str) -> list[Hit]:
        """The names that are meant, in reading order, none inside another. ``text`` is canonical."""
        squeezed = squeeze(text)
        found = self._trie.find(text, squeezed)
        terms = {f.payload for f in found if isinstance(f.payload, str)}
        plausible: list[tuple[Found[_Payload], _Sense]] = []
        for one in found:
            sense = one.payload
            if isinstance(sense, _Sense) and _in_place(sense, one, text, squeezed) and not sense.absent & terms:
                plausible.append((one, sense))
        return longest(_hit(one, sense) for one, sense in _settled(plausible, terms))


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that remain if a longer name takes its place before a shorter one, and a linked one before others."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (-h.letters, h.id is None, h.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)


def _settled(
    plausible: Sequence[tuple[Found[_Payload], _Sense]], terms: set[str]
) -> list[tuple[Found[_Payload], _Sense]]:
    """The names whose ``requires`` hold. A name that needs another entity may be what a third one needs."""
    settled = [(one, s) for one, s in plausible if not (s.words or s.slugs) or s.words & terms]
    waiting = [(one, s) for one, s in plausible if s.slugs and not s.words & terms]
    while True:
        present = {s.id for _, s in settled}
        ready = [(one, s) for one, s in waiting if s.slugs & present]
        if not ready:
            return settled
        settled += ready
        waiting = [pair for pair in waiting if pair not in ready]


def _hit(one: Found[_Payload], sense: _Sense) -> Hit:
    start = one.start
    letters = one.last - one.first
    if sense.article:
        skip = 4 if letters > 3 else 0
        start = start + skip
    return Hit(start, one.end, sense.label, sense.id, letters, sense.canadian)


def _capitals(name: str) -> tuple[int, ...]:
    """Positions, among the letters of a name, of its capitals."""
    squeezed = squeeze(name)
    return tuple(i for i, at in enumerate(squeezed.at) if name[at].isupper())


def _guard(word: str) -> _Guard:
    folded = fold(word)
    squeezed = squeeze(folded)
    return _Guard(squeezed.letters, squeezed.seams, folded.startswith((",", "،")), folded.endswith("."))


def _plain(known: Known) -> _Sense:
    return _Sense(
        label=known.label,
        id=None,
        article=known.text.startswith(_ARTICLES),
        capitals=_capitals(fold(known.text)) if known.cased else (),
        needs_before=tuple(_guard(word) for word in known.after),
        canadian=known.canadian,
    )


def _in_place(sense: _Sense, one: Found[_Payload], text: str, squeezed: Squeezed) -> bool:
    if any(not text[squeezed.at[one.first + i]].isupper() for i in sense.capitals):
        return False
    if any(_stands_before(guard, one.first, text, squeezed) for guard in sense.before):
        return False
    if sense.needs_before and not any(_stands_before(guard, one.first, text, squeezed) for guard in sense.needs_before):
        return False
    return not any(_stands_after(guard, one.last, squeezed) for guard in sense.after)


def _stands_before(guard: _Guard, first: int, text: str, squeezed: Squeezed) -> bool:
    start = first - len(guard.letters)
    if start < 0 or not squeezed.letters.startswith(guard.letters, start):
        return False
    near = squeezed.seams[first] in (Seam.SPACE, Seam.JOIN)
    if guard.dotted and text[squeezed.at[first - 1] + 1 : squeezed.at[first]] == ". ":
        near = True
    return near and _same_seams(guard, start, squeezed)


def _stands_after(guard: _Guard, last: int, squeezed: Squeezed) -> bool:
    letters = squeezed.letters
    # What is left of the name's own word (the ها of سپاه‌ها) does not stand between the name and its guard.
    while last < len(letters) and (squeezed.seams[last] is Seam.NONE or last in squeezed.zwnj):
        last += 1
    if not letters.startswith(guard.letters, last):
        return False
    end = last + len(guard.letters)
    if end < len(letters) and squeezed.seams[end] is Seam.NONE:
        return False
    allowed = (Seam.COMMA,) if guard.comma else (Seam.SPACE, Seam.JOIN)
    return last < len(letters) and squeezed.seams[last] in allowed and _same_seams(guard, last, squeezed)


def _same_seams(guard: _Guard, start: int, squeezed: Squeezed) -> bool:
    if squeezed.seams[start] is Seam.NONE:
        return False
    return all(
        fits(guard.seams[k], squeezed.seams[start + k], squeezed.letters[start + k - 1])
        for k in range(1, len(guard.seams))
    )
