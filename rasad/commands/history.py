"""The command that tells what became of an article: history."""

from __future__ import annotations

from dataclasses import asdict

import click

from model.edit import Edit, Removal
from model.errors import InputError
from rasad.output import emit, say
from rasad.wiring import place


@click.command()
@click.argument("article_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="A line for each edit and for a removal, as JSON.")
@click.pass_obj
def history(config: str | None, article_id: str, as_json: bool) -> int:
    """How an article was edited after it was published, and whether it was removed.

    \b
    Example:
      rasad history 3f0c9a5d1e2b4c67
    """
    from store import articles, edits, revisits

    at = place(config)
    newest = articles.get(at.record, article_id)
    if newest is None:
        raise InputError(f"no article has the id {article_id}", "`rasad search QUERY --json` shows the ids")
    removal = revisits.removal(at.record, article_id)
    found = edits.history(at.record, article_id)
    if as_json:
        for item in found:
            emit({"version": item.version, "seen_at": item.seen_at.isoformat(), **asdict(item.edit)})
        if removal is not None:
            emit({"removed": removal.noticed_at.isoformat(), "status": removal.status, "capture": removal.capture_id})
        return 0
    say(f"{newest.title}\n{newest.url}\nversions: {newest.version}")
    for item in found:
        say(f"\nversion {item.version}, seen {item.seen_at:%Y-%m-%d %H:%M}Z")
        for line in _lines(item.edit):
            say(f"  {line}")
    if removal is not None:
        say(f"\n{_removed(removal)}")
    return 0


def _lines(edit: Edit) -> list[str]:
    """An edit as a person reads it."""
    lines = [f"headline: {edit.headline[0]}\n       -> {edit.headline[1]}"] if edit.headline else []
    lines += [f"changed: {old}\n      -> {new}" for old, new in edit.changed]
    lines += [f"removed: {text}" for text in edit.removed]
    lines += [f"added: {text}" for text in edit.added]
    for what, gone, new in (
        ("numbers", edit.numbers_gone, edit.numbers_new),
        ("names", edit.names_gone, edit.names_new),
    ):
        if gone or new:
            lines.append(f"{what}: {', '.join(gone) or '-'} -> {', '.join(new) or '-'}")
    return lines


def _removed(removal: Removal) -> str:
    back = f", back since {removal.back_at:%Y-%m-%d}" if removal.back_at else ""
    return f"removed by its publisher: noticed {removal.noticed_at:%Y-%m-%d %H:%M}Z ({removal.status}){back}"


COMMANDS = (history,)
