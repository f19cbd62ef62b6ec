"""A package of evidence for people without Rasad: what was published, the proof, and a program that checks both.

A zip file: WARC slices and bodies of the captures, their chains of the ledger from the first entry, the seals that
cover them with their time stamps, the versions of the articles, ``manifest.json`` with the SHA-256 of everything, a
README for a clerk, and ``verify.py``, which needs nothing but Python. The same evidence gives the same package.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from model.article import Article
from model.errors import InputError, StoreError
from store import articles, ledger, retention, seals, warc
from store.captures import to_capture
from store.evidence import read_body
from store.record import Record
from store.tables import captures

_EPOCH = (1980, 1, 1, 0, 0, 0)
HELD = "exported"

README = """EVIDENCE OF PUBLICATION

Made by {organisation} with Rasad on {made}.

What this is: copies of what web servers answered, as it was received, with the proof that they were not changed since.

  articles/     the texts, one folder for each article, one file for each version that was seen
  captures/     what was received: exchange.warc.gz (the answer, the request and the circumstances, in the format of
                web archives, ISO 28500) and body.bin (the page alone). Do not open body.bin in a browser: it is a
                page as its publisher made it. A text editor shows it.
  ledger.json   the entries that were written when each answer came. Each carries the digest of the one before it, so
                that none can be changed, removed or put in later without breaking all that follow.
  seals/        digests of the ledger's newest entries at certain times; a .tsr file beside one is a time stamp
                (RFC 3161) of an authority that is not {organisation}
  manifest.json the SHA-256 digest of every file here
  verify.py     a program that checks all of the above

How to check it, without a network and without other software than Python 3.9 or newer:

  1. unpack the package into an empty folder
  2. in that folder run:  python3 -I verify.py
  3. it must end with the words ALL IS WELL
  4. compare the digest that it shows with the one that {organisation} gave you by another way

What it shows: that these bytes were received from the named addresses, as {organisation} recorded it, and were not
changed after they were entered in the ledger; with a time stamp, not after that time either. It does not show that
what they say is true.
"""


@dataclass(frozen=True, slots=True)
class Package:
    """An exported package: its file, the digest of its manifest, what is in it and what could not be."""

    path: Path
    manifest_sha256: str
    captures: int
    versions: int
    notes: tuple[str, ...]


def export(record: Record, home: Path, ids: Sequence[str], target: Path, organisation: str, now: datetime) -> Package:
    """Write a package of articles, by their ids; what is exported is held from then on.

    Raises InputError for an id that is unknown, StoreError where the bytes are damaged or gone.
    """
    found = {key: articles.versions(record, key) for key in dict.fromkeys(ids)}
    if unknown := [key for key, versions in found.items() if not versions]:
        raise InputError(f"no article has the id {unknown[0]}", "`rasad search QUERY --json` shows the ids")
    versions = [version for versions in found.values() for version in versions]
    with record.read() as connection:
        rows, notes = _rows(connection, versions)
        chains = _chains(connection, {row["chain"] for row in rows})
    files = _articles(versions) | _captures(record, home, rows)
    files |= _seals(home, set(chains))
    files["ledger.json"] = _json({"chains": chains})
    files["verify.py"] = Path(__file__).with_name("clerk.py").read_bytes()
    files["README.txt"] = README.format(organisation=organisation, made=f"{now.astimezone(UTC):%Y-%m-%d}").encode()
    manifest = _json(
        {
            "organisation": organisation,
            "made": f"{now.astimezone(UTC):%Y-%m-%d}",
            "captures": {str(row["id"]): {"chain": row["chain"], "seq": row["seq"]} for row in rows},
            "notes": notes,
            "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
        }
    )
    sha256 = hashlib.sha256(manifest).hexdigest()
    _write(target, {**files, "manifest.json": manifest, "manifest.sha256": f"{sha256}  manifest.json\n".encode()})
    for key in found:
        retention.hold(record, key, HELD, now)
    return Package(target, sha256, len(rows), len(versions), tuple(notes))


def _rows(connection: Connection, versions: Sequence[Article]) -> tuple[list[RowMapping], list[str]]:
    """The captures that the versions were read from, and a note for each that is not there."""
    wanted = {version.capture_id for version in versions if version.capture_id is not None}
    notes = [f"article {v.id} version {v.version} was imported: no capture" for v in versions if v.capture_id is None]
    rows = (
        connection.execute(select(captures).where(captures.c.id.in_(wanted)).order_by(captures.c.id)).mappings().all()
    )
    for row in rows:
        if row["removed_at"] is not None:
            notes.append(f"capture {row['id']} was removed on {row['removed_at']:%Y-%m-%d}: {row['removed_reason']}")
        elif row["block_sha256"] is None:
            notes.append(f"capture {row['id']} is older than digests of whole exchanges and is left out")
    return [row for row in rows if row["removed_at"] is None and row["block_sha256"] is not None], notes


def _chains(connection: Connection, names: set[str]) -> dict[str, list[dict[str, object]]]:
    chains: dict[str, list[dict[str, object]]] = {}
    statement = select(captures).where(captures.c.chain.in_(names)).order_by(captures.c.chain, captures.c.seq)
    for row in connection.execute(statement).mappings():
        chains.setdefault(row["chain"], []).append({"entry": ledger.entry(row), "hash": row["entry_hash"]})
    return chains


def _articles(versions: Sequence[Article]) -> dict[str, bytes]:
    files = {}
    for version in versions:
        name = f"articles/{version.id}/version-{version.version:03}"
        value: dict[str, Any] = {
            "id": version.id,
            "version": version.version,
            "url": version.url,
            "canonical_url": version.canonical_url,
            "source": version.source_id,
            "title": version.title,
            "text": version.text,
            "authors": list(version.authors),
            "published": version.published.at.isoformat() if version.published else None,
            "published_known_from": version.published.known_from.value if version.published else None,
            "seen_at": version.seen_at.isoformat(),
            "capture": version.capture_id,
            "text_sha256": version.text_sha256,
        }
        files[f"{name}.json"] = _json(value)
        files[f"{name}.txt"] = f"{version.title}\n\n{version.text}\n".encode()
    return files


def _captures(record: Record, home: Path, rows: Sequence[RowMapping]) -> dict[str, bytes]:
    files = {}
    for row in rows:
        path = home / warc.FOLDER / row["warc_file"]
        with path.open("rb") as file:
            file.seek(row["block_offset"])
            block = file.read(row["block_length"])
        if hashlib.sha256(block).hexdigest() != row["block_sha256"]:
            raise StoreError(
                f"capture {row['id']}: the bytes in {path} are not those that were kept",
                "restore the evidence folder from a backup; `rasad evidence verify` lists what is affected",
            )
        files[f"captures/{row['id']}/exchange.warc.gz"] = block
        files[f"captures/{row['id']}/body.bin"] = read_body(home, to_capture(row), record)
    return files


def _seals(home: Path, chains: set[str]) -> dict[str, bytes]:
    """The seals in which one of the chains stands, with their time stamps."""
    files = {}
    for path in seals.paths(home):
        raw = path.read_bytes()
        if chains & set(json.loads(raw)["chains"]):
            files[f"seals/{path.name}"] = raw
            if (stamp := seals.stamp_of(path)).exists():
                files[f"seals/{stamp.name}"] = stamp.read_bytes()
    return files


def _json(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    draft = target.with_name(target.name + ".new")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(files):
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), files[name], zipfile.ZIP_DEFLATED)
        draft.replace(target)
    except OSError as error:
        raise StoreError(
            f"{target} cannot be written: {error.strerror or error}", "choose another folder with --to"
        ) from error
