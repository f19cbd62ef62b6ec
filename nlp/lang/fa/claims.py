"""Claims in Persian."""

from __future__ import annotations

from nlp.claims.draft import Draft
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon


def find(page: Page, relevant: bool, lexicon: Lexicon) -> list[Draft]:
    """The claims of a Persian document, in reading order."""
    return []
