"""Generated documents and queries: Elasticsearch, a real server, answers what the embedded engine answers.

``RASAD_TEST_PARITY`` sets how many corpora of 40 documents and 40 queries are tried (default 6: 240 pairs).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from parity import corpora, queries
from search_corpus import NOW
from servers_elastic import elastic

from model.errors import QueryError
from model.query import Everything, Query
from model.search import HitPage, IndexDocument, SearchEngine, Sort
from search.elastic import Cluster, open_engine, open_writer
from search.embedded import open_batch

CORPORA = int(os.environ.get("RASAD_TEST_PARITY", "6"))
DOCUMENTS, ASKED = 40, 40

pytestmark = [
    pytest.mark.timeout(60 + 20 * CORPORA),
    # Hypothesis describes the whole corpus of a failure; the assertion names the query.
    pytest.mark.filterwarnings("ignore:Generating overly large repr"),
]


@dataclass(frozen=True)
class Trial:
    """A corpus and what is asked of it; a failure shows the query that differs and not all of this."""

    documents: list[IndexDocument] = field(repr=False)
    asked: list[Query] = field(repr=False)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with elastic() as made:
        yield made


def answer(engine: SearchEngine, query: Query, **how: object) -> HitPage | str:
    try:
        return engine.search(query, **{"limit": 100, **how})  # type: ignore[arg-type]
    except QueryError as error:
        return error.thing


def rounded(page: HitPage | str) -> object:
    """What must be equal: hits by id with all that they tell, but the score."""
    if isinstance(page, str):
        return page
    return page.total, {hit.id: (hit.title, hit.url, hit.published, hit.lang, hit.highlights) for hit in page.hits}


@settings(
    max_examples=CORPORA,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(
    trial=st.tuples(corpora(DOCUMENTS), st.lists(queries, min_size=ASKED, max_size=ASKED)).map(
        lambda pair: Trial(*pair)
    )
)
def test_both_engines_answer_alike(cluster: Cluster, trial: Trial) -> None:
    documents, asked = trial.documents, trial.asked
    if found := cluster.client.indices.get(index=cluster.generations):
        cluster.client.indices.delete(index=",".join(found))
    open_writer(cluster).put(documents)
    theirs = open_engine(cluster, lambda: NOW)
    with open_batch(documents, lambda: NOW) as ours:
        for query in asked:
            one, other = answer(ours, query), answer(theirs, query)
            assert rounded(one) == rounded(other), query
            newest = [answer(engine, query, sort=Sort.NEWEST, limit=7, after_seq=5) for engine in (ours, theirs)]
            assert _order(newest[0]) == _order(newest[1]), query
            if not isinstance(one, str):
                assert ours.overview(query, most=3) == theirs.overview(query, most=3), query
        assert _order(answer(ours, Everything())) == _order(answer(theirs, Everything()))


def _order(page: HitPage | str) -> object:
    return page if isinstance(page, str) else ([hit.id for hit in page.hits], page.total, page.cursor)
