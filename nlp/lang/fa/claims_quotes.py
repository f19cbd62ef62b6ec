"""Quotations that no verb of speech leads to: «X به خبرنگار ما: «…»»."""

from __future__ import annotations

from nlp.claims.draft import Draft, Span, trimmed
from nlp.claims.page import Page
from nlp.claims.quotes import quoted
from nlp.claims.rules import Lexicon
from nlp.lang.fa.claims_objects import EDGES
from nlp.lang.fa.claims_speaker import subject

SHORTEST = 4


def find_quotes(page: Page, mask: str, sentence: Span, found: list[Draft], lexicon: Lexicon) -> list[Draft]:
    """The quotations after a colon that nobody else's claim covers; the clause before the colon names the speaker."""
    drafts = []
    for inner in quoted(page.text, sentence):
        if len(page.text[slice(*inner)].split()) < SHORTEST or not mask[: inner[0] - 1].rstrip().endswith(":"):
            continue
        earlier = [d for d in found if d.content[1] <= inner[0]]
        speaker = earlier[-1].speaker if earlier else subject(page, mask, (sentence[0], inner[0] - 1), lexicon).span
        if speaker is not None:
            content = trimmed(page.text, inner, EDGES)
            drafts.append(Draft(content=content, speaker=speaker, cue=None, direct=True, sentence=sentence))
    return drafts
