"""Writes to a record until it is killed, and says each thing after it is committed. Not a test: a process for tests."""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from record_nouns import NOW, draft, response

from store import Record, articles, deliveries, open_record
from store.evidence import EvidenceWriter


def main(url: str, home: Path, what: str) -> None:
    record = open_record(url)
    if what == "articles":
        for number in count():
            say(articles.save(record, draft(number))[0].id)
    elif what == "evidence":
        write_evidence(record, home)
    while what == "outbox":
        for item in deliveries.lease(record, NOW, 60, 1):
            deliveries.sent(record, item.id, NOW)
            say(item.id)


def write_evidence(record: Record, home: Path) -> None:
    with EvidenceWriter(home, f"1-{os.getpid()}") as evidence:
        for number in count():
            say(evidence.keep(record, response(number, b"x" * 10_000)).id)


def say(what: object) -> None:
    print(what, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
