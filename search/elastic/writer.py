"""The one writer of the index on a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from model.errors import SearchIndexError
from model.search import IndexDocument, Refused
from search.elastic import generations
from search.elastic.bulk import send
from search.elastic.client import Cluster
from search.elastic.generations import Generation
from search.elastic.guard import REBUILD, explained


class ElasticWriter:
    """Writes documents to the generation that the worker fills, or to a given one.

    Each document carries its ``doc_seq`` as external version: what is older than the index holds is left out, whoever
    sends it and in whatever order. The watermark is noted when all up to it is there and can be searched; after a crash
    between the two, documents are sent again and change nothing.
    """

    def __init__(self, cluster: Cluster, fixed: Generation | None = None) -> None:
        self.cluster = cluster
        self.fixed = fixed
        self._followed: Generation | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._followed = None

    def put(self, documents: Sequence[IndexDocument], refused: Refused | None = None) -> int:
        """Write documents, replacing older ones; those older than what is there are left out."""
        if not documents:
            return 0
        newest: dict[str, IndexDocument] = {}
        for given in documents:
            if given.article.id not in newest or newest[given.article.id].doc_seq < given.doc_seq:
                newest[given.article.id] = given
        with explained(self.cluster, "the search index cannot be written"):
            generation = self._follow()
            sent = send(self.cluster, generation.name, list(newest.values()))
            for article_id, reason in sent.wrong.items():
                self._refuse(generation, newest[article_id], reason, refused)
            if self.fixed is None:
                self.cluster.client.indices.refresh(index=generation.name)
            reached = max(document.doc_seq for document in newest.values())
            if reached > generations.watermark(self.cluster, generation):
                generations.note(self.cluster, generation, reached)
        return sent.written

    def watermark(self) -> int:
        """The change up to which everything is durably in the index; 0 for an empty one."""
        with explained(self.cluster, "the search index cannot be read"):
            return generations.watermark(self.cluster, self._follow())

    def _refuse(self, generation: Generation, document: IndexDocument, reason: str, refused: Refused | None) -> None:
        """Tell of a document that cannot be indexed, unless it is the index that is wrong."""
        field = generations.differs(self.cluster, generation)
        if field is not None:
            raise SearchIndexError(
                f"the search index {generation.name} has another mapping than Rasad gives it (field {field}): {reason}",
                f"somebody changed it, or another template was faster; {REBUILD}",
            )
        if refused is None:
            raise SearchIndexError(f"article {document.article.id} cannot be indexed: {reason}", "report it")
        refused(document, reason)

    def _follow(self) -> Generation:
        """The generation that is meant now; made where there is none. Older ones go when this writer has moved on."""
        if self.fixed is not None:
            return self.fixed
        meant = generations.writing(self.cluster)
        if meant is None:
            meant = generations.create(self.cluster)
            generations.switch(self.cluster, meant)
        if meant != self._followed:
            number = self.cluster.number
            older = [name for name in generations.names(self.cluster) if number(name) < number(meant.name)]
            generations.remove(self.cluster, older)
            self._followed = meant
        return meant


def open_writer(cluster: Cluster) -> ElasticWriter:
    """The writer of a cluster's index, which is made where there is none. The worker's lease keeps it the only one.

    Nothing is asked of the cluster yet: a worker starts also while it is away.
    """
    return ElasticWriter(cluster)
