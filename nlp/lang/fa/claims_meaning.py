"""How a Persian claim is put forward, and what kind of speaker makes it."""

from __future__ import annotations

from model.annotation import Modality, SpeakerKind
from nlp.claims.draft import Draft
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon


def modality(page: Page, draft: Draft, lexicon: Lexicon) -> Modality:
    """The modality."""
    return draft.force or Modality.ASSERTED


def kind(page: Page, draft: Draft, lexicon: Lexicon) -> SpeakerKind:
    """The kind of speaker."""
    return draft.kind or SpeakerKind.PERSON
