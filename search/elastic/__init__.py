"""The Elasticsearch engine: an index behind aliases on a cluster, asked and filled through the official client."""

from search.elastic.client import Cluster, connect
from search.elastic.engine import ElasticEngine, open_engine
from search.elastic.health import Health, status
from search.elastic.rebuild import rebuild
from search.elastic.writer import ElasticWriter, open_writer

__all__ = [
    "Cluster",
    "ElasticEngine",
    "ElasticWriter",
    "Health",
    "connect",
    "open_engine",
    "open_writer",
    "rebuild",
    "status",
]
