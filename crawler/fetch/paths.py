"""Paths of robots.txt rules against paths of addresses (RFC 9309, 2.2.2 and 2.2.3), both in one spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
PLAIN_IN_PATH = UNRESERVED | frozenset(b"/=&")
PLAIN_IN_QUERY = UNRESERVED | frozenset(b"=&")
"""Octets that stand for themselves in the common spelling. A slash of the path parts it, one of the query does not,
so that only in the query ``/`` and ``%2F`` are the same (the table of RFC 9309, 2.2.2)."""

ESCAPE = re.compile(rb"%([0-9a-fA-F]{2})|(.)", re.DOTALL)
UNESCAPED = re.compile(r"[A-Za-z0-9._~=&-]*(?:/[A-Za-z0-9._~=&-]*)*")
SLASH = ord("/")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rule's path: ``*`` stands for anything, ``$`` at the end for the end. ``octets`` is how specific it is."""

    parts: tuple[str, ...]
    to_the_end: bool
    octets: int = field(compare=False)

    def matches(self, path: str) -> bool:
        """True where the path begins as the pattern says. Each part is looked for once, so this takes no long time."""
        first, *rest = self.parts
        if not path.startswith(first):
            return False
        place = len(first)
        last = rest.pop() if rest and self.to_the_end else None
        for part in rest:
            found = path.find(part, place)
            if found < 0:
                return False
            place = found + len(part)
        if last is not None:
            return len(path) - len(last) >= place and path.endswith(last)
        return not self.to_the_end or place == len(path)


def pattern_of(written: str) -> Pattern:
    """The pattern that a rule writes. ``%2A`` and ``%24`` are a star and a dollar; a dollar inside is one too."""
    to_the_end = written.endswith("$")
    body = written[:-1] if to_the_end else written
    before, query, after = body.partition("?")
    parts = [_spelled(part, PLAIN_IN_PATH) for part in before.split("*")]
    if query:
        first, *more = after.split("*")
        parts[-1] += "?" + _spelled(first, PLAIN_IN_QUERY)
        parts += [_spelled(part, PLAIN_IN_QUERY) for part in more]
    octets = sum(map(len, parts)) + len(parts) - 1 + to_the_end
    return Pattern(tuple(parts), to_the_end, octets)


def path_of(url: str) -> str:
    """Path and query of an address in the common spelling."""
    address = url.partition("#")[0]
    parts = urlsplit(address)
    path = parts.path or "/"
    spelled = _spelled(path, PLAIN_IN_PATH)
    return f"{spelled}?{_spelled(parts.query, PLAIN_IN_QUERY)}" if "?" in address else spelled


def _spelled(text: str, plain: frozenset[int]) -> str:
    """One spelling: unreserved octets plain, all others escaped with capital digits."""
    if UNESCAPED.fullmatch(text) and (SLASH in plain or "/" not in text):
        return text

    def octet(found: re.Match[bytes]) -> bytes:
        escaped = found[1] is not None
        value = int(found[1], 16) if escaped else found[2][0]
        if value in plain and not (escaped and value == SLASH):  # An escaped slash of a path parts nothing.
            return bytes((value,))
        return b"%%%02X" % value

    return ESCAPE.sub(octet, text.encode("utf-8", "surrogateescape")).decode("ascii")
