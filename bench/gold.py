"""Annotate a gold file and score it: ``python -m bench.gold [NAME] [--gate]`` prints the scorer's table.

The gold folder is found by RASAD_CORPORA (default: ``../shared`` beside the checkout); NAME is a file in its ``gold``
folder, ``dev.jsonl`` unless told. Documents go through the pipeline and the story grouper as ``rasad annotate`` does it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GOLD = Path(os.environ.get("RASAD_CORPORA", ROOT.parent / "shared")) / "gold"


def scorer(folder: Path = GOLD) -> Any:
    """The scorer of the gold folder as a module."""
    spec = importlib.util.spec_from_file_location("gold_score", folder / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def annotated(path: Path, gate: bool = False) -> dict[str, dict[str, Any]]:
    """What ``rasad annotate`` would write for each document of a file, by id."""
    import catalog
    from nlp.pipeline import load
    from nlp.records import annotation_record, read_document
    from nlp.stories import StoryGrouper

    config = catalog.load(ROOT / "config")
    understanding = load(config.watchlists, config.lexicons)
    grouper = StoryGrouper()
    written = {}
    for line in path.read_bytes().split(b"\n"):
        if line.strip():
            document = read_document(line)
            annotation = next(understanding.annotate([document], gate=gate))
            written[document.id] = annotation_record(document.id, annotation, grouper.add(document, annotation))
    return written


def scores(path: Path, gate: bool = False) -> dict[str, dict[str, Any]]:
    """The scorer's measures over the whole file and for each language."""
    score = scorer(path.parent)
    gold, guess = score.read(path), annotated(path, gate)
    report = {"all": score.score(gold, guess)}
    for lang in ("en", "fa"):
        some = {i: d for i, d in gold.items() if d["lang"] == lang}
        if some:
            report[lang] = score.score(some, guess)
    return report


def table(report: dict[str, dict[str, Any]]) -> str:
    """The scorer's own table."""
    lines = [f"{'':16}" + "".join(f"{k:>24}" for k in report)]
    for name in report["all"]:
        cells = [r[name] for r in report.values()]
        shown = (f"{c:24.3f}" if isinstance(c, float) else f"{c['p']:8.3f}{c['r']:8.3f}{c['f1']:8.3f}" for c in cells)
        lines.append(f"{name:16}" + "".join(shown))
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Print the table, or the measures as JSON with ``--json``."""
    names = [a for a in arguments if not a.startswith("--")]
    began = time.perf_counter()
    report = scores(GOLD / (names[0] if names else "dev.jsonl"), gate="--gate" in arguments)
    print(json.dumps(report, indent=1) if "--json" in arguments else table(report))
    print(f"{time.perf_counter() - began:.1f} s with loading", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
