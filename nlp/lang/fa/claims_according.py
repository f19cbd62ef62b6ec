"""«به گفتهٔ X، …», «بنا بر این گزارش، …»: whole clauses attributed by a phrase."""

from __future__ import annotations

import re

from model.annotation import SpeakerKind
from nlp.claims.draft import Draft, Span, trimmed
from nlp.claims.page import Page
from nlp.claims.rules import Lexicon
from nlp.lang.fa.claims_objects import EDGES
from nlp.lang.fa.claims_text import cues, phrase_pattern, plain, word_pattern, words

_BREAK = re.compile(r"؛|،?\s(?:اما|ولی)\s")


_OPENING_ONLY = ("به حکم", "به رأی", "به رای", "به ادعا", "به قول", "به استدلال", "به هشدار", "به شرح", "به اعتراف")
"""Phrases that attribute only where they open a clause: not «نیاز به حکم دادگاه», «در واکنش به ادعای …»."""


def _opens(mask: str, start: int, at: int) -> bool:
    before = mask[start:at].rstrip()
    return not before or before.endswith(("،", "؛", "؛", " و", " که", " اما", " ولی"))


def find_according(page: Page, mask: str, sentence: Span, lexicon: Lexicon) -> list[Draft]:
    """The claims that a phrase attributes within one sentence."""
    pattern = phrase_pattern((*lexicon["according"], *lexicon["according_document"]))
    drafts: list[Draft] = []
    for match in pattern.finditer(mask, *sentence):
        if drafts and match.start() < drafts[-1].content[1]:
            continue
        if match.group().startswith(_OPENING_ONLY) and not _opens(mask, sentence[0], match.start()):
            continue
        speaker = _speaker(page, mask, (match.end(), sentence[1]), lexicon)
        if speaker is None or not _speaks(page, mask, match, speaker, lexicon):
            continue
        content = _content(page, mask, sentence, match.start(), speaker)
        if content is not None and not (match.group().startswith("به گزارش") and _says(mask, content, lexicon)):
            shown = trimmed(page.text, (speaker[0], _name_end(mask, speaker, lexicon)), EDGES)
            own = mask[slice(*shown)].strip() in {"ما", "من"}
            drafts.append(
                Draft(
                    content=content,
                    speaker=None if own else shown,
                    cue=match.span(),
                    direct=_is_quote(mask, content),
                    sentence=sentence,
                    kind=SpeakerKind.OUTLET if own else None,
                )
            )
    return drafts


def _speaker(page: Page, mask: str, span: Span, lexicon: Lexicon) -> Span | None:
    """The words after the phrase up to the comma; a short apposition after it belongs to them."""
    comma = mask.find("،", *span)
    if comma < 0 or len(words(mask, (span[0], comma))) > 16:
        run = words(mask, span)
        if run and run[0].bare in plain(lexicon["pronouns"]):
            return run[0].start, run[0].end
        if len(run) > 1 and run[0].bare in {"این", "آن", "همین"}:
            return run[0].start, run[1].end
        named = next((n for n in page.named if run and n.start == run[0].start), None)
        if named is not None:
            return named.start, named.end
        return (run[0].start, run[-1].end) if 0 < len(run) < 8 and comma < 0 else None
    second = mask.find("،", comma + 1, span[1])
    run = words(mask, (comma + 1, second)) if second >= 0 else []
    other = (
        plain(lexicon["adjuncts"])
        | plain(lexicon["time"])
        | plain(lexicon["stops"])
        | {"ممکن", "باید", "این", "آن", "یک", "و"}
    )
    if 0 < len(run) <= 3 and not any(w.bare in other for w in run):
        return trimmed(mask, (span[0], second), EDGES)
    return trimmed(mask, (span[0], comma), EDGES)


def _says(mask: str, span: Span, lexicon: Lexicon) -> bool:
    """Whether a verb of speech stands in what an agency reports: then the claim is of him whom it quotes."""
    return any(cue.kind == "say" and mask[cue.end : span[1]].strip(" .:") for cue in cues(mask, span, lexicon))


def _speaks(page: Page, mask: str, match: re.Match[str], speaker: Span, lexicon: Lexicon) -> bool:
    """A phrase such as «طبق» attributes only where a document or a saying follows: not «طبق قانون»."""
    run = words(mask, speaker)
    if not run or run[0].bare in plain(lexicon["no_document"]):
        return False
    if match.group().startswith(("از نظر", "از دید", "از منظر", "از نگاه")):
        known = plain(lexicon["pronouns"]) | plain(lexicon["roles"]) | plain(lexicon["organisations"]) | {"این"}
        return run[0].bare in known or any(n.start == run[0].start for n in page.named)
    if word_pattern(lexicon["according"]).fullmatch(match.group().strip()):
        return True
    stems = {w.bare.removesuffix("ای").removesuffix("ی").rstrip("\u200c") for w in run[:3]}
    heads = {w.bare for w in run[:3]} | stems
    return bool(heads & plain(lexicon["documents"])) or (match.group().startswith("به گزارش") and len(run) < 7)


def _name_end(mask: str, speaker: Span, lexicon: Lexicon) -> int:
    """A speaker's name ends where his office is told: «سرگروهبان اوکیف از واحد …»."""
    run = words(mask, speaker)
    for n, word in enumerate(run):
        if (
            n
            and word.bare in {"از", "در"}
            and run[n - 1].bare not in {"یکی", "برخی", "بعضی", "شماری", "گروهی"}
            and len(run) > n + 1
        ):
            return word.start if "که" not in {w.bare for w in run[:n]} else speaker[1]
    return speaker[1]


def _content(page: Page, mask: str, sentence: Span, start: int, speaker: Span) -> Span | None:
    rest = trimmed(page.text, (speaker[1], sentence[1]), EDGES)
    if len(words(mask, rest)) > 2 or "\u00b7" in mask[slice(*rest)]:
        end = rest[1]
        broken = next((m for m in _BREAK.finditer(mask, *rest) if len(words(mask, (rest[0], m.start()))) > 3), None)
        return _unquoted(page, mask, (rest[0], broken.start() if broken else end))
    lead = (max(sentence[0], mask.rfind("؛", sentence[0], start) + 1), start)
    return trimmed(page.text, lead, EDGES) if len(words(mask, lead)) > 3 else None


def _unquoted(page: Page, mask: str, span: Span) -> Span:
    text = mask[slice(*span)]
    if text[:1] in "«“" and text[-1:] in "»”" and set(text[1:-1]) == {"\u00b7"}:
        return trimmed(page.text, (span[0] + 1, span[1] - 1), EDGES)
    return span


def _is_quote(mask: str, content: Span) -> bool:
    return set(mask[slice(*content)]) == {"\u00b7"}
