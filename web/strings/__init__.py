"""The words of the interface, in English and Persian: a module for each part of the desk."""

from __future__ import annotations

from web.strings import access, article, common, notices, search, sources, things

LANGUAGES = {"en": "English", "fa": "فارسی"}

Table = dict[str, tuple[str, str]]

_TABLES: tuple[Table, ...] = (
    common.STRINGS,
    things.STRINGS,
    search.STRINGS,
    article.STRINGS,
    sources.STRINGS,
    notices.STRINGS,
    access.STRINGS,
)
_STRINGS: Table = {key: value for table in _TABLES for key, value in table.items()}


def text_of(key: str, lang: str, **values: object) -> str:
    """A string of the interface, its ``{names}`` filled in. Raises KeyError for one that does not exist."""
    english, persian = _STRINGS[key]
    chosen = persian if lang == "fa" else english
    return chosen.format(**values) if values else chosen


def known(key: str) -> bool:
    """True where there is such a string."""
    return key in _STRINGS
