"""What durability costs: short write transactions of the record with synchronous FULL (ours) and NORMAL (the peer).

``python -m bench.commit [N]`` prints milliseconds a commit of each and their ratio, both measured in the same run, in turns.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from sqlalchemy import event

from store import open_record
from store.matches import set_progress

ROUNDS = 5


def milliseconds(folder: Path, mode: str, number: int) -> float:
    """The time of one commit in a new record whose connections are in this mode."""
    record = open_record(f"sqlite:///{folder / f'{mode}-{time.monotonic_ns()}.sqlite'}")
    record.engine.dispose()
    event.listen(record.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA synchronous = {mode}"))
    set_progress(record, "bench", 1)
    start = time.perf_counter()
    for value in range(2, number + 2):
        set_progress(record, "bench", value)
    spent = time.perf_counter() - start
    record.close()
    return spent / number * 1000


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        taken = {mode: [milliseconds(Path(folder), mode, number) for _ in range(ROUNDS)] for mode in ("FULL", "NORMAL")}
    full, normal = median(taken["FULL"]), median(taken["NORMAL"])
    print(f"FULL {full:.2f} ms, NORMAL {normal:.2f} ms a commit, ratio {full / normal:.2f}")


if __name__ == "__main__":
    main()
