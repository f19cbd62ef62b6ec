"""What reading a document gives: its parts, each a text with an address of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from lxml import etree

from crawler.feeds.reading import unpacked, what_it_is
from model.article import DatePrecision
from model.errors import InputError

REMEDY = "open the address in a browser, then correct the list's address or kind in the source's file"
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One text in a document: a message, a subject of a debate, an entry of an official list.

    ``key`` names it within the document, whatever its text. ``fields`` are what is compared of an official entry.
    """

    key: str
    url: str
    title: str
    text: str
    published: datetime | None = None
    precision: DatePrecision = DatePrecision.INSTANT
    authors: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReading:
    """The parts of a document in their order, lines on what was left out, documents it points to, and the page before
    it where it is the newest of several. ``about`` is its own title; ``lang`` its language where it says one."""

    parts: tuple[Part, ...] = ()
    problems: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    older: str | None = None
    about: str = ""
    lang: str | None = None


def parse_xml(body: bytes, url: str, what: str) -> Any:
    """The root of an XML document; entities stay unresolved, nothing is loaded, what is broken is read as far as it
    goes. Raises ``InputError`` for what is no XML."""
    body = unpacked(body, url)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{url}: not {what}: {what_it_is(body)} ({error})", REMEDY) from error
    if root is None:
        raise InputError(f"{url}: not {what}: {what_it_is(body)}", REMEDY)
    return root


def local(element: Any) -> str:
    """The name of an element without its namespace; "" for comments and instructions."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def words(element: Any) -> str:
    """The text in an element, on one line."""
    return SPACES.sub(" ", "".join(element.itertext(etree.Element))).strip() if element is not None else ""


def child(element: Any, name: str) -> Any:
    """The first child of this name, whatever its namespace; None where there is none."""
    return next((one for one in element if local(one) == name), None)


def under(url: str, name: str) -> str:
    """The address of a part: that of the document with the part's name as fragment, which no server ever sees."""
    return f"{url.partition('#')[0]}#{quote(name[:200], safe='-._~')}"
