"""Documents: answers that hold texts themselves, where a list only announces them.

Public Telegram channels, debates of Parliament, and official lists whose entries are compared from one reading to the
next. Read from bytes already fetched.
"""

from __future__ import annotations

from crawler.documents.debates import read_debates
from crawler.documents.hansard import read_hansard
from crawler.documents.official import read_official
from crawler.documents.parts import DocumentReading, Part
from crawler.documents.telegram import read_telegram
from crawler.feeds.reading import Origin
from model.capture import CaptureKind
from model.source import Feed, FeedKind

__all__ = ["DOCUMENTS", "DocumentReading", "Part", "read_document"]

DOCUMENTS = {
    FeedKind.TELEGRAM: CaptureKind.TELEGRAM,
    FeedKind.DEBATES: CaptureKind.DEBATES,
    FeedKind.HANSARD: CaptureKind.HANSARD,
    FeedKind.OFFICIAL: CaptureKind.OFFICIAL,
}
"""The kinds of lists that are documents, and how their answers are kept."""


def read_document(feed: Feed, body: bytes, content_type: str | None, origin: Origin) -> DocumentReading:
    """The texts in a document, or the documents that it points to; ``InputError`` for what is neither."""
    if feed.kind is FeedKind.TELEGRAM:
        return read_telegram(body, content_type, origin)
    if feed.kind is FeedKind.DEBATES:
        return read_debates(body, content_type, origin)
    if feed.kind is FeedKind.HANSARD:
        return read_hansard(body, content_type, origin, feed.links)
    return read_official(body, content_type, origin)
