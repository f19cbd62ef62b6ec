"""What changed between two readings of a document, each change an article of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.documents.parts import Part, under
from model.article import ArticleDraft, DateSource, Published
from model.capture import Capture
from model.errors import InputError
from model.source import Source

MOST_LOST = 0.5
"""Share of a list's entries that may be missing from one reading to the next; more is a cut-off answer."""

BACK_DATED = timedelta(days=30)
"""How long before the last reading the date of a new entry may lie and still be when the change was made."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it was read, and the capture that it was read from."""

    capture: Capture
    parts: Sequence[Part]


def official_changes(source: Source, before: Reading, now: Reading) -> Iterator[ArticleDraft]:
    """Entries that were added, changed or removed.

    Raises ``InputError`` where more than half of the entries are missing: the list is then not taken for read.
    """
    old, new = ({part.key: part for part in reading.parts} for reading in (before, now))
    lost = [key for key in old if key not in new]
    if len(lost) > MOST_LOST * len(old):
        raise InputError(
            f"{now.capture.url}: {len(lost)} of {len(old)} entries are missing at once: a cut-off answer",
            "look at the kept response; the next whole one is compared with the last whole one",
        )
    days = f"{_day(before.capture)} and {_day(now.capture)}"
    for key, part in new.items():
        if key not in old:
            lead = f"Added to {source.name} between {days}."
            yield _change(source, now, "added", part, [lead, part.text], _recent(part, before.capture.fetched_at))
        elif part.fields != old[key].fields:
            lead = f"Changed on {source.name} between {days}."
            yield _change(source, now, "changed", part, [lead, *_differences(old[key], part)], None)
    for key in lost:
        lead = f"Removed from {source.name} between {days}. It read:"
        yield _change(source, now, "removed", old[key], [lead, old[key].text], None)


def _differences(old: Part, new: Part) -> Iterator[str]:
    was, now = dict(old.fields), dict(new.fields)
    for label in dict.fromkeys((*was, *now)):
        if was.get(label) != now.get(label):
            yield f"{label}, before: {was.get(label) or 'nothing'}"
            yield f"{label}, now: {now.get(label) or 'nothing'}"


def _recent(part: Part, last: datetime) -> Published | None:
    """The date that a new entry gives, where it can be that of its being added."""
    if part.published is None or part.published < last - BACK_DATED:
        return None
    return Published(at=part.published, known_from=DateSource.FEED, precision=part.precision)


def _change(
    source: Source, now: Reading, what: str, part: Part, texts: Sequence[str], published: Published | None
) -> ArticleDraft:
    """A change as an article. Its address is the list's, with the change as fragment."""
    url = under(now.capture.url, f"{what}:{_day(now.capture)}:{part.key}")
    return ArticleDraft(
        url=url,
        canonical_url=url,
        source_id=source.id,
        title=f"{source.name}: {part.title} {what}",
        text="\n\n".join(text for text in texts if text),
        authors=(),
        published=published,
        lang="en",
        site=source.name,
        seen_at=now.capture.fetched_at,
        capture_id=now.capture.id,
    )


def deletions(source: Source, before: Reading, now: Reading) -> Iterator[ArticleDraft]:
    """Messages that the channel showed and shows no more, though it shows older and newer ones."""
    shown = {_number(part.key) for part in now.parts}
    if not shown:
        return
    for part in before.parts:
        number = _number(part.key)
        if min(shown) < number < max(shown) and number not in shown:
            url = under(part.url, "deleted")
            lead = f"{part.url} is no longer shown by the channel; it was on {_day(before.capture)}. It read:"
            yield ArticleDraft(
                url=url,
                canonical_url=url,
                source_id=source.id,
                title=f"Deleted: {part.title}",
                text=f"{lead}\n\n{part.text}",
                authors=part.authors,
                published=None,
                lang=source.lang,
                site=source.name,
                seen_at=now.capture.fetched_at,
                capture_id=now.capture.id,
            )


def _number(post: str) -> int:
    digits = post.rpartition("/")[2]
    return int(digits) if digits.isdigit() else 0


def _day(capture: Capture) -> str:
    return f"{capture.fetched_at:%Y-%m-%d}"
