"""From a parsed document to its claims: the language's rules, then what is common to all languages."""

from __future__ import annotations

from collections.abc import Sequence

from model.annotation import Claim, Topic
from nlp.claims.draft import Draft, overlap
from nlp.claims.finish import finished
from nlp.claims.languages import LANGUAGES
from nlp.claims.page import page_of
from nlp.claims.rules import ClaimRules
from nlp.input import Parsed


def extract(rules: ClaimRules, parsed: Parsed, relevant: bool, topics: Sequence[Topic]) -> tuple[Claim, ...]:
    """The claims of a document, in reading order; none for a language without rules."""
    language, lexicon = LANGUAGES.get(parsed.lang), rules.lexicons.get(parsed.lang)
    if language is None or lexicon is None:
        return ()
    page = page_of(parsed)
    drafts = distinct(language.find(page, relevant, lexicon))
    claims = [finished(parsed, page, draft, language, lexicon, relevant, topics) for draft in drafts]
    return tuple(sorted(claims, key=lambda c: (c.start, c.end)))


def distinct(drafts: list[Draft]) -> list[Draft]:
    """Without claims whose content another claim of the same speaker or a longer one already holds."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: d.content[0] - d.content[1]):
        length = draft.content[1] - draft.content[0]
        if length > 0 and all(2 * overlap(draft.content, k.content) < length for k in kept):
            kept.append(draft)
    return sorted(kept, key=lambda d: d.content)
