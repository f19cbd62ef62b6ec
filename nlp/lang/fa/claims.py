"""Claims in Persian: verbs of speech, attributing phrases, quotations, turns of speech, the outlet's own demands."""

from __future__ import annotations

from nlp.claims.draft import Draft, Span, overlap
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.lang.fa.claims_according import find_according
from nlp.lang.fa.claims_own import find_own, first_person
from nlp.lang.fa.claims_quotes import find_quotes
from nlp.lang.fa.claims_refs import resolve
from nlp.lang.fa.claims_reported import find_reported
from nlp.lang.fa.claims_text import masked, sentences
from nlp.lang.fa.claims_turns import find_turns, past_hour


def find(page: Page, lexicon: Lexicon) -> list[Draft]:
    """The claims of a Persian document, in reading order, pronouns resolved."""
    mask = masked(page)
    turned, rest = find_turns(page, mask, lexicon)
    personal = page.relevant and first_person(page, mask, lexicon)
    drafts = list(turned)
    for paragraph in rest:
        before: Span | None = None
        for sentence in sentences(page, mask, (past_hour(page.text, paragraph), paragraph[1])):
            found = find_according(page, mask, sentence, lexicon)
            found += _new(find_reported(page, mask, sentence, before, lexicon), found)
            found += _new(find_quotes(page, mask, sentence, found, lexicon), found)
            if page.relevant:
                found += _new(find_own(page, mask, sentence, personal, lexicon), found)
            drafts += sorted(found, key=lambda d: d.content)
            before = sentence
    return resolve(page, mask, drafts, lexicon)


def _new(drafts: list[Draft], found: list[Draft]) -> list[Draft]:
    return [d for d in drafts if all(not overlap(d.content, f.content) for f in found)]
