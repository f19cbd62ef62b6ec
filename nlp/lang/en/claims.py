"""Claims in English: quotations, reported speech, turns of speech, the outlet's own demands."""

from __future__ import annotations

from nlp.claims.draft import Draft, overlap
from nlp.claims.page import Page
from nlp.claims.quotes import quoted
from nlp.claims.rules import Lexicon
from nlp.lang.en.claims_own import find_own, first_person
from nlp.lang.en.claims_quotes import find_quotes
from nlp.lang.en.claims_refs import resolve
from nlp.lang.en.claims_reported import find_reported
from nlp.lang.en.claims_text import sentences
from nlp.lang.en.claims_turns import find_turns


def find(page: Page, relevant: bool, lexicon: Lexicon) -> list[Draft]:
    """The claims of an English document, in reading order, pronouns resolved."""
    turned, rest = find_turns(page, lexicon)
    drafts = list(turned)
    own = relevant and not turned
    personal = first_person(page, lexicon)
    for paragraph in rest:
        spoken, used = find_quotes(page, paragraph, lexicon)
        marks = quoted(page.text, paragraph)
        found = list(spoken)
        for sentence in sentences(page.text, paragraph, lexicon):
            reported = find_reported(page, sentence, marks, used, lexicon)
            found += [d for d in reported if all(not overlap(d.content, s.content) for s in spoken)]
        if own:
            found += [d for d in find_own(page, paragraph, marks, personal, lexicon) if _free(d, found)]
        drafts += sorted(found, key=lambda d: d.content)
    return resolve(page, drafts, lexicon)


def _free(draft: Draft, found: list[Draft]) -> bool:
    return all(not overlap(draft.content, f.content) for f in found)
