"""English headlines that attribute: "Foreign Ministry: radio story 'a tired script'"."""

from __future__ import annotations

import re

from model.annotation import Label
from nlp.claims.draft import Draft, trimmed
from nlp.claims.page import Page
from nlp.claims.quotes import quoted
from nlp.claims.rules import Lexicon
from nlp.lang.en.claims_meaning import speaks_for_accused

_HEAD = re.compile(r"([^:\n]{3,60}):\s+(.{12,})")
_NEWS = 0.5
"""The share of a headline's words that the body's claims may hold before it is only a repetition of them."""


def find_title(page: Page, found: list[Draft], lexicon: Lexicon) -> list[Draft]:
    """The claim of a headline whose speaker stands before a colon, where no claim of the body repeats it."""
    match = _HEAD.match(page.text, *page.title)
    if match is None or not _speaker(page, match.span(1), lexicon):
        return []
    content = trimmed(page.text, match.span(2), " .")
    words = _words(page.text[slice(*content)])
    said = [_words(page.text[slice(*d.content)]) for d in found]
    if len(words) < 3 or any(len(words & other) > _NEWS * len(words) for other in said):
        return []
    direct = bool(quoted(page.text, content, single=True)) and page.text[content[0]] in "'\"‘“"
    draft = Draft(content=content, speaker=match.span(1), cue=None, direct=direct, sentence=page.title)
    return [speaks_for_accused(page, draft, lexicon)]


def _speaker(page: Page, span: tuple[int, int], lexicon: Lexicon) -> bool:
    """Whether the words before the colon are one who can speak, and no label such as "Live"."""
    words = page.text[slice(*span)].lower().split()
    if any(" ".join(words).startswith(label) for label in lexicon["labels"]):
        return False
    named = any(n.label in (Label.PERSON, Label.ORG) and n.end == span[1] for n in page.inside(span))
    return named or words[-1] in {*lexicon["roles"], *lexicon["organisations"], *lexicon["documents"]}


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"\w+", text.lower()) if len(w) > 3}
