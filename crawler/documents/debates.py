"""openparliament.ca: whole debates from its API, never its search, since a query would give the watchlist away."""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import Any
from urllib.parse import quote, urljoin

from crawler.documents.parts import REMEDY, DocumentReading, Part
from crawler.encoding import decode
from crawler.feeds.reading import Origin, what_it_is
from crawler.feeds.when import published
from crawler.plain import one_line, paragraphs
from model.errors import InputError

NEWEST = 3
"""Debates taken from the list of sittings."""

BLOCK_END = re.compile(r"</(?:p|li|blockquote|h\d)>|<br\s*/?>", re.IGNORECASE)
SPEECHES = "/speeches/?document={}&format=json&limit=500"


def read_debates(body: bytes, content_type: str | None, origin: Origin) -> DocumentReading:
    """The subjects of a debate, from its speeches; of the list of debates, the addresses of the newest ones' speeches.

    Speeches under the same headings, one after the other, are one part; each begins with its speaker and a colon.
    """
    try:
        answer = json.loads(decode(body, content_type))
        objects = answer["objects"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"{origin.url}: no debates: {what_it_is(body)} ({error})", REMEDY) from error
    if not isinstance(objects, list) or not all(isinstance(one, dict) for one in objects):
        raise InputError(f"{origin.url}: no debates: the objects are none", REMEDY)
    if objects and "content" not in objects[0]:
        return DocumentReading(lists=_newest(objects, origin))
    after = (answer.get("pagination") or {}).get("next_url")
    return DocumentReading(
        parts=tuple(_parts(objects, origin)),
        lists=(urljoin(origin.url, after),) if isinstance(after, str) and after else (),
        lang="en",
    )


def _newest(objects: list[dict[str, Any]], origin: Origin) -> tuple[str, ...]:
    dated = sorted((one for one in objects if one.get("url")), key=lambda one: str(one.get("date", "")), reverse=True)
    return tuple(urljoin(origin.url, SPEECHES.format(quote(str(one["url"])))) for one in dated[:NEWEST])


def _parts(objects: list[dict[str, Any]], origin: Origin) -> list[Part]:
    parts = []
    spoken = [one for one in objects if _english(one.get("content"))]
    for headings, group in groupby(spoken, key=lambda one: (_english(one.get("h1")), _english(one.get("h2")))):
        speeches = list(group)
        url = urljoin(origin.base or origin.url, str(speeches[0].get("url") or ""))
        speakers = [_english(one.get("attribution")) for one in speeches]
        part = Part(
            key=str(speeches[0].get("url") or url),
            url=url,
            title=_title(*headings),
            text="\n\n".join(_turn(speaker, one) for speaker, one in zip(speakers, speeches, strict=True)),
            published=published(str(speeches[0].get("time") or ""), origin.zone),
            authors=tuple(dict.fromkeys(speaker for speaker in speakers if speaker))[:50],
        )
        parts.append(part)
    return parts


def _title(order: str, subject: str) -> str:
    if subject and order:
        return f"{subject} ({order})"
    return subject or order or "Debate"


def _turn(speaker: str, speech: dict[str, Any]) -> str:
    blocks = BLOCK_END.split(_english(speech.get("content"), plain=False))
    text = paragraphs("\n".join(one_line(block, 100_000) for block in blocks))
    return f"{speaker}: {text}" if speaker else text


def _english(value: Any, *, plain: bool = True) -> str:
    """The English of a text that stands there in both languages."""
    text = value.get("en") if isinstance(value, dict) else value
    if not isinstance(text, str):
        return ""
    return one_line(text) if plain else text
