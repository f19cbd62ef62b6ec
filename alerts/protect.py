"""Protected persons: found in what others publish, masked in all that is sent.

Their names are kept nowhere: at entry each spelling is expanded to keys (:mod:`text.sounds`), handles and numbers are
brought to one form, and only HMAC-SHA256 digests of these are kept. A text is then read through windows of one to five
words, each digested in the same way. Who takes the record without the key learns nothing from it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from model.errors import ConfigError
from store import Record, protected
from text.orthography import fold
from text.sounds import joined, keys, word_key

LONGEST = 5
"""Words in a window: two given names, two family names, and one more for a name written apart."""

SHORTEST = 6
"""Sounds in the key of a name; a shorter one would be found in every other sentence."""

SURE = 9
"""From this length on a key is a name however it is written; below it Latin words must begin with capitals."""

MASK = "█"
_MAC_BYTES = 16
_REMEDY = "use 32 random bytes in base64"
_WORD = re.compile(r"[^\W\d_]+")
_HANDLE = re.compile(r"@?[\w.+-]{3,}(?:@[\w-]+(?:\.[\w-]+)+)?", re.ASCII)
_NUMBER = re.compile(r"\+?\d[\d\s().\u200e\u200f-]{5,22}\d")
_DIGITS = 9
"""Of a telephone number the last digits are compared, so that prefixes do not matter."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A protected person at a place in a text (code points)."""

    start: int
    end: int
    protected_id: int


@dataclass(frozen=True, slots=True)
class Guard:
    """Finds and masks protected persons. Without any it costs nothing."""

    key: bytes
    forms: Mapping[bytes, int]
    whose: Mapping[int, str]
    """Protected persons who are among the people that are told."""

    def find(self, text: str) -> list[Seen]:
        """Every place at which a protected person is written."""
        if not self.forms or not text:
            return []
        return [*self._names(text), *self._literals(text)]

    def mask(self, text: str) -> str:
        """The text with protected persons blacked out, letter for letter, so that offsets still fit."""
        found = self.find(text)
        if not found:
            return text
        shown = list(text)
        for seen in found:
            for place in range(seen.start, seen.end):
                shown[place] = MASK if not text[place].isspace() else text[place]
        return "".join(shown)

    def mask_payload(self, values: dict[str, object]) -> dict[str, object]:
        """A payload with every string in it masked."""
        return {name: self._masked(value) for name, value in values.items()} if self.forms else values

    def _masked(self, value: object) -> object:
        if isinstance(value, str):
            return self.mask(value)
        if isinstance(value, list):
            return [self._masked(part) for part in value]
        if isinstance(value, dict):
            return {name: self._masked(part) for name, part in value.items()}
        return value

    def _names(self, text: str) -> Iterable[Seen]:
        words = list(_WORD.finditer(text))
        sounds = [_sound(word[0]) for word in words]
        for first in range(len(words)):
            whole = ""
            for last in range(first, min(first + LONGEST, len(words))):
                whole = joined([whole, sounds[last]])
                if len(whole) < SHORTEST:
                    continue
                whose = self.forms.get(digest(self.key, "name", whole))
                if whose is not None and (len(whole) >= SURE or _capitals(words[first : last + 1])):
                    yield Seen(words[first].start(), words[last].end(), whose)

    def _literals(self, text: str) -> Iterable[Seen]:
        for kind, pattern in (("handle", _HANDLE), ("number", _NUMBER)):
            for match in pattern.finditer(text):
                whose = self.forms.get(digest(self.key, kind, _plain(kind, match[0])))
                if whose is not None:
                    yield Seen(match.start(), match.end(), whose)


def guard(record: Record, key_env: str | None) -> Guard:
    """The guard over a record. Raises ConfigError where people are protected and the key is not there: nothing goes
    unmasked."""
    forms = protected.forms(record)
    whose = {one.id: one.person_id for one in protected.listing(record) if one.person_id}
    return Guard(read_key(key_env) if forms else b"", forms, whose)


NOBODY = Guard(b"", {}, {})
"""The guard of a record in which nobody is protected."""


def digest(key: bytes, kind: str, form: str) -> bytes:
    """The keyed digest of a form."""
    return hmac.new(key, f"{kind}\x1f{form}".encode(), hashlib.sha256).digest()[:_MAC_BYTES]


def expand(key: bytes, names: Iterable[str], handles: Iterable[str], numbers: Iterable[str]) -> set[bytes]:
    """All digests of a person: each name in every spelling of both scripts, handles and numbers in one form.

    Raises ConfigError for a name so short that it would be found everywhere.
    """
    macs: set[bytes] = set()
    for name in names:
        spelt = {form for form in keys(name) if len(form) >= SHORTEST}
        if not spelt or len(_WORD.findall(name)) < 2:
            raise ConfigError(
                "a protected name needs at least two words and some consonants",
                "give the whole name; single names are found by handle or number",
            )
        macs |= {digest(key, "name", form) for form in spelt}
    macs |= {digest(key, "handle", _plain("handle", handle)) for handle in handles}
    for number in numbers:
        if sum(char.isdigit() for char in number) < _DIGITS:
            raise ConfigError("a protected number needs at least nine digits", "write it with its area code")
        macs.add(digest(key, "number", _plain("number", number)))
    return macs


def read_key(variable: str | None) -> bytes:
    """The key of the digests, from the environment variable that the settings name (base64, 32 bytes and more)."""
    value = os.environ.get(variable) if variable else None
    if not value:
        raise ConfigError(
            f"the environment variable {variable or 'of protect.key_env'} is not set",
            "set protect.key_env in settings.yml and the variable to 32 random bytes in base64",
        )
    try:
        key = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ConfigError(f"the environment variable {variable} is not base64", _REMEDY) from error
    if len(key) < 32:
        raise ConfigError(f"the key in {variable} has {len(key)} bytes", _REMEDY)
    return key


@lru_cache(maxsize=65_536)
def _sound(word: str) -> str:
    return word_key(word)


def _capitals(words: Iterable[re.Match[str]]) -> bool:
    """True where every word begins with a capital, or is of a script without them."""
    return all(not word[0][0].islower() for word in words)


def _plain(kind: str, text: str) -> str:
    if kind == "number":
        return "".join(char for char in fold(text) if char.isdigit())[-_DIGITS:]
    return text.strip().lstrip("@").rstrip(".").lower()
