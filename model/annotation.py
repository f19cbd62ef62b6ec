"""What is understood of one article version: mentions, claims, relevance."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """Classes of mentions."""

    PERSON = "PERSON"
    ORG = "ORG"
    GPE = "GPE"
    LOC = "LOC"
    FAC = "FAC"
    LAW = "LAW"
    EVENT = "EVENT"
    NORP = "NORP"
    DATE = "DATE"
    MONEY = "MONEY"


class SpeakerKind(StrEnum):
    """Who makes a claim."""

    PERSON = "person"
    ORGANISATION = "organisation"
    ANONYMOUS = "anonymous"
    DOCUMENT = "document"
    OUTLET = "outlet"


class Modality(StrEnum):
    """How a claim is put forward."""

    ASSERTED = "asserted"
    ALLEGED = "alleged"
    POSSIBLE = "possible"
    DENIED = "denied"
    DEMANDED = "demanded"
    PLANNED = "planned"


class Topic(StrEnum):
    """What relevant documents are about."""

    THREATS = "threats"
    FINANCING = "financing"
    LISTING_SANCTIONS = "listing-sanctions"
    PS752 = "ps752"
    INFLUENCE = "influence"
    CYBER = "cyber"
    IMMIGRATION = "immigration"
    PROTEST = "protest"
    COURTS = "courts"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span of ``TextDocument.whole`` that names something. ``id`` is a watchlist slug or None.

    ``namesake`` is the slug of a person under watch whose name it is, where no second sign (office, rank, year of
    birth, organisation) says that he is meant: to be looked at by a person, never alerted or exported.
    """

    start: int
    end: int
    text: str
    label: Label
    id: str | None = None
    namesake: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A proposition that the document attributes to someone.

    ``start`` and ``end`` locate ``content`` in ``TextDocument.whole``. ``speaker`` and ``cue`` are exact
    substrings or None; ``speaker_ref`` resolves a pronoun; ``date`` is an ISO day; ``place`` as printed.
    """

    start: int
    end: int
    content: str
    speaker: str | None
    speaker_kind: SpeakerKind
    cue: str | None
    direct: bool
    modality: Modality
    about: tuple[str, ...]
    topic: Topic
    speaker_ref: str | None = None
    date: str | None = None
    place: str | None = None
    speaker_id: str | None = None
    """Watchlist slug of the speaker, where the speaker is (or speaks for) a watched entity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """All that one pipeline version understood of one text.

    ``lang`` is an ISO 639 code (``und`` for nothing to tell); ``relevance`` a score in 0..1; ``reasons`` lines
    a person can read; ``lang_votes`` what each identifier said, where they disagree.
    """

    lang: str
    lang_confidence: float
    relevant: bool
    relevance: float
    reasons: tuple[str, ...]
    topics: tuple[Topic, ...]
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    lang_votes: tuple[tuple[str, str], ...] = ()
    concepts: tuple[str, ...] = ()
    """What happens, in words of no language ("fire", "ruling"), those of the title first: stories compare them."""
    subjects: tuple[str, ...] = ()
    """The ids of the subjects that the text is of (config/lexicons/subject.yml and subjects/), the first among them."""
    gated: bool = False
    """True where the gate kept the document from the costly models."""
