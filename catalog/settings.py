"""What settings promise beyond their types."""

from __future__ import annotations

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from catalog.people import EMAIL, people_problems
from catalog.problems import SLUG_REMEDY, Problem, line_of
from catalog.sources import web_address
from model.settings import ElasticSettings, Settings

_HOST_PORT = re.compile(r"\S+:\d{1,5}")
_NODE = re.compile(r"https?://(?:[^\s/@?#:\[\]]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?/?")
_PREFIX = re.compile(r"[a-z][a-z0-9-]{0,39}")
_RECORDS = ("sqlite:///", "postgresql+psycopg://")


def settings_problems(file: Path, tree: Any, settings: Settings) -> list[Problem]:
    """Faults of settings.yml that its types cannot say."""
    found: list[Problem] = []

    def problem(thing: str, remedy: str, *where: str | int) -> None:
        found.append(Problem(file, line_of(tree, where), thing, remedy))

    for where, number, least in _bounds(settings):
        if number < least:
            problem(f"{'.'.join(where)} is {number}", f"use {least:g} or more", *where)
    for group, port in (("web", settings.web.port), ("mail", settings.mail.port)):
        if not 0 < port < 65536:
            problem(f"{group}.port is {port}", "ports go from 1 to 65535", group, "port")
    if not settings.organisation.strip():
        problem("organisation is blank", "mails say who sends them", "organisation")
    if not web_address(settings.desk_url):
        problem(f"desk_url {settings.desk_url!r} is not an http(s) address", "write the whole address", "desk_url")
    contact = settings.fetch.contact
    if not EMAIL.fullmatch(contact) and not web_address(contact):
        problem(f"fetch.contact {contact!r} reaches nobody", "write an e-mail or web address", "fetch", "contact")
    for number, pair in enumerate(settings.fetch.allow_private):
        if not _HOST_PORT.fullmatch(pair):
            problem(f"{pair!r} is not HOST:PORT", 'write it as "127.0.0.1:8753"', "fetch", "allow_private", number)
    if settings.store.url is not None and not settings.store.url.startswith(_RECORDS):
        problem(
            f"store.url {settings.store.url!r} cannot hold the record", f"use {' or '.join(_RECORDS)}", "store", "url"
        )
    if settings.store.password_env is not None and not (settings.store.url or "").startswith(_RECORDS[1]):
        remedy = "remove it, or name a PostgreSQL server in store.url"
        problem("store.password_env stands without a server that would ask for it", remedy, "store", "password_env")
    evidence = settings.evidence
    if evidence.keep_days is not None and evidence.keep_days < 1:
        problem(f"evidence.keep_days is {evidence.keep_days:g}", "use 1 or more", "evidence", "keep_days")
    if evidence.tsa_url is not None and not web_address(evidence.tsa_url):
        problem("evidence.tsa_url is not an http(s) address", "write the whole address", "evidence", "tsa_url")
    if (evidence.tsa_url is None) != (evidence.tsa_ca is None):
        remedy = "write both evidence.tsa_url and evidence.tsa_ca"
        problem("a time stamp authority needs its address and its certificate", remedy, "evidence")
    return (
        found
        + _web(file, tree, settings)
        + _elastic(file, tree, settings)
        + _mail(file, tree, settings)
        + people_problems(file, tree, settings)
    )


def _bounds(settings: Settings) -> list[tuple[tuple[str, ...], float, float]]:
    """Numbers and the least that each may be."""
    return [
        (("fetch", "max_bytes"), settings.fetch.max_bytes, 1),
        (("fetch", "timeout"), settings.fetch.timeout, 0.1),
        (("fetch", "delay"), settings.fetch.delay, 0),
        (("fetch", "max_delay"), settings.fetch.max_delay, settings.fetch.delay),
        (("mail", "timeout"), settings.mail.timeout, 0.1),
        (("schedule", "tick_seconds"), settings.schedule.tick_seconds, 0.1),
        (("schedule", "sweep_minutes"), settings.schedule.sweep_minutes, 0.01),
        (("schedule", "crawl_timeout_minutes"), settings.schedule.crawl_timeout_minutes, 0.01),
        (("schedule", "max_crawls"), settings.schedule.max_crawls, 1),
        (("search", "heap_mb"), settings.search.heap_mb, 15),
        *_elastic_bounds(settings.search.elastic),
    ]


