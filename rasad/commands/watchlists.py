"""Commands on watchlists: entities from official lists."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from ruamel.yaml import YAML

from rasad.output import tell


@click.group()
def watchlist() -> None:
    """Watchlists: the entities that are followed.

    \b
    Example:
      rasad watchlist import SOR-2010-165.xml > var/config/watchlists/sor-2010-165.yml
    """


@watchlist.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "name", default=None, help="The id of the watchlist (default: the first file's name).")
@click.option("--title", default=None, help="Its title.")
@click.pass_obj
def import_(config: str | None, files: tuple[Path, ...], name: str | None, title: str | None) -> int:
    """Write a watchlist from regulations of Canada in XML: names, aliases, and since when each is listed.

    FILES are XML files of the Department of Justice's consolidation (SOR-2010-165.xml, DORS-2010-165.xml, …). What is
    in a watchlist already is left out. The YAML goes to standard output; review it, then put it into the watchlists
    folder of your configuration. A person's name is linked in texts only beside an organ, an office or the year of
    birth; else it is a possible namesake.

    \b
    Example:
      rasad watchlist import SOR-2010-165.xml > sor-2010-165.yml
    """
    from catalog import load
    from catalog.official import entities
    from catalog.official import watchlist as whole
    from rasad import paths

    watched = load(paths.config_dir(config)).watchlists
    known = {n.text.lower() for w in watched for e in w.entities for names in e.names.values() for n in names}
    found: dict[str, dict[str, object]] = {}
    for path in files:
        for one in entities(path):
            if one["name"].lower() not in known:
                found.setdefault(str(one["id"]), one)
    chosen = name or files[0].stem.lower()
    yaml = YAML()
    yaml.representer.ignore_aliases = lambda *_: True
    yaml.width, yaml.allow_unicode = 10_000, True
    yaml.dump(whole(chosen, title or f"Listed in {', '.join(f.stem for f in files)}", list(found.values())), sys.stdout)
    tell(f"{len(found)} entities of {len(files)} files: review them before they are watched")
    return 0


COMMANDS = (watchlist,)
