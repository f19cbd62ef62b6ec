"""Watchlists from Canada's consolidated regulations in XML: who stands on a schedule, since when, under which names.

Reads the files of the Department of Justice (``SOR-2010-165.xml``, ``SOR-2002-284.xml`` and their like, in English or
in French). Each ``Item`` becomes an entity with its aliases, the year of birth where it is given, and the date on which
the item came into force as its legal status. A person's names ask for a second sign in the text: an organ, an office,
the year of birth; without one the reader is shown a possible namesake.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from model.annotation import Label
from model.errors import ConfigError

_LIMS = "{http://justice.gc.ca/lims}"
_ALIASES = re.compile(
    r"\((?:also known|aussi connue?)\b[^()]*?\b(?:as|sous les? noms?(?: suivants)? de)\b[: ]*(.*)\)\s*$", re.S
)
_BORN = re.compile(r"\(?\b(?:born|née?)\b[^()]*?((?:19|20)\d\d)\)?")
_ASIDE = re.compile(r"\s*\(([^()]*)\)")
_SPLIT = re.compile(r",\s*(?:and\s+|et\s+)?|\s+(?:and|et)\s+(?=[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*)*$)|;\s*")
_SINCE = "the item's date of coming into force in the consolidation"
_FIRM = re.compile(
    r"\b(?:Compan(?:y|ies)|Co\.|Corp|Corps|Organi[sz]ation|Industr\w+|Group|Bank|Force|Ltd|Inc|LLC|Institute|University|"
    r"Agency|Ministry|Complex|Cent(?:er|re)|Brigades?|Front|Network|Foundation|Commander|Headquarters|Society|Press|News)\b"
)
SECOND_SIGNS = (
    "irgc", "quds-force", "basij", "mois", "iran-government", "irgc-navy", "irgc-aerospace", "irgc-intelligence",
    "commander", "general", "colonel", "minister", "deputy minister", "judge", "prosecutor", "governor", "spokesman",
    "سردار", "سرتیپ", "سرلشکر", "فرمانده", "وزیر", "قاضی", "دادستان", "استاندار", "سخنگوی",
)  # fmt: skip
"""An organ, a rank or an office of which one must stand in a text before a person's name is linked."""


def entities(path: Path) -> list[dict[str, Any]]:
    """The entities of one regulation as a watchlist file has them. ConfigError for what is no such file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.parse(str(path), parser).getroot()
    except (OSError, etree.XMLSyntaxError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}", "give the XML of a regulation") from error
    number = root.findtext("./Identification/InstrumentNumber")
    items = [*root.iter("Item")]
    if root.tag != "Regulation" or not number or not items:
        raise ConfigError(
            f"{path}: no regulation with a list", "give the XML of a regulation from laws-lois.justice.gc.ca"
        )
    french = root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    made: dict[str, dict[str, Any]] = {}
    for part in _parts(items):
        persons = sum(bool(_BORN.search(_text(item))) for item in part) * 10 >= len(part)
        for item in part:
            one = _entity(item, number, persons, "fr" if french else "en")
            if one is not None:
                made.setdefault(one["id"], one)
    return list(made.values())


def watchlist(name: str, title: str, found: list[dict[str, Any]]) -> dict[str, Any]:
    """A whole watchlist file."""
    return {"id": name, "title": title, "entities": found}


def _parts(items: list[Any]) -> Iterator[list[Any]]:
    """The parts of a schedule: the numbers of its items begin anew."""
    part: list[Any] = []
    last = 0
    for item in items:
        digits = re.match(r"\d+", item.findtext("Label") or "")
        number = int(digits.group()) if digits else last + 1
        if part and number <= last and number < 3:
            yield part
            part = []
        part.append(item)
        last = number
    if part:
        yield part


def _text(item: Any) -> str:
    node = item.find("Text")
    return " ".join("".join(node.itertext()).split()) if node is not None else ""


def _entity(item: Any, number: str, persons: bool, lang: str) -> dict[str, Any] | None:
    text = _text(item)
    since = item.get(f"{_LIMS}enacted-date") or item.get(f"{_LIMS}inforce-start-date")
    if not text or text.startswith("[") or since is None:
        return None
    born = _BORN.search(text)
    aliases = _ALIASES.search(text)
    main = _ASIDE.sub("", text[: aliases.start()] if aliases else text).strip(" .,;")
    person = persons and not _FIRM.search(main)
    others = [_ASIDE.sub("", one).strip(" .,;()") for one in _SPLIT.split(aliases.group(1))] if aliases else []
    acronyms = [
        a
        for a in _ASIDE.findall(text[: aliases.start()] if aliases else text)
        if re.fullmatch(r"[A-Z]{3,}(?:-[A-Z]+)?", a)
    ][-1:]
    names = list(dict.fromkeys(one for one in (main, *acronyms, *others) if _usable(one, person)))
    if not names:
        return None
    requires = ([born.group(1)] if born else []) + list(SECOND_SIGNS)
    entity: dict[str, Any] = {
        "id": slug(main),
        "label": (Label.PERSON if person else Label.ORG).value,
        "name": main,
        "names": {lang: [_name(one, requires if person else []) for one in names]},
        "legal": [{"list": number, "since": since, "basis": f"{number}; {_SINCE}"}],
    }  # fmt: skip
    if born:
        entity["note"] = f"born in {born.group(1)}"
    return entity


def _usable(name: str, person: bool) -> bool:
    """A person needs two words; anything else three letters, and short ones in capitals."""
    return len(name.split()) > 1 if person else len(name) > 2 and (len(name) > 5 or name.isupper() or " " in name)


def _name(text: str, requires: list[str]) -> dict[str, Any]:
    made: dict[str, Any] = {"text": text}
    if text.isupper() or (" " not in text and len(text) < 9):
        made["cased"] = True
    return made | ({"requires": requires} if requires else {})


def slug(name: str) -> str:
    """A name as an id: Latin letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "").replace("'", "")).encode("ascii", "ignore").decode()
    return "listed-" + "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:60].strip("-")
