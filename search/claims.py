"""Conditions on one claim, as sets of attribute words that must all belong to it."""

from __future__ import annotations

from itertools import product
from math import prod

from model.errors import QueryError
from model.query import ClaimAttribute, ClaimConstraint, ClaimMatch
from query.analysis import index_terms
from search.projection import attribute_word, speaker_word

MOST = 1024
_TEXTS = (ClaimAttribute.SPEAKER, ClaimAttribute.CUE)


def alternatives(query: ClaimMatch) -> list[frozenset[str]]:
    """A claim satisfies the query if it has all words of one of these sets."""
    choices = [_choices(constraint) for constraint in query.constraints]
    if prod(len(choice) for choice in choices) > MOST:
        raise QueryError(f"claim:(…) has more than {MOST} combinations of values", 0, "ask for fewer values")
    return list(dict.fromkeys(frozenset().union(*combination) for combination in product(*choices)))


def satisfied(sets: list[frozenset[str]], words: frozenset[str]) -> bool:
    """Whether a claim with these words satisfies one of the sets."""
    return any(one <= words for one in sets)


def _choices(constraint: ClaimConstraint) -> list[frozenset[str]]:
    choices: list[frozenset[str]] = []
    for value in constraint.values:
        if constraint.attribute in _TEXTS:
            terms = frozenset(attribute_word(constraint.attribute, term) for term in index_terms(value))
            choices += [terms] if terms else []
        else:
            choices.append(frozenset({attribute_word(constraint.attribute, value)}))
        if constraint.attribute is ClaimAttribute.SPEAKER:
            choices.append(frozenset({speaker_word(value.lower())}))
    return choices
