"""Plain text out of what publishers write."""

from __future__ import annotations

import re
from html import unescape

from w3lib.html import remove_tags

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""Controls, and the bidirectional embeddings, overrides and isolates: they reorder whatever stands around them on
a screen. The marks U+200C to U+200F stay: Persian is written with them."""

SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000\x85]+")
BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def one_line(text: str, limit: int = 1_000) -> str:
    """A title or a name: no markup, no controls, one line."""
    if "<" in text or "&" in text:
        text = unescape(remove_tags(text)) if "<" in text else unescape(text)
    return " ".join(SPACES.sub(" ", UNSEEN.sub("", text)).split())[:limit].rstrip()


def paragraphs(text: str) -> str:
    """Lines as paragraphs parted by a blank line, without controls; no paragraph is empty."""
    clean = UNSEEN.sub("", text.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n"))
    lines = (SPACES.sub(" ", line).strip() for line in clean.split("\n"))
    return "\n\n".join(line for line in lines if line)
