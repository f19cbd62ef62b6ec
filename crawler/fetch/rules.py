"""The rules of a robots.txt, read and applied as RFC 9309 says. Pure functions: bytes in, decisions out."""

from __future__ import annotations

import math
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.encoding import charset_of
from crawler.fetch.paths import Pattern, path_of, pattern_of

MAX_BYTES = 500 * 1024
"""RFC 9309, 2.5: at least this much of the file is read; no more is here."""

EVERYONE = "*"
LINE_ENDS = re.compile("\r\n|\r|\n")
TOKEN = re.compile(r"[a-z0-9_.-]+")
NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+")

AGENT = ("user-agent", "useragent", "user agent")
DENY = ("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw")
"""Spellings that are met; what a site means to keep to itself is read generously."""

ALLOW = ("allow",)
DELAY = ("crawl-delay", "crawl delay", "crawldelay")
KNOWN = (*AGENT, *DENY, *ALLOW, *DELAY)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one crawler may ask of a host. ``delay`` is the pause the host wishes, in seconds.

    ``rules`` are (pattern, may it be asked), the most specific first.
    """

    rules: tuple[tuple[Pattern, bool], ...] = ()
    delay: float | None = None

    def allows(self, url: str) -> bool:
        """The longest pattern that matches decides; of equally long ones, the one that allows."""
        if urlsplit(url).path == "/robots.txt":
            return True
        path = path_of(url)
        return next((allowed for pattern, allowed in self.rules if pattern.matches(path)), True)


ALL_ALLOWED = Rules()
NOTHING_ALLOWED = Rules(rules=((pattern_of("/"), False),))


def read_rules(body: bytes, agent: str) -> Rules:
    """The rules for the crawler whose product token is ``agent``.

    All groups that name it count, in any case of letters; where none does, those for everyone.
    """
    token = agent.lower()
    mine: list[tuple[str, str]] = []
    common: list[tuple[str, str]] = []
    named = False
    for agents, lines in _groups(_text(body)):
        if token != EVERYONE and token in agents:
            named = True
            mine += lines
        if EVERYONE in agents:
            common += lines
    return _rules(mine if named else common)


def _rules(lines: list[tuple[str, str]]) -> Rules:
    found = {(pattern_of(value), field in ALLOW) for field, value in lines if field not in DELAY and value[:1] in "/*"}
    ranked = sorted(found, key=lambda rule: (-rule[0].octets, not rule[1]))
    delays = [seconds for field, value in lines if field in DELAY and (seconds := _seconds(value)) is not None]
    return Rules(rules=tuple(ranked), delay=max(delays, default=None))


def _seconds(value: str) -> float | None:
    number = NUMBER.match(value)
    seconds = float(number[0]) if number else math.nan
    return seconds if math.isfinite(seconds) else None


def _text(body: bytes) -> str:
    """The file as text; bytes that are no UTF-8 stay what they are. A line that the limit cuts is left out."""
    if len(body) > MAX_BYTES:
        body = body[:MAX_BYTES]
        body = body[: max(body.rfind(b"\n"), body.rfind(b"\r")) + 1]
    codec = charset_of(body)
    if codec.startswith(("utf-16", "utf-32")):
        return body.decode(codec, "replace").removeprefix("\ufeff")
    return body.removeprefix(BOM_UTF8).decode("utf-8", "surrogateescape")


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """The groups of the file: whom each one names, and its lines.

    A group begins with its agents and ends before the next agent that follows a rule. Other records (sitemaps, a
    crawl delay) end nothing, and a rule before any agent is nobody's.
    """
    agents: set[str] = set()
    lines: list[tuple[str, str]] = []
    ruled = False
    for field, value in _fields(text):
        if field in AGENT:
            if ruled:
                yield agents, lines
                agents, lines, ruled = set(), [], False
            agents.add(_token(value))
        elif agents:
            ruled = ruled or field not in DELAY
            if value:
                lines.append((field, value))
    yield agents, lines


def _fields(text: str) -> Iterator[tuple[str, str]]:
    """Lines that say something known, as (field in small letters, value)."""
    for line in LINE_ENDS.split(text):
        content = line.partition("#")[0].strip()
        field, colon, value = content.partition(":")
        field = field.strip().lower()
        if colon and field in KNOWN:
            yield field, value.strip()
        elif (words := content.split(None, 1)) and words[0].lower() in KNOWN:
            yield words[0].lower(), words[1].strip() if len(words) > 1 else ""


def _token(value: str) -> str:
    """Whom an agent line names: its product token, without a version; empty where it names nobody."""
    small = value.lower()
    if small.split()[:1] == [EVERYONE]:
        return EVERYONE
    found = TOKEN.match(small)
    return found[0] if found else ""
