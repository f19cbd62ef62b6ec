"""How a Persian claim is put forward (modality), and what kind of speaker makes it."""

from __future__ import annotations

import re

from model.annotation import Label, Modality, SpeakerKind, Topic
from nlp.claims.draft import Draft
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.lang.fa.claims_speaker import is_anonymous
from nlp.lang.fa.claims_text import GAP, ZWNJ, plain, word_pattern, words

DARK = frozenset({Topic.THREATS, Topic.FINANCING, Topic.INFLUENCE, Topic.CYBER})
_COMMAND = re.compile(rf"(?<![\w{ZWNJ}])[بن]{ZWNJ}?(?!ا|ه|ی|و|باشید)\w{{2,}}ید[.!؟،؛ ]*$")
_WISH = re.compile(rf"(?<![\w{ZWNJ}])می{GAP}خوا(?:هم|هیم|م|یم)(?![\w{ZWNJ}])")
_PRESENT = re.compile(rf"ن?می[ {ZWNJ}]?\w+(?:م|یم|د|ند|ه|ن)[.!؟ ]*$")


def modality(page: Page, draft: Draft, lexicon: Lexicon) -> Modality:
    """The modality by the cue, else by the words of the content."""
    if draft.force is not None:
        return draft.force
    text = page.text[slice(*draft.content)]
    found = _finds(page, draft, lexicon)
    if not found and word_pattern(lexicon["possible"]).search(text):
        return Modality.POSSIBLE
    if _denies(page, draft, text, lexicon):
        return Modality.DENIED
    if _demands(draft, text, lexicon):
        return Modality.DEMANDED
    if _planned(page, draft, text, lexicon):
        return Modality.PLANNED
    accuser = draft.speaker and {w.bare for w in words(page.text, draft.speaker)} & plain(lexicon["accusers"])
    if page.relevant and accuser and not word_pattern(lexicon["traces"]).search(text):
        return Modality.ALLEGED
    return Modality.ALLEGED if not found and _alleges(page, draft, text, lexicon) else Modality.ASSERTED


def _demands(draft: Draft, text: str, lexicon: Lexicon) -> bool:
    if word_pattern(lexicon["demanded"]).search(text):
        return True
    last = re.split(r"[.؛!،] ?", text.rstrip(" .!؛"))[-1]
    return draft.direct and bool(_WISH.search(text) or (_COMMAND.search(last) and " که " not in last))


def _planned(page: Page, draft: Draft, text: str, lexicon: Lexicon) -> bool:
    main, _, rest = text.partition(" که ")
    if rest and word_pattern(lexicon["wrongdoing"]).search(main):
        text = main
    if word_pattern(lexicon["planned"]).search(text):
        return True
    if _PRESENT.search(text) is None:
        return False
    return word_pattern(lexicon["future"]).search(text) is not None


def _denies(page: Page, draft: Draft, text: str, lexicon: Lexicon) -> bool:
    """A "we have none" from the side that is accused."""
    if not _accused_side(page, draft, lexicon):
        return False
    negated = word_pattern(lexicon["negations"]).search(text)
    return bool(negated) and not word_pattern(lexicon["proof"]).search(text)


def _accused_side(page: Page, draft: Draft, lexicon: Lexicon) -> bool:
    if draft.speaker is None:
        return False
    said = " ".join(filter(None, (page.text[slice(*draft.speaker)], draft.ref)))
    own = word_pattern(lexicon["accused_side"]).search(said) is not None
    return own and not word_pattern(lexicon["other_side"]).search(said)


def _finds(page: Page, draft: Draft, lexicon: Lexicon) -> bool:
    """Whether a court, tribunal or regulator finds, and no prosecutor or party argues."""
    if draft.speaker is None:
        return False
    said = {w.bare for w in words(page.text, draft.speaker)} | set((draft.ref or "").split()) | _office(page, draft.ref)
    return bool(said & plain(lexicon["finders"])) and not said & plain(lexicon["prosecution"])


def _office(page: Page, name: str | None) -> set[str]:
    """The word right before a name where it first stands in full: «قاضی»."""
    at = page.text.find(name) if name else -1
    return set(page.text[max(0, at - 20) : at].split()[-1:]) if at > 0 else set()


def _alleges(page: Page, draft: Draft, text: str, lexicon: Lexicon) -> bool:
    """Whether the content accuses somebody of wrongdoing."""
    if word_pattern(lexicon["guarding"]).search(text) or word_pattern(lexicon["traces"]).search(text):
        return False
    if word_pattern(lexicon["wrongdoing"]).search(text):
        return True
    if not page.relevant or draft.defends or _accused_side(page, draft, lexicon):
        return False
    if any(n.id in lexicon["suspects"] for n in page.inside(draft.content)):
        return True
    dark = bool(DARK & set(page.topics)) and not draft.direct and not _guardians(page, draft, lexicon)
    return dark and word_pattern(lexicon["suspicious"]).search(text) is not None


def _guardians(page: Page, draft: Draft, lexicon: Lexicon) -> bool:
    """Whether the police or an agency is what the content tells of."""
    return bool({w.bare for w in words(page.text, draft.content)[:3]} & plain(lexicon["guardians"]))


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
