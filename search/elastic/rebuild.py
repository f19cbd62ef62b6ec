"""A new generation filled from the record beside the serving one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from search.elastic import generations
from search.elastic.client import Cluster
from search.elastic.guard import explained
from search.elastic.writer import ElasticWriter
from search.locks import hold

Fill = Callable[[ElasticWriter], int]
"""Fills a generation through its writer until nothing is missing; returns how many documents it wrote."""


def rebuild(cluster: Cluster, lock_dir: Path, fill: Fill) -> int:
    """Make a generation, let ``fill`` fill it, and let it serve; returns how many documents were written.

    Searches and the worker go on in the old generation meanwhile. What the worker writes there after the last look at
    the record, it finds missing in the new one by its watermark and writes again. A rebuild that fails leaves the old
    generation serving; what it left half filled is removed here, or by the next rebuild after a kill.
    """
    lock_dir.mkdir(parents=True, exist_ok=True)
    with hold(lock_dir / "rebuild.lock", exclusive=True), explained(cluster, "the search index cannot be rebuilt"):
        _remove_abandoned(cluster)
        made = generations.create(cluster, filling=True)
        written = fill(ElasticWriter(cluster, made))
        generations.switch(cluster, made)
    return written


def _remove_abandoned(cluster: Cluster) -> None:
    """Remove generations that a killed rebuild left behind: newer than the serving one, and behind no alias."""
    serving = {name for name, here in generations.aliases(cluster).items() if here["aliases"]}
    newest = max((cluster.number(name) for name in serving), default=0)
    generations.remove(cluster, [name for name in generations.names(cluster) if cluster.number(name) > newest])
