"""`rasad doctor`: one look at everything that can be wrong on a machine."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog import check
from model.errors import RasadError
from rasad.wiring import Place

LOW_DISK_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at. ``verdict`` is ``ok``, ``warn`` or ``FAIL``."""

    verdict: str
    thing: str
    remedy: str = ""


def examine(config_dir: Path, home: Path) -> Iterator[Finding]:
    """Look at each part in turn; a part that fails does not hide the others."""
    problems = check(config_dir)
    for problem in problems:
        yield Finding("FAIL", str(problem))
    yield _disk(home)
    if problems:
        return
    at = Place(config_dir=config_dir, home=home)
    yield Finding("ok", f"configuration {config_dir}: {len(at.config.sources)} sources, {len(at.config.rules)} rules")
    for held in (s.id for s in at.config.sources.values() if s.held):
        yield Finding("warn", f"source {held} is held: its owner is under watch", "configure an exit with `via`")
    clusters = (_cluster,) if at.engine_name == "elastic" else ()
    for look in (_record, _evidence, *clusters, _index, _models, _mail, _desk):
        yield _guarded(look, at)


def _guarded(look: Callable[[Place], Finding], at: Place) -> Finding:
    try:
        return look(at)
    except RasadError as error:
        return Finding("FAIL", error.thing, error.remedy)


def _disk(home: Path) -> Finding:
    free = shutil.disk_usage(home).free
    if free < LOW_DISK_BYTES:
        return Finding(
            "warn", f"{home}: only {free // 1_000_000} MB are free", "make room, or set RASAD_HOME elsewhere"
        )
    return Finding("ok", f"home {home}: {free // 1_000_000_000} GB free")


def _record(at: Place) -> Finding:
    from store.status import counts

    numbers = counts(at.record)
    return Finding("ok", f"record: {numbers.get('articles', 0)} articles, {numbers.get('captures', 0)} captures")


def _evidence(at: Place) -> Finding:
    from store.verification import verify

    faults = verify(at.record, at.home)
    if faults:
        return Finding(
            "FAIL", f"evidence: {len(faults)} faults, the first: {faults[0]}", "restore the file from a backup"
        )
    return Finding("ok", "evidence: every capture's bytes and the ledger's chains verify")


def _cluster(at: Place) -> Finding:
    from search.elastic import status

    seen = status(at.cluster)
    said = f"Elasticsearch {seen.version}: index {seen.generation or 'not made yet'}, health {seen.health}"
    if seen.health == "red":
        return Finding("FAIL", said, "start the missing nodes; `GET _cluster/allocation/explain` says what is missing")
    if seen.health == "yellow":
        return Finding("warn", said, "add a node, or set search.elastic.replicas to 0 and rebuild the index")
    return Finding("ok", said)


def _index(at: Place) -> Finding:
    from query import parse
    from rasad.progress import pending
    from store.status import counts

    indexed = at.engine().search(parse("*", at.config.vocabulary), limit=0).total
    articles, waiting = counts(at.record).get("articles", 0), pending(at.record)
    if indexed != articles and not waiting:
        return Finding("FAIL", f"index: {indexed} of {articles} articles", "rasad index rebuild")
    return Finding("ok", f"index: {indexed} of {articles} articles, {waiting} pending")


def _models(at: Place) -> Finding:
    from nlp.pipeline import load

    return Finding("ok", f"language models load; pipeline {load(at.config.watchlists, at.config.lexicons).version}")


def _mail(at: Place) -> Finding:
    mail = at.config.settings.mail
    try:
        with socket.create_connection((mail.host, mail.port), timeout=5):
            return Finding("ok", f"mail relay {mail.host}:{mail.port} answers")
    except OSError as error:
        return Finding(
            "FAIL", f"mail relay {mail.host}:{mail.port}: {error}", "start it, or correct mail.host and mail.port"
        )


def _desk(at: Place) -> Finding:
    web = at.config.settings.web
    try:
        with socket.create_connection((web.host, web.port), timeout=5):
            return Finding("ok", f"the desk answers on {web.host}:{web.port}")
    except OSError:
        return Finding("warn", f"the desk does not run on {web.host}:{web.port}", "rasad run, or rasad serve")
