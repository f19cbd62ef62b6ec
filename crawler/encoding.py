"""Which letters the bytes of a publisher stand for: what is declared, unless the bytes say otherwise."""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import http_content_type_encoding, read_bom, resolve_encoding

DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']([a-z0-9_:.-]+)|<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_:.-]+)""",
    re.IGNORECASE,
)
HIGH_RUN = re.compile(rb"[\x80-\xff]+")
WIDE = {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}


def charset_of(body: bytes, content_type: str | None = None) -> str:
    """The Python codec to read a page or a feed with.

    A byte order mark wins; then bytes that are valid UTF-8 beyond ASCII, which no other charset yields by
    chance (servers that call UTF-8 ISO-8859-1 are many); then what the header and the document declare.
    Nothing declared: windows-1256 where the high bytes stand together as in Persian and Arabic words, else
    windows-1252, as browsers read it.
    """
    mark = read_bom(body[:4])[0]
    if mark:
        return str(mark)
    if wide := _wide(body[:400]):
        return wide
    if _is_utf8(body):
        return "utf-8"
    for name in (http_content_type_encoding(content_type), _in_document(body)):
        codec = resolve_encoding(name) if name else None
        if codec and codec not in {"utf-8", "ascii"} and _reads(body, codec):
            return str(codec)
    return "utf-8" if _mostly_utf8(body) else _undeclared(body)


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a page or a feed; what cannot be read becomes U+FFFD."""
    charset = charset_of(body, content_type)
    return body.decode(charset, "replace").removeprefix("\ufeff")


def _is_utf8(body: bytes) -> bool:
    if body.isascii() or b"\x00" in body[:200]:
        return b"\x00" not in body[:200]
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A body cut in the middle of a letter is still UTF-8.
        return error.reason == "unexpected end of data" and error.end >= len(body) - 3
    return True


def _mostly_utf8(body: bytes) -> bool:
    """True for UTF-8 with a few broken bytes: at least nine letters in ten are whole."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken * 10 <= sum(1 for letter in text if letter > "\x7f")


def _in_document(body: bytes) -> str | None:
    found = DECLARED.search(body[:4096])
    if found is None:
        return None
    return (found[1] or found[2]).decode("ascii")


def _reads(body: bytes, codec: str) -> bool:
    if codec in WIDE and b"\x00" not in body[:200]:
        return False
    decoder = codecs.getincrementaldecoder(codec)("replace")
    text = decoder.decode(body)
    return text.count("\ufffd") * 100 <= len(text)


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, by where the zeros of its markup stand."""
    zeros = [head[place::4].count(0) * 2 > len(head[place::4]) for place in range(4)]
    known = {
        (True, True, True, False): "utf-32-be",
        (False, True, True, True): "utf-32-le",
        (True, False, True, False): "utf-16-be",
        (False, True, False, True): "utf-16-le",
    }
    return known.get((zeros[0], zeros[1], zeros[2], zeros[3])) if len(head) >= 8 else None


def _undeclared(body: bytes) -> str:
    runs = HIGH_RUN.findall(body)
    letters = sum(map(len, runs))
    together = sum(len(run) for run in runs if len(run) > 1)
    return "cp1256" if letters and together * 2 > letters else "cp1252"
