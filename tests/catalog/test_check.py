"""Each wrong setting is named with its file, its line and a remedy; all of them at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from catalog import check, load
from model.errors import ConfigError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "config", tmp_path / "config"))


def edit(file: Path, old: str, new: str) -> int:
    """Replace a text in a file; the line (from 1) on which it stood."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_shipped_configurations_are_in_order() -> None:
    assert check(ROOT / "config") == []
    assert check(ROOT / "config" / "demo") == []


def test_the_demonstration_extends_the_folder_above() -> None:
    live, demo = load(ROOT / "config"), load(ROOT / "config" / "demo")
    assert demo.watchlists == live.watchlists
    assert demo.lexicons.samefile(live.lexicons)
    assert not set(demo.sources) & set(live.sources)


CASES = [
    ("settings.yml", "contact: monitor", "contcat: monitor", "unknown field fetch.contcat", "did you mean contact"),
    ("settings.yml", "contact: monitor", "contcat: monitor", "fetch.contact is missing", "add it"),
    ("settings.yml", "port: 25", "port: many", "mail.port", "'many'"),
    ("settings.yml", "port: 25", "port: 99999", "mail.port is 99999", "65535"),
    ("settings.yml", "tls: none", "tls: nine", "mail.tls is 'nine'", "none"),
    ("settings.yml", "zone: America/Toronto", "zone: America/Toront", "not a time zone", "America/Toronto"),
    ("settings.yml", "id: desk-fa", "id: analyst", "stands twice", "another id"),
    ("settings.yml", "email: analyst@example.org", "email: analyst", "not an e-mail", "name@host"),
    ("settings.yml", "delay: 2", "delay: 2\n  delay: 3", "not valid YAML", "correct the line"),
    ("settings.yml", "delay: 2", "delay: [2", "not valid YAML", "quotes"),
    ("settings.yml", "desk_url: http:", "web: {host: 0.0.0.0}\ndesk_url: http:", "web.host lets others", "certificate"),
    ("settings.yml", "desk_url: http:", "web: {key: /no/key.pem}\ndesk_url: http:", "not both", "certificate and key"),
    ("settings.yml", "desk_url: http:", "web: {key: /no/key.pem}\ndesk_url: http:", "/no/key.pem is not", "PEM"),
    ("alerts.yml", "to: [analyst, desk-fa]", "to: [analist]", "nobody is called 'analist'", "did you mean analyst"),
    ("alerts.yml", "query: topic:threats", "query: colour:threats", "colour", ""),
    ("alerts.yml", "entity:irgc OR", "entity:irgcc OR", "irgcc", "irgc"),
    ("alerts.yml", "id: money", "id: flight-752", "stands twice", "another id"),
    ("alerts.yml", "severity: urgent", "severity: urgentt", "severity is 'urgentt'", "urgent"),
    ("digests.yml", 'at: "07:00"', 'at: "25:00"', "at is '25:00'", "07:30"),
    ("digests.yml", "        fa: تهدیدها\n", "", "title lacks 'fa'", "language"),
    ("sources/ca/cbc.yml", "owner: public", "owner: publik", "owner is 'publik'", "public"),
    ("sources/ca/cbc.yml", "id: cbc", "id: cbd", "not the file's name", "cbd.yml"),
]


@pytest.mark.parametrize(("name", "old", "new", "thing", "remedy"), CASES)
def test_a_wrong_setting_is_named_with_its_line(
    folder: Path, name: str, old: str, new: str, thing: str, remedy: str
) -> None:
    line = edit(folder / name, old, new)
    problems = check(folder)
    fitting = [p for p in problems if thing in p.thing and remedy in p.remedy + p.thing]
    assert fitting, list(map(str, problems))
    assert fitting[0].file == folder / name
    assert abs(fitting[0].line - line) <= 8, str(fitting[0])
    with pytest.raises(ConfigError, match=name) as caught:
        load(folder)
    assert caught.value.exit_code == 2


def test_all_problems_are_told_at_once(folder: Path) -> None:
    edit(folder / "settings.yml", "port: 25", "port: many")
    edit(folder / "sources" / "ca" / "cbc.yml", "owner: public", "owner: publik")
    assert {p.file.name for p in check(folder)} == {"settings.yml", "cbc.yml"}


def test_the_line_of_an_unknown_field_is_exact(folder: Path) -> None:
    line = edit(folder / "settings.yml", "  delay: 2", "  dealy: 2")
    problem = next(p for p in check(folder) if "dealy" in p.thing)
    assert problem.line == line
    assert str(problem).startswith(f"{folder / 'settings.yml'}:{line}: unknown field fetch.dealy")


def test_missing_files_and_folders(folder: Path, tmp_path: Path) -> None:
    assert "cannot be read" in check(tmp_path / "nowhere")[0].thing
    shutil.rmtree(folder / "sources")
    shutil.rmtree(folder / "watchlists")
    shutil.rmtree(folder / "lexicons")
    assert [p.file.name for p in check(folder)] == ["sources", "watchlists", "lexicons"]


def test_an_entity_in_two_watchlists_is_refused(folder: Path) -> None:
    shutil.copy(folder / "watchlists" / "canada.yml", folder / "watchlists" / "twice.yml")
    assert any("stands in canada.yml too" in p.thing for p in check(folder))


def test_extends_of_nothing_is_refused(folder: Path) -> None:
    edit(folder / "demo" / "settings.yml", "extends: ..", "extends: ../nowhere")
    assert "is no other folder" in check(folder / "demo")[0].thing


def test_a_file_that_is_not_utf8_is_named(folder: Path) -> None:
    (folder / "alerts.yml").write_bytes("- id: سپاه".encode("utf-16"))
    assert "not UTF-8" in check(folder)[0].thing
