"""A claim while it is being found: spans of the canonical text, before they become a ``model`` noun."""

from __future__ import annotations

from dataclasses import dataclass, replace

from model.annotation import Modality, SpeakerKind

Span = tuple[int, int]
"""Start and end in the canonical text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A claim found by the rules of a language.

    ``force`` is the modality that the cue alone decides, None where the content decides. ``sentence`` is the
    stretch that holds speaker, cue and content (dates are looked for in it too). ``ref`` is who a pronoun stands for;
    ``defends`` is true of a speaker who denies an accusation somewhere in the text.
    """

    content: Span
    speaker: Span | None
    cue: Span | None
    direct: bool
    sentence: Span
    kind: SpeakerKind | None = None
    force: Modality | None = None
    ref: str | None = None
    defends: bool = False


def overlap(a: Span, b: Span) -> int:
    """How many characters two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def trimmed(text: str, span: Span, edges: str) -> Span:
    """The span without white space and the characters of ``edges`` at either end."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in edges):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in edges):
        end -= 1
    return start, end


def moved(draft: Draft, content: Span) -> Draft:
    """The same claim over another content."""
    return replace(draft, content=content)
