"""Makes docs/screenshots from the demonstration newsroom: `.venv/bin/python docs/screenshots.py`.

It starts `rasad run` on a copy of the demonstration with free ports and a home of its own, waits until everything is
read, and photographs the desk in Debian's Chromium. About two minutes. Needs the extra `dev`, Chromium and a font with
Persian letters (Debian: fonts-noto-core).
"""

from __future__ import annotations

import io
import json
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browsers import DESKTOP, PHONE, browser  # noqa: E402 (found only now)
from places import copy_demo, environment  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
READY_SECONDS = 300
COLOURS = 256
MOST_BYTES = 150_000


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """The running demonstration, ready; its desk's address."""
    config, ports = copy_demo(folder)
    command = [sys.executable, "-m", "rasad", "--config", str(config), "run"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment(folder / "var"))
    assert process.stdout is not None
    until, said = time.monotonic() + READY_SECONDS, ""
    while "Ctrl-C" not in said:
        if process.poll() is not None or time.monotonic() > until:
            raise SystemExit(f"the demonstration is not ready: {said}")
        if select.select([process.stdout], [], [], 1)[0]:
            said += os.read(process.stdout.fileno(), 65536).decode()
    try:
        yield f"http://127.0.0.1:{ports[8752]}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def ask(desk: str, path: str, **query: str) -> Any:
    """An answer of the desk's API."""
    with urllib.request.urlopen(f"{desk}/api/{path}?{urllib.parse.urlencode(query)}", timeout=20) as answer:
        return json.load(answer)


def pages(desk: str) -> dict[str, dict[str, str]]:
    """What is photographed: name to address, by language. A story told in both, with a claim and a denial."""
    denials = ask(desk, "search", q="claim:(modality:denied about:irgc) has:story", limit="50")["hits"]
    sized = [(len(ask(desk, f"article/{hit['id']}")["story"]["articles"]), hit["story"]) for hit in denials]
    story = max(sized)[1]
    members = ask(desk, "search", q=f"story:{story}", limit="50")["hits"]
    query = urllib.parse.quote("entity:irgc AND entity:toronto")
    found: dict[str, dict[str, str]] = {}
    for lang in ("en", "fa"):
        best = max((hit for hit in members if hit["lang"] == lang), key=lambda hit: hit["relevance"])
        found[lang] = {
            "search": f"/search?q={query}",
            "article": f"/article/{best['id']}",
            "story": f"/story/{story}",
            "sources": "/sources",
            "digest": digests(desk)[lang],
        }
    return found


def digests(desk: str) -> dict[str, str]:
    """The digest as mailed, for the reader of each language."""
    with urllib.request.urlopen(f"{desk}/digests", timeout=20) as answer:
        numbers = sorted(set(re.findall(r'href="/digest/(\d+)"', answer.read().decode())))
    found = {}
    for number in numbers:
        with urllib.request.urlopen(f"{desk}/digest/{number}/mail", timeout=20) as answer:
            said = re.search(r'<html lang="(\w+)"', answer.read().decode())
        assert said is not None
        found[said[1]] = f"/digest/{number}/mail"
    return found


def photograph(chromium: Any, desk: str, path: str, lang: str, viewport: dict[str, int], scheme: str) -> bytes:
    """A picture of one page as PNG, its colours reduced so that it is small."""
    context = chromium.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(f"{desk}{path}{'&' if '?' in path else '?'}ui={lang}")
    picture = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
    context.close()
    small = io.BytesIO()
    picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        small, "PNG", optimize=True
    )
    return small.getvalue()


def main() -> None:
    """Make all pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, demonstration(Path(folder)) as desk, browser() as chromium:
        for lang, found in pages(desk).items():
            for name, path in found.items():
                shots = [("", DESKTOP, "light"), ("-phone", PHONE, "light")]
                if name in ("search", "digest"):
                    shots.append(("-dark", DESKTOP, "dark"))
                for suffix, viewport, scheme in shots:
                    picture = photograph(chromium, desk, path, lang, viewport, scheme)
                    file = FOLDER / f"{name}-{lang}{suffix}.png"
                    file.write_bytes(picture)
                    print(f"{len(picture):>8} {file.relative_to(ROOT)}")
                    if len(picture) > MOST_BYTES:
                        raise SystemExit(f"{file} is larger than {MOST_BYTES} bytes")


if __name__ == "__main__":
    main()
