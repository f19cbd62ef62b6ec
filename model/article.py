"""Articles: a text at an address, in versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DateSource(StrEnum):
    """How a publication date is known."""

    FEED = "feed"
    METADATA = "metadata"
    TEXT = "text"
    GIVEN = "given"


class DatePrecision(StrEnum):
    """How finely a publication date is known."""

    INSTANT = "instant"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A publication date (UTC-aware), how it is known and how finely."""

    at: datetime
    known_from: DateSource
    precision: DatePrecision = DatePrecision.INSTANT


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDocument:
    """A text to understand. Offsets everywhere count code points of ``whole``."""

    id: str
    title: str
    text: str
    published: datetime | None = None
    lang: str | None = None
    source: str | None = None

    @property
    def whole(self) -> str:
        """Title and text as one string: what every offset refers to."""
        return f"{self.title}\n\n{self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page says of its article beside the text, and how each part of the article is known.

    ``known_from`` gives for title, text, authors, published, modified and section where it was read: ``json-ld``,
    ``meta`` (OpenGraph and its like), ``microdata``, ``heading``, ``window`` (the title element), ``ranker``,
    ``trafilatura``, ``script``, ``byline``, ``text``, ``feed``. ``paywalled`` is what the page declares; None where it
    says nothing.
    """

    modified: datetime | None = None
    section: str | None = None
    amp_url: str | None = None
    paywalled: bool | None = None
    live: bool = False
    known_from: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDraft:
    """What extraction found on a page, before the record gives it an id and a version.

    Paragraphs of ``text`` are parted by a blank line. ``capture_id`` is None for imported texts.
    """

    url: str
    canonical_url: str
    source_id: str
    title: str
    text: str
    authors: tuple[str, ...]
    published: Published | None
    lang: str | None
    site: str | None
    seen_at: datetime
    capture_id: int | None = None
    facts: PageFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One version of an article. ``id`` is derived from the canonical URL and is the same for all versions.

    ``lang`` is what the publisher or the caller says; what was identified stands in the annotation.
    """

    id: str
    version: int
    url: str
    canonical_url: str
    source_id: str
    title: str
    text: str
    authors: tuple[str, ...]
    published: Published | None
    lang: str | None
    site: str | None
    seen_at: datetime
    capture_id: int | None
    text_sha256: str
    facts: PageFacts | None = None

    def document(self) -> TextDocument:
        """The article as the understanding room reads it."""
        return TextDocument(
            id=self.id,
            title=self.title,
            text=self.text,
            published=self.published.at if self.published else None,
            lang=self.lang,
            source=self.source_id,
        )


class SaveKind(StrEnum):
    """What saving a draft did."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
