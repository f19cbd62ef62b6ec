"""How well stories are found: ``python -m bench.stories [--ecb-only|--generated-only]``.

B-cubed precision, recall and F1 on the 100 generated bilingual events (tests/generator) and on the ECB+ documents of the
``clusters`` corpus (English, no dates, two look-alike events a topic), each given to the grouper one by one as they come.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import catalog
from bench.gold import GOLD, ROOT
from model.annotation import Annotation
from model.article import TextDocument
from nlp.pipeline import load
from nlp.stories import StoryGrouper

sys.path.insert(0, str(ROOT / "tests" / "generator"))
AT = datetime(2026, 5, 4, tzinfo=UTC)


def bcubed(gold: Mapping[str, str], guess: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a clustering, averaged over its documents."""
    true, found = _members(gold), _members(guess)
    precision = recall = 0.0
    for one in gold:
        both = len(true[gold[one]] & found[guess[one]])
        precision += both / len(found[guess[one]]) / len(gold)
        recall += both / len(true[gold[one]]) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _members(clusters: Mapping[str, str]) -> Mapping[str, set[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for one, cluster in clusters.items():
        members[cluster].add(one)
    return members


def annotated(documents: Iterable[TextDocument]) -> list[tuple[TextDocument, Annotation]]:
    """The documents with what the pipeline says of them."""
    config = catalog.load(ROOT / "config")
    understanding = load(config.watchlists, config.lexicons)
    return [(one, next(understanding.annotate([one]))) for one in documents]


def grouped(pairs: Iterable[tuple[TextDocument, Annotation]]) -> dict[str, str]:
    """The story of each document, given one by one."""
    grouper = StoryGrouper()
    return {document.id: grouper.add(document, annotation) for document, annotation in pairs}


def generated() -> tuple[list[TextDocument], dict[str, str]]:
    """The reports of 100 generated events, and their stories."""
    import events

    made = events.generate(7, 100)
    return list(made), {d.id: d.story for d in made}


def ecb() -> tuple[list[TextDocument], dict[str, str]]:
    """The ECB+ documents in the order of the file, and their events."""
    path = GOLD.parent / "corpora" / "clusters" / "ecbplus_docs.dev.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    made = [TextDocument(id=d["id"], title="", text=d["text"], published=AT, lang="en") for d in lines]
    return made, {d["id"]: d["event_cluster"] for d in lines}


def main(arguments: list[str]) -> None:
    """Print the measures of both sets."""
    for name, source in (("generated", generated), ("ecb", ecb)):
        if not arguments or f"--{name}-only" in arguments:
            documents, gold = source()
            precision, recall, f1 = bcubed(gold, grouped(annotated(documents)))
            print(f"{name:10} {len(documents)} documents  B-cubed {precision:.3f} {recall:.3f} {f1:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
