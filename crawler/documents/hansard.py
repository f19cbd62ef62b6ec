"""Hansard: the debates of the House of Commons and the evidence of its committees, in the House's own XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from parsel import Selector

from crawler.documents.parts import REMEDY, DocumentReading, Part, child, local, parse_xml, under, words
from crawler.encoding import decode
from crawler.feeds.reading import Origin, what_it_is
from crawler.feeds.when import published
from crawler.urls import fetchable
from model.article import DatePrecision
from model.errors import InputError

MAX_DOCUMENTS = 5
LINKS = "a[href$='.XML'], a[href$='.xml']"
SPOKEN = {"ParaText", "QuotePara", "Line", "ProceduralText"}
UNSPOKEN = {"FloorLanguage", "Timestamp", "PersonSpeaking"}
COLON = re.compile(r"\s*:\s*$")


def read_hansard(body: bytes, content_type: str | None, origin: Origin, links: str | None = None) -> DocumentReading:
    """The subjects of a sitting, each with what was said on it, speaker by speaker; of a page that lists sittings,
    the first documents that ``links`` finds (by default, whatever ends in .xml).

    Every paragraph under a subject is kept; a speaker's first one begins with their name as printed and a colon.
    """
    if b"<hansard" not in body[:2000].lower():
        return _listed(body, content_type, origin, links or LINKS)
    root = parse_xml(body, origin.url, "Hansard")
    about = {str(one.get("Name")): words(one) for one in root.iter("{*}ExtractedItem")}
    day = about.get("MetaCreationTime", "").partition(" ")[0] or about.get("Date", "")
    place = about.get("InstitutionDebate") or about.get("Institution") or "House of Commons"
    # Subjects of business, and orders of business for what is said outside of any subject.
    blocks = enumerate(root.iter("{*}OrderOfBusiness", "{*}SubjectOfBusiness"), 1)
    parts = [part for number, block in blocks if (part := _part(number, block, origin, day, place))]
    if not parts:
        raise InputError(f"{origin.url}: Hansard without a word spoken", REMEDY)
    lang = next((value.lower() for name, value in root.attrib.items() if name.endswith("lang")), None)
    return DocumentReading(parts=tuple(parts), about=f"{place}, {about.get('Date', day)}", lang=lang)


def _listed(body: bytes, content_type: str | None, origin: Origin, links: str) -> DocumentReading:
    page = Selector(text=decode(body, content_type).replace("\x00", ""), type="html")
    found = dict.fromkeys(
        fetchable(href, origin.base or origin.url) for href in page.css(links).css("::attr(href)").getall()
    )
    if not found:
        raise InputError(f"{origin.url}: no Hansard: {what_it_is(body)}", REMEDY)
    return DocumentReading(lists=tuple(found)[:MAX_DOCUMENTS])


def _part(number: int, block: Any, origin: Origin, day: str, place: str) -> Part | None:
    said = list(_said(block))
    if not said:
        return None
    subject, order = child(block, "SubjectOfBusinessTitle"), _order(block)
    title = words(subject) or order or words(child(block, "CatchLine")) or place
    if order and order != title:
        title = f"{title} ({order})"
    name = f"{'Subj' if subject is not None else 'OOB'}-{block.get('id') or number}"
    at = _moment(block, day, origin.zone)
    speakers = dict.fromkeys(speaker for speaker, _ in said if speaker)
    return Part(
        key=name,
        url=under(origin.url, name),
        title=title,
        text="\n\n".join(f"{speaker}: {text}" if speaker else text for speaker, text in said),
        published=at[0],
        precision=at[1],
        authors=tuple(speakers)[:50],
    )


def _order(block: Any) -> str:
    """The title of the order of business that a block is or lies in."""
    if local(block) == "OrderOfBusiness":
        return words(child(block, "OrderOfBusinessTitle"))
    parent = block.getparent()
    while parent is not None:
        if title := words(child(parent, "OrderOfBusinessTitle")):
            return title
        parent = parent.getparent()
    return ""


def _moment(block: Any, day: str, zone: str) -> tuple[datetime | None, DatePrecision]:
    """When it was said: by the first time stamp in the block, else the last one before it, else the day."""
    before = block.xpath("(preceding::*[local-name()='Timestamp'])[last()]")
    stamp = next(block.iter("{*}Timestamp"), before[0] if before else None)
    hour, minute = (stamp.get("Hr"), stamp.get("Mn")) if stamp is not None else (None, None)
    if hour and minute and (at := published(f"{day} {hour.zfill(2)}:{minute.zfill(2)}", zone)):
        return at, DatePrecision.INSTANT
    return published(day, zone), DatePrecision.DAY


def _said(block: Any) -> Iterator[tuple[str, str]]:
    """The paragraphs of a block with their speakers, without those of the subjects below it; a speaker is named once,
    with the first paragraph."""
    speaker = ""
    for element in _down(block, top=block):
        name = local(element)
        if name == "PersonSpeaking":
            speaker = COLON.sub("", words(element))
        elif text := words(element):
            yield speaker, text
            speaker = ""


def _down(element: Any, top: Any) -> Iterator[Any]:
    """The speakers and paragraphs below an element, in order."""
    for one in element:
        name = local(one)
        if name in SPOKEN or name == "PersonSpeaking":
            yield one
        elif name and name not in UNSPOKEN and name != "SubjectOfBusiness":
            yield from _down(one, top)
