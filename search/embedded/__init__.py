"""The embedded engine: Tantivy in this process, an index in a folder or in memory."""

from search.embedded.engine import EmbeddedEngine, open_batch, open_engine
from search.embedded.generations import new_generation, switch
from search.embedded.writer import EmbeddedWriter, open_generation, open_writer

__all__ = [
    "EmbeddedEngine",
    "EmbeddedWriter",
    "new_generation",
    "open_batch",
    "open_engine",
    "open_generation",
    "open_writer",
    "switch",
]
