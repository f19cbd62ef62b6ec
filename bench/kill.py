"""A crawl of 2,000 pages, killed (-9) every few seconds, beside one that nobody disturbed.

``python -m bench.kill [PAGES [SECONDS]]`` prints what each left and fails where they differ: the set of (address, digest of
its text), captures beyond one for each request in flight at a kill, files and rows that nothing refers to, the ledger.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from crawling import crawl, source_at
from killing import after_seconds, crawl_killed, left_in
from loopback import Answer, newsroom, rss

from bench.serving import made_page
from store import open_record
from store.entries import due_entries
from store.verification import examine


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 3.0
    luck = random.Random(2026)
    with tempfile.TemporaryDirectory() as folder, newsroom() as room:
        room.pages["/feed.xml"] = Answer(rss([(room.url(f"/p{n}"), f"Headline {n}", "") for n in range(pages)]))
        room.pages |= {f"/p{n}": Answer(made_page(n)) for n in range(pages)}
        source = source_at(room, max_pages=pages)
        calm, rough = Path(folder) / "calm", Path(folder) / "rough"
        calm.mkdir()
        rough.mkdir()
        crawl(calm, source, room, wait=3_600)

        def pauses():  # type: ignore[no-untyped-def]
            for _ in count():
                if (rough / "rasad.db").exists() and not _due(rough, source.id):
                    return
                yield after_seconds(luck, seconds * 0.6, seconds * 1.4)

        start = time.monotonic()
        killed = crawl_killed(rough, source, room, pauses())
        took = time.monotonic() - start
        undisturbed, found = left_in(calm, source), left_in(rough, source)
        record = open_record(f"sqlite:///{rough / 'rasad.db'}")
        examined = examine(record, rough)
        record.close()
    print(f"{pages} pages, {killed} kills in {took:.0f} s")
    print(f"texts: {len(found.texts)}, the same as undisturbed: {found.texts == undisturbed.texts}")
    print(f"captures beyond one a page: {found.pages - found.distinct_pages}")
    print(f"not fetched {found.unfetched}, set aside {found.set_aside}, runs unclosed {found.unclosed}")
    problems = [*examined.problems, *examined.notes]
    print(f"evidence: {examined.files} files, {examined.captures} captures, {len(problems)} problems {problems[:3]}")
    same = found.texts == undisturbed.texts and len(found.texts) == pages
    if not same or problems or found.pages - found.distinct_pages > killed or found.unfetched or found.unclosed:
        raise SystemExit("not the same")


def _due(home: Path, source_id: str) -> bool:
    """True while a page is still to be fetched, or none is known yet."""
    from datetime import UTC, datetime

    from sqlalchemy import func, select

    from store.tables import entries

    record = open_record(f"sqlite:///{home / 'rasad.db'}")
    with record.read() as connection:
        known = connection.execute(select(func.count()).select_from(entries)).scalar_one()
    left = due_entries(record, source_id, 1, datetime.now(UTC))
    record.close()
    return bool(left) or not known


if __name__ == "__main__":
    main()
