"""Memory of one crawl of 20,000 pages, and of reading them, after 2,000 pages and at the end.

``python -m bench.crawl_memory [PAGES]`` prints resident MiB of each process at both points, and their ratio.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.crawl import ROOT, config_for, source_of
from bench.serving import made_page, serving

EARLY = 2_000


def resident_mib(pid: int | str = "self") -> float:
    """Resident memory of a process."""
    [line] = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


def crawl_all(home: Path, port: int, pages: int) -> None:
    """One run over all pages; the server's side takes the measurements."""
    from crawler.collect import crawl
    from store import open_record

    record = open_record(f"sqlite:///{home / 'rasad.db'}")
    parts = tuple(f"http://127.0.0.1:{port}/feed.xml?part={part}" for part in range(pages // 1_000))
    crawl(config_for(port), source_of(parts, pages), record, home)
    record.close()


def read_all(home: Path) -> list[float]:
    """Articles from all kept pages; memory after ``EARLY`` of them and at the end."""
    from crawler.extract.stage import extract_step
    from store import open_record

    record = open_record(f"sqlite:///{home / 'rasad.db'}")
    done, found = 0, []
    while True:
        step = extract_step(record, home, {"bench": source_of(("http://127.0.0.1/",), 1)}, 50)
        done += step.done + step.failed
        if done >= EARLY and not found:
            found.append(resident_mib())
        if not step.more:
            record.close()
            return [*found, resident_mib()]


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder, serving(made_page, pages) as served:
        command = [sys.executable, "-m", "bench.crawl_memory", "--crawl", folder, str(served.port), str(pages)]
        child = subprocess.Popen(command, cwd=ROOT)
        taken: dict[int, float] = {}

        def note(count: int) -> None:
            if count in (EARLY, pages):
                taken[count] = resident_mib(child.pid)

        served.on_page.append(note)
        if child.wait():
            raise SystemExit("the crawl failed")
        report("crawl", taken.get(EARLY, 0.0), taken.get(pages, 0.0), served.pages)
        command = [sys.executable, "-m", "bench.crawl_memory", "--read", folder]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
        report("read", *json.loads(done.stdout), served.pages)


def report(what: str, early: float, late: float, pages: int) -> None:
    print(f"{what:6} {early:6.1f} MiB after {EARLY}, {late:6.1f} after {pages}, ratio {late / early:.3f}", flush=True)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    if sys.argv[1:2] == ["--crawl"]:
        crawl_all(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    elif sys.argv[1:2] == ["--read"]:
        print(json.dumps(read_all(Path(sys.argv[2]))))
    else:
        main()
