"""How a Persian claim is put forward (modality), and what kind of speaker makes it."""

from __future__ import annotations

import re

from model.annotation import Label, Modality, SpeakerKind
from nlp.claims.draft import Draft
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.lang.fa.claims_speaker import is_anonymous
from nlp.lang.fa.claims_text import ZWNJ, plain, word_pattern, words

_COMMAND = re.compile(rf"(?<![\w{ZWNJ}])[بن]{ZWNJ}?(?!ا|ه|ی|و)\w{{2,}}ید[.!؟،؛ ]*$")


def modality(page: Page, draft: Draft, lexicon: Lexicon) -> Modality:
    """The modality by the cue, else by the words of the content."""
    if draft.force is not None:
        return draft.force
    text = page.text[slice(*draft.content)]
    if word_pattern(lexicon["possible"]).search(text):
        return Modality.POSSIBLE
    if _denies(page, draft, text, lexicon):
        return Modality.DENIED
    if word_pattern(lexicon["demanded"]).search(text) or (draft.direct and _COMMAND.search(text)):
        return Modality.DEMANDED
    if _planned(text, lexicon):
        return Modality.PLANNED
    return Modality.ALLEGED if _alleges(page, draft, text, lexicon) else Modality.ASSERTED


def _planned(text: str, lexicon: Lexicon) -> bool:
    if word_pattern(lexicon["planned"]).search(text):
        return True
    present = re.search(rf"می[ {ZWNJ}]?\w+(?:م|یم|د|ند)\s*$", text.rstrip("."))
    return present is not None and word_pattern(lexicon["future"]).search(text) is not None


def _denies(page: Page, draft: Draft, text: str, lexicon: Lexicon) -> bool:
    """A "we have none" from the side that is accused."""
    if draft.speaker is None:
        return False
    said = " ".join(filter(None, (page.text[slice(*draft.speaker)], draft.ref)))
    accused = word_pattern(lexicon["accused_side"]).search(said) and not word_pattern(lexicon["other_side"]).search(
        said
    )
    return bool(
        accused and word_pattern(lexicon["negations"]).search(text) and not word_pattern(lexicon["proof"]).search(text)
    )


def _alleges(page: Page, draft: Draft, text: str, lexicon: Lexicon) -> bool:
    """Whether the content accuses somebody of wrongdoing that no court or regulator has found."""
    if not word_pattern(lexicon["wrongdoing"]).search(text):
        return False
    if draft.speaker is None:
        return True
    said = {w.bare for w in words(page.text, draft.speaker)} | set((draft.ref or "").split())
    return not (said & plain(lexicon["finders"])) or bool(said & plain(lexicon["prosecution"]))


def kind(page: Page, draft: Draft, lexicon: Lexicon) -> SpeakerKind:
    """What kind of speaker stands in the speaker's span."""
    if draft.kind is not None:
        return draft.kind
    if draft.speaker is None:
        return SpeakerKind.ANONYMOUS
    run = words(page.text, draft.speaker)
    if draft.ref or not run or run[0].bare in plain(lexicon["pronouns"]):
        return SpeakerKind.PERSON
    if any(n.label is Label.PERSON for n in page.inside(draft.speaker)):
        return SpeakerKind.PERSON
    heads = {run[0].bare} | ({run[1].bare} if len(run) > 1 and run[0].bare in {"این", "یک", "همین"} else set())
    if heads & plain(lexicon["documents"]):
        return SpeakerKind.DOCUMENT
    if run[0].bare.startswith(("اعضا", "نماینده")) or (
        heads & plain(lexicon["organisations"]) and run[0].bare != "یکی"
    ):
        return SpeakerKind.ORGANISATION
    if is_anonymous(page.text, run, lexicon):
        return SpeakerKind.ANONYMOUS
    if any(n.label is Label.ORG and n.start == draft.speaker[0] for n in page.inside(draft.speaker)):
        return SpeakerKind.ORGANISATION
    return SpeakerKind.PERSON
