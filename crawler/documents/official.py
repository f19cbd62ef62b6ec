"""Official lists of people and entities: Public Safety's listed entities (Atom), the autonomous sanctions (SEMA, a flat
data set), and the schedules of regulations as Justice Laws publishes them.

What an entry says is read into fields, so that two readings of a list can be compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from crawler.documents.parts import REMEDY, DocumentReading, Part, child, local, parse_xml, under, words
from crawler.feeds.reading import Origin, what_it_is
from crawler.feeds.when import published
from crawler.plain import one_line
from model.article import DatePrecision
from model.errors import InputError

ALSO_KNOWN = re.compile(r"\s*\((?:also|formerly|better|more commonly) known\b", re.IGNORECASE)
LABELS = {
    "EntityOrShip": "Entity or ship",
    "Entity": "Entity",
    "LastName": "Last name",
    "GivenName": "Given name",
    "DateOfBirthOrShipBuildDate": "Date of birth or build",
    "DateOfBirth": "Date of birth",
    "TitleOrShip": "Title or ship",
    "ShipIMONumber": "IMO number",
    "DateOfListing": "Date of listing",
}
UNCOMPARED = {"Item", "Updated"}
"""Fields that change without the entry changing: numbers in a schedule move, and a page is touched."""


def read_official(body: bytes, content_type: str | None, origin: Origin) -> DocumentReading:
    """The entries of an official list. Raises ``InputError`` for what is none, or has none."""
    del content_type  # XML says its charset itself.
    root = parse_xml(body, origin.url, "an official list")
    reader = {"feed": _atom, "data-set": _data_set, "Regulation": _regulation, "Act": _regulation}.get(local(root))
    if reader is None:
        raise InputError(f"{origin.url}: not an official list: {what_it_is(body)}, <{local(root)}>", REMEDY)
    seen: Counter[str] = Counter()
    parts = []
    for name, group, fields in reader(root):
        key = "|".join(part.casefold() for part in (group, name) if part)
        seen[key] += 1
        if seen[key] > 1:
            key = f"{key}|{seen[key]}"
        parts.append(_part(key, name, fields, origin))
    if not parts:
        raise InputError(f"{origin.url}: an official list without an entry", "look at the kept response")
    return DocumentReading(parts=tuple(parts), about=words(child(root, "title")), lang="en")


def _part(key: str, name: str, fields: dict[str, str], origin: Origin) -> Part:
    day = fields.get("Date of listing") or fields.get("Published") or fields.get("In force since") or ""
    return Part(
        key=key,
        url=under(origin.url, key),
        title=name,
        text="\n\n".join(f"{label}: {value}" for label, value in fields.items() if value),
        published=published(day, origin.zone),
        precision=DatePrecision.DAY,
        fields=tuple((label, value) for label, value in fields.items() if value and label not in UNCOMPARED),
    )


def _atom(root: Any) -> Iterator[tuple[str, str, dict[str, str]]]:
    for entry in root:
        if local(entry) != "entry":
            continue
        texts = {local(one): one_line("".join(one.itertext()), 20_000) for one in entry if local(one)}
        if title := texts.get("title"):
            about = texts.get("content") or texts.get("summary", "")
            published_on = texts.get("published", "").partition("T")[0]
            yield title, "", {"About": about, "Published": published_on, "Updated": texts.get("updated", "")}


def _data_set(root: Any) -> Iterator[tuple[str, str, dict[str, str]]]:
    for record in root.iter("record"):
        texts = {local(one): words(one) for one in record if local(one)}
        entity = texts.get("EntityOrShip") or texts.get("Entity", "")
        name = entity or " ".join(part for part in (texts.get("GivenName"), texts.get("LastName")) if part)
        if name:
            group = " ".join(part for part in (texts.get("Country"), texts.get("Schedule")) if part)
            yield name, group, {LABELS.get(field, field): value for field, value in texts.items()}


def _regulation(root: Any) -> Iterator[tuple[str, str, dict[str, str]]]:
    for item in root.iter("Item"):
        text = words(child(item, "Text"))
        if not text:
            continue
        since = next((value for name, value in item.attrib.items() if name.endswith("inforce-start-date")), "")
        name = ALSO_KNOWN.split(text)[0].strip(" ,;.")
        yield name, _schedule(item), {"Text": text, "In force since": since}


def _schedule(item: Any) -> str:
    """The schedule and its part that an item stands in: their labels and titles, outermost first."""
    found: list[str] = []
    parent = item.getparent()
    while parent is not None:
        heading = child(parent, "ScheduleFormHeading") if local(parent) == "Schedule" else child(parent, "TitleText")
        if heading is not None:
            label = child(heading, "Label")
            found.append(words(label if label is not None else heading))
        parent = parent.getparent()
    return " ".join(reversed(found))
