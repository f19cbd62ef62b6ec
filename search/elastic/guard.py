"""Turns what the client raises into errors a person can read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import elasticsearch
from elastic_transport import TlsError, TransportError

from model.errors import QueryError, RasadError, SearchIndexError
from search.elastic.client import Cluster

REBUILD = "`rasad index rebuild` builds it anew from the record"
FULL = "free some space on the cluster's disks; nothing is lost, the worker goes on by itself"
_TOO_DEEP = ("max_nested_depth", "nested depth", "too_many_clauses", "too_many_nested_clauses", "too complex")


@contextmanager
def explained(cluster: Cluster, what: str) -> Iterator[None]:
    """Give failures within a name and a remedy."""
    try:
        yield
    except RasadError:
        raise
    except TransportError as error:
        raise _unreachable(cluster, what, error) from error
    except elasticsearch.ApiError as error:
        raise refused(cluster, what, error.status_code, *_cause(error)) from error


def _unreachable(cluster: Cluster, what: str, error: TransportError) -> SearchIndexError:
    where = ", ".join(cluster.settings.urls)
    if isinstance(error, TlsError):
        remedy = "check search.elastic.ca_file, and that the certificate names this host"
        return SearchIndexError(f"{what}: the certificate of {where} is not trusted: {error.message}", remedy)
    if isinstance(error, elasticsearch.ConnectionTimeout):
        remedy = "look at the cluster's health, or raise search.elastic.timeout; nothing is lost"
        return SearchIndexError(
            f"{what}: Elasticsearch at {where} did not answer within {cluster.settings.timeout:g} s", remedy
        )
    remedy = "start it, or correct search.elastic.urls; nothing is lost, the worker catches up"
    return SearchIndexError(f"{what}: Elasticsearch at {where} cannot be reached: {error.message}", remedy)


def _cause(error: elasticsearch.ApiError) -> tuple[str, str]:
    """The type and the reason of an error, the deepest ones that the server gives."""
    body = error.body if isinstance(error.body, dict) else {}
    given = body.get("error", {})
    if not isinstance(given, dict):
        return "", str(given)
    roots = given.get("root_cause") or [{}]
    kinds = [given.get("type", ""), roots[0].get("type", "")]
    deepest = given if isinstance(given.get("caused_by"), dict) else {**given, **roots[0]}
    while isinstance(deepest.get("caused_by"), dict):
        deepest = deepest["caused_by"]
        kinds.append(deepest.get("type", ""))
    return " ".join(kinds), str(deepest.get("reason") or given.get("reason") or error.message)


def refused(cluster: Cluster, what: str, status: int, kind: str, reason: str) -> RasadError:
    """The error of a request, or of one document of it, that the server refused."""
    setting = "search.elastic.api_key_env" if cluster.settings.api_key_env else "search.elastic.user"
    if status == 401:
        remedy = f"check {setting}; the key may have expired; a cluster that has just started knows it in some seconds"
        return SearchIndexError(f"{what}: Elasticsearch does not accept the key or the password", remedy)
    if "cluster_block" in kind:
        if "disk usage exceeded" in reason or "read-only" in reason:
            return SearchIndexError(f"{what}: the index is read-only, as when the disk is full: {reason}", FULL)
        return SearchIndexError(f"{what}: the cluster is not ready: {reason}", "look at the cluster's health")
    if status == 403:
        remedy = "give the key the role that docs/elasticsearch.md shows"
        return SearchIndexError(f"{what}: the key may not do that: {reason}", remedy)
    if "index_not_found" in kind:
        return SearchIndexError(f"{what}: there is no search index {cluster.serving}", f"start the worker; {REBUILD}")
    if status == 400 and any(words in f"{kind} {reason}" for words in _TOO_DEEP):
        return QueryError(f"the query is too large for Elasticsearch: {reason}", 0, "simplify it, or split the rule")
    if status == 429:
        return SearchIndexError(f"{what}: Elasticsearch is overloaded: {reason}", "it is tried again; nothing is lost")
    return SearchIndexError(f"{what}: {reason or kind}", REBUILD if status < 500 else "look at the cluster's health")
