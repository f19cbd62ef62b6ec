"""What types cannot say is checked too, and every fault of every file is told in one go."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from catalog import Problem, check

SETTINGS = """\
organisation: Kestrel Watch
fetch:
  contact: kestrel@example.org
mail:
  host: 127.0.0.1
  port: 25
  sender: rasad@example.org
  tls: none
people:
  - {id: mina, name: Mina, email: mina@example.org}
"""
SOURCE = """\
id: azimuth
name: Azimuth Tribune
country: ca
lang: en
owner: independent
owner_note: Invented; 2026-11.
home: https://azimuth.example/
feeds:
  - url: https://azimuth.example/feed
"""
WATCHLIST = """\
id: birds
title: Birds
entities:
  - id: owl
    label: ORG
    name: The Owl
    parent: bird
    names: {en: [{text: Owl}]}
  - id: bird
    label: ORG
    name: The Bird
    names: {fa: [{text: پرنده}]}
"""
ALERTS = """\
- id: owls
  title: Owls
  query: entity:owl
  to: [mina]
"""
DIGESTS = """\
- id: daily
  title: {en: Birds, fa: پرندگان}
  to: [mina]
  at: "07:00"
  sections:
    - title: {en: Birds, fa: پرندگان}
      query: entity:bird
"""
FILES = {
    "settings.yml": SETTINGS,
    "sources/ca/azimuth.yml": SOURCE,
    "watchlists/birds.yml": WATCHLIST,
    "alerts.yml": ALERTS,
    "digests.yml": DIGESTS,
    "lexicons/en/empty.yml": "",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        write(tmp_path / name, text)
    return tmp_path


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def told(folder: Path) -> list[Problem]:
    problems = check(folder)
    assert all(problem.remedy for problem in problems)
    return problems


def test_a_small_configuration_is_in_order(folder: Path) -> None:
    assert told(folder) == []


LOOPBACK = "urls: ['http://127.0.0.1:9200']"


def elastic(block: str) -> str:
    """A configuration with that engine, put before the word ``organisation``."""
    return f"search: {{engine: elastic, elastic: {{{block}}}}}\norganisation"


CASES = [
    ("settings.yml", "organisation: Kestrel Watch", "organisation: ' '", "organisation is blank"),
    ("settings.yml", "contact: kestrel@example.org", "contact: nobody", "reaches nobody"),
    ("settings.yml", "fetch:\n", "fetch:\n  delay: -1\n", "fetch.delay is -1"),
    ("settings.yml", "fetch:\n", "fetch:\n  max_bytes: 0\n", "fetch.max_bytes is 0"),
    ("settings.yml", "fetch:\n", "fetch:\n  allow_private: [localhost]\n", "not HOST:PORT"),
    ("settings.yml", "host: 127.0.0.1", "host: mail.example.org", "unencrypted"),
    ("settings.yml", "tls: none", "tls: none\n  user: mina", "has no password"),
    ("settings.yml", "sender: rasad@example.org", "sender: rasad", "not an e-mail address"),
    ("settings.yml", "organisation", "desk_url: desk\norganisation", "desk_url 'desk'"),
    ("settings.yml", "organisation", "store: {url: 'mysql://x'}\norganisation", "cannot hold the record"),
    ("settings.yml", "organisation", "schedule: {max_crawls: 0}\norganisation", "schedule.max_crawls is 0"),
    ("settings.yml", "organisation", "search: {engine: elastic}\norganisation", "search.elastic is missing"),
    ("settings.yml", "organisation", elastic("urls: []"), "urls is empty"),
    ("settings.yml", "organisation", elastic("urls: ['search.example.org:9200']"), "no address of a node"),
    ("settings.yml", "organisation", elastic("urls: ['https://a:b@es.example.org']"), "no address of a node"),
    ("settings.yml", "organisation", elastic("urls: ['http://es.example.org:9200']"), "unencrypted"),
    ("settings.yml", "organisation", elastic(f"{LOOPBACK}, prefix: 'Ra/sad'"), "prefix is 'Ra/sad'"),
    ("settings.yml", "organisation", elastic(f"{LOOPBACK}, user: rasad"), "not both"),
    ("settings.yml", "organisation", elastic(f"{LOOPBACK}, user: a, password_env: B, api_key_env: C"), "one of them"),
    ("settings.yml", "organisation", elastic(f"{LOOPBACK}, replicas: -1"), "replicas is -1"),
    ("settings.yml", "organisation", elastic("urls: ['https://es.example.org:9200', 'http://[::1]:9200']"), ""),
    ("settings.yml", "id: mina", "id: Mina", "not a slug"),
    ("settings.yml", "email: mina@example.org", "email: mina@example.org, lang: de", "not a language of mails"),
    ("settings.yml", "people:", "people: &all", ""),
    ("sources/ca/azimuth.yml", "country: ca", "country: us", "not the folder's name"),
    ("sources/ca/azimuth.yml", "lang: en", "lang: english", "not a language"),
    ("sources/ca/azimuth.yml", "owner_note: Invented; 2026-11.\n", "", "owner_note is missing"),
    ("sources/ca/azimuth.yml", "owner_note: Invented; 2026-11.", "owner_note: ''", "owner_note is empty"),
    ("sources/ca/azimuth.yml", "url: https://", "url: ftp://", "not http(s)"),
    ("sources/ca/azimuth.yml", "url: https://azimuth.example/feed", "url: 'https://a b/feed'", "not http(s)"),
    ("sources/ca/azimuth.yml", "url: https://azimuth.example/feed", "url: 'https://a:x/feed'", "not http(s)"),
    ("sources/ca/azimuth.yml", "/feed\n", "/feed\n    kind: front\n", "needs `links`"),
    ("sources/ca/azimuth.yml", "/feed\n", "/feed\n    links: a\n", "only front pages"),
    ("sources/ca/azimuth.yml", "/feed\n", "/feed\n  - url: https://azimuth.example/feed\n", "stands twice"),
    ("sources/ca/azimuth.yml", "feeds:", "via: socks5://\nfeeds:", "not a proxy address"),
    ("sources/ca/azimuth.yml", "feeds:", "zone: Asia/Theran\nfeeds:", "not a time zone"),
    ("sources/ca/azimuth.yml", "feeds:", "assertions: {min_dated_share: 90}\nfeeds:", "not a share"),
    ("sources/ca/azimuth.yml", "feeds:", "assertions: {hosts: ['https://a.example']}\nfeeds:", "not a host"),
    ("sources/ca/azimuth.yml", "feeds:", "max_pages: 0\nfeeds:", "max_pages is below 1"),
    ("sources/ca/azimuth.yml", "name: Azimuth", "name: Azimuth\nname: Azimuth", "duplicate key"),
    ("sources/ca/azimuth.yml", "name: Azimuth", "\tname: Azimuth", "not valid YAML"),
    ("sources/ca/azimuth.yml", "name: Azimuth Tribune", "name: &a [*a]", "name"),
    ("watchlists/birds.yml", "parent: bird", "parent: brid", "did you mean bird"),
    ("watchlists/birds.yml", "name: The Bird", "name: The Bird\n    parent: owl", "broader than itself"),
    ("watchlists/birds.yml", "{fa: [", "{farsi: [", "not a language"),
    ("watchlists/birds.yml", "text: Owl", "text: ' '", "is blank"),
    ("watchlists/birds.yml", "- id: bird", "- id: owl", "stands in birds.yml too"),
    ("watchlists/birds.yml", "label: ORG", "label: ORGAN", "did you mean ORG"),
    ("watchlists/birds.yml", "label: ORG", "label: ORG\n    legal: [{list: L, since: 2024, basis: B}]", "legal"),
    (
        "watchlists/birds.yml",
        "label: ORG",
        "label: ORG\n    legal: [{list: L, since: '2024-13', basis: B}]",
        "is no date",
    ),
    ("watchlists/birds.yml", "label: ORG", "label: ORG\n    legal: [{list: L, since: '2024', basis: ' '}]", "is blank"),
    (
        "watchlists/birds.yml",
        "label: ORG",
        "label: ORG\n    legal: [{list: L, since: '2024', until: '2023', basis: B}]",
        "is not after since",
    ),
    ("alerts.yml", "to: [mina]", "to: []", "goes to nobody"),
    ("alerts.yml", "to: [mina]", "to: mina", "to"),
    ("alerts.yml", "query: entity:owl", "query: entity:owll", "did you mean owl"),
    ("alerts.yml", "query: entity:owl", "query: '(owl'", "query"),
    ("alerts.yml", "title: Owls", "title: Owls\n  version: 0", "version is 0"),
    ("digests.yml", "  sections:", "  first_at_once: maybe\n  sections:", "first_at_once"),
    ("digests.yml", "query: entity:bird", "query: entity:bird\n      limit: 0", "limit is 0"),
]


@pytest.mark.parametrize(("name", "old", "new", "thing"), [case for case in CASES if case[3]])
def test_a_broken_promise_is_told(folder: Path, name: str, old: str, new: str, thing: str) -> None:
    assert old in FILES[name]
    write(folder / name, FILES[name].replace(old, new, 1))
    problems = told(folder)
    fitting = [problem for problem in problems if thing in f"{problem.thing} {problem.remedy}"]
    assert fitting, list(map(str, problems))
    assert fitting[0].file == folder / name
    line = FILES[name][: FILES[name].index(old)].count("\n") + 1
    assert fitting[0].line == 0 or abs(fitting[0].line - line) <= 8, str(fitting[0])


def test_every_file_is_examined_although_others_are_wrong(folder: Path) -> None:
    write(folder / "settings.yml", SETTINGS.replace("port: 25", "port: x"))
    write(folder / "watchlists" / "birds.yml", WATCHLIST.replace("label", "lable", 1))
    write(folder / "alerts.yml", ALERTS.replace("entity:owl", "colour:red"))
    write(folder / "digests.yml", DIGESTS.replace("07:00", "7 o'clock"))
    problems = told(folder)
    assert {problem.file.name for problem in problems} == {"settings.yml", "birds.yml", "alerts.yml", "digests.yml"}
    assert not any("mina" in problem.thing for problem in problems), "nobody is unknown for want of the settings"


def test_two_files_of_one_source(folder: Path) -> None:
    write(folder / "sources" / "gb" / "azimuth.yml", SOURCE.replace("country: ca", "country: gb"))
    assert ["is taken by another file" in problem.thing for problem in told(folder)] == [True]


def test_files_that_nothing_reads_are_told(folder: Path) -> None:
    (folder / "alerts.yml").rename(folder / "alert.yml")
    write(folder / "sources" / "ca" / "other.yaml", SOURCE)
    remedies = {problem.file.name: problem.remedy for problem in told(folder)}
    assert remedies == {"alert.yml": "did you mean alerts.yml or digests.yml?", "other.yaml": "rename it to other.yml"}


def test_a_folder_can_take_what_it_lacks_from_another(folder: Path) -> None:
    write(folder / "mine" / "settings.yml", f"extends: ..\n{SETTINGS}")
    assert told(folder / "mine") == []
    write(folder / "mine" / "alerts.yml", ALERTS.replace("owl\n", "dodo\n"))
    assert [problem.file for problem in told(folder / "mine")] == [folder / "mine" / "alerts.yml"]
    shutil.rmtree(folder / "watchlists")
    assert any(problem.file.name == "watchlists" for problem in told(folder / "mine"))


def test_folders_cannot_extend_each_other(folder: Path) -> None:
    write(folder / "settings.yml", f"extends: mine\n{SETTINGS}")
    write(folder / "mine" / "settings.yml", f"extends: ..\n{SETTINGS}")
    assert any("which is no other folder" in problem.thing for problem in told(folder / "mine"))
