"""Persian affixes: what is joined to its word, and how."""

from __future__ import annotations

import re

from text.lang.tables import words

PLURALS = words(
    """
    ها های هایی هایم هایت هایش هایمان هایتان هایشان هاست هام هات هاش هامون هاتون هاشون هامان هاتان هاشان
    """
)
"""Plural endings, bare and with ezafe, indefinite and possessive endings, written and colloquial."""

NOT_VERBS = words("سال امسال گذشته آینده میلادی ماه و در به از که تا با یا این آن را هم نیز بود است شد")
"""Words that follow می where it is the month of May (or wine), not the prefix of a verb."""


def joins(letters: str, zwnj: str) -> list[tuple[re.Pattern[str], str]]:
    """Patterns that find an affix written with a space, and what each is replaced by (same length).

    ``letters`` is the inside of a character class of Arabic script. Every pattern consumes one space and looks at
    letters around it only, so that joining twice does no more than joining once.
    """
    no_letter = f"(?![{letters}{zwnj}])"
    not_verb = f"(?!(?:{_either(NOT_VERBS)})(?![{letters}]))"
    comparative = f"(?:تر|ترین)(?:{_either(PLURALS)}|ی|ین)?"
    after_heh = "(?:ی|ای|اند|ایم|اید|ام)"
    return [
        (
            re.compile(f"(?<![{letters}{zwnj}])(?<![0-9] )(?<!ماه )(ن?می) (?=[{letters}]){not_verb}"),
            rf"\1{zwnj}",
        ),
        (re.compile(f"(?<=[{letters}]) (?=(?:{_either(PLURALS)}|{comparative}){no_letter})"), zwnj),
        (re.compile(f"(?<=[{letters}][{letters}]ه) (?={after_heh}{no_letter})"), zwnj),
    ]


def _either(choices: frozenset[str]) -> str:
    return "|".join(sorted(choices, key=lambda word: (-len(word), word)))
