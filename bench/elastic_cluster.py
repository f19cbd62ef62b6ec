"""Three Elasticsearch nodes on loopback; one is killed while the index is written, and nothing is lost.

``python -m bench.elastic_cluster [DOCUMENTS]`` (default 2,000) starts them, indexes with one copy of each shard, kills the node that
holds the primary shard in the middle, goes on with the two that are left, and compares the index with what was given.
"""

from __future__ import annotations

import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from elastic_node import Node
from servers_elastic import own_node

from bench.elastic import corpus
from model.errors import SearchIndexError
from model.query import Everything
from model.settings import ElasticSettings
from search.elastic import Cluster, connect, generations, open_engine, open_writer, status

NODES = 3
BATCH = 50


def started(stack: ExitStack) -> list[Node]:
    """A cluster of three, each with its own folder and ports."""
    nodes = [stack.enter_context(own_node({"discovery.type": ""})) for _ in range(NODES)]
    names = ", ".join(f"n{number}" for number in range(NODES))
    hosts = ", ".join(f"127.0.0.1:{node.transport}" for node in nodes)
    for number, node in enumerate(nodes):
        with (node.folder / "config" / "elasticsearch.yml").open("a") as file:
            file.write(f"node.name: n{number}\ndiscovery.seed_hosts: [{hosts}]\n")
            file.write(f"cluster.initial_master_nodes: [{names}]\ncluster.name: bench\n")
        node.start(wait=False)
    for node in nodes:
        node.wait()
    return nodes


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    documents = list(corpus(count))
    with ExitStack() as stack:
        nodes = started(stack)
        cluster = connect(ElasticSettings(urls=tuple(node.url for node in nodes), replicas=1, timeout=20.0))
        stack.callback(cluster.client.close)
        cluster.client.cluster.health(wait_for_nodes=str(NODES), timeout="120s")
        writer = open_writer(cluster)
        writer.watermark()
        cluster.client.cluster.health(wait_for_status="green", timeout="120s")
        print(f"{NODES} nodes, {status(cluster)}")
        reached, waits, killed_at = 0, 0, 0.0
        while reached < count:
            batch = [given for given in documents if given.doc_seq > reached][:BATCH]
            if not killed_at and reached >= count // 2:
                threading.Timer(0.05, _primary(cluster, nodes).kill).start()
                killed_at = time.monotonic()
            try:
                writer.put(batch)
                reached = writer.watermark()
            except SearchIndexError as error:
                waits += 1
                print(f"  waits: {error.thing[:120]}")
                time.sleep(0.5)
        seconds = time.monotonic() - killed_at
        print(f"a node was killed at half; the rest was written {seconds:.1f} s later, {waits} rounds waited")
        found = open_engine(cluster).search(Everything(), limit=0).total
        kept = cluster.client.search(index=cluster.serving, size=10_000, source=["doc_seq"])["hits"]["hits"]
        lost = {given.article.id: given.doc_seq for given in documents}.items() - {
            (hit["_id"], hit["_source"]["doc_seq"]) for hit in kept
        }
        print(f"{found} of {count} documents, {len(lost)} lost; {status(cluster)}")
        if found != count or lost:
            raise SystemExit(1)


def _primary(cluster: Cluster, nodes: list[Node]) -> Node:
    """The node that holds the primary shard."""
    (name,) = generations.names(cluster)
    shards = cluster.client.cat.shards(index=name, format="json")
    holder = next(shard["node"] for shard in shards if shard["prirep"] == "p")
    return nodes[int(holder[1:])]


if __name__ == "__main__":
    main()
