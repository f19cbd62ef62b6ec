"""Crawling beside others in one run: pages a second and CPU time over the same real pages on loopback.

``python -m bench.crawl [PAGES]``: the floor is bare Scrapy plus trafilatura; ours does that, obeys robots.txt, keeps
each answer as evidence, synced, and writes articles. newspaper4k and news-please take part where they are installed:

    for peer in newspaper4k news-please; do
        python -m venv ~/.cache/rasad-bench/$peer && ~/.cache/rasad-bench/$peer/bin/pip install $peer
    done
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

from bench.crawl_peers import PEERS, WARM, measured
from bench.serving import real_pages, serving
from model.settings import FetchSettings, ScheduleSettings
from model.source import Feed, Owner, Source

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("RASAD_CORPORA", ROOT.parent / "shared")) / "corpora" / "trafilatura_eval" / "html"
CACHE = Path.home() / ".cache" / "rasad-bench"
ROUNDS = 3


def source_of(feeds: tuple[str, ...], pages: int) -> Source:
    """A source that takes all pages of the bench in one run."""
    return Source(
        id="bench",
        name="Bench",
        country="ca",
        lang="en",
        owner=Owner.INDEPENDENT,
        owner_note="a bench",
        home=feeds[0],
        feeds=tuple(Feed(url=feed) for feed in feeds),
        max_pages=pages,
    )


def config_for(port: int) -> Any:
    """What a crawl asks of a configuration."""
    fetch = FetchSettings(contact="https://example.org", delay=0, allow_private=(f"127.0.0.1:{port}",))
    return SimpleNamespace(settings=SimpleNamespace(fetch=fetch, schedule=ScheduleSettings(crawl_timeout_minutes=600)))


def crawl_and_read(home: Path, feed: str, pages: int) -> int:
    """Our own way from a feed to articles."""
    from crawler.collect import crawl
    from crawler.extract.stage import extract_step
    from store import articles, open_record

    port = int(feed.split(":")[2].split("/")[0])
    record = open_record(f"sqlite:///{home / 'rasad.db'}")
    source = source_of((feed,), pages)
    crawl(config_for(port), source, record, home)
    while extract_step(record, home, {source.id: source}, 50).more:
        pass
    found = articles.count(record)
    record.close()
    return found


def own(feed: str, pages: int) -> dict[str, float]:
    """Measured in this process, imports not counted."""
    import crawler.collect
    import store
    from crawler.extract.page import extract_page

    assert crawler.collect.crawl and store.open_record

    logging.disable(logging.CRITICAL)
    extract_page(WARM.replace("bridge.", "bridge. " * 40), "http://a.example/")
    with tempfile.TemporaryDirectory() as folder:
        return measured(lambda: crawl_and_read(Path(folder), feed, pages))


def python_of(peer: str) -> Path | None:
    """The interpreter that a peer is installed for."""
    if peer == "floor":
        return Path(sys.executable)
    python = CACHE / peer / "bin" / "python"
    return python if python.exists() else None


def run(name: str, feed: str, pages: int) -> dict[str, float]:
    """One contestant in a process of its own."""
    if name == "rasad":
        command = [sys.executable, "-m", "bench.crawl", "--own", feed, str(pages)]
    else:
        command = [str(python_of(name)), str(ROOT / "bench" / "crawl_peers.py"), name, feed]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=3_600)
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr[-2_000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 362
    names = ["rasad", *(peer for peer in PEERS if python_of(peer))]
    for peer in PEERS:
        if python_of(peer) is None:
            print(f"{peer} is not installed in {CACHE / peer}: left out", file=sys.stderr)
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    with serving(real_pages(CORPUS), pages) as served:
        for round_number in range(ROUNDS):
            for name in names:
                if round_number and name not in ("rasad", "floor"):
                    continue  # Once is enough where the ratio is tenfold.
                taken[name].append(run(name, served.feed, pages))
    base = median(one["cpu"] / one["pages"] for one in taken["floor"])
    print(f"{'':14}{'pages':>7}{'pages/s':>9}{'CPU ms a page':>15}{'x floor':>9}{'peak MiB':>10}")
    for name, runs in taken.items():
        cpu = median(one["cpu"] / one["pages"] for one in runs)
        speed = median(one["pages"] / one["seconds"] for one in runs)
        peak = median(one["peak_mib"] for one in runs)
        print(f"{name:14}{runs[0]['pages']:>7.0f}{speed:>9.1f}{cpu * 1000:>15.1f}{cpu / base:>9.2f}{peak:>10.0f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--own"]:
        print(json.dumps(own(sys.argv[2], int(sys.argv[3]))))
    else:
        main()
