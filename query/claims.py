"""claim:( … ): attributes of one single claim."""

from __future__ import annotations

from model.annotation import Modality, SpeakerKind, Topic
from model.query import ClaimAttribute, ClaimConstraint, ClaimMatch, Has, Part, Query
from query import analysis, fields
from query.scanner import QUOTES, Scanner
from query.vocabulary import Vocabulary, did_you_mean

CLOSED: dict[ClaimAttribute, tuple[str, ...]] = {
    ClaimAttribute.MODALITY: tuple(modality.value for modality in Modality),
    ClaimAttribute.TOPIC: tuple(topic.value for topic in Topic),
    ClaimAttribute.KIND: tuple(kind.value for kind in SpeakerKind),
    ClaimAttribute.DIRECT: ("true", "false"),
}
"""Attributes that every claim has once, with all their values."""
_EXAMPLE = "write claim:(speaker:rcmp modality:denied about:irgc)"


def read_claim(scan: Scanner, vocabulary: Vocabulary) -> Query:
    """What stands after ``claim:``."""
    begin = scan.at
    if scan.take("*"):
        return Has(Part.CLAIMS)
    if not scan.take("("):
        scan.fail("expected ( after claim:", remedy=_EXAMPLE)
    constraints: list[ClaimConstraint] = []
    while True:
        scan.space()
        if scan.take(")"):
            break
        if not scan.peek():
            scan.fail("a parenthesis is opened here and never closed", begin, "close it with )")
        constraints.append(_constraint(scan, vocabulary))
        _between(scan)
    if not constraints:
        scan.fail("nothing is asked of the claim", begin, f"{_EXAMPLE}, or has:claims")
    return ClaimMatch(tuple(constraints))


def _between(scan: Scanner) -> None:
    """An AND that may stand between constraints; OR may not."""
    scan.space()
    at = scan.at
    if scan.take("||") or _take_word(scan, "OR"):
        scan.fail(
            "OR cannot stand between attributes of one claim", at, "write claim:(…) OR claim:(…), or modality:(a OR b)"
        )
    if scan.take("&&") or _take_word(scan, "AND"):
        scan.space()
        if scan.peek() in ("", ")"):
            scan.fail("an attribute is missing after AND", remedy=_EXAMPLE)


def _constraint(scan: Scanner, vocabulary: Vocabulary) -> ClaimConstraint:
    begin = scan.at
    negated = _take_word(scan, "NOT") or scan.take("-") or scan.take("!")
    scan.take("+")
    scan.space()
    at = scan.at
    name = scan.word()
    options = [attribute.value for attribute in ClaimAttribute]
    if not name.colon:
        scan.fail(f"expected an attribute of the claim, found «{name.text or scan.peek()}»", at, _EXAMPLE)
    if name.text not in options:
        scan.fail(f"unknown attribute of a claim «{name.text}»", at, did_you_mean(name.text, options))
    attribute = ClaimAttribute(name.text)
    scan.space()
    values = _values(scan, attribute, vocabulary)
    if negated:
        if attribute not in CLOSED:
            scan.fail(f"NOT {attribute}: cannot stand inside a claim", begin, "put NOT before claim:(…)")
        values = tuple(value for value in CLOSED[attribute] if value not in values)
        if not values:
            scan.fail(f"no value is left for {attribute}:", begin, "exclude fewer values")
    return ClaimConstraint(attribute, values)


def _values(scan: Scanner, attribute: ClaimAttribute, vocabulary: Vocabulary) -> tuple[str, ...]:
    """One value, or several in parentheses parted by OR."""
    if not scan.take("("):
        return (_value(scan, attribute, vocabulary),)
    values: list[str] = []
    while True:
        scan.space()
        values.append(_value(scan, attribute, vocabulary))
        scan.space()
        if scan.take(")"):
            return tuple(dict.fromkeys(values))
        if not (scan.take("||") or _take_word(scan, "OR")):
            scan.fail(f"expected OR or ) among the values of {attribute}:", remedy="put names of two words in quotes")


def _value(scan: Scanner, attribute: ClaimAttribute, vocabulary: Vocabulary) -> str:
    at = scan.at
    text = scan.quotation() if scan.peek() and scan.peek() in QUOTES else scan.value()
    if not text.strip():
        scan.fail(f"a value is missing after {attribute}:", at, _EXAMPLE)
    if attribute is ClaimAttribute.ABOUT:
        return fields.entity(scan, text, at, vocabulary)
    if attribute not in CLOSED:
        if not analysis.phrase_terms(text):
            scan.fail(f"«{text}» has nothing that can be searched", at, "write a name or a word")
        return text
    value = {"yes": "true", "no": "false"}.get(text.lower(), text.lower())
    if value not in CLOSED[attribute]:
        scan.fail(f"unknown {attribute} «{text}»", at, did_you_mean(text, CLOSED[attribute]))
    return value


def _take_word(scan: Scanner, operator: str) -> bool:
    begin = scan.at
    word = scan.word()
    if word.text == operator and word.plain and not word.colon:
        scan.space()
        return True
    scan.at = begin
    return False
