"""Fields: which there are, and how the value of each is read and checked."""

from __future__ import annotations

import re
from collections.abc import Callable

from model.annotation import Topic
from model.query import Has, Keyword, Part, Query, Term, TermPattern
from model.source import Owner
from query.analysis import LEADING
from query.ranges import read_relevance, read_time
from query.scanner import QUOTES, Scanner, Word
from query.vocabulary import Vocabulary, did_you_mean, near

FIELDS = (
    *(field.value for field in Keyword),
    *("title", "published", "seen", "relevance", "claim", "has"),
)
_LANG = re.compile(r"[a-z]{2,3}")


def known(scan: Scanner, name: Word) -> str:
    """The field of a name; an error for an unknown one."""
    if name.text not in FIELDS:
        close = near(name.text, FIELDS)
        remedy = f"did you mean {' or '.join(close)}?" if close else f"the fields are {', '.join(FIELDS)}"
        remedy = f"{remedy}; to search for the text, write {name.text}\\:"
        scan.fail(f"unknown field «{name.text}»", name.start, remedy)
    return name.text


def value(scan: Scanner, field: str, vocabulary: Vocabulary) -> Query:
    """The condition that the value here puts on a field."""
    begin = scan.at
    if field in ("published", "seen"):
        return read_time(scan, field)
    if field == "relevance":
        return read_relevance(scan)
    if field == "url" and scan.peek() not in QUOTES:
        return address(scan)
    quoted = scan.peek() in QUOTES and scan.peek() != ""
    text = scan.quotation() if quoted else scan.value()
    if not text.strip():
        scan.fail(f"a value is missing after {field}:", begin, f"write {field}:value without a bracket or an operator")
    if field == "has":
        return Has(Part(_one_of(scan, text, [part.value for part in Part], "part", begin)))
    if text == "*" and not quoted and field in [part.value for part in Part]:
        return Has(Part(field))
    return _keyword(scan, Keyword(field), text if quoted else _plain(text), begin, vocabulary, quoted)


def address(scan: Scanner) -> Query:
    """An address, typed bare or after ``url:``; only ``*`` is a wildcard in it."""
    begin = scan.at
    text = scan.address()
    if not text:
        scan.fail("an address is missing after url:", begin, "write url:https://…")
    return _pattern(scan, Keyword.URL, text, begin)


def entity(scan: Scanner, text: str, at: int, vocabulary: Vocabulary) -> str:
    """A checked entity id."""
    slug = text.lower()
    if vocabulary.entities is not None and slug not in vocabulary.entities:
        close = vocabulary.near_entities(text)
        remedy = f"did you mean {' or '.join(close)}?" if close else "`rasad check` lists the watchlists' entities"
        scan.fail(f"unknown entity «{text}»", at, remedy)
    return slug


def _keyword(scan: Scanner, field: Keyword, text: str, at: int, vocabulary: Vocabulary, quoted: bool) -> Query:
    if field is Keyword.SOURCE and not quoted and "*" in text:
        return _pattern(scan, field, text, at)
    checks: dict[Keyword, Callable[[], str]] = {
        Keyword.ENTITY: lambda: entity(scan, text, at, vocabulary),
        Keyword.TOPIC: lambda: _one_of(scan, text, [topic.value for topic in Topic], "topic", at),
        Keyword.KIND: lambda: _one_of(scan, text, [kind.value for kind in Owner], "kind of owner", at),
        Keyword.LANG: lambda: _language(scan, text, at),
        Keyword.SOURCE: lambda: _source(scan, text, at, vocabulary),
    }
    return Term(field, checks[field]() if field in checks else text)


def _pattern(scan: Scanner, field: Keyword, text: str, at: int) -> Query:
    if "*" not in text:
        return Term(field, text)
    if text.index("*") < LEADING:
        scan.fail(f"{LEADING} letters must stand before the wildcard in «{text}»", at + text.index("*"))
    return TermPattern(field, text)


def _one_of(scan: Scanner, text: str, options: list[str], what: str, at: int) -> str:
    if text.lower() not in options:
        scan.fail(f"unknown {what} «{text}»", at, did_you_mean(text, options))
    return text.lower()


def _language(scan: Scanner, text: str, at: int) -> str:
    if not _LANG.fullmatch(text.lower()):
        scan.fail(f"«{text}» is no language code", at, "write en, fa, fr, … (ISO 639), und for unknown")
    return text.lower()


def _source(scan: Scanner, text: str, at: int, vocabulary: Vocabulary) -> str:
    if vocabulary.sources is not None and text not in vocabulary.sources:
        scan.fail(f"unknown source «{text}»", at, did_you_mean(text, vocabulary.sources))
    return text


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
