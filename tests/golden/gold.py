"""Documents labelled by the guideline of the gold set, kept compactly: from YAML to the gold's JSON.

Names are given once for each slug or label; every occurrence outside a longer name becomes a mention. A claim's ``by``,
``who``, ``says`` and ``is`` stand for speaker, speaker_ref, content and modality.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

HERE = Path(__file__).resolve().parent
LABELS = frozenset(["PERSON", "ORG", "GPE", "LOC", "FAC", "LAW", "EVENT", "NORP", "DATE", "MONEY"])
_LAWS = frozenset(["criminal-code-listing", "sema", "magnitsky-law", "irpa", "state-immunity-act", "bill-c70"])
_EVENTS = frozenset(["ps752", "november-2019-protests", "woman-life-freedom"])
_PLACES = frozenset(
    [
        "canada",
        "iran",
        "toronto",
        "ottawa",
        "vancouver",
        "montreal",
        "calgary",
        "edmonton",
        "richmond-hill",
        "north-york",
        "london-ontario",
        "tehran",
    ]
)


def documents(*names: str) -> list[dict[str, Any]]:
    """The documents of the files, in the gold's format."""
    found: list[dict[str, Any]] = []
    for name in names:
        found += map(document, YAML(typ="safe").load((HERE / name).read_text(encoding="utf-8")))
    return found


def document(one: dict[str, Any]) -> dict[str, Any]:
    """One document in the gold's format; ValueError where a claim's words do not stand in the text."""
    whole = f"{one['title']}\n\n{one['text']}"
    made = {key: one[key] for key in ("id", "form", "published", "title", "text", "relevant", "topics")}
    made |= {"lang": one["id"][:2], "outlet": one["id"], "outlet_kind": one["kind"], "story": one.get("story")}
    made["entities"] = entities(whole, one["names"])
    made["claims"] = [claim(whole, one["id"], c) for c in one["claims"]]
    return made


def entities(whole: str, names: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Every occurrence of every name that no longer name covers."""
    taken: list[tuple[int, int]] = []
    made = []
    pairs = sorted(((text, key) for key, texts in names.items() for text in texts), key=lambda p: -len(p[0]))
    for text, key in pairs:
        for match in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", whole):
            if all(match.end() <= start or end <= match.start() for start, end in taken):
                taken.append(match.span())
                made.append((match.start(), text, key))
    return [
        {
            "text": text,
            "n": sum(1 for m in re.finditer(f"(?={re.escape(text)})", whole[:start])),
            "label": label_of(key),
            "id": None if key in LABELS else key,
        }
        for start, text, key in sorted(made)
    ]


def label_of(key: str) -> str:
    """The label that a slug or a label stands for."""
    if key in LABELS:
        return key
    return "LAW" if key in _LAWS else "EVENT" if key in _EVENTS else "GPE" if key in _PLACES else "ORG"


def claim(whole: str, name: str, one: dict[str, Any]) -> dict[str, Any]:
    """One claim in the gold's format."""
    made = {
        "speaker": one.get("by"),
        "speaker_kind": one["kind"],
        "cue": one.get("cue"),
        "content": one["says"],
        "direct": one.get("direct", False),
        "modality": one["is"],
        "about": one.get("about", []),
        "topic": one["topic"],
        "date": one.get("date"),
        "place": one.get("place"),
    }
    for key in ("speaker", "cue", "content"):
        if made[key] is not None and made[key] not in whole and key != "cue":
            raise ValueError(f"{name}: {key} is not in the text: {made[key]!r}")
    return made | ({"speaker_ref": one["who"]} if "who" in one else {})


def main(arguments: list[str]) -> None:
    """Write the files named (``tuning_en.yml`` …) as JSON lines, as the scorer reads them."""
    for one in documents(*arguments):
        sys.stdout.write(json.dumps(one, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
