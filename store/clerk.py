"""Checks a package of evidence that Rasad exported: python3 -I verify.py, in the folder where it was unpacked.

It needs nothing but Python 3.9 or newer, no network and none of Rasad. It ends with 0 and "ALL IS WELL" only if every
file is as it was exported and everything that one file says of another holds; else it names what does not hold and ends
with 1.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

FIRST = "0" * 64
SHA256_OID = bytes.fromhex("0609608648016503040201")


def main() -> int:
    """Check the package in the folder of this file."""
    folder = Path(__file__).resolve().parent
    problems: list[str] = []
    try:
        manifest = check_manifest(folder, problems)
        heads = check_ledger(folder, problems)
        captures = check_captures(folder, manifest, problems)
        articles = check_articles(folder, captures, problems)
        seals = check_seals(folder, heads, problems)
    except Exception as error:  # noqa: BLE001 (whatever a damaged file makes of the checks, it is damaged)
        problems.append(f"the check broke off: {type(error).__name__}: {error}")
    for line in problems:
        print("PROBLEM:", line)
    if problems:
        print(f"{len(problems)} problems: this is not the package that was exported")
        return 1
    print(f"{len(manifest['files'])} files, {len(captures)} captures, {articles} article versions, {len(seals)} seals")
    for name in seals:
        print(
            f"time stamp of {name}: its signature is checked by: openssl ts -verify -data {name} -in {stamp_of(name)}"
        )
        print("  -CAfile CERTIFICATE-OF-THE-AUTHORITY.pem")
    print("Compare this with the digest that you were given with the package:")
    print("manifest.json SHA-256", digest((folder / "manifest.json").read_bytes()))
    print("ALL IS WELL")
    return 0


def check_manifest(folder: Path, problems: list[str]) -> dict[str, Any]:
    """Every file by its digest; none missing, none too many."""
    raw = (folder / "manifest.json").read_bytes()
    told = (folder / "manifest.sha256").read_text(encoding="ascii")
    if told != f"{digest(raw)}  manifest.json\n":
        problems.append("manifest.json is not the one that manifest.sha256 names")
    manifest: dict[str, Any] = json.loads(raw)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name in sorted(there - set(manifest["files"]) - {"manifest.json", "manifest.sha256"}):
        problems.append(f"{name}: is not part of the package")
    for name, expected in manifest["files"].items():
        if name not in there:
            problems.append(f"{name}: is missing")
        elif digest((folder / name).read_bytes()) != expected:
            problems.append(f"{name}: was changed")
    return manifest


def check_ledger(folder: Path, problems: list[str]) -> dict[tuple[str, int], str]:
    """Each chain from its first entry: every entry carries the hash of the one before it."""
    last: dict[tuple[str, int], str] = {}
    for chain, entries in json.loads((folder / "ledger.json").read_bytes())["chains"].items():
        before = FIRST
        for number, item in enumerate(entries, 1):
            entry = item["entry"]
            if entry["chain"] != chain or entry["seq"] != number or entry["prev_hash"] != before:
                problems.append(f"ledger, chain {chain}: entry {number} does not follow the one before it")
            before = digest(canonical(entry))
            if before != item["hash"]:
                problems.append(f"ledger, chain {chain}: entry {number} was changed")
            last[chain, number] = before
    return last


def check_captures(folder: Path, manifest: dict[str, Any], problems: list[str]) -> set[int]:
    """The bytes of each capture against its entry, and the body within them."""
    chains = json.loads((folder / "ledger.json").read_bytes())["chains"]
    for number, place in manifest["captures"].items():
        entry = chains[place["chain"]][place["seq"] - 1]["entry"]
        block = (folder / f"captures/{number}/exchange.warc.gz").read_bytes()
        body = (folder / f"captures/{number}/body.bin").read_bytes()
        if len(block) != entry["block_length"] or digest(block) != entry["block_sha256"]:
            problems.append(f"capture {number}: the bytes are not those of its entry in the ledger")
        if digest(body) != entry["sha256"]:
            problems.append(f"capture {number}: the body is not the one of its entry in the ledger")
        if not gzip.decompress(block).count(body):
            problems.append(f"capture {number}: the body does not stand in the bytes of the exchange")
    return {int(number) for number in manifest["captures"]}


def check_articles(folder: Path, captures: set[int], problems: list[str]) -> int:
    """The text of each version against its digest, and the capture that it was read from."""
    count = 0
    for path in sorted(folder.glob("articles/*/*.json")):
        article = json.loads(path.read_bytes())
        where = f"article {article['id']} version {article['version']}"
        if digest(f"{article['title']}\n\n{article['text']}".encode()) != article["text_sha256"]:
            problems.append(f"{where}: the text is not the one of its digest")
        if article["capture"] is not None and article["capture"] not in captures:
            problems.append(f"{where}: its capture is not in the package")
        if path.with_suffix(".txt").read_text(encoding="utf-8") != f"{article['title']}\n\n{article['text']}\n":
            problems.append(f"{where}: the readable copy is another text")
        count += 1
    return count


def check_seals(folder: Path, heads: dict[tuple[str, int], str], problems: list[str]) -> list[str]:
    """Seals against the ledger, and that each time stamp is one of its seal."""
    stamped = []
    for path in sorted(folder.glob("seals/*.json")):
        raw = path.read_bytes()
        for chain, (seq, value) in json.loads(raw)["chains"].items():
            if (chain, seq) in heads and heads[chain, seq] != value:
                problems.append(f"{path.name}: chain {chain} was another one when it was sealed")
        stamp = path.with_suffix(".tsr")
        if stamp.exists():
            # In DER: the algorithm, with or without an empty parameter, then the digest as 32 octets.
            octets = b"\x04\x20" + hashlib.sha256(raw).digest()
            if not any(SHA256_OID + empty + octets in stamp.read_bytes() for empty in (b"", b"\x05\x00")):
                problems.append(f"{stamp.name}: is not a time stamp of {path.name}")
            stamped.append(f"seals/{path.name}")
    return stamped


def stamp_of(name: str) -> str:
    """The name of the stamp beside a seal."""
    return name[: -len("json")] + "tsr"


def canonical(value: object) -> bytes:
    """JSON that is the same wherever it is made."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
