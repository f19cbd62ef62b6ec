"""What an operator wants to know of the cluster."""

from __future__ import annotations

from dataclasses import dataclass

from search.elastic import generations
from search.elastic.client import Cluster
from search.elastic.guard import explained


@dataclass(frozen=True, slots=True)
class Health:
    """``health`` is green, yellow (copies are missing) or red (documents are missing). ``generation`` is the index that
    the worker fills, None where there is none yet."""

    version: str
    health: str
    generation: str | None


def status(cluster: Cluster) -> Health:
    """Ask the cluster."""
    with explained(cluster, "the cluster cannot be examined"):
        version = cluster.client.info()["version"]["number"]
        made = generations.writing(cluster)
        health = cluster.client.cluster.health(index=made.name if made else None)["status"]
    return Health(version, health, made.name if made else None)
