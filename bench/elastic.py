"""Elasticsearch through Rasad beside the bare client, on one real server in one run, in turns.

``python -m bench.elastic [DOCUMENTS]`` (default 5,000) starts the tests' server (or asks the one of ``RASAD_TEST_ES``), and
prints documents a second, milliseconds a query, and the ratios. The bare client sends the very documents that Rasad made,
made beforehand, with the library's own bulk helper, and asks the same native queries without reading the hits.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from elasticsearch.helpers import streaming_bulk
from search_corpus import document
from servers_elastic import elastic

from model.query import Query
from model.search import IndexDocument, Sort
from query import parse
from search.elastic import Cluster, bulk, generations, open_engine, open_writer
from search.elastic.compile import Compiler
from search.elastic.mapping import ORDER, PAYLOAD
from search.elastic.mapping import document as made_for

ROUNDS = 3
QUERIES = {
    "term": "w00042",
    "phrase": '"w00003 w00001"',
    "boolean of 10": "(w00005 OR w00017 OR w00101 OR سپاه) AND (w00002 OR w00009) AND (w00031 OR w00044 OR w00300) NOT w00999",
    "prefix": "w0012*",
    "newest 20": "entity:irgc",
    "facets and timeline": "w00004",
}
ASKED = 60


def corpus(count: int) -> Iterator[IndexDocument]:
    """Articles of Zipfian words, every fourth with Persian ones; lengths as news has them (median 350 words)."""
    chance = random.Random(7)
    weights = [1 / (rank + 1) for rank in range(20_000)]
    words = [f"w{rank:05d}" for rank in range(20_000)]
    persian = ["سپاه", "پاسداران", "می‌شود", "تورنتو", "کتاب‌ها", "گفت‌وگو", "تهدید"]
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(count):
        length = min(3000, max(40, int(chance.lognormvariate(5.86, 0.6))))
        text = chance.choices(words, weights, k=length)
        if number % 4 == 0:
            text = [chance.choice(persian) if place % 3 else word for place, word in enumerate(text)]
        made = document(
            f"n{number}",
            " ".join(text[:9]),
            " ".join(text),
            lang="fa" if number % 4 == 0 else "en",
            published=start + timedelta(minutes=number),
            seq=number + 1,
        )
        if number % 10 == 0 and made.annotation is not None:
            from model.annotation import Label, Mention

            one = Mention(start=0, end=6, text="w", label=Label.ORG, id="irgc")
            made = replace(made, annotation=replace(made.annotation, mentions=(one,)))
        yield made


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def through_rasad(cluster: Cluster, documents: list[IndexDocument]) -> float:
    """Seconds for analysis, bulk, refresh and watermark, a thousand documents at a time as a rebuild puts them."""
    writer = open_writer(cluster)
    writer.watermark()
    return timed(lambda: [writer.put(documents[start : start + 1000]) for start in range(0, len(documents), 1000)])


def by_the_client(cluster: Cluster, documents: list[IndexDocument]) -> float:
    """Seconds for the bulk alone, into an index from the same template."""
    made = generations.create(cluster)
    generations.switch(cluster, made)
    actions = [bulk._action(given) for given in documents]

    def send() -> None:
        for start in range(0, len(actions), 1000):
            for _ in streaming_bulk(
                cluster.client,
                actions[start : start + 1000],
                index=made.name,
                chunk_size=500,
                expand_action_callback=bulk._expanded,
            ):
                pass
            cluster.client.indices.refresh(index=made.name)

    return timed(send)


def native(query: Query) -> dict[str, Any]:
    return Compiler(datetime(2026, 11, 1, tzinfo=UTC), lambda *_: None).native(query)


def queries(cluster: Cluster) -> Iterator[tuple[str, float, float]]:
    """Medians in milliseconds of each query by Rasad and by the client, asked in turns."""
    engine = open_engine(cluster)
    for name, text in QUERIES.items():
        tree = parse(text)
        asked = native(tree)
        sort: Any = [{ORDER: "desc"}] if name == "newest 20" else ["_score", {ORDER: "desc"}]
        overview = name == "facets and timeline"

        def ours(tree: Query = tree, name: str = name, overview: bool = overview) -> object:
            if overview:
                return engine.overview(tree)
            return engine.search(tree, limit=20, sort=Sort.NEWEST if name == "newest 20" else Sort.RELEVANCE)

        def theirs(asked: dict[str, Any] = asked, sort: Any = sort, overview: bool = overview) -> object:
            common = {"index": cluster.serving, "query": asked, "track_total_hits": True}
            if overview:
                from model.search import Facet
                from search.elastic.overview import aggregations

                return cluster.client.search(**common, size=0, aggregations=aggregations(tuple(Facet), 10))
            return cluster.client.search(**common, size=20, sort=sort, source=["title", "body", PAYLOAD])

        pairs = [(timed(ours), timed(theirs)) for _ in range(ASKED)][5:]
        yield name, median(one for one, _ in pairs) * 1000, median(other for _, other in pairs) * 1000


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    documents = list(corpus(count))
    size = sum(len(made_for(bulk.project(one))) for one in documents[:200]) / 200
    print(f"{count} articles, {size / 1000:.1f} kB each as sent")
    speeds: list[tuple[float, float]] = []
    for turn in range(ROUNDS + 1):
        with elastic() as cluster:
            ours = count / through_rasad(cluster, documents)
        with elastic() as cluster:
            theirs = count / by_the_client(cluster, documents)
        if turn:  # the first warms the server
            speeds.append((ours, theirs))
    ours, theirs = (median(column) for column in zip(*speeds, strict=True))
    ratios = sorted(one / other for one, other in speeds)
    print(
        f"indexing: Rasad {ours:.0f}, bare client {theirs:.0f} documents a second, ratio {median(ratios):.2f} ({ratios[0]:.2f}..{ratios[-1]:.2f})"
    )
    with elastic() as cluster:
        open_writer(cluster).put(documents)
        cluster.client.indices.forcemerge(index=cluster.serving, max_num_segments=1)
        for name, one, other in queries(cluster):
            print(f"{name:<22} Rasad {one:6.2f} ms, bare client {other:6.2f} ms, ratio {one / other:.2f}")


if __name__ == "__main__":
    main()
