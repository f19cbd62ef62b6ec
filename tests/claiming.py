"""Claims of a text of our own, as the extractor finds them: real parser, real rules, names given by the test."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

from places import ROOT

from model.annotation import Claim, Label, Mention, Topic
from model.article import TextDocument
from nlp import claims
from nlp.input import Parsed
from nlp.languages import Languages
from text.orthography import canonical

PUBLISHED = datetime.fromisoformat("2026-10-20T10:00:00-04:00")
LEXICONS = ROOT / "config" / "lexicons"


@cache
def languages() -> Languages:
    return Languages(LEXICONS)


@cache
def rules() -> claims.ClaimRules:
    return claims.load(LEXICONS)


def found(
    lang: str,
    text: str,
    *,
    title: str = "",
    names: Mapping[str, tuple[Label, str | None]] | None = None,
    relevant: bool = True,
    topics: Sequence[Topic] = (Topic.OTHER,),
) -> tuple[Claim, ...]:
    """The claims of a text; ``names`` maps names as printed to their class and slug."""
    document = TextDocument(id="t", title=title, text=text, published=PUBLISHED, lang=lang)
    form = canonical(document.whole)
    mentions = tuple(sorted(_mentions(document.whole, names or {}), key=lambda m: m.start))
    with languages().parse(lang, form.text, []) as doc:
        return claims.extract(rules(), Parsed(document, lang, form, doc, mentions), relevant, topics)


def _mentions(whole: str, names: Mapping[str, tuple[Label, str | None]]) -> list[Mention]:
    taken: list[Mention] = []
    for name in sorted(names, key=len, reverse=True):
        label, slug = names[name]
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", whole):
            if all(match.end() <= m.start or match.start() >= m.end for m in taken):
                taken.append(Mention(start=match.start(), end=match.end(), text=name, label=label, id=slug))
    return taken


def alike(expected: str, given: str) -> bool:
    """Whether two contents share half of their words or more, as the gold scorer counts."""
    a, b = set(re.findall(r"\w+", expected.lower())), set(re.findall(r"\w+", given.lower()))
    return bool(a | b) and 2 * len(a & b) >= len(a | b)


def one(said: Sequence[Claim], content: str) -> Claim:
    """The claim with this content; fails where there is none."""
    for claim in said:
        if alike(content, claim.content):
            return claim
    raise AssertionError(f"no claim like {content!r} in {[c.content for c in said]}")


Expected = tuple[str | None, str | None, str, bool | None, str | None]
"""Speaker, whom a pronoun stands for, content, direct, modality; None for what the test leaves open."""


def check(
    lang: str,
    *,
    title: str,
    paragraphs: Sequence[str],
    names: Mapping[str, tuple[Label, str | None]],
    topics: Sequence[Topic],
    expected: Sequence[Expected],
) -> None:
    """The claims of a document are those expected, in any order, and no others."""
    text = "\n\n".join(paragraphs)
    left = list(found(lang, text, title=title, names=names, topics=topics))
    for speaker, ref, content, direct, modality in expected:
        claim = one(left, content)
        left.remove(claim)
        assert f"{title}\n\n{text}"[claim.start : claim.end] == claim.content
        assert (speaker is None) == (claim.speaker is None), claim
        assert speaker is None or claim.speaker is None or speaker in claim.speaker or claim.speaker in speaker, claim
        assert ref is None or ref in (claim.speaker_ref or ""), claim
        assert direct is None or claim.direct is direct, claim
        assert modality is None or claim.modality == modality, claim
    assert not left, [(c.speaker, c.content) for c in left]
