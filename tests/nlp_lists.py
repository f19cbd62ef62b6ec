"""The shipped configuration, loaded once for the tests of this room."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import catalog
from nlp import gazetteer
from nlp.linking import Hit, Linker
from nlp.pipeline import Understanding, load
from text.orthography import canonical

ROOT = Path(__file__).resolve().parent.parent
LEXICONS = ROOT / "config" / "lexicons"


@cache
def config() -> catalog.Config:
    return catalog.load(ROOT / "config")


@cache
def linker() -> Linker:
    return Linker(config().watchlists, gazetteer.load(LEXICONS))


@cache
def understanding() -> Understanding:
    return load(config().watchlists, LEXICONS)


def hits(text: str) -> list[Hit]:
    return linker().hits(canonical(text).text)


def linked(text: str) -> list[tuple[str, str]]:
    """(slug, words as printed) of the linked names of a text."""
    form = canonical(text)
    found = linker().hits(form.text)
    return [(h.id, text[slice(*form.to_original(h.start, h.end))]) for h in found if h.id is not None]
