"""Commands on evidence: verify, export, hold, seal, retain."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from model.errors import ConfigError
from rasad.output import emit, say, tell
from rasad.wiring import Place, place


@click.group()
def evidence() -> None:
    """What was received, byte for byte, with the proof that it was not changed since."""


@evidence.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def verify(config: str | None, as_json: bool) -> int:
    """Check every byte of every WARC file, every entry of the ledger, tombstones, seals and time stamps.

    Prints a line for each thing that is wrong, and ends with 1 if there is one. What a killed crawl left behind at the
    end of a file is told on standard error; it is evidence of nothing.

    \b
    Example:
      rasad evidence verify
    """
    from store import stamps
    from store.verification import examine

    at = place(config)
    found = examine(at.record, at.home)
    problems = found.problems + stamps.problems(at.home, _authority(at))
    if as_json:
        counts = {"captures": found.captures, "removed": found.removed, "files": found.files, "bytes": found.bytes}
        emit({**counts, "seals": found.seals, "problems": problems, "notes": found.notes})
        return 1 if problems else 0
    for note in found.notes:
        tell(f"note: {note}")
    for problem in problems:
        say(problem)
    if problems:
        tell(f"{len(problems)} problems; restore what is affected from a backup")
        return 1
    whole = f"{found.captures} captures ({found.removed} removed) in {found.files} files of {found.bytes} bytes"
    say(f"all is well: {whole}, {found.seals} seals")
    return 0


@evidence.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--to", "target", type=click.Path(path_type=Path), help="The file to write (default: evidence-DATE.zip).")
@click.pass_obj
def export(config: str | None, ids: tuple[str, ...], target: Path | None) -> int:
    """Write articles, by id, into a package that anybody can verify offline with the program in it.

    What is exported is held from then on. Prints the file and the SHA-256 of its manifest: give that to the receiver by
    another way.

    \b
    Example:
      rasad evidence export 3f0c9a5d1e2b4c67 --to case-12.zip
    """
    from store import package

    at = place(config)
    now = datetime.now(UTC)
    path = target or Path(f"evidence-{now:%Y%m%dT%H%M%SZ}.zip")
    made = package.export(at.record, at.home, ids, path, at.config.settings.organisation, now)
    for note in made.notes:
        tell(f"note: {note}")
    say(f"{made.path}\nmanifest.json SHA-256 {made.manifest_sha256}")
    tell(f"{made.captures} captures, {made.versions} article versions")
    return 0


@evidence.command()
@click.argument("article_id", metavar="ID", required=False)
@click.option("--reason", help="Why it must stay; shown in the list.")
@click.pass_obj
def hold(config: str | None, article_id: str | None, reason: str | None) -> int:
    """Keep an article's captures for good, whatever retention says; without ID, list what is held.

    \b
    Examples:
      rasad evidence hold 3f0c9a5d1e2b4c67 --reason "asked for by counsel"
      rasad evidence hold
    """
    from store import articles, retention

    at = place(config)
    if article_id is None:
        for key, why, since in retention.held(at.record):
            say(f"{key}  {since:%Y-%m-%d}  {why}")
        return 0
    if not reason:
        raise click.UsageError("--reason is missing: whoever reads the list must know why")
    if articles.get(at.record, article_id) is None:
        raise click.UsageError(f"no article has the id {article_id}")
    tell("held" if retention.hold(at.record, article_id, reason, datetime.now(UTC)) else "it is held already")
    return 0


@evidence.command()
@click.pass_obj
def seal(config: str | None) -> int:
    """Write down the newest entry of every chain, so that nothing can be cut off unseen, and have it time-stamped.

    The stamp is asked of evidence.tsa_url, if there is one; seals that an earlier call could not get stamped are tried
    again. A worker seals once a day by itself; copy the folder evidence/seals to another place.

    \b
    Example:
      rasad evidence seal
    """
    from rasad.stamping import stamp_all
    from store import seals

    at = place(config)
    path = seals.seal(at.record, at.home, datetime.now(UTC))
    say(f"{path}\nSHA-256 {seals.sha256(path)}")
    for stamped in stamp_all(at):
        say(f"stamped: {stamped}")
    return 0


@evidence.command()
@click.option("--days", type=float, help="Instead of evidence.keep_days.")
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@click.pass_obj
def retain(config: str | None, days: float | None, dry_run: bool) -> int:
    """Remove captures older than evidence.keep_days that are evidence of nothing; each leaves a tombstone.

    Kept are pages of articles that a rule matched, that are relevant, held or exported, and the lists and robots.txt of
    their crawl runs. Texts stay searchable. May be killed at any time and called again.

    \b
    Example:
      rasad evidence retain --dry-run
    """
    from store import retention

    at = place(config)
    keep = days if days is not None else at.config.settings.evidence.keep_days
    if keep is None:
        raise ConfigError("nothing says how long captures are kept", "set evidence.keep_days, or give --days")
    now = datetime.now(UTC)
    before = now - timedelta(days=keep)
    if dry_run:
        for row in retention.removable(at.record, before):
            say(f"{row['id']}  {row['fetched_at']:%Y-%m-%d}  {row['source_id']}  {row['url']}")
        return 0
    done = retention.retain(at.record, at.home, before, f"evidence of nothing after {keep:g} days", now)
    say(f"{done.captures} captures removed; {done.rewritten} files written anew, {done.removed} files removed")
    return 0


def _authority(at: Place) -> Path | None:
    """The file of the time stamp authority's certificate; a relative one lies in the configuration."""
    name = at.config.settings.evidence.tsa_ca
    return None if name is None else at.config_dir / name


COMMANDS = (evidence,)
