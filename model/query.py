"""The typed tree of a query. Parsed and printed by the query room, answered by the engines.

Texts are raw, as typed: the engines analyse them with the same analysis as the documents. Values of keyword fields are
validated and normalised. A tree holds no clock: relative times are resolved when the query is answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Which text a word is looked for in."""

    ANY = "any"
    TITLE = "title"


class Keyword(StrEnum):
    """Fields whose values are compared as they are."""

    LANG = "lang"
    SOURCE = "source"
    KIND = "kind"
    ENTITY = "entity"
    TOPIC = "topic"
    STORY = "story"
    URL = "url"


class TimeField(StrEnum):
    """Fields that hold a time."""

    PUBLISHED = "published"
    SEEN = "seen"


class Part(StrEnum):
    """What a document may have or lack."""

    CLAIMS = "claims"
    ENTITY = "entity"
    TOPIC = "topic"
    STORY = "story"
    PUBLISHED = "published"


class ClaimAttribute(StrEnum):
    """What can be asked of one claim."""

    SPEAKER = "speaker"
    MODALITY = "modality"
    ABOUT = "about"
    TOPIC = "topic"
    DIRECT = "direct"
    KIND = "kind"
    CUE = "cue"


@dataclass(frozen=True, slots=True)
class Query:
    """Base of all nodes."""


@dataclass(frozen=True, slots=True)
class Everything(Query):
    """All documents."""


@dataclass(frozen=True, slots=True)
class All(Query):
    """Conjunction of two or more parts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Query):
    """Disjunction of two or more parts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not(Query):
    """All documents but those of the part."""

    part: Query


@dataclass(frozen=True, slots=True)
class Boost(Query):
    """The part, its score multiplied."""

    part: Query
    factor: float


@dataclass(frozen=True, slots=True)
class Words(Query):
    """Adjacent bare words, analysed as one run; each of its terms must occur."""

    text: str
    scope: Scope = Scope.ANY


@dataclass(frozen=True, slots=True)
class Phrase(Query):
    """Words in sequence. With ``slop`` over more than two terms: each neighbouring pair within ``slop``."""

    text: str
    slop: int = 0
    scope: Scope = Scope.ANY


@dataclass(frozen=True, slots=True)
class Prefix(Query):
    """Terms that begin so."""

    text: str
    scope: Scope = Scope.ANY


@dataclass(frozen=True, slots=True)
class Wildcard(Query):
    """Terms of a pattern: the literal pieces between wildcards, ``*`` any letters, ``?`` one letter.

    ``pattern`` writes a literal ``*``, ``?`` or backslash with a backslash before it.
    """

    pattern: str
    scope: Scope = Scope.ANY


@dataclass(frozen=True, slots=True)
class Fuzzy(Query):
    """Terms within ``distance`` edits (1 or 2; neighbours exchanged count as one)."""

    text: str
    distance: int = 2
    scope: Scope = Scope.ANY


@dataclass(frozen=True, slots=True)
class Term(Query):
    """A keyword field has this value."""

    field: Keyword
    value: str


@dataclass(frozen=True, slots=True)
class TermPattern(Query):
    """A keyword field has a value of this pattern, in which only ``*`` stands for any letters (no escapes)."""

    field: Keyword
    pattern: str


@dataclass(frozen=True, slots=True)
class Has(Query):
    """The document has such a part."""

    part: Part


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment: milliseconds since 1970, UTC."""

    ms: int


@dataclass(frozen=True, slots=True)
class Relative:
    """A moment seen from now: ``shifts`` in order (-7, "d"), then rounded down to ``unit``.

    It means the first millisecond of the unit (without a unit: the moment itself), or with ``after`` the first
    millisecond after it.
    """

    shifts: tuple[tuple[int, str], ...]
    unit: str | None = None
    after: bool = False


@dataclass(frozen=True, slots=True)
class TimeRange(Query):
    """A time at or after ``since`` and before ``before``; None is open. At least one is given."""

    field: TimeField
    since: Instant | Relative | None
    before: Instant | Relative | None


@dataclass(frozen=True, slots=True)
class RelevanceRange(Query):
    """The relevance lies between two figures; None is open. At least one is given."""

    low: float | None
    high: float | None
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True, slots=True)
class ClaimConstraint:
    """One attribute of a claim is one of the values (texts for speaker and cue)."""

    attribute: ClaimAttribute
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimMatch(Query):
    """One single claim of the document satisfies all the constraints."""

    constraints: tuple[ClaimConstraint, ...]
