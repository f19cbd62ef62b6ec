"""Claims in English: quotations, reported speech, turns of speech, the outlet's own demands."""

from __future__ import annotations

from nlp.claims.draft import Draft, Span, overlap
from nlp.claims.page import Page
from nlp.claims.quotes import quoted
from nlp.claims.rules import Lexicon
from nlp.lang.en.claims_own import find_own, first_person
from nlp.lang.en.claims_quotes import carried_on, find_quotes
from nlp.lang.en.claims_refs import resolve
from nlp.lang.en.claims_reported import find_reported
from nlp.lang.en.claims_text import sentences
from nlp.lang.en.claims_title import find_title
from nlp.lang.en.claims_turns import find_turns


def find(page: Page, lexicon: Lexicon) -> list[Draft]:
    """The claims of an English document, in reading order, pronouns resolved."""
    turned, rest = find_turns(page, lexicon)
    drafts = list(turned)
    personal = first_person(page, lexicon)
    for paragraph in rest:
        found = _paragraph(page, paragraph, personal, lexicon)
        if page.relevant and not turned:
            marks = quoted(page.text, paragraph)
            found += [d for d in find_own(page, paragraph, marks, personal, lexicon) if _free(d, found)]
        drafts += sorted(found, key=lambda d: d.content)
    drafts += find_title(page, drafts, lexicon)
    return resolve(page, drafts, lexicon)


def _paragraph(page: Page, paragraph: Span, personal: bool, lexicon: Lexicon) -> list[Draft]:
    """What others are quoted and reported to say in a paragraph."""
    spoken, used = find_quotes(page, paragraph, lexicon)
    marks = quoted(page.text, paragraph)
    found = list(spoken)
    for sentence in sentences(page.text, paragraph, lexicon):
        reported = find_reported(page, sentence, marks, used, lexicon)
        found += [d for d in reported if _free(d, spoken) and not (personal and _own_voice(page, d))]
    return found + [d for d in carried_on(page, paragraph, marks, found) if _free(d, found)]


def _own_voice(page: Page, draft: Draft) -> bool:
    """Whether "I" or "we" of the text itself, outside a quotation, is the speaker."""
    return draft.speaker is not None and page.text[slice(*draft.speaker)].lower() in {"i", "we"}


def _free(draft: Draft, found: list[Draft]) -> bool:
    return all(not overlap(draft.content, f.content) for f in found)
