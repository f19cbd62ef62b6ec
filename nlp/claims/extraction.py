"""From a parsed document to its claims: the language's rules, then what is common to all languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from model.annotation import Claim, Modality, Topic
from nlp.claims.draft import Draft, overlap
from nlp.claims.finish import finished
from nlp.claims.languages import LANGUAGES
from nlp.claims.page import Page, page_of
from nlp.claims.rules import ClaimRules
from nlp.claims.when import days
from nlp.input import Parsed


def extract(rules: ClaimRules, parsed: Parsed, relevant: bool, topics: Sequence[Topic]) -> tuple[Claim, ...]:
    """The claims of a document, in reading order; none for a language without rules."""
    language, lexicon = LANGUAGES.get(parsed.lang), rules.lexicons.get(parsed.lang)
    if language is None or lexicon is None:
        return ()
    page = page_of(parsed, relevant, topics)
    drafts = marked(page, distinct(language.find(page, lexicon)))
    found = days(page, parsed.lang) if drafts else []
    claims = [finished(parsed, page, draft, language, lexicon, rules.topics, found) for draft in drafts]
    return tuple(sorted(claims, key=lambda c: (c.start, c.end)))


def distinct(drafts: list[Draft]) -> list[Draft]:
    """Without claims whose content another claim of the same speaker or a longer one already holds."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: d.content[0] - d.content[1]):
        length = draft.content[1] - draft.content[0]
        if length > 0 and all(2 * overlap(draft.content, k.content) < length for k in kept):
            kept.append(draft)
    return sorted(kept, key=lambda d: d.content)


def marked(page: Page, drafts: list[Draft]) -> list[Draft]:
    """The same claims, those of a speaker who denies something somewhere marked as a defence."""
    deniers = {_who(page, d) for d in drafts if d.force is Modality.DENIED} - {None}
    return [replace(d, defends=_who(page, d) in deniers) for d in drafts]


def _who(page: Page, draft: Draft) -> str | None:
    """The last word of the speaker's name or office: the same for "Behnam Rostampour", "he" and "Rostampour"."""
    name = draft.ref or (page.text[slice(*draft.speaker)] if draft.speaker else "")
    return name.split()[-1] if name.split() else None