def _elastic_bounds(elastic: ElasticSettings | None) -> list[tuple[tuple[str, ...], float, float]]:
    if elastic is None:
        return []
    return [
        (("search", "elastic", "timeout"), elastic.timeout, 1),
        (("search", "elastic", "shards"), elastic.shards, 1),
        (("search", "elastic", "replicas"), elastic.replicas, 0),
    ]


def _elastic(file: Path, tree: Any, settings: Settings) -> list[Problem]:
    """The cluster. Texts and queries go there: nobody on the way may read them."""
    search = settings.search
    found: list[Problem] = []

    def problem(thing: str, remedy: str, *where: str | int) -> None:
        found.append(Problem(file, line_of(tree, ("search", *where)), thing, remedy))

    elastic = search.elastic
    if elastic is None:
        if search.engine == "elastic":
            problem("search.engine is elastic, but search.elastic is missing", "write search.elastic.urls", "engine")
        return found
    if not elastic.urls:
        problem("search.elastic.urls is empty", "write the address of a node", "elastic", "urls")
    for number, url in enumerate(elastic.urls):
        where = ("elastic", "urls", number)
        if not _NODE.fullmatch(url):
            problem(f"{url!r} is no address of a node", "write it as https://host:9200, without a user", *where)
        elif url.startswith("http:") and not _loopback(urlsplit(url).hostname or ""):
            problem(f"{url} would cross the network unencrypted", "use https", *where)
    if not _PREFIX.fullmatch(elastic.prefix):
        problem(f"search.elastic.prefix is {elastic.prefix!r}", SLUG_REMEDY, "elastic", "prefix")
    if (elastic.user is None) != (elastic.password_env is None):
        problem("search.elastic has a user or a password, not both", "write user and password_env", "elastic", "user")
    if elastic.user is not None and elastic.api_key_env is not None:
        problem("search.elastic has a user and an API key", "write one of them", "elastic", "api_key_env")
    return found


def _web(file: Path, tree: Any, settings: Settings) -> list[Problem]:
    web, found = settings.web, []
    line = line_of(tree, ("web",))
    if web.beyond_loopback and not settings.desk_url.startswith("https:"):
        where = "published" if web.published else "host"
        thing = f"web.{where} lets others reach the desk, and desk_url is not https: passwords could be read on the way"
        remedy = "give web.certificate and web.key, or a proxy that speaks TLS, and an https desk_url"
        found.append(Problem(file, line_of(tree, ("web", where)), thing, remedy))
    if (web.certificate is None) != (web.key is None):
        found.append(Problem(file, line, "web has a certificate or a key, not both", "write certificate and key"))
    for name in (web.certificate, web.key):
        if name is not None and not Path(name).is_file():
            found.append(Problem(file, line, f"{name} is not there", "write the whole path of a PEM file"))
    return found


def _mail(file: Path, tree: Any, settings: Settings) -> list[Problem]:
    """The relay. Alerts name people and what the organisation looks for: nobody on the way may read them."""
    mail = settings.mail
    found = []
    if not EMAIL.fullmatch(mail.sender):
        line = line_of(tree, ("mail", "sender"))
        found.append(Problem(file, line, f"mail.sender {mail.sender!r} is not an e-mail address", "write name@host"))
    if mail.user is not None and mail.password_env is None:
        remedy = "name the variable that holds the password in password_env"
        found.append(Problem(file, line_of(tree, ("mail", "user")), "mail.user has no password", remedy))
    if mail.tls == "none" and not _loopback(mail.host):
        thing = f"mail to {mail.host} would cross the network unencrypted"
        found.append(Problem(file, line_of(tree, ("mail", "tls")), thing, "use starttls or tls"))
    return found


def _loopback(host: str) -> bool:
    """True for this machine itself."""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
