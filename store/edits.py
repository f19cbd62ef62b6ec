"""The history of an article: the edit that made each version."""

# No __future__ import here: its name would hide the module store.annotations.
from dataclasses import replace
from itertools import pairwise

from model.annotation import Label
from model.article import Article
from model.edit import Edit, VersionEdit
from store import annotations, articles
from store.record import Record
from text.edits import compare

_NAMES = (Label.PERSON, Label.ORG, Label.GPE, Label.LOC, Label.FAC)


def history(record: Record, article_id: str) -> list[VersionEdit]:
    """The edits of an article, oldest first; none for one that was never edited."""
    return [
        VersionEdit(article_id=article_id, version=new.version, seen_at=new.seen_at, edit=_edit(record, old, new))
        for old, new in pairwise(articles.versions(record, article_id))
    ]


def between(record: Record, article_id: str, old_version: int, new_version: int) -> Edit | None:
    """The edit between two versions; None where one of them is not there."""
    old, new = (articles.get(record, article_id, version) for version in (old_version, new_version))
    return None if old is None or new is None else _edit(record, old, new)


def _edit(record: Record, old: Article, new: Article) -> Edit:
    edit = compare(old.title, old.text, new.title, new.text)
    before, after = _names(record, old), _names(record, new)
    if before is None or after is None:  # not yet understood
        return edit
    return replace(
        edit,
        names_gone=tuple(name for key, name in before.items() if key not in after),
        names_new=tuple(name for key, name in after.items() if key not in before),
    )


def _names(record: Record, article: Article) -> dict[str, str] | None:
    """Whom and what a version names: by watchlist id or spelling, as it stands there first; None before annotation."""
    annotation = annotations.get(record, article.id, article.version)
    if annotation is None:
        return None
    named: dict[str, str] = {}
    for mention in annotation.mentions:
        if mention.label in _NAMES:
            named.setdefault(mention.id or mention.text.casefold(), mention.text)
    return named
