"""An answer for a list, read for the spider: what it announces, what it points to, and how it is to be kept."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.documents import DOCUMENTS, read_document
from crawler.feeds import Origin, read_list
from crawler.feeds.hints import NO_HINTS, Hints
from model.capture import CaptureKind, Entry
from model.source import Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """``entries`` are fetched where the answer is kept as a list; where it is a document it holds their texts itself,
    and they serve to count and to hold promises against. ``older`` is the page before this one."""

    entries: list[Entry]
    problems: tuple[str, ...]
    lists: tuple[str, ...]
    kept_as: CaptureKind = CaptureKind.LIST
    hints: Hints = NO_HINTS
    older: str | None = None

    @property
    def is_document(self) -> bool:
        """True where nothing that it lists is to be fetched."""
        return self.kept_as is not CaptureKind.LIST


def read_listed(feed: Feed, body: bytes, content_type: str | None, origin: Origin) -> Listed:
    """Read an answer as the source's file says what it is; ``InputError`` for what it is not."""
    if feed.kind not in DOCUMENTS:
        reading = read_list(feed, body, content_type, origin)
        return Listed(
            entries=list(reading.entries), problems=reading.problems, lists=reading.lists, hints=reading.hints
        )
    document = read_document(feed, body, content_type, origin)
    listed = [
        Entry(url=part.url, source_id=origin.source_id, title=part.title, published=part.published)
        for part in document.parts
    ]
    return Listed(
        entries=listed,
        problems=document.problems,
        lists=document.lists,
        kept_as=DOCUMENTS[feed.kind] if listed else CaptureKind.LIST,
        older=document.older,
    )
